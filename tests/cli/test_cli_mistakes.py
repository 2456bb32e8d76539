# SPDX-License-Identifier: GPL-2.0-or-later
"""What `geotask` says to mistakes, and what it never lets through."""

import subprocess

import pytest

from cli_support import WORLD, lines_of


@pytest.mark.parametrize("words, code, says", [
    (["bufer"], 2, "Did you mean buffer?"),
    (["jobs", "--stat", "queued"], 2, "Did you mean --state?"),
    (["buffer", "data:world/countries"], 2, "--distance"),
    (["buffer", "data:world/countries", "--distance", "1", "--cap", "round-ish"], 2, "square"),
    (["buffer", "data:world/countries", "--distance", "1", "--segments", "0"], 2, "--segments"),
    (["buffer", "none.gpkg", "--distance", "1"], 2, "There is no file none.gpkg."),
    (["buffer", WORLD, "--distance", "1"], 2, "Name one"),
    (["buffer", "data:moon/craters", "--distance", "1"], 1, "UNKNOWN_SOURCE"),
    (["buffer", "-", "--distance", "1", "-o", "a.docx"], 2, ".gpkg"),
    (["show", "no-such-job"], 1, "JOB_NOT_FOUND"),
    (["show", "No Job"], 2, "geotask jobs"),
    (["wait", "a", "--timeout", "soon"], 2, "15m"),
    (["--json", "result", "a", "--output", "-"], 2, "both want standard output"),
    (["result", "a", "--output", ""], 2, "--output"),
    (["buffer", "data:world/countries", "--distance", "1", "--output", ""], 2, "--output"),
    (["--server", "", "health"], 2, "HOST:PORT"),
    (["--server", "127.0.0.1:65536", "health"], 2, "65535"),
])
def test_a_mistake_is_explained_on_standard_error(cli, words, code, says):
    done = cli(*words, stdin="")
    assert done.returncode == code
    assert says in done.stderr
    assert done.stdout == ""


def test_a_server_that_is_not_there_is_named(cli):
    done = cli("--server", "unix:/nonexistent/geotask.sock", "health")
    assert done.returncode == 5
    assert "unix:/nonexistent/geotask.sock" in done.stderr


@pytest.mark.parametrize("words", [
    ["jobs", "--json"],
    ["sources"],
    ["--help"],
    ["buffer", "data:world/disputed_borders", "--distance", "0.1", "--output", "-"],
])
def test_output_that_is_lost_is_no_success(cli, words):
    cli.ok("wait", cli.detached("data:world/disputed_borders", "--distance", "0.1"))
    with open("/dev/full", "w") as full:
        done = subprocess.run([cli.program, *words], env=cli.environment(), stdout=full,
                              stderr=subprocess.PIPE, text=True, timeout=300)
    assert done.returncode == 1
    assert "tandard output cannot be written" in done.stderr


def test_control_characters_of_a_label_do_not_reach_the_terminal(cli):
    name = cli.detached("data:world/disputed_borders", "--distance", "0.1",
                        "--label", "team=\x1b[2J\nState: FAILED")
    assert "team=\\x1b[2J\\x0aState: FAILED" in cli.ok("show", name)
    (job,) = lines_of(cli.ok("show", name, "--json"))
    assert job["spec"]["labels"]["team"] == "\x1b[2J\nState: FAILED"

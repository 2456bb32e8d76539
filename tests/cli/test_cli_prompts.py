# SPDX-License-Identifier: GPL-2.0-or-later
"""`geotask run` asks for what is missing, where somebody sits at a terminal, and nowhere else."""

import json
import subprocess

import pytest

from cli_support import lines_of, rows_of
from terminal import Terminal


@pytest.fixture(scope="module", autouse=True)
def known_algorithms(cli):
    """Waits, however long it takes, until the daemon knows what it has."""
    while cli("algorithms", "centroid").returncode != 0:
        pass


def at_terminal(cli, *words, **streams):
    return Terminal([cli.program, *words], cli.environment(), **streams)


def test_a_call_is_made_of_answers(cli, tmp_path):
    out = tmp_path / "out.gpkg"
    with at_terminal(cli, "run", "native:centroids") as terminal:
        terminal.wait_for("native:centroids")
        offered = terminal.wait_for("INPUT: ")
        assert "data:world/countries" in offered and "file here, dataset:ID or job:ID" in offered
        number = [line.split()[0] for line in offered.splitlines()
                  if line.endswith("data:world/countries")][0]
        terminal.type(f"{number}\n")
        terminal.wait_for("ALL_PARTS [false]: ")
        terminal.type("\n")
        terminal.wait_for("OUTPUT [stays on the server]: ")
        terminal.type(f"{out}\n")
        code, rest = terminal.wait_for_end()
    assert code == 0, rest
    assert (f"Without questions: geotask run native:centroids --INPUT=data:world/countries "
            f"--OUTPUT={out}") in rest
    assert len(rows_of(out)) == 240


def test_choices_are_shown_and_wrong_answers_asked_again(cli):
    with at_terminal(cli, "run", "native:buffer", "--INPUT=nowhere.gpkg", "--no-input") as terminal:
        code, rest = terminal.wait_for_end()
        assert code == 2 and "nowhere.gpkg" in rest, "what is given is not asked for"
    with at_terminal(cli, "run", "native:buffer") as terminal:
        terminal.wait_for("INPUT: ")
        terminal.type("nowhere.gpkg\n")
        terminal.wait_for("There is no file nowhere.gpkg")
        terminal.wait_for("INPUT: ")
        terminal.type("data:world/disputed_borders\n")
        terminal.wait_for("DISTANCE [10]: ")
        terminal.type("far\n")
        terminal.wait_for('"far" is no number.')
        terminal.type("0.1\n")
        terminal.wait_for("SEGMENTS [5]: ")
        terminal.type("\n")
        shown = terminal.wait_for("END_CAP_STYLE [0]: ")
        assert "0  Round" in shown and "1  Flat" in shown
        terminal.type("flat\n")
        terminal.wait_for("JOIN_STYLE [0]: ")
        terminal.type("\n")
        terminal.wait_for("MITER_LIMIT [2]: ")
        terminal.type("\n")
        terminal.wait_for("DISSOLVE [false]: ")
        terminal.type("yes\n")
        terminal.wait_for(": ")  # Newer versions of QGIS ask for one thing more.
        terminal.type("\n\n")
        terminal.wait_for("Without questions: ")
        command = terminal.wait_for("\n")
        assert "--END_CAP_STYLE=1" in command and "--DISSOLVE=true" in command
        assert "--SEGMENTS" not in command
        terminal.wait_for("1 row")


def test_what_the_server_refuses_is_asked_for_again(cli):
    with at_terminal(cli, "run", "native:reprojectlayer") as terminal:
        terminal.wait_for("INPUT: ")
        terminal.type("data:world/disputed_borders\n")
        terminal.wait_for("TARGET_CRS [EPSG:4326]: ")
        terminal.type("nonsense\n")
        terminal.wait_for("OUTPUT [stays on the server]: ")
        terminal.type("\n")
        terminal.wait_for("nonsense")
        terminal.wait_for("TARGET_CRS [EPSG:4326]: ")
        terminal.type("EPSG:3857\n")
        terminal.wait_for("--TARGET_CRS=EPSG:3857")
        code, rest = terminal.wait_for_end()
    assert code == 0 and "46 rows" in rest


def test_ctrl_c_leaves_and_the_end_of_input_is_a_mistake(cli):
    before = cli.names_of_jobs()
    with at_terminal(cli, "run", "native:centroids") as terminal:
        terminal.wait_for("INPUT: ")
        terminal.type("\x03")
        assert terminal.wait_for_end()[0] == 130
    with at_terminal(cli, "run", "native:centroids") as terminal:
        terminal.wait_for("INPUT: ")
        terminal.type("\x04")
        code, rest = terminal.wait_for_end()
    assert code == 2 and "--KEY=VALUE" in rest
    assert cli.names_of_jobs() == before


def test_nobody_is_asked_when_nothing_is_missing(cli):
    with at_terminal(cli, "run", "native:buffer", "--INPUT=data:world/disputed_borders",
                     "--DISTANCE=0.1") as terminal:
        code, seen = terminal.wait_for_end()
    assert code == 0 and "SEGMENTS [5]" not in seen and "Without questions" not in seen


@pytest.mark.parametrize("words", [["--no-input"], []])
def test_nobody_is_asked_with_no_input_or_without_a_terminal(cli, words):
    if words:
        with at_terminal(cli, "run", "native:centroids", *words) as terminal:
            code, seen = terminal.wait_for_end()
    else:
        done = cli("run", "native:centroids", stdin="data:world/countries\n")
        code, seen = done.returncode, done.stderr
        assert done.stdout == ""
    assert code == 2 and "INPUT: " not in seen.replace("parameters.INPUT: ", "")
    assert "MISSING_PARAMETER" in seen or "INPUT" in seen


def test_with_json_questions_go_to_the_terminal_and_json_alone_to_standard_output(cli):
    with at_terminal(cli, "run", "native:centroids", "--json",
                     stdout=subprocess.PIPE) as terminal:
        terminal.wait_for("INPUT: ")
        terminal.type("data:world/disputed_borders\n")
        terminal.wait_for("ALL_PARTS [false]: ")
        terminal.type("\n")
        terminal.wait_for("OUTPUT [stays on the server]: ")
        terminal.type("\n")
        printed = terminal.process.stdout.read()
        assert terminal.process.wait(120) == 0
    (job,) = lines_of(printed)
    assert job["state"] == "JOB_STATE_SUCCEEDED"
    assert json.dumps(job)

# SPDX-License-Identifier: GPL-2.0-or-later
"""Which algorithms there are, what one takes, and that the example of it runs."""

import os
import subprocess

import pytest

from cli_support import lines_of, rows_of


def example_of(text):
    lines = text.splitlines()
    return lines[lines.index("Example") + 1].strip()


def test_algorithms_are_listed_as_a_table(cli):
    text = cli.ok("algorithms", "centroid", "--provider", "native")
    lines = text.splitlines()
    assert lines[0].split() == ["ID", "TITLE", "GROUP"]
    assert "native:centroids" in [line.split()[0] for line in lines[1:]]


def test_filters_are_those_of_the_server(cli):
    ids = [each["id"] for each in lines_of(
        cli.ok("algorithms", "--group", "vector overlay", "--provider", "native", "--json"))]
    assert "native:clip" in ids and ids == sorted(ids)
    assert "native:buffer" in cli.ok("algorithms", "--tag", "grow")


def test_what_is_denied_is_listed_with_all(cli):
    assert "native:filedownloader" not in cli.ok("algorithms", "download")
    text = cli.ok("algorithms", "download", "--all")
    (line,) = [line for line in text.splitlines() if line.startswith("native:filedownloader ")]
    assert line.endswith("denied")


def test_nothing_that_matches_is_no_mistake(cli):
    done = cli("algorithms", "no algorithm has these words")
    assert done.returncode == 0 and done.stdout == ""
    assert "No algorithms match" in done.stderr


def test_a_description_is_readable_and_fits_a_terminal(cli):
    text = cli.ok("describe", "native:buffer")
    assert "--SEGMENTS=INTEGER [5]" in text and "Accepted: at least 1" in text
    assert "0 Round, 1 Flat, 2 Square" in text
    before_example = text[:text.index("\nExample\n")]
    assert max(map(len, before_example.splitlines())) <= 80


def test_a_description_in_json_is_the_message(cli):
    (algorithm,) = lines_of(cli.ok("describe", "algorithms/native:buffer", "--json"))
    assert algorithm["id"] == "native:buffer" and algorithm["parameters"]


def test_what_is_denied_says_why_and_has_no_example(cli):
    text = cli.ok("describe", "native:filedownloader")
    assert "it reaches the network" in text and "--allow-algorithms" in text
    assert "\nExample\n" not in text


@pytest.mark.parametrize("given", ["native:bufer", "buffer"])
def test_a_misspelled_id_is_told_with_those_alike(cli, given):
    done = cli("describe", given)
    assert done.returncode == 1
    assert "native:buffer" in done.stderr and "UNKNOWN_ALGORITHM" in done.stderr


@pytest.mark.parametrize("algorithm", [
    "native:centroids", "native:buffer", "native:aggregate", "native:extractbyexpression",
    "native:joinattributestable", "native:creategrid",
])
def test_the_example_works_as_pasted(cli, tmp_path, algorithm):
    command = example_of(cli.ok("describe", algorithm))
    assert f"geotask run {algorithm} " in command
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "geotask").symlink_to(os.path.abspath(os.environ["GEOTASK"]))
    environment = {**cli.environment(), "PATH": f"{folder}:{os.environ['PATH']}"}
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, env=environment,
                          capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    made = list(tmp_path.glob("*.gpkg"))
    assert made and all(rows_of(path) for path in made)

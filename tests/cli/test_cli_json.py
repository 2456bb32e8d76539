# SPDX-License-Identifier: GPL-2.0-or-later
"""With --json standard output is JSON alone, a message a line, whatever the verb."""

import json

import pytest

from cli_support import POINT, lines_of

# Every verb once at least, as it ends well; {job} has SUCCEEDED, {dataset} is there, {out} is a folder.
CALLS = {
    "buffer": [["buffer", "-", "--distance", "1"],
               ["buffer", "-", "--distance", "1", "--detach"],
               ["buffer", "-", "--distance", "1", "--validate-only"],
               ["buffer", "-", "--distance", "1", "--output", "{out}/a.gpkg", "--preview",
                "{out}/a.png"]],
    "transform": [["transform", "-", "--centroid", "--output", "{out}/d.gpkg"]],
    "run": [["run", "native:centroids", "--INPUT=data:world/disputed_borders"],
            ["run", "native:centroids", "--INPUT=data:world/disputed_borders",
             "--OUTPUT={out}/b.gpkg", "--preview", "{out}/b.png"]],
    "jobs": [["jobs"]],
    "show": [["show", "{job}"], ["show", "{dataset}"]],
    "watch": [["watch", "{job}"]],
    "wait": [["wait", "{job}"]],
    "logs": [["logs", "{log}"]],
    "cancel": [["cancel", "{running}"]],
    "delete": [["delete", "{gone}"]],
    "result": [["result", "{job}", "--output", "{out}/c.gpkg"],
               ["result", "{job}", "--preview", "{out}/c.png"]],
    "upload": [["upload", "-"]],
    "datasets": [["datasets"]],
    "algorithms": [["algorithms", "centroid"]],
    "describe": [["describe", "native:centroids"]],
    "sources": [["sources"], ["sources", "world"]],
    "server": [["server"]],
    "health": [["health"]],
    "completion": [["completion", "bash"]],
}
FAILURES = [
    ["show", "nobody"], ["wait", "nobody"], ["watch", "nobody"], ["logs", "nobody"],
    ["cancel", "nobody"], ["delete", "nobody"], ["result", "nobody", "--output", "a.gpkg"],
    ["describe", "native:nothing"], ["sources", "nothing"], ["run", "native:nothing"],
    ["buffer", "data:nothing/here", "--distance", "1"], ["upload", "nothing.gpkg"],
    ["--server", "unix:/nonexistent", "health"], ["--server", "unix:/nonexistent", "server"],
]


def verbs(cli):
    return {verb["name"] for verb in json.loads(cli.ok("--json-usage"))["verbs"]}


def test_every_verb_is_tried_here(cli):
    assert verbs(cli) == set(CALLS)


@pytest.fixture(scope="module")
def scene(cli, tmp_path_factory):
    """What the calls name."""
    names = {"out": str(tmp_path_factory.mktemp("out"))}
    for name in ("job", "gone"):
        names[name] = cli.detached("data:world/disputed_borders", "--distance", "0.1")
        cli.await_end(names[name])
    names["running"] = cli.detached("data:world/states_provinces", "--distance", "1", "--segments",
                                    "1000")
    # A parameter that QGIS does not know is told in the log.
    made = cli("run", "native:centroids", "--INPUT=data:world/disputed_borders", "--WHAT=1", "--json")
    names["log"] = lines_of(made.stdout)[0]["name"]
    names["dataset"] = cli.ok("upload", "-", stdin=POINT).strip()
    return names


@pytest.mark.parametrize("words", [call for calls in CALLS.values() for call in calls], ids=" ".join)
def test_standard_output_is_json_alone(cli, scene, words):
    done = cli("--json", *[word.format(**scene) for word in words], stdin=POINT)
    assert done.returncode == 0, done.stderr
    messages = lines_of(done.stdout)
    assert messages and all(isinstance(message, dict) for message in messages)


@pytest.mark.parametrize("words", FAILURES, ids=" ".join)
def test_after_a_failure_nothing_but_json_is_there_and_the_reason_is_elsewhere(cli, words):
    done = cli("--json", *words, stdin="")
    assert done.returncode != 0
    assert done.stdout == "" and "geotask: " in done.stderr

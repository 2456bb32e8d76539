# SPDX-License-Identifier: GPL-2.0-or-later
"""The verbs about jobs and about the server."""

import re

from cli_support import LONG_JOB, lines_of


def test_a_detached_job_is_waited_for_and_fetched(cli, tmp_path):
    name = cli.detached("data:world/disputed_borders", "--distance", "0.1")
    assert name.startswith("jobs/")
    assert "SUCCEEDED" in cli.ok("wait", name)
    out = tmp_path / "a.csv"
    cli.ok("result", name.removeprefix("jobs/"), "--output", str(out))
    assert out.read_text().startswith("WKT,")
    assert len(out.read_text().splitlines()) == 47


def test_lists_follow_all_pages_and_filter_by_label_and_state(cli):
    words = ["data:world/disputed_borders", "--distance", "0.1", "--label", "suite=pages"]
    names = [cli.detached(*words) for _ in range(5)]
    for name in names:
        cli.ok("wait", name)
    listed = lines_of(cli.ok("jobs", "--json", "--label", "suite=pages"))
    assert [job["name"] for job in listed] == names[::-1]
    text = cli.ok("jobs", "--label", "suite=pages", "--state", "succeeded")
    heads = text.splitlines()[0].split()
    assert heads == ["NAME", "STATE", "PROGRESS", "OPERATION", "INPUT", "AGE"]
    assert len(text.splitlines()) == 6
    assert cli.ok("jobs", "--label", "suite=pages", "--state", "failed") == ""


def test_show_tells_the_jobs_facts(cli):
    name = cli.detached("data:world/disputed_borders", "--distance", "0.1", "--label", "team=maps")
    cli.ok("wait", name)
    text = cli.ok("show", name)
    assert "State:      SUCCEEDED" in text and "team=maps" in text
    assert lines_of(cli.ok("show", name, "--json"))[0]["name"] == name


def test_watch_prints_events_as_json_lines_and_ends_with_the_job(cli):
    name = cli.detached("data:world/countries", "--distance", "0.1")
    events = lines_of(cli.ok("watch", name, "--json"))
    assert "job" in events[0]
    assert events[-1]["job"]["state"] == "JOB_STATE_SUCCEEDED"


def test_logs_of_a_finished_job_end(cli):
    name = cli.detached("data:world/disputed_borders", "--distance", "0.1")
    cli.ok("wait", name)
    assert all("log" in event for event in lines_of(cli.ok("logs", name, "--json")))


def test_a_cancelled_job_ends_with_its_own_exit_code(cli, tmp_path):
    name = cli.detached(*LONG_JOB)
    cli.ok("cancel", name)
    waited = cli("wait", name)
    assert waited.returncode == 6 and "CANCELLED" in waited.stdout
    fetched = cli("result", name, "--output", str(tmp_path / "a.gpkg"))
    assert fetched.returncode == 6
    assert list(tmp_path.iterdir()) == []


def test_wait_gives_up_after_its_timeout(cli):
    name = cli.detached(*LONG_JOB)
    assert cli("wait", name, "--timeout", "1s").returncode == 5
    cli.ok("cancel", name)
    assert cli("wait", name).returncode == 6


def test_delete_removes_a_finished_job(cli):
    name = cli.detached("data:world/disputed_borders", "--distance", "0.1")
    cli.ok("wait", name)
    assert cli.ok("delete", name) == f"{name} is deleted.\n"
    assert cli("show", name).returncode == 1


def test_sources_lists_layers_as_inputs(cli):
    text = cli.ok("sources")
    assert "data:world/countries" in text and "EPSG:4326" in text
    (source,) = lines_of(cli.ok("sources", "world", "--json"))
    assert {layer["name"] for layer in source["layers"]} >= {"countries", "states_provinces"}


def test_server_tells_limits_in_units_that_people_read(cli):
    text = cli.ok("server")
    limits = lines_of(cli.ok("server", "--json"))[0]["limits"]
    facts = dict(re.split(r"  +", line, maxsplit=1) for line in text.splitlines())
    assert facts["Message"] == "at most 1 MiB"
    assert facts["Geometry"] == f"at most {int(limits['maxVertices']):,} vertices"
    assert re.fullmatch(r"at most [\d.]+ [MG]iB, \d+ at a time, silent for at most \d+[smh]",
                        facts["Upload"])
    assert re.fullmatch(r"for \d+[hd] after their last use; at most [\d,]+, [\d.]+ [MG]iB",
                        facts["Datasets kept"])
    assert facts["Jobs left alone"].startswith(
        "go on for " + limits["disconnectGrace"].removesuffix("s"))


def test_server_tells_versions(cli):
    assert "QGIS" in cli.ok("server")
    assert lines_of(cli.ok("server", "--json"))[0]["versions"]["qgis"]


def test_health_says_serving(cli):
    assert cli.ok("health") == "SERVING\n"
    assert lines_of(cli.ok("health", "--json")) == [{"status": "SERVING"}]

# SPDX-License-Identifier: GPL-2.0-or-later
"""`geotask buffer` of local data in one call, and results that are written while they are made."""

import json
import signal
import time

import pytest

from cli_support import ENDLESS_JOB, POINT, WORLD, lines_of, rows_of

PROVINCES = f"{WORLD}|states_provinces"


def await_job(cli, label):
    """The name of the job with this label."""
    while True:
        jobs = [job for job in lines_of(cli.ok("jobs", "--json"))
                if job["spec"].get("labels", {}).get("of") == label]
        if jobs:
            return jobs[0]["name"]
        time.sleep(0.05)


def test_a_local_file_is_buffered_in_one_call_with_the_bytes_of_a_stored_job(cli, tmp_path):
    called, stored = tmp_path / "called.gpkg", tmp_path / "stored.gpkg"
    words = ["buffer", f"{WORLD}|countries", "--distance", "0.1", "--label", "of=identity"]
    done = cli(*words, "-o", str(called))
    assert done.returncode == 0 and f"Wrote 240 rows to {called}." in done.stderr
    assert "Submitted" not in done.stderr
    assert cli.job(await_job(cli, "identity"))["volatileCall"] is True
    cli.ok(*words, "-o", str(stored), "--job-id", "identity")
    assert "volatileCall" not in cli.job("identity")

    a, b = rows_of(called), rows_of(stored)
    assert [(row[0], row[1]) for row in a] == [(row[0], row[1]) for row in b]
    assert all(x[2].ExportToWkb() == y[2].ExportToWkb() for x, y in zip(a, b))


@pytest.mark.parametrize("more", [["--dissolve"], ["--ttl", "1h"], ["--keep-running"]])
def test_what_a_call_cannot_do_is_done_by_a_stored_job(cli, tmp_path, more):
    done = cli("buffer", "-", "--distance", "1", "-o", str(tmp_path / "a.gpkg"), *more, stdin=POINT)
    assert done.returncode == 0 and "Submitted jobs/" in done.stderr
    assert len(rows_of(tmp_path / "a.gpkg")) == 1


def test_the_call_is_one_line_of_json(cli, tmp_path):
    out = cli.ok("buffer", "-", "--distance", "1", "-o", str(tmp_path / "a.gpkg"), "--json",
                 stdin=POINT)
    (job,) = lines_of(out)
    assert job["state"] == "JOB_STATE_SUCCEEDED" and job["progress"]["featuresDone"] == "1"


def test_rows_go_to_standard_output(cli):
    out = json.loads(cli.ok("buffer", "-", "--distance", "1", "-o", "-", stdin=POINT))
    assert len(out["features"]) == 1


def test_ctrl_c_ends_the_call_and_its_job_and_leaves_no_file(cli, tmp_path):
    running = cli.start("buffer", PROVINCES, "--distance", "1", "--segments", "1000", "--label",
                        "of=interrupt", "-o", str(tmp_path / "a.gpkg"))
    name = await_job(cli, "interrupt")
    running.send_signal(signal.SIGINT)
    _, messages = running.communicate(timeout=120)
    assert running.returncode == 130 and "Stopping" in messages
    job = cli.await_end(name)
    assert job["state"] == "JOB_STATE_CANCELLED" and job["error"]["reason"] == "CLIENT_GONE"
    assert list(tmp_path.iterdir()) == []


def test_a_cancel_by_id_ends_the_call(cli, tmp_path):
    running = cli.start("buffer", PROVINCES, "--distance", "1", "--segments", "1000", "--label",
                        "of=cancel", "-o", str(tmp_path / "a.gpkg"))
    cli.ok("cancel", await_job(cli, "cancel"))
    _, messages = running.communicate(timeout=120)
    assert running.returncode == 6 and "CANCELLED_BY_CLIENT" in messages
    assert list(tmp_path.iterdir()) == []


def test_a_row_that_fails_fails_the_call_as_it_fails_a_job(cli, tmp_path):
    rows = {"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": i, "properties": {"wide": wide}, "geometry": json.loads(POINT)}
        for i, wide in [(1, 1.5), (2, None)]]}
    words = ["buffer", "-", "--distance-field", "wide", "-o", str(tmp_path / "a.gpkg")]
    for more in ([], ["--job-id", "fails"]):
        done = cli(*words, *more, stdin=json.dumps(rows))
        assert done.returncode == 3, done.stderr
        assert "feature 2" in done.stderr and "distance" in done.stderr
        assert list(tmp_path.iterdir()) == []


def test_a_wrong_option_names_the_option(cli, tmp_path):
    done = cli("buffer", "-", "--distance", "1", "--segments", "0", "-o", str(tmp_path / "a.gpkg"),
               stdin=POINT)
    assert done.returncode == 2 and "--segments" in done.stderr and "1 to 1000" in done.stderr


def test_the_result_of_a_layer_is_written_while_it_is_made(cli, tmp_path):
    running = cli.start("buffer", *ENDLESS_JOB, "-o", str(tmp_path / "a.geojson"), "--job-id", "grows")
    while not any(file.stat().st_size > 1 << 16 for file in tmp_path.rglob("a.geojson")):
        assert running.poll() is None
        time.sleep(0.1)
    assert cli.job("grows")["state"] == "JOB_STATE_RUNNING"
    running.send_signal(signal.SIGINT)
    _, messages = running.communicate(timeout=120)
    assert running.returncode == 130 and "Cancelling jobs/grows" in messages
    assert cli.await_end("grows")["error"]["reason"] == "CANCELLED_BY_CLIENT"
    assert list(tmp_path.iterdir()) == []

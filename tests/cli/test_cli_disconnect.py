# SPDX-License-Identifier: GPL-2.0-or-later
"""What becomes of a job whose `geotask buffer` is killed."""

import pytest

from cli_support import ENDLESS_JOB, daemon


@pytest.fixture(scope="module")
def cli(tmp_path_factory):
    with daemon(tmp_path_factory.mktemp("daemon"), "--disconnect-grace", "1s") as running:
        yield running


def killed(cli, name, *words):
    """Starts a job and kills the program that follows it."""
    running = cli.start("buffer", *ENDLESS_JOB, "--job-id", name, *words)
    line = ""
    while not line.startswith(("running", "buffering")):
        line = running.stderr.readline()
        assert line != "" or running.poll() is None
    running.kill()
    running.communicate()


def test_the_job_is_cancelled(cli):
    killed(cli, "orphan")
    job = cli.await_end("orphan")
    assert job["state"] == "JOB_STATE_CANCELLED"
    assert job["error"]["reason"] == "CLIENT_GONE"


def test_the_job_goes_on_with_keep_running_and_with_detach(cli):
    killed(cli, "kept", "--keep-running")
    cli.ok("buffer", *ENDLESS_JOB, "--job-id", "detached", "--detach")
    # When one that was left later is cancelled, the time of these would have come too.
    killed(cli, "control")
    assert cli.await_end("control")["error"]["reason"] == "CLIENT_GONE"
    for name in ("kept", "detached"):
        assert cli.job(name)["state"] in ("JOB_STATE_QUEUED", "JOB_STATE_RUNNING")
        cli.ok("cancel", name)
        assert cli.await_end(name)["error"]["reason"] == "CANCELLED_BY_CLIENT"


def test_a_detached_job_can_be_tied_too(cli):
    cli.ok("buffer", *ENDLESS_JOB, "--job-id", "tied", "--detach", "--cancel-on-disconnect")
    assert "If left:" in cli.ok("show", "tied")
    assert cli.await_end("tied")["error"]["reason"] == "CLIENT_GONE"


def test_both_wishes_at_once_are_refused(cli):
    done = cli("buffer", *ENDLESS_JOB, "--keep-running", "--cancel-on-disconnect")
    assert done.returncode == 2 and "contradict" in done.stderr

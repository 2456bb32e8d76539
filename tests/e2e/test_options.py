# SPDX-License-Identifier: GPL-2.0-or-later
"""Options: from flags, environment and file, checked before anything is started."""

import os
import subprocess

import pytest

from geotask.v1 import server_pb2
from support.daemon import DEADLINE, PROGRAM, WORLD_MAP


def run(*options, **env):
    return subprocess.run(
        [PROGRAM, *options], env={**os.environ, **env},
        capture_output=True, text=True, timeout=DEADLINE, check=False,
    )


def test_a_good_configuration_is_printed_and_nothing_started(tmp_path):
    done = run("--check-config", "--state-dir", f"{tmp_path}/state", "--job-ttl", "2h",
               "--source", f"world={WORLD_MAP}")

    assert done.returncode == 0, done.stderr
    assert "2h" in done.stdout and WORLD_MAP in done.stdout
    assert not (tmp_path / "state").exists()


def test_what_is_printed_is_a_config_file(tmp_path):
    arguments = ("--state-dir", f"{tmp_path}/state", "--max-queued-jobs", "123")
    first = run("--check-config", *arguments)
    (tmp_path / "geotaskd.toml").write_text(first.stdout)

    second = run("--check-config", "--config", f"{tmp_path}/geotaskd.toml")

    assert second.returncode == 0, second.stderr
    assert second.stdout == first.stdout


@pytest.mark.parametrize(
    "options, words",
    [
        (["--max-queued-jobs", "0"], ["max-queued-jobs", '"0"', "1 to"]),
        (["--drain-grace", "soon"], ["drain-grace", '"soon"', "90s"]),
        (["--listen", "here"], ["listen", "here"]),
        (["--source", "world"], ["source", "NAME=VALUE"]),
        (["--source", "world=/no/such/file.gpkg"], ["source", "/no/such/file.gpkg"]),
        (["--source", "UP=/tmp"], ["source", "UP"]),
        (["--log-level", "loud"], ["log-level", "loud", "info"]),
        (["--no-such-flag"], ["no-such-flag"]),
    ],
)
def test_a_problem_is_told_with_what_to_write_instead(tmp_path, options, words):
    done = run("--check-config", "--state-dir", f"{tmp_path}/state", *options)

    assert done.returncode == 2
    for word in words:
        assert word in done.stderr


def test_all_problems_are_told_at_once(tmp_path):
    done = run("--state-dir", f"{tmp_path}/state", "--max-queued-jobs", "x", "--job-ttl", "y")

    assert done.returncode == 2
    assert "max-queued-jobs" in done.stderr and "job-ttl" in done.stderr


def test_a_flag_wins_over_the_environment_and_that_over_the_file(start, tmp_path):
    config = tmp_path / "geotaskd.toml"
    config.write_text(
        "max-log-lines = 1\nmax-running-jobs = 1\nmax-queued-jobs = 1\n"
        f'[sources]\nfrom-file = "{WORLD_MAP}"\n'
    )

    daemon = start(
        "--max-log-lines", "3", sources=[],
        env={
            "GEOTASKD_CONFIG": str(config),
            "GEOTASKD_MAX_LOG_LINES": "2",
            "GEOTASKD_MAX_RUNNING_JOBS": "2",
        },
    )

    info = daemon.server.GetServerInfo(server_pb2.GetServerInfoRequest())
    assert info.limits.max_log_lines == 3
    assert info.limits.max_running_jobs == 2
    assert info.limits.max_queued_jobs == 1
    assert [source.name for source in info.sources] == ["from-file"]


def test_a_key_the_file_should_not_have_is_told_with_its_line(tmp_path):
    config = tmp_path / "geotaskd.toml"
    config.write_text("max-log-lines = 1\nmax-log-line = 2\n")

    done = run("--check-config", "--state-dir", f"{tmp_path}/state", "--config", str(config))

    assert done.returncode == 2
    assert "max-log-line" in done.stderr and "2" in done.stderr


def test_passwords_are_not_printed(tmp_path):
    done = run("--check-config", "--state-dir", f"{tmp_path}/state",
               "--source", "db=PG:host=db user=me password=hush dbname=roads")

    assert done.returncode == 0, done.stderr
    assert "dbname=roads" in done.stdout and "hush" not in done.stdout


def test_help_and_version_are_there():
    assert run("--version").stdout.startswith("geotaskd ")
    assert "--drain-grace" in run("--help").stdout

# SPDX-License-Identifier: GPL-2.0-or-later
"""Ctrl-C at any moment: what was begun is taken back, and what may remain is told."""

import signal
import socket
import subprocess
import threading

import pytest

from cli_support import LONG_JOB, SilentServer, lines_of


def test_ctrl_c_cancels_the_job_and_says_so(cli, tmp_path):
    running = cli.start("buffer", *LONG_JOB, "--output", str(tmp_path / "a.gpkg"),
                        "--job-id", "interrupted")
    line = ""
    while not line.startswith(("running", "buffering", "uniting")):
        line = running.stderr.readline()
        assert line != "" or running.poll() is None
    running.send_signal(signal.SIGINT)
    _, messages = running.communicate(timeout=120)
    assert running.returncode == 130
    assert "Cancelling jobs/interrupted" in messages
    assert lines_of(cli.ok("show", "interrupted", "--json"))[0]["state"] == "JOB_STATE_CANCELLED"
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_during_the_submit_leaves_nothing_behind_and_says_what_may_be(cli, tmp_path):
    with SilentServer() as server:
        running = cli.start("--server", server.address, "buffer", "data:world/countries",
                            "--distance", "0.4", "--output", str(tmp_path / "a.gpkg"))
        server.await_a_client()
        running.send_signal(signal.SIGINT)
        _, messages = running.communicate(timeout=120)
    assert running.returncode == 130
    assert "it may have made the job" in messages and "geotask jobs" in messages
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("more", [[], ["--detach"]])
def test_ctrl_c_before_the_job_is_known_cancels_it(cli, more):
    """The server is behind a door that opens only after the Ctrl-C."""
    host, port = cli.address.rsplit(":", 1)
    with SilentServer() as door:
        running = cli.start("--server", door.address, "buffer", *LONG_JOB, *more,
                            "--job-id", "early" + "-detached" * len(more))
        door.await_a_client()
        running.send_signal(signal.SIGINT)
        line = running.stderr.readline()
        assert "Waiting for the server's answer" in line
        with socket.create_connection((host, int(port))) as server:
            pumps = [threading.Thread(target=pump, args=ends)
                     for ends in [(door.client, server), (server, door.client)]]
            for thread in pumps:
                thread.start()
            _, messages = running.communicate(timeout=120)
            for thread in pumps:
                thread.join()
    name = "early" + "-detached" * len(more)
    assert running.returncode == 130
    assert f"Cancelling jobs/{name}" in messages
    assert lines_of(cli.ok("show", name, "--json"))[0]["state"] == "JOB_STATE_CANCELLED"


def pump(source, sink):
    """Passes bytes on until one side closes."""
    try:
        while data := source.recv(65536):
            sink.sendall(data)
    except OSError:
        pass
    try:
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def test_ctrl_c_while_standard_input_is_read_leaves_no_file(cli, tmp_path):
    running = cli.start("buffer", "-", "--distance", "1", stdin=subprocess.PIPE,
                        env={**cli.environment(), "TMPDIR": str(tmp_path)})
    # More than a pipe holds: when all is written, a part has been read.
    running.stdin.write(" " * 200_000)
    running.stdin.flush()
    running.send_signal(signal.SIGINT)
    assert running.wait(120) == 130
    assert list(tmp_path.iterdir()) == []
    running.communicate()

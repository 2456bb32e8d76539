# SPDX-License-Identifier: GPL-2.0-or-later
"""A geotaskd of the tests' own.

    with Daemon(tmp_path, "--max-running-jobs", "1") as daemon:
        job = daemon.jobs.GetJob(...)
"""

import os
import pathlib
import signal
import subprocess
import time

import grpc

import support.stubs  # noqa: F401
from geotask.v1 import jobs_pb2_grpc, server_pb2_grpc

PROGRAM = os.environ.get("GEOTASKD", str(support.stubs.REPOSITORY / "build/release/bin/geotaskd"))
WORLD_MAP = "/usr/share/qgis/resources/data/world_map.gpkg"
MAX_MESSAGE_BYTES = 1 << 20
DEADLINE = 300  # Seconds until a test that waits in vain gives up.


def command(folder, *options, sources=(f"world={WORLD_MAP}",)):
    """The command line of a daemon that lives in `folder`."""
    line = [PROGRAM, "--listen", "127.0.0.1:0"]
    line += ["--address-file", f"{folder}/address", "--state-dir", f"{folder}/state"]
    for source in sources:
        line += ["--source", source]
    return line + list(options)


class Daemon:
    def __init__(self, folder, *options, sources=(f"world={WORLD_MAP}",), env=None):
        self.folder = pathlib.Path(folder)
        self.address_file = self.folder / "address"
        self.state_dir = self.folder / "state"
        self.log_file = self.folder / "log"
        self._command = command(self.folder, *options, sources=sources)
        self._env = {**os.environ, **(env or {})}

    def __enter__(self):
        with open(self.log_file, "ab") as log:
            self.process = subprocess.Popen(
                self._command, env=self._env, stdout=log, stderr=log, cwd=self.folder
            )
        end = time.monotonic() + DEADLINE
        while not self.address_file.exists():
            assert self.process.poll() is None, f"geotaskd ended at start:\n{self.log()}"
            assert time.monotonic() < end, f"geotaskd does not serve:\n{self.log()}"
            time.sleep(0.02)
        self.address = self.address_file.read_text().strip()
        self.channel = self.connect()
        self.jobs = jobs_pb2_grpc.JobsStub(self.channel)
        self.server = server_pb2_grpc.ServerStub(self.channel)
        return self

    def __exit__(self, *_):
        self.channel.close()
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def connect(self):
        """A channel that refuses every message of more than 1 MiB."""
        return grpc.insecure_channel(
            self.address,
            options=[
                ("grpc.max_receive_message_length", MAX_MESSAGE_BYTES),
                ("grpc.use_local_subchannel_pool", 1),
            ],
        )

    def ask_to_stop(self):
        self.process.send_signal(signal.SIGTERM)

    def wait(self):
        """Waits for the end of the process and gives its exit code."""
        return self.process.wait(timeout=DEADLINE)

    def stop(self):
        self.ask_to_stop()
        return self.wait()

    def log(self):
        return self.log_file.read_text(errors="replace")

    def memory_peak(self):
        """The most memory the process has had at once, in bytes."""
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
        raise AssertionError("the process is gone")

    def spool_bytes(self):
        """What results and uploaded rows take on disk."""
        folders = (self.state_dir / "results", self.state_dir / "inputs")
        files = (file for folder in folders for file in folder.rglob("*") if file.is_file())
        return sum(file.stat().st_size for file in files)

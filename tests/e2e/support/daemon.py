# SPDX-License-Identifier: GPL-2.0-or-later
"""A geotaskd of the tests' own.

    with Daemon(tmp_path, "--max-running-jobs", "1") as daemon:
        job = daemon.jobs.GetJob(...)
"""

import contextlib
import os
import pathlib
import signal
import subprocess
import time

import grpc

import support.stubs  # noqa: F401
import health_pb2
import health_pb2_grpc
from geotask.v1 import datasets_pb2_grpc, features_pb2_grpc, jobs_pb2_grpc, server_pb2_grpc

_BUILT = support.stubs.REPOSITORY / "build/release/bin/geotaskd"
PROGRAM = os.path.abspath(os.environ.get("GEOTASKD", _BUILT))
WORLD_MAP = "/usr/share/qgis/resources/data/world_map.gpkg"
MAX_MESSAGE_BYTES = 1 << 20
# Options of a daemon that a single job can hold up, and that leaves the client a core.
ONE_AT_A_TIME = ("--max-running-jobs", "1", "--compute-threads", "1")
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
        self.datasets = datasets_pb2_grpc.DatasetsStub(self.channel)
        self.features = features_pb2_grpc.FeaturesStub(self.channel)
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

    @staticmethod
    def jobs_over(channel):
        return jobs_pb2_grpc.JobsStub(channel)

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

    def serves(self):
        """Whether it says of itself that it is well."""
        stub = health_pb2_grpc.HealthStub(self.channel)
        answer = stub.Check(health_pb2.HealthCheckRequest(), timeout=DEADLINE)
        return answer.status == health_pb2.HealthCheckResponse.SERVING

    def memory(self):
        """The memory that the process has now, in bytes."""
        return self._status("VmRSS:")

    def memory_peak(self):
        """The most memory the process has had at once, in bytes."""
        return self._status("VmHWM:")

    def _status(self, key):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(key):
                return int(line.split()[1]) * 1024
        raise AssertionError("the process is gone")

    def connections(self):
        """How many TCP connections the process has open; its own processes speak by other sockets."""
        process = pathlib.Path(f"/proc/{self.process.pid}")
        lines = [line.split() for table in ("tcp", "tcp6")
                 for line in (process / "net" / table).read_text().splitlines()[1:]]
        established = {f"socket:[{fields[9]}]" for fields in lines if fields[3] == "01"}
        count = 0
        for descriptor in (process / "fd").iterdir():
            with contextlib.suppress(FileNotFoundError):
                count += os.readlink(descriptor) in established
        return count

    def row_files(self):
        """The files in which rows lie: results, datasets and what was uploaded with a job."""
        others = (self.state_dir / "lock", self.state_dir / "qgis", self.state_dir / "workers")
        files = (file for file in self.state_dir.rglob("*") if file.is_file())
        return [f for f in files if not any(other in (f, *f.parents) for other in others)]

    def spool_bytes(self):
        """What they take on disk."""
        total = 0
        for file in self.row_files():
            with contextlib.suppress(FileNotFoundError):
                total += file.stat().st_size
        return total

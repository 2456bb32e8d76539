# SPDX-License-Identifier: GPL-2.0-or-later
"""A client in a process of its own, which can be killed or frozen in the middle of a call.

    with ClientProcess(daemon, "Jobs/WatchJob", jobs_pb2.WatchJobRequest(name=job.name)) as client:
        client.wait_for_answer()
        client.kill()
"""

import signal
import struct
import subprocess
import sys

PACKAGE = "geotask.v1"


class ClientProcess:
    """Calls a method with these messages and reads its answers until it is stopped.

    With `leave_open` the call is left waiting for more messages after these.
    """

    def __init__(self, daemon, method, *messages, leave_open=False):
        self._command = [sys.executable, "-B", __file__, daemon.address, f"/{PACKAGE}.{method}"]
        self._messages = messages
        self._leave_open = leave_open

    def __enter__(self):
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(self._command, stdin=pipe, stdout=pipe)
        for message in self._messages:
            data = message.SerializeToString()
            self._process.stdin.write(struct.pack("<I", len(data)) + data)
        self._process.stdin.flush()
        if not self._leave_open:
            self._process.stdin.close()
        return self

    def __exit__(self, *_):
        self.kill()
        self._process.stdout.close()
        if self._leave_open:
            self._process.stdin.close()

    def wait_for_answer(self):
        """Returns when the client has got one more message."""
        assert self._process.stdout.readline(), "the call has ended"

    def freeze(self):
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self._process.send_signal(signal.SIGCONT)

    def kill(self):
        self._process.kill()
        self._process.wait()


def _read_message(stream):
    size = stream.read(4)
    return stream.read(struct.unpack("<I", size)[0]) if len(size) == 4 else None


def _main(address, method):
    import grpc  # What the tests import does not concern this process.

    with grpc.insecure_channel(address) as channel:
        messages = iter(lambda: _read_message(sys.stdin.buffer), None)
        for answer in channel.stream_stream(method)(messages):
            print(len(answer), flush=True)


if __name__ == "__main__":
    _main(*sys.argv[1:])

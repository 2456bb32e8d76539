# SPDX-License-Identifier: GPL-2.0-or-later
"""A program on a terminal of its own, and somebody who types.

    with Terminal(["bash", "--norc"], env) as terminal:
        terminal.type("ls\\n")
        terminal.wait_for("README")
"""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios

PATIENCE = 120  # Seconds after which a test that waits in vain gives up.


class Terminal:
    def __init__(self, command, env, columns=100, **streams):
        self.command, self.env, self.columns, self.streams = command, env, columns, streams
        self.seen = ""

    def __enter__(self):
        self.ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, self.columns, 0, 0))
        streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs, **self.streams}
        self.process = subprocess.Popen(
            self.command, env={**self.env, "TERM": "xterm"}, text=True, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(theirs, termios.TIOCSCTTY, 0), **streams)
        os.close(theirs)
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self.ours)

    def type(self, text):
        os.write(self.ours, text.encode())

    def _read(self):
        """Adds what comes next; False at the end."""
        ready, _, _ = select.select([self.ours], [], [], PATIENCE)
        assert ready, f"nothing more comes after: {self.seen!r}"
        try:
            data = os.read(self.ours, 65536)
        except OSError:  # The last writer has gone.
            return False
        self.seen += data.decode(errors="replace")
        return bool(data)

    def wait_for(self, text):
        """Everything up to the text, which is not seen again."""
        while text not in self.seen:
            assert self._read(), f"{text!r} never comes: {self.seen!r}"
        before, self.seen = self.seen.split(text, 1)
        return before

    def wait_for_end(self):
        """The exit code, and what came to the end."""
        while self._read():
            pass
        return self.process.wait(PATIENCE), self.seen

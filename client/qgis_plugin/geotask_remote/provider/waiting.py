# SPDX-License-Identifier: GPL-2.0-or-later
"""Waits for the server without holding up who waits.

    waiter = Waiter(feedback)
    job = waiter.call(lambda: client.submit_job(spec))
    for event in waiter.each(lambda: client.watch_job(job.name)): ...

What may block runs on a thread of its own, so a cancel is noticed at once, whatever the network
does. On QGIS's main thread, where models of QGIS 3.22 run, the window stays alive meanwhile.
"""

import queue
import threading
import time

from geotask.errors import Unavailable
from qgis.PyQt.QtCore import QCoreApplication, QThread
from qgis.PyQt.QtWidgets import QApplication

_TURN = 0.05  # Seconds between looks at the cancel.
_SILENCE = 60  # Seconds after which a stream that says nothing is taken for dead.
_AHEAD = 16  # Messages that are read before they are asked for.


class GivenUp(Exception):
    """The user has cancelled."""


class Waiter:
    """For one thread at a time."""

    def __init__(self, feedback, silence=_SILENCE):
        self.feedback = feedback
        self._silence = silence

    def check(self):
        """Raises GivenUp after a cancel; lets QGIS's window go on."""
        application = QCoreApplication.instance()
        if isinstance(application, QApplication) and \
                QThread.currentThread() == application.thread():
            application.processEvents()
        if self.feedback is not None and self.feedback.isCanceled():
            raise GivenUp

    def sleep(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.check()
            time.sleep(_TURN)

    def call(self, work, patience=None):
        """What work() returns or raises. After a cancel, or `patience` seconds, it is left to
        itself; the latter raises Unavailable."""
        return next(self._taken(lambda put, _: put(work()), patience))

    def each(self, open_stream):
        """The messages of a stream, which is ended when they are no longer wanted."""

        def read(put, opened):
            stream = open_stream()
            opened(stream)
            for message in stream:
                put(message)

        return self._taken(read, self._silence)

    def _taken(self, work, silence):
        messages = queue.Queue(_AHEAD)
        streams, left = [], threading.Event()

        def put(kind, message):
            while not left.is_set():
                try:
                    return messages.put((kind, message), timeout=_TURN)
                except queue.Full:
                    continue
            raise GivenUp

        def opened(stream):
            streams.append(stream)
            if left.is_set():
                stream.cancel()

        def run():
            try:
                work(lambda message: put("message", message), opened)
                put("end", None)
            except GivenUp:
                pass
            except Exception as error:  # It is raised where it is waited for.
                if not left.is_set():
                    put("error", error)

        threading.Thread(target=run, name="geotask", daemon=True).start()
        try:
            while True:
                kind, message = self._next(messages, silence)
                if kind == "end":
                    return
                if kind == "error":
                    raise message
                yield message
        finally:
            left.set()
            for stream in streams:
                stream.cancel()

    def _next(self, messages, silence):
        end = time.monotonic() + silence if silence else None
        while True:
            self.check()
            try:
                return messages.get(timeout=_TURN)
            except queue.Empty:
                if end is not None and time.monotonic() > end:
                    raise Unavailable(f"It has said nothing for {silence} seconds.") from None

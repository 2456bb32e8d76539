# SPDX-License-Identifier: GPL-2.0-or-later
"""Keeps up with the jobs of one server: lists them every few seconds and follows those at work.

    feed = JobFeed(server, clients)
    feed.changed.connect(model.put)
    feed.start(); feed.refresh(); feed.stop()

All that waits for the server is on threads of the feed's own; signals arrive on the main thread.
"""

import itertools
import threading

from geotask.errors import GeotaskError, NotFound
from geotask.streams import FINAL_STATES
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..link.credentials import CredentialsError
from ..link.explain import explain

MOST_JOBS = 500  # That are shown of a server, the newest.
_MOST_WATCHED = 16  # At a time; the state of others comes with the list.
_PAUSE = 5.0  # Seconds between lists.
_LONGEST_PAUSE = 30.0  # While the server does not answer.


class JobFeed(QObject):
    """`listed`: (server id, jobs), newest first. `changed`: (server id, job). `progressed`: (server
    id, job name, progress). `answered`: (server id, words), empty when the server has answered."""

    listed = pyqtSignal(str, object)
    changed = pyqtSignal(str, object)
    progressed = pyqtSignal(str, str, object)
    answered = pyqtSignal(str, str)

    def __init__(self, server, clients, parent=None):
        super().__init__(parent)
        self.server = server
        self._clients = clients
        self._lock = threading.Lock()
        self._round = None  # Guarded by _lock; another one once the feed was stopped.

    def start(self):
        """Harmless when it runs."""
        with self._lock:
            if self._round is None:
                self._round = _Round(self, self.server, self._clients)
                self._round.begin()

    def stop(self):
        """Does not wait for its threads; nothing comes from them any more."""
        with self._lock:
            ended, self._round = self._round, None
        if ended:
            ended.end()

    def refresh(self):
        """Lists now."""
        with self._lock:
            if self._round:
                self._round.wake.set()


class _Round:
    """The threads from a start() to the next stop()."""

    def __init__(self, feed, server, clients):
        self.wake = threading.Event()
        self._feed = feed
        self._server = server
        self._clients = clients
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._watched = {}  # Streams (or None while one is being opened) by the name of the job.

    def begin(self):
        name = f"geotask-jobs-{self._server.id}"
        threading.Thread(target=self._run, name=name, daemon=True).start()

    def end(self):
        self._over.set()
        self.wake.set()
        with self._lock:
            streams = [each for each in self._watched.values() if each]
        for stream in streams:
            stream.cancel()

    def _run(self):
        pause = _PAUSE
        while not self._over.is_set():
            self.wake.clear()
            words = self._list()
            self._tell("answered", words)
            pause = min(pause * 2, _LONGEST_PAUSE) if words else _PAUSE
            self.wake.wait(pause)

    def _list(self):
        """Empty, or why there is no list."""
        try:
            found = self._clients.get(self._server).list_jobs(page_size=100)
            jobs = list(itertools.islice(found, MOST_JOBS))
        except (GeotaskError, OSError, CredentialsError) as error:
            if getattr(error, "code", "") == "UNAUTHENTICATED":
                self._clients.forget(self._server.id)  # A new token may do.
            return explain(error, self._server)
        self._tell("listed", jobs)
        for job in jobs:
            if job.state not in FINAL_STATES:
                self._watch(job.name)
        return ""

    def _watch(self, name):
        with self._lock:
            if name in self._watched or len(self._watched) >= _MOST_WATCHED:
                return
            self._watched[name] = None
        called = f"geotask-{name}"
        threading.Thread(target=self._follow, args=(name,), name=called, daemon=True).start()

    def _follow(self, name):
        try:
            stream = self._clients.get(self._server).watch_job(name)
            with self._lock:
                self._watched[name] = stream
            if self._over.is_set():
                stream.cancel()
            for event in stream:
                kind = event.WhichOneof("event")
                if kind == "job":
                    self._tell("changed", event.job)
                elif kind == "progress":
                    self._tell("progressed", name, event.progress)
        except NotFound:
            self.wake.set()  # It was deleted: the list will tell.
        except (GeotaskError, OSError, CredentialsError):
            pass  # The next list tells what is wrong, or takes it up again.
        finally:
            with self._lock:
                self._watched.pop(name, None)

    def _tell(self, signal, *values):
        if not self._over.is_set():
            try:
                getattr(self._feed, signal).emit(self._server.id, *values)
            except RuntimeError:
                self._over.set()  # The feed has been deleted.

# SPDX-License-Identifier: GPL-2.0-or-later
"""The log of a job, from its first line kept, going on while the job does."""

import html
import threading

from geotask.errors import GeotaskError
from geotask.streams import FINAL_STATES
from geotask.v1 import job_pb2, jobs_pb2
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QTextBrowser

from ..link.credentials import CredentialsError
from ..link.explain import explain
from ..link.texts import tr
from .job_texts import why

_COLOURS = {
    jobs_pb2.LogLine.SEVERITY_WARNING: "#9a6700",
    jobs_pb2.LogLine.SEVERITY_ERROR: "#b03a2e",
}
_AT_ONCE = 200  # Lines in one signal.


class LogView(QTextBrowser):
    _lines = pyqtSignal(int, object)  # Number of the reading, list of HTML.

    def __init__(self, clients, parent=None):
        super().__init__(parent)
        self._clients = clients
        self._reading = 0
        self._stream = None  # Guarded by _lock.
        self._lock = threading.Lock()
        self._lines.connect(self._on_lines)

    def follow(self, server, name):
        """Shows the log of this job instead of the one before."""
        self.stop()
        self.clear()
        number = self._reading
        threading.Thread(
            target=self._read, args=(number, server, name), name=f"geotask-log-{name}", daemon=True
        ).start()

    def stop(self):
        with self._lock:
            self._reading += 1
            stream, self._stream = self._stream, None
        if stream:
            stream.cancel()

    def _read(self, number, server, name):
        try:
            stream = self._clients.get(server).watch_job(name, replay=True)
            with self._lock:
                current = number == self._reading
                if current:
                    self._stream = stream
            if not current:
                stream.cancel()
                return
            waiting = []
            for event in stream:
                if event.HasField("log"):
                    waiting += _html_lines(event.log)
                elif event.sequence and event.HasField("job") and event.job.state in FINAL_STATES:
                    waiting += _last_lines(event.job)
                if waiting and (len(waiting) >= _AT_ONCE or not event.HasField("log")):
                    self._tell(number, waiting)
                    waiting = []
            self._tell(number, waiting)
        except (GeotaskError, OSError, CredentialsError) as error:
            self._tell(number, [html.escape(explain(error, server))])

    def _tell(self, number, lines):
        try:
            if lines and number == self._reading:
                self._lines.emit(number, lines)
        except RuntimeError:
            pass  # The view has been deleted.

    def _on_lines(self, number, lines):
        if number == self._reading:
            for line in lines:
                self.append(line)


def _last_lines(job):
    """How the job ended."""
    if job.state == job_pb2.JOB_STATE_SUCCEEDED:
        return [f"<i>{html.escape(tr('Done.'))}</i>"]
    colour = _COLOURS[jobs_pb2.LogLine.SEVERITY_ERROR]
    return [f"<span style='color:{colour}'>{html.escape(why(job))}</span>"]


def _html_lines(line):
    lines = []
    if line.dropped_before:
        words = tr("{} lines are no longer kept").format(line.dropped_before)
        lines.append(f"<i>{html.escape(words)}</i>")
    colour = _COLOURS.get(line.severity)
    text = html.escape(line.message).replace("\n", "<br>")
    lines.append(f"<span style='color:{colour}'>{text}</span>" if colour else text)
    return lines

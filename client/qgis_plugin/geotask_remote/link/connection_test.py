# SPDX-License-Identifier: GPL-2.0-or-later
"""Asks a server what it is and has, in the background.

    test = ConnectionTest(server, lambda report: label.setText(report.html()))
    QgsApplication.taskManager().addTask(test)
"""

import html
import threading

from geotask.errors import GeotaskError, Unavailable
from geotask.retry import RetryPolicy
from qgis.core import QgsTask

from .clients import open_client, transport_choice
from .credentials import CredentialsError
from .explain import explain
from .texts import seconds_text, size_text, tr

_ONCE = RetryPolicy(attempts=1, call_deadline=20, start_wait=0)


class Report:
    """What came of a test. `error` is empty when the server answered."""

    def __init__(self, server):
        self.server = server
        self.error = ""
        self.info = None  # geotask.v1.ServerInfo
        self.algorithms = None  # How many; None while the server does not know yet.
        self.note = ""  # What to do, or why there is no number of algorithms.

    def html(self):
        if self.error:
            parts = (f"<b>{html.escape(tr('No connection'))}</b>", *map(html.escape, self._why()))
            return "".join(f"<p>{part}</p>" for part in parts)
        rows = [(tr("Server"), self._versions()), (tr("Algorithms"), self._algorithms())]
        rows += [(tr("Sources"), self._sources()), (tr("Limits"), self._limits())]
        rows += [(tr("Workers"), self._workers()), (tr("Transport"), self._transport())]
        cells = "".join(
            f"<tr><td style='padding-right:12px'><b>{html.escape(name)}</b></td>"
            f"<td>{text}</td></tr>"
            for name, text in rows
        )
        head = html.escape(tr("Connected to {}").format(self.server.place))
        return f"<p><b>{head}</b></p><table>{cells}</table>"

    def _why(self):
        return self.error, self.note

    def _versions(self):
        told = self.info.versions
        parts = [("geotaskd", told.geotaskd), ("QGIS", told.qgis), ("GEOS", told.geos)]
        parts += [("GDAL", told.gdal), ("PROJ", told.proj)]
        return html.escape(" · ".join(f"{name} {version}" for name, version in parts if version))

    def _algorithms(self):
        if self.algorithms is None:
            return html.escape(self.note)
        return str(self.algorithms)

    def _sources(self):
        lines = []
        for source in self.info.sources:
            count = len(source.layers) + source.layers_omitted
            rasters = len(source.rasters) + source.rasters_omitted
            told = tr("{} layers").format(count) if not source.error else source.error
            if rasters:
                told += ", " + tr("{} rasters").format(rasters)
            lines.append(f"<b>{html.escape(source.name)}</b>: {html.escape(told)}")
        return "<br>".join(lines) or html.escape(tr("none"))

    def _limits(self):
        told = self.info.limits
        lines = [
            tr("{} jobs at work, {} waiting").format(told.max_running_jobs, told.max_queued_jobs),
            tr("uploads of up to {}").format(size_text(told.max_upload_bytes)),
            tr("jobs may run for {}").format(seconds_text(told.max_run_time.seconds)),
            tr("results are kept for {}").format(seconds_text(told.job_ttl.seconds)),
        ]
        return "<br>".join(map(html.escape, lines))

    def _workers(self):
        told = self.info.workers
        python = tr("with Python") if told.python else tr("without Python")
        return html.escape(f"{told.count} ({python})")

    def _transport(self):
        name = "grpcio" if transport_choice() == "grpc" else tr("HTTP/2 in pure Python")
        return html.escape(f"{name}, {tr('TLS') if self.server.tls else tr('without TLS')}")


class ConnectionTest(QgsTask):
    """`done(report)` is called on the main thread, unless the test was cancelled."""

    def __init__(self, server, done):
        super().__init__(tr("Test of {}").format(server.place), QgsTask.CanCancel)
        self._done = done
        self._report = Report(server)
        self._lock = threading.Lock()
        self._client = None

    def run(self):
        report = self._report
        try:
            client = open_client(report.server, retry=_ONCE)
            with self._lock:
                self._client = client
            with client:
                if self.isCanceled():
                    return False
                report.info = client.get_server_info()
                try:
                    report.algorithms = len(client.list_algorithms())
                except GeotaskError as error:
                    report.note = explain(error, report.server)
        except (GeotaskError, OSError, CredentialsError) as error:
            report.error = explain(error, report.server)
            if isinstance(error, Unavailable):
                report.note = tr(
                    "Is the address right, is the server running, and can it be reached from here?"
                )
        except Exception as error:  # What leaves run() ends QGIS.
            report.error = repr(error)
        return not report.error

    def cancel(self):
        super().cancel()
        with self._lock:
            client = self._client
        if client:
            client.close()

    def finished(self, _):
        if not self.isCanceled():
            self._done(self._report)

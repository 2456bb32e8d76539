# SPDX-License-Identifier: GPL-2.0-or-later
"""The jobs of all servers as a table. Main thread."""

import time

from geotask.streams import FINAL_STATES
from geotask.v1 import job_pb2
from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, Qt
from qgis.PyQt.QtGui import QColor, QFont

from ..link.profile import is_ours
from ..link.texts import seconds_text, tr
from .job_texts import details_html, job_id, local_time, percent, stage_text, state_text, took
from .job_texts import title as job_title

JOB, SERVER, STATE, PROGRESS, SUBMITTED, TOOK = range(6)
PERCENT_ROLE = int(Qt.ItemDataRole.UserRole) + 1  # From 0 to 100, None while unknown.
SORT_ROLE = PERCENT_ROLE + 1
SEARCH_ROLE = PERCENT_ROLE + 2  # All that a search looks at.
_FAILED = (job_pb2.JOB_STATE_FAILED, job_pb2.JOB_STATE_CANCELLED)


class JobModel(QAbstractTableModel):
    """Rows are (Server, geotask.v1.Job)."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self._rows = []
        self._servers = {}
        self._bold = QFont()
        self._bold.setBold(True)

    def set_servers(self, servers):
        """Jobs of others go."""
        self._servers = {server.id: server for server in servers}
        for row in range(len(self._rows) - 1, -1, -1):
            server_id, job = self._rows[row]
            if server_id not in self._servers:
                self._remove(row)
        if self._rows:
            self._tell(0, len(self._rows) - 1)

    def show_list(self, server_id, jobs):
        """What a server lists: what is not in it any more goes."""
        if server_id not in self._servers:
            return
        names = {job.name for job in jobs}
        for row in range(len(self._rows) - 1, -1, -1):
            if self._rows[row][0] == server_id and self._rows[row][1].name not in names:
                self._remove(row)
        rows = {job.name: row for row, (each, job) in enumerate(self._rows) if each == server_id}
        new = []
        for job in jobs:
            row = rows.get(job.name)
            if row is None:
                new.append((server_id, job))
            else:
                self._renew(row, job)
        if new:
            self.beginInsertRows(QModelIndex(), 0, len(new) - 1)
            self._rows[:0] = new
            self.endInsertRows()

    def put(self, server_id, job):
        """A job as it is now; one that is known to have ended stays so."""
        if server_id not in self._servers:
            return
        row = self._find(server_id, job.name)
        if row is None:
            self.beginInsertRows(QModelIndex(), 0, 0)
            self._rows.insert(0, (server_id, job))
            self.endInsertRows()
            return
        self._renew(row, job)

    def put_progress(self, server_id, name, progress):
        row = self._find(server_id, name)
        if row is not None and self._rows[row][1].state not in FINAL_STATES:
            self._rows[row][1].progress.CopyFrom(progress)
            self._tell(row, row)

    def drop(self, server_id, name):
        row = self._find(server_id, name)
        if row is not None:
            self._remove(row)

    def tick(self):
        """Time has passed: jobs at work have taken longer."""
        for row, (_, job) in enumerate(self._rows):
            if job.state not in FINAL_STATES:
                index = self.index(row, TOOK)
                self.dataChanged.emit(index, index)

    def at(self, row):
        """(Server, Job) of a row."""
        server_id, job = self._rows[row]
        return self._servers[server_id], job

    def find(self, server_id, name):
        """The Job, or None."""
        row = self._find(server_id, name)
        return None if row is None else self._rows[row][1]

    def rowCount(self, parent=QModelIndex()):  # noqa: N802, B008 (Qt's signature)
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent=QModelIndex()):  # noqa: N802, B008
        return 0 if parent.isValid() else 6

    def headerData(self, section, orientation, role=Qt.ItemDataRole.DisplayRole):  # noqa: N802
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            names = (tr("Job"), tr("Server"), tr("State"), tr("Progress"), tr("Submitted"), tr("Took"))
            return names[section]
        return None

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        server, job = self.at(index.row())
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(server, job, column)
        if role == PERCENT_ROLE:
            return percent(job)
        if role == SORT_ROLE:
            return self._sort_key(server, job, column)
        if role == SEARCH_ROLE:
            parts = (job_title(job), job_id(job), server.name, server.address, state_text(job.state))
            return " ".join(parts)
        if role == Qt.ItemDataRole.ToolTipRole:
            return details_html(job, server)
        if role == Qt.ItemDataRole.ForegroundRole and column == STATE and job.state in _FAILED:
            return QColor("#b03a2e")
        if role == Qt.ItemDataRole.FontRole and column == JOB and is_ours(job):
            return self._bold
        return None

    @staticmethod
    def _text(server, job, column):
        if column == JOB:
            return job_title(job)
        if column == SERVER:
            return server.name or server.address
        if column == STATE:
            return state_text(job.state)
        if column == PROGRESS:
            done = percent(job)
            if done is not None:
                return f"{done:.0f} %"
            return stage_text(job.progress.stage) if job.state not in FINAL_STATES else ""
        if column == SUBMITTED:
            return local_time(job.create_time)
        seconds = took(job, time.time())
        return "" if seconds is None else seconds_text(seconds)

    def _sort_key(self, server, job, column):
        if column == SUBMITTED:
            return job.create_time.ToNanoseconds() / 1e9
        if column == TOOK:
            return took(job, time.time()) or 0.0
        if column == PROGRESS:
            return percent(job) or 0.0
        return self._text(server, job, column)

    def _find(self, server_id, name):
        for row, (each, job) in enumerate(self._rows):
            if each == server_id and job.name == name:
                return row
        return None

    def _renew(self, row, job):
        server_id, known = self._rows[row]
        if known.update_time.ToNanoseconds() < job.update_time.ToNanoseconds():
            self._rows[row] = (server_id, job)
            self._tell(row, row)

    def _remove(self, row):
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._rows[row]
        self.endRemoveRows()

    def _tell(self, first, last):
        self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))

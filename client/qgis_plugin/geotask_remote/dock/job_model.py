# SPDX-License-Identifier: GPL-2.0-or-later
"""The jobs of all servers as a table. Main thread.

What a view draws lies in QStandardItems, on Qt's side: a view asks for hundreds of values at a
time, and each question to Python would have to wait for the threads that speak with servers.
"""

import time

from geotask.streams import FINAL_STATES
from geotask.v1 import job_pb2
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QBrush, QColor, QFont, QStandardItem, QStandardItemModel

from ..link.profile import is_ours
from ..link.texts import seconds_text, tr
from .job_texts import job_id, local_time, percent, stage_text, state_text, title, took

JOB, SERVER, STATE, PROGRESS, SUBMITTED, TOOK = range(6)
_FIRST_ROLE = int(Qt.ItemDataRole.UserRole) + 1
# From 0 to 100, or none; what columns sort by; what a search looks at; which job it is.
PERCENT_ROLE, SORT_ROLE, SEARCH_ROLE, _KEY_ROLE = range(_FIRST_ROLE, _FIRST_ROLE + 4)
OURS = "\x01"  # What a search looks at begins so where the job is of this profile.
_BAD = (job_pb2.JOB_STATE_FAILED, job_pb2.JOB_STATE_CANCELLED)


class JobModel(QStandardItemModel):
    """`updated` tells (server id, job name) when a job is not as it was, but for its progress."""

    updated = pyqtSignal(str, str)

    def __init__(self, parent=None):
        super().__init__(0, 6, parent)
        self.setHorizontalHeaderLabels(
            [tr("Job"), tr("Server"), tr("State"), tr("Progress"), tr("Submitted"), tr("Took")]
        )
        self._servers = {}
        self._jobs = {}  # By key: (Job, the first item of its row).

    def set_servers(self, servers):
        """Jobs of others go; names may have changed."""
        self._servers = {server.id: server for server in servers}
        for server_id, name in list(self._jobs):
            if server_id not in self._servers:
                self.drop(server_id, name)
        for (server_id, _), (job, item) in self._jobs.items():
            self._write(self._servers[server_id], job, item.row())

    def show_list(self, server_id, jobs):
        """What a server lists, newest first; what is not in it any more goes."""
        names = {job.name for job in jobs}
        for each, name in list(self._jobs):
            if each == server_id and name not in names:
                self.drop(each, name)
        for job in reversed(jobs):
            self.put(server_id, job)

    def put(self, server_id, job):
        """A job as it is now; what is older than what is known changes nothing."""
        server = self._servers.get(server_id)
        if server is None:
            return
        known, first = self._jobs.get((server_id, job.name), (None, None))
        if known and known.update_time.ToNanoseconds() >= job.update_time.ToNanoseconds():
            return
        if first is None:
            items = [QStandardItem() for _ in range(self.columnCount())]
            for item in items:
                item.setEditable(False)
            first = items[0]
            first.setData(f"{server_id} {job.name}", _KEY_ROLE)
            self.insertRow(0, items)
        self._jobs[server_id, job.name] = (job, first)
        self._write(server, job, first.row())
        self.updated.emit(server_id, job.name)

    def put_progress(self, server_id, name, progress):
        job, first = self._jobs.get((server_id, name), (None, None))
        if job and job.state not in FINAL_STATES:
            job.progress.CopyFrom(progress)
            self._write_progress(job, first.row())

    def drop(self, server_id, name):
        _, first = self._jobs.pop((server_id, name), (None, None))
        if first:
            self.removeRow(first.row())

    def tick(self):
        """Time has passed: jobs at work have taken longer."""
        now = time.time()
        for job, first in self._jobs.values():
            if job.state not in FINAL_STATES:
                self._write_took(job, first.row(), now)

    def at(self, row):
        """(Server, Job) of a row."""
        server_id, name = self.item(row, JOB).data(_KEY_ROLE).split(" ", 1)
        return self._servers[server_id], self._jobs[server_id, name][0]

    def find(self, server_id, name):
        """The Job, or None."""
        return self._jobs.get((server_id, name), (None, None))[0]

    def _write(self, server, job, row):
        ours = is_ours(job)
        name = server.name or server.address
        state = state_text(job.state)
        font = QFont()
        font.setBold(ours)
        first = self.item(row, JOB)
        first.setFont(font)
        first.setToolTip(job_id(job))
        words = " ".join((title(job), job_id(job), name, server.address, state))
        first.setData((OURS if ours else "") + words, SEARCH_ROLE)
        self._say(row, JOB, title(job), title(job))
        self._say(row, SERVER, name, name)
        self._say(row, STATE, state, state)
        brush = QBrush(QColor("#b03a2e")) if job.state in _BAD else QBrush()
        self.item(row, STATE).setForeground(brush)
        created = job.create_time.ToNanoseconds() / 1e9
        self._say(row, SUBMITTED, local_time(job.create_time), created)
        self._write_progress(job, row)
        self._write_took(job, row, time.time())

    def _write_progress(self, job, row):
        done = percent(job)
        if done is not None:
            text = f"{done:.0f} %"
        else:
            text = "" if job.state in FINAL_STATES else stage_text(job.progress.stage)
        self._say(row, PROGRESS, text, done or 0.0)
        whole = None if done is None else int(done)
        if self.item(row, PROGRESS).data(PERCENT_ROLE) != whole:
            self.item(row, PROGRESS).setData(whole, PERCENT_ROLE)

    def _write_took(self, job, row, now):
        seconds = took(job, now)
        text = "" if seconds is None else seconds_text(seconds)
        self._say(row, TOOK, text, seconds or 0.0)

    def _say(self, row, column, text, key):
        item = self.item(row, column)
        if item.text() != text:
            item.setText(text)
            item.setData(key, SORT_ROLE)

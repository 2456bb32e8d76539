# SPDX-License-Identifier: GPL-2.0-or-later
"""The panel "Remote jobs": all my jobs on all servers, what they say, what can be done with them.

It asks no server before connect_servers() is called: a panel that QGIS shows at its start waits
until the user wants something from it.
"""

import pathlib

from geotask.streams import FINAL_STATES
from geotask.v1 import job_pb2
from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import QRegularExpression, QSize, QSortFilterProxyModel, Qt, QTimer
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QLabel,
    QLineEdit,
    QSplitter,
    QTabWidget,
    QTextBrowser,
    QToolBar,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from ..link.texts import tr
from .job_feed import JobFeed
from .job_model import (
    JOB,
    OURS,
    PROGRESS,
    SEARCH_ROLE,
    SERVER,
    SORT_ROLE,
    STATE,
    SUBMITTED,
    JobModel,
)
from .job_texts import details_html
from .log_view import LogView
from .progress_delegate import ProgressDelegate

ICONS = pathlib.Path(__file__).parents[1] / "icons"


# Of columns, in pixels.
_WIDTHS = {JOB: 210, SERVER: 90, STATE: 100, PROGRESS: 90, SUBMITTED: 90}


class RemoteJobsDock(QgsDockWidget):
    """`servers`: ServerList. `actions`: JobActions. `open_settings()` shows the settings."""

    def __init__(self, servers, clients, actions, open_settings, parent=None):
        super().__init__(tr("Remote jobs"), parent)
        self.setObjectName("GeotaskRemoteJobs")
        self._servers = servers
        self._clients = clients
        self._actions = actions
        self._feeds = {}
        self._words = {}  # By server id: why it does not answer.
        self._connected = False
        self.model = JobModel(self)
        self.shown = QSortFilterProxyModel(self)
        self.shown.setSourceModel(self.model)
        self.shown.setSortRole(SORT_ROLE)
        self.shown.setFilterRole(SEARCH_ROLE)
        self._build(open_settings)
        self._lay_out()
        self._ticks = QTimer(self)
        self._ticks.setInterval(1000)
        self._ticks.timeout.connect(self.model.tick)
        servers.changed.connect(self._on_servers)
        actions.changed.connect(self.model.put)
        actions.deleted.connect(self.model.drop)
        self.model.updated.connect(self._on_updated)
        self.visibilityChanged.connect(self._on_visible)
        self._on_servers()

    def _build(self, open_settings):
        self.bar = QToolBar()
        self.bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.bar.setIconSize(QSize(16, 16))
        self.refresh_action = self._action("refresh", tr("Refresh"), self.connect_servers)
        self.cancel_action = self._action("cancel", tr("Cancel"), self._on_cancel)
        self.load_action = self._action("load", tr("Load result"), self._on_load)
        self.delete_action = self._action("delete", tr("Delete"), self._on_delete)
        self.bar.addSeparator()
        self.settings_action = self._action("settings", tr("Servers …"), open_settings)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_search)
        self.only_ours = QCheckBox(tr("Only from this profile"))
        self.only_ours.toggled.connect(self._on_search)
        self.bar.addWidget(self.search)
        self.bar.addWidget(self.only_ours)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setMargin(4)
        self.table = QTreeView()
        self.table.setModel(self.shown)
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.setAlternatingRowColors(True)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(SUBMITTED, Qt.SortOrder.DescendingOrder)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setItemDelegateForColumn(PROGRESS, ProgressDelegate(self.table))
        for column, width in _WIDTHS.items():
            self.table.header().resizeSection(column, width)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.table.addActions([self.load_action, self.cancel_action, self.delete_action])
        self.table.selectionModel().selectionChanged.connect(self._on_selection)
        self.table.doubleClicked.connect(self._on_load)
        self.log = LogView(self._clients)
        self.details = QTextBrowser()

    def _action(self, icon, text, slot):
        action = self.bar.addAction(QIcon(str(ICONS / f"{icon}.svg")), text)
        action.triggered.connect(lambda *_: slot())
        return action

    def _lay_out(self):
        tabs = QTabWidget()
        tabs.addTab(self.log, tr("Log"))
        tabs.addTab(self.details, tr("Details"))
        self.tabs = tabs
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.table)
        splitter.addWidget(tabs)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.note)
        layout.addWidget(splitter, 1)
        self.setWidget(body)

    def connect_servers(self):
        """Asks all servers for their jobs, and goes on doing so while the panel is seen."""
        self._connected = True
        for feed in self._feeds.values():
            feed.start()
            feed.refresh()
        self._ticks.start()
        self._show_note()

    def close_feeds(self):
        """Ends all that goes on in the background."""
        self._connected = False
        self._ticks.stop()
        self.log.stop()
        for feed in self._feeds.values():
            feed.stop()

    def select(self, server_id, name):
        """Selects the row of a job; False when there is none."""
        for row in range(self.shown.rowCount()):
            server, job = self._row(self.shown.index(row, 0))
            if (server.id, job.name) == (server_id, name):
                self.table.setCurrentIndex(self.shown.index(row, 0))
                return True
        return False

    def selected(self):
        """(Server, Job) of each row that is selected."""
        return [self._row(index) for index in self.table.selectionModel().selectedRows()]

    def _row(self, index):
        return self.model.at(self.shown.mapToSource(index).row())

    def _on_servers(self):
        servers = self._servers.all()
        self.model.set_servers(servers)
        wanted = {server.id: server for server in servers}
        for server_id in list(self._feeds):
            if self._feeds[server_id].server != wanted.get(server_id):
                self._feeds.pop(server_id).stop()
                self._words.pop(server_id, None)
                self._clients.forget(server_id)
        for server in servers:
            if server.id not in self._feeds:
                feed = JobFeed(server, self._clients, self)
                feed.listed.connect(self.model.show_list)
                feed.changed.connect(self.model.put)
                feed.progressed.connect(self.model.put_progress)
                feed.answered.connect(self._on_answer)
                self._feeds[server.id] = feed
                if self._connected:
                    feed.start()
        self._show_note()

    def _on_answer(self, server_id, words):
        self._words[server_id] = words
        self._show_note()

    def _show_note(self):
        again = tr("Trying again.")
        words = [f"{each} {again}" for each in self._words.values() if each]
        if not self._feeds:
            words = [tr("There is no server yet: enter one with “Servers …”.")]
        elif not self._connected:
            words = [tr("Not connected yet: press “Refresh” to see your jobs.")]
        self.note.setText("\n".join(words))
        self.note.setVisible(bool(words))

    def _on_visible(self, visible):
        if not self._connected:
            return
        for feed in self._feeds.values():
            feed.start() if visible else feed.stop()

    def _on_selection(self, *_):
        rows = self.selected()
        self._show_actions(rows)
        if len(rows) == 1:
            server, job = rows[0]
            self.log.follow(server, job.name)
            self.details.setHtml(details_html(job, server))
        else:
            self.log.stop()
            self.log.clear()
            self.details.clear()

    def _on_updated(self, server_id, name):
        rows = self.selected()
        if all((server.id, job.name) != (server_id, name) for server, job in rows):
            return
        self._show_actions(rows)
        if len(rows) == 1:
            self.details.setHtml(details_html(rows[0][1], rows[0][0]))

    def _on_search(self, *_):
        pattern = f"^{OURS}.*" if self.only_ours.isChecked() else ""
        pattern += QRegularExpression.escape(self.search.text())
        options = QRegularExpression.PatternOption.CaseInsensitiveOption
        self.shown.setFilterRegularExpression(QRegularExpression(pattern, options))

    def _show_actions(self, rows):
        states = [job.state for _, job in rows]
        self.cancel_action.setEnabled(any(each not in FINAL_STATES for each in states))
        self.load_action.setEnabled(job_pb2.JOB_STATE_SUCCEEDED in states)
        self.delete_action.setEnabled(any(each in FINAL_STATES for each in states))

    def _on_cancel(self):
        for server, job in self.selected():
            if job.state not in FINAL_STATES:
                self._actions.cancel(server, job)

    def _on_load(self, *_):
        for server, job in self.selected():
            if job.state == job_pb2.JOB_STATE_SUCCEEDED:
                self._actions.load(server, job)

    def _on_delete(self):
        for server, job in self.selected():
            if job.state in FINAL_STATES:
                self._actions.delete(server, job)

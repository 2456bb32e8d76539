# SPDX-License-Identifier: GPL-2.0-or-later
"""The list of servers with the fields of the one that is chosen."""

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from .server_form import ServerForm
from .servers import new_server
from .texts import tr


class ServersWidget(QWidget):
    """Changes nothing before apply()."""

    def __init__(self, servers, parent=None):
        super().__init__(parent)
        self._servers = servers
        self._edited = servers.all()
        self.list = QListWidget()
        self.form = ServerForm()
        self.add_button = QPushButton(tr("Add"))
        self.remove_button = QPushButton(tr("Remove"))
        self._lay_out()
        self.list.currentRowChanged.connect(self._on_row)
        self.form.edited.connect(self._on_edited)
        self.add_button.clicked.connect(self.add)
        self.remove_button.clicked.connect(self.remove)
        for server in self._edited:
            self.list.addItem(_title(server))
        self.list.setCurrentRow(0 if self._edited else -1)
        self._on_row(self.list.currentRow())

    def _lay_out(self):
        buttons = QHBoxLayout()
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.remove_button)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        column.addLayout(buttons)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(left)
        splitter.addWidget(self.form)
        splitter.setSizes([200, 520])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

    def add(self):
        """Adds a server at the usual address of one on this computer, to be changed."""
        server = new_server("", "127.0.0.1:9090", self._edited)
        self._edited.append(server)
        self.list.addItem(_title(server))
        self.list.setCurrentRow(len(self._edited) - 1)
        self.form.name.setFocus()

    def remove(self):
        row = self.list.currentRow()
        if row >= 0:
            del self._edited[row]
            self.list.takeItem(row)
            self._on_row(self.list.currentRow())

    def apply(self):
        """Keeps what was entered. Servers that are new get their id from their name now."""
        kept = {server.id for server in self._servers.all()}
        final = [server for server in self._edited if server.id in kept]
        ordered = []
        for server in self._edited:
            if server.id not in kept:
                named = new_server(server.name, server.address, [*final, *ordered])
                server = type(server)(**{**server.__dict__, "id": named.id})
            ordered.append(server)
        if ordered != self._servers.all():
            self._servers.replace(ordered)

    def _on_row(self, row):
        self.remove_button.setEnabled(row >= 0)
        self.form.show_server(self._edited[row] if 0 <= row < len(self._edited) else None)

    def _on_edited(self):
        row = self.list.currentRow()
        if row >= 0:
            self._edited[row] = self.form.server()
            self.list.item(row).setText(_title(self._edited[row]))


def _title(server):
    return server.name or server.address or tr("(without a name)")

# SPDX-License-Identifier: GPL-2.0-or-later
"""The fields of one server, and the test of its connection."""

import dataclasses

from qgis.core import QgsApplication
from qgis.gui import QgsAuthConfigSelect, QgsFileWidget
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from .connection_test import ConnectionTest
from .texts import tr


class ServerForm(QWidget):
    """show_server() fills it, server() gives what is in it; `edited`: the user has changed it."""

    edited = pyqtSignal()

    def __init__(self, parent=None):
        super().__init__(parent)
        self._server = None
        self._test = None
        self.name = QLineEdit()
        self.address = QLineEdit()
        self.address.setPlaceholderText("gis.example.org:9090")
        self.tls = QCheckBox(tr("Encrypt and check who the server is"))
        self.ca_file = QgsFileWidget()
        self.ca_file.setDialogTitle(tr("Certificates of authorities"))
        self.ca_file.setFilter("PEM (*.pem *.crt *.cer);;*")
        self.ca_file.lineEdit().setPlaceholderText(tr("those that this computer trusts"))
        self.auth = QgsAuthConfigSelect()
        self.test_button = QPushButton(tr("Test connection"))
        self.report = QTextBrowser()
        self.report.setOpenExternalLinks(False)
        self._lay_out()
        for signal in (self.name.textEdited, self.address.textEdited, self.tls.toggled,
                       self.ca_file.fileChanged, self.auth.selectedConfigIdChanged):
            signal.connect(self._on_edit)
        self.test_button.clicked.connect(self._on_test)

    def _lay_out(self):
        form = QFormLayout()
        form.addRow(tr("Name"), self.name)
        form.addRow(tr("Address"), self.address)
        form.addRow(tr("TLS"), self.tls)
        form.addRow(tr("Certificates"), self.ca_file)
        form.addRow(tr("Authentication"), self.auth)
        button_row = QHBoxLayout()
        button_row.addWidget(self.test_button)
        button_row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(form)
        layout.addLayout(button_row)
        layout.addWidget(self.report, 1)

    def show_server(self, server):
        """Fills the fields; None empties them and takes no input."""
        self.stop_test()
        self._server = None  # What follows is no edit of the user's.
        self.setEnabled(server is not None)
        self.name.setText(server.name if server else "")
        self.address.setText(server.address if server else "")
        self.tls.setChecked(bool(server and server.tls))
        self.ca_file.setFilePath(server.ca_file if server else "")
        self.auth.setConfigId(server.authcfg if server else "")
        self.ca_file.setEnabled(self.tls.isChecked())
        self.report.clear()
        self._server = server

    def server(self):
        """What the fields say, with the id of the one that was shown."""
        return dataclasses.replace(
            self._server,
            name=self.name.text().strip(),
            address=self.address.text().strip(),
            tls=self.tls.isChecked(),
            ca_file=self.ca_file.filePath() if self.tls.isChecked() else "",
            authcfg=self.auth.configId(),
        )

    def stop_test(self):
        test, self._test = self._test, None
        if test:
            test.cancel()
        self.test_button.setText(tr("Test connection"))

    def _on_edit(self, *_):
        self.ca_file.setEnabled(self.tls.isChecked())
        if self._server is not None:
            self.edited.emit()

    def _on_test(self):
        if self._test:
            self.stop_test()
            self.report.setPlainText(tr("Stopped."))
            return
        server = self.server()
        self.report.setPlainText(tr("Asking {} …").format(server.place))
        self.test_button.setText(tr("Stop"))
        self._test = ConnectionTest(server, self._on_report)
        QgsApplication.taskManager().addTask(self._test)

    def _on_report(self, report):
        self._test = None
        self.test_button.setText(tr("Test connection"))
        self.report.setHtml(report.html())
        self.report.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

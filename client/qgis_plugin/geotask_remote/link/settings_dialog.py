# SPDX-License-Identifier: GPL-2.0-or-later
"""Where the user enters servers: a dialog of its own, and a page of QGIS's options."""

import pathlib

from qgis.gui import QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout

from .servers_widget import ServersWidget
from .texts import tr

ICON = str(pathlib.Path(__file__).parents[1] / "icons" / "geotask.svg")


class SettingsDialog(QDialog):
    """Does not block: show() it."""

    def __init__(self, servers, parent=None):
        super().__init__(parent)
        self.setWindowTitle(tr("Geotask servers"))
        self.setWindowIcon(QIcon(ICON))
        self.resize(760, 560)
        self.widget = ServersWidget(servers)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.widget)
        layout.addWidget(buttons)

    def accept(self):
        self.widget.apply()
        super().accept()

    def done(self, result):
        self.widget.form.stop_test()
        super().done(result)


class _Page(QgsOptionsPageWidget):
    def __init__(self, servers, parent):
        super().__init__(parent)
        self.servers = ServersWidget(servers)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.servers)

    def apply(self):
        self.servers.apply()


class OptionsPage(QgsOptionsWidgetFactory):
    """Settings, Options, Geotask servers."""

    def __init__(self, servers):
        super().__init__()
        self._servers = servers
        self.setTitle(tr("Geotask servers"))

    def icon(self):
        return QIcon(ICON)

    def createWidget(self, parent):  # noqa: N802 (the name is QGIS's)
        return _Page(self._servers, parent)

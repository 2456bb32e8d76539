# SPDX-License-Identifier: GPL-2.0-or-later
"""What QGIS starts and stops: menu, panel, settings, providers. Nothing here touches the network
before the user asks for it."""

import pathlib
import sys

from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction

from .link.clients import Clients
from .link.servers import ServerList
from .link.texts import install_translator, tr
from .provider.providers import Providers

ICON = str(pathlib.Path(__file__).parent / "icons" / "geotask.svg")
_SWITCH_INTERVAL = 0.0005  # Seconds; Python's own is ten times as long.


class GeotaskRemote:
    """`iface` is None in qgis_process, which has no windows: then there are providers alone."""

    def __init__(self, iface):
        self._iface = iface
        self._translator = install_translator()
        self.servers = ServerList()
        self.clients = Clients()
        self.providers = None
        self.dock = None
        self.settings = None
        self._by_id = {}
        self._actions = []
        self.options = None
        self._switch_interval = sys.getswitchinterval()

    def initProcessing(self):  # noqa: N802 (the name is QGIS's)
        """Shows the algorithms that the servers had when they were asked last."""
        if self.providers is None:
            self.providers = Providers(self.clients)
            self._show_providers()
            self.servers.changed.connect(self._on_servers)

    def initGui(self):  # noqa: N802
        from .dock.job_actions import JobActions
        from .dock.remote_jobs_dock import RemoteJobsDock
        from .link.settings_dialog import OptionsPage

        # Threads that read what servers send let the main thread come in between sooner.
        sys.setswitchinterval(min(self._switch_interval, _SWITCH_INTERVAL))
        self.initProcessing()
        window = self._iface.mainWindow()
        actions = JobActions(self.clients, self._iface.messageBar(), window)
        self.dock = RemoteJobsDock(self.servers, self.clients, actions, self.show_settings, window)
        self._iface.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.dock)
        self.dock.hide()
        jobs = QAction(QIcon(ICON), tr("Remote jobs"), window)
        jobs.setCheckable(True)
        jobs.triggered.connect(self._on_jobs)
        self.dock.visibilityChanged.connect(jobs.setChecked)
        servers = QAction(QIcon(ICON), tr("Servers …"), window)
        servers.triggered.connect(lambda *_: self.show_settings())
        refresh = QAction(tr("Ask servers for their algorithms"), window)
        refresh.triggered.connect(lambda *_: self.providers.refresh_all())
        self._actions = [jobs, servers, refresh]
        for action in self._actions:
            self._iface.addPluginToMenu(self.menu(), action)
        self._iface.addToolBarIcon(jobs)
        self.options = OptionsPage(self.servers)
        self._iface.registerOptionsWidgetFactory(self.options)

    def unload(self):
        if self.options:
            self._iface.unregisterOptionsWidgetFactory(self.options)
            self.options = None
        for action in self._actions:
            self._iface.removePluginMenu(self.menu(), action)
            self._iface.removeToolBarIcon(action)
            action.deleteLater()
        self._actions = []
        if self.settings:
            self.settings.done(0)
            self.settings.deleteLater()
            self.settings = None
        if self.dock:
            self.dock.close_feeds()
            self._iface.removeDockWidget(self.dock)
            self.dock.deleteLater()
            self.dock = None
        if self.providers:
            self.providers.clear()
            self.providers = None
        self.clients.close()
        sys.setswitchinterval(self._switch_interval)
        if self._translator:
            QCoreApplication.removeTranslator(self._translator)

    @staticmethod
    def menu():
        """The name of the menu below Plugins."""
        return "Geotask Remote"

    def show_settings(self):
        """Shows the dialog of servers; it does not block."""
        from .link.settings_dialog import SettingsDialog

        if self.settings:
            self.settings.done(0)
            self.settings.deleteLater()
        self.settings = SettingsDialog(self.servers, self._iface.mainWindow())
        self.settings.show()

    def show_jobs(self):
        """Shows the panel and connects it."""
        self.dock.setUserVisible(True)
        self.dock.connect_servers()

    def _on_jobs(self, wanted):
        if wanted:
            self.show_jobs()
        else:
            self.dock.hide()

    def _show_providers(self):
        servers = self.servers.all()
        self._by_id = {server.id: server for server in servers}
        self.providers.set_servers(servers)

    def _on_servers(self):
        """Servers that are new or different are asked what they offer."""
        before = self._by_id
        self._show_providers()
        for server_id, server in self._by_id.items():
            if before.get(server_id) != server:
                self.providers.refresh(server_id)

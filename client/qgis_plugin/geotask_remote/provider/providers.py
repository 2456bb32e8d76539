# SPDX-License-Identifier: GPL-2.0-or-later
"""All servers as providers of Processing: put there, taken away, asked anew. Main thread.

    providers = Providers(clients)                  # link.clients.Clients
    providers.set_servers(servers.all())            # each a link.servers.Server
    providers.refreshed.connect(...)                # (server id, words): empty when it went well
    providers.refresh("office")
    providers.clear()                               # when the plugin is unloaded

Nothing but refresh() and an algorithm that runs touches the network.
"""

import os

from qgis.core import Qgis, QgsApplication, QgsMessageLog
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..link.texts import tr
from .catalogue import Catalogue
from .refresh_task import RefreshTask
from .server_provider import ServerProvider
from .servers import RemoteServer, catalogue_path

_LOG = "Remote servers"


class Providers(QObject):
    refreshed = pyqtSignal(str, str)

    def __init__(self, clients, parent=None):
        super().__init__(parent)
        self._clients = clients
        self._servers = {}
        self._providers = {}
        self._tasks = {}

    def set_servers(self, servers):
        """Those that are as before stay; what has changed is shown anew, as far as it is known."""
        wanted = {server.id: server for server in servers}
        for server_id in list(self._servers):
            if wanted.get(server_id) != self._servers[server_id].server:
                self._remove(server_id, keep_catalogue=server_id in wanted)
        for server_id, server in wanted.items():
            if server_id not in self._servers:
                self._add(RemoteServer(server, self._clients))

    def provider(self, server_id):
        """The provider of a server; None if there is no such server."""
        return self._providers.get(server_id)

    def refresh(self, server_id):
        """Asks a server what it offers; tells by `refreshed`. Once at a time."""
        if server_id in self._tasks or server_id not in self._servers:
            return
        task = RefreshTask(self._servers[server_id], catalogue_path(server_id),
                           lambda catalogue, words: self._done(server_id, catalogue, words))
        self._tasks[server_id] = task
        QgsApplication.taskManager().addTask(task)

    def refresh_all(self):
        for server_id in self._servers:
            self.refresh(server_id)

    def clear(self):
        for task in list(self._tasks.values()):
            task.cancel()
        self._tasks.clear()
        for server_id in list(self._servers):
            self._remove(server_id, keep_catalogue=True)

    def _add(self, server):
        provider = ServerProvider(server, Catalogue.load(catalogue_path(server.id)))
        self._servers[server.id] = server
        self._providers[server.id] = provider
        QgsApplication.processingRegistry().addProvider(provider)

    def _remove(self, server_id, keep_catalogue):
        QgsApplication.processingRegistry().removeProvider(self._providers.pop(server_id))
        self._servers.pop(server_id)
        self._clients.forget(server_id)
        if not keep_catalogue:
            try:
                os.remove(catalogue_path(server_id))
            except OSError:
                pass  # There was none.

    def _done(self, server_id, catalogue, words):
        if self._tasks.pop(server_id, None) is None or server_id not in self._providers:
            return
        if words:
            QgsMessageLog.logMessage(words, _LOG, Qgis.Warning)
        elif catalogue is not None:
            self._providers[server_id].show(catalogue)
            QgsMessageLog.logMessage(
                tr("{}: {} algorithms").format(
                    self._servers[server_id].place, len(catalogue.algorithms)), _LOG, Qgis.Info)
        self.refreshed.emit(server_id, words)

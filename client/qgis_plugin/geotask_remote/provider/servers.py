# SPDX-License-Identifier: GPL-2.0-or-later
"""A server as algorithms see it: where it is, how to reach it, how to speak of it."""

import os
import uuid

from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtGui import QIcon

from ..link import profile
from ..link.explain import explain

_SECRET = "geotask_remote/secret"
_ICON = os.path.join(os.path.dirname(os.path.dirname(__file__)), "icons", "server.svg")


class RemoteServer:
    """`server` and `clients` as of link/. Made on the main thread, used on any."""

    icon_path = _ICON

    def __init__(self, server, clients):
        self.server = server
        self.id = server.id
        self.name = server.name or server.address
        self.place = server.place
        self.labels = profile.job_labels()
        self._clients = clients
        self._secret = _profile_secret()

    def icon(self):
        return QIcon(self.icon_path)

    def client(self):
        """Shared by all who call; does not connect by itself. Rather not on the main thread."""
        return self._clients.get(self.server)

    def secret(self):
        """What only this profile of QGIS knows."""
        return self._secret

    def explain(self, error):
        """What happened and what to do, as one text."""
        return explain(error, self.server)


def catalogue_path(server_id):
    """Where the catalogue of a server is kept, in the profile."""
    folder = os.path.join(QgsApplication.qgisSettingsDirPath(), "geotask_remote")
    return os.path.join(folder, f"{server_id}.json")


def _profile_secret():
    """Made once for a profile. Main thread."""
    settings = QgsSettings()
    secret = settings.value(_SECRET, "", str)
    if not secret:
        secret = uuid.uuid4().hex
        settings.setValue(_SECRET, secret)
    return secret

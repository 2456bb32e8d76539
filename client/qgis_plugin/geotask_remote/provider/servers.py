# SPDX-License-Identifier: GPL-2.0-or-later
"""A server as algorithms see it: where it is, how to reach it, how to speak of it."""

import os
import threading
import uuid

from geotask.errors import Unavailable
from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtGui import QIcon

from .inputs import tr
from .waiting import sentence

_SECRET = "geotask_remote/secret"
_ICON = os.path.join(os.path.dirname(os.path.dirname(__file__)), "icons", "server.svg")


class RemoteServer:
    """`open_client(id)` makes the geotask.client.Client; it is called once, on any thread."""

    def __init__(self, server_id, name, address, open_client):
        self.id = server_id
        self.name = name
        self.address = address
        self.icon_path = _ICON
        self._open_client = open_client
        self._client = None
        self._lock = threading.Lock()
        self._secret = _profile_secret()

    @property
    def place(self):
        return f"{self.name} ({self.address})" if self.name != self.address else self.address

    def icon(self):
        return QIcon(self.icon_path)

    def client(self):
        """Shared by all who call; does not connect by itself. Any thread."""
        with self._lock:
            if self._client is None:
                self._client = self._open_client(self.id)
            return self._client

    def secret(self):
        """What only this profile of QGIS knows."""
        return self._secret

    def close(self):
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def explain(self, error):
        """What happened and what to do, as one text."""
        if isinstance(error, Unavailable) and not error.reason:
            return tr(
                "The server {} does not answer ({}). See that it runs and can be reached, then try "
                "again; “Test connection” in the settings of Remote servers tells more."
            ).format(self.place, error.message.rstrip(". "))
        return tr("{} refused: {}").format(self.place, sentence(error))


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

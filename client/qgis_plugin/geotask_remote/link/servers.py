# SPDX-License-Identifier: GPL-2.0-or-later
"""The servers that the user has entered, in the settings of the profile.

    servers = ServerList()                       # one for the plugin
    servers.changed.connect(show)                # after save() and replace()
    office = new_server("Office", "gis.example.org:9090", servers)
    servers.replace([*servers.all(), office])

No secret is kept here: `authcfg` is the id of an entry in QGIS's authentication database.
"""

import dataclasses
import json
import re
import unicodedata

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QObject, pyqtSignal

_KEY = "geotask_remote/servers"


@dataclasses.dataclass(frozen=True)
class Server:
    """id: made from the first name, and part of the ids of algorithms; never changes.
    address: `HOST:PORT` or `unix:PATH`. tls: whether to speak TLS. ca_file: certificates in PEM of
    the authorities to trust; empty: those of the system. authcfg: who we are; may be empty."""

    id: str
    name: str
    address: str
    tls: bool = False
    ca_file: str = ""
    authcfg: str = ""

    @property
    def place(self):
        return self.address if self.name in ("", self.address) else f"{self.name} ({self.address})"


class ServerList(QObject):
    """Main thread only; what it gives can be used anywhere."""

    changed = pyqtSignal()

    def all(self):
        """In the user's order."""
        try:
            told = json.loads(QgsSettings().value(_KEY, "[]", str))
            return [_server(each) for each in told]
        except (ValueError, TypeError):
            return []

    def get(self, server_id):
        """None when there is none."""
        return next((each for each in self.all() if each.id == server_id), None)

    def replace(self, servers):
        told = [dataclasses.asdict(each) for each in servers]
        QgsSettings().setValue(_KEY, json.dumps(told, ensure_ascii=False))
        self.changed.emit()


def _server(told):
    known = {field.name for field in dataclasses.fields(Server)}
    return Server(**{key: value for key, value in told.items() if key in known})


def new_server(name, address, others):
    """A server with an id that none of the others has: `office`, `office_2`."""
    plain = unicodedata.normalize("NFKD", name or address).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_") or "server"
    taken = {each.id for each in others}
    server_id, number = stem, 1
    while server_id in taken:
        number += 1
        server_id = f"{stem}_{number}"
    return Server(server_id, name, address)

# SPDX-License-Identifier: GPL-2.0-or-later
"""A server as a provider of QGIS's Processing. Never asks the server: it shows its catalogue."""

from qgis.core import QgsProcessingProvider

from ..link.texts import tr
from .algorithm import RemoteAlgorithm, algorithm_name

_PREFIX = "geotask_"


def provider_id(server_id):
    """`geotask_` and the id, as `processing.run("geotask_office:native_buffer", …)` takes it."""
    return _PREFIX + "".join(c if c.isalnum() and c.isascii() else "_" for c in server_id)


class ServerProvider(QgsProcessingProvider):
    """`server` as of servers.py; `catalogue` is changed by show()."""

    def __init__(self, server, catalogue):
        super().__init__()
        self._server = server
        self._id = provider_id(server.id)
        self.catalogue = catalogue

    def show(self, catalogue):
        """Shows what the server offers by now. Main thread."""
        self.catalogue = catalogue
        self.refreshAlgorithms()

    def id(self):
        return self._id

    def name(self):
        return self._server.name

    def longName(self):
        qgis = self.catalogue.versions.get("qgis")
        if not qgis:
            return tr("{} (not asked yet)").format(self._server.place)
        return tr("{} (QGIS {} on geotaskd)").format(self._server.place, qgis)

    def icon(self):
        return self._server.icon()

    def svgIconPath(self):
        return self._server.icon_path

    def supportsNonFileBasedOutput(self):
        return True

    def loadAlgorithms(self):
        seen = set()
        for record in self.catalogue.algorithms:
            name = algorithm_name(record)
            if name not in seen:
                seen.add(name)
                self.addAlgorithm(RemoteAlgorithm(record, self._server))

# SPDX-License-Identifier: GPL-2.0-or-later
"""Asks a server what it offers, in the background."""

from geotask.errors import GeotaskError
from qgis.core import QgsTask

from ..link.texts import tr
from .catalogue import fetch


class RefreshTask(QgsTask):
    """`done(catalogue, words)` is called on the main thread: a catalogue, or None and why not."""

    def __init__(self, server, path, done):
        super().__init__(tr("Algorithms of {}").format(server.name), QgsTask.Flag.CanCancel)
        self._server = server
        self._path = path
        self._done = done
        self._catalogue = None
        self._words = ""

    def run(self):
        try:
            self._catalogue = fetch(self._server.client(), self.isCanceled)
            if self._catalogue is not None:
                self._catalogue.save(self._path)
        except GeotaskError as error:
            self._words = self._server.explain(error)
        except OSError as error:
            self._words = tr("The list of algorithms cannot be kept: {}").format(error)
        except Exception as error:  # What leaves run() ends QGIS.
            self._words = repr(error)
        return self._catalogue is not None and not self._words

    def finished(self, _):
        self._done(self._catalogue, self._words)

# SPDX-License-Identifier: GPL-2.0-or-later
"""What a server offers, as the toolbox needs it: algorithms and sources; kept in a file, so that
the toolbox is full while the server is away.

    catalogue = Catalogue.load(path)       # empty when there is no such file
    fetch(client, stopped).save(path)      # any thread; asks the server
"""

import concurrent.futures
import json
import os

from geotask.errors import Unavailable
from google.protobuf import json_format

from .results import whole

_FORMAT = 1  # Of the file; raised when it changes, so that an older one is fetched anew.
_AT_ONCE = 8  # Calls under way at a time, so that a distant server does not take minutes.


class Catalogue:
    """algorithms: Algorithm messages as dictionaries; sources: Source messages likewise."""

    def __init__(self, algorithms=(), sources=(), versions=None):
        self.algorithms = list(algorithms)
        self.sources = list(sources)
        self.versions = versions or {}

    @staticmethod
    def load(path):
        try:
            with open(path, encoding="utf-8") as file:
                told = json.load(file)
            if told["format"] != _FORMAT:
                return Catalogue()
            return Catalogue(told["algorithms"], told["sources"], told["versions"])
        except (OSError, ValueError, KeyError, TypeError):
            return Catalogue()

    def save(self, path):
        """Writes it whole or not at all."""
        os.makedirs(os.path.dirname(path), exist_ok=True)
        told = {"format": _FORMAT, "versions": self.versions, "sources": self.sources,
                "algorithms": self.algorithms}
        with open(path + ".new", "w", encoding="utf-8") as file:
            json.dump(told, file, ensure_ascii=False, separators=(",", ":"))
        os.replace(path + ".new", path)

    def layers(self):
        """(reference, Layer or Raster as dictionary, is_raster) of all that is on offer."""
        for source in self.sources:
            for kind, is_raster in (("layers", False), ("rasters", True)):
                for layer in source.get(kind, []):
                    yield f"data:{source['name']}/{layer['name']}", layer, is_raster


def fetch(client, stopped=lambda: False):
    """The catalogue of a server. GeotaskError; None if `stopped` says so meanwhile."""
    info = client.get_server_info()
    sources = [_whole_source(client, source) for source in info.sources]
    names = [each.name for each in _listed(client, stopped)
             if not each.denied and each.FLAG_DESKTOP_ONLY not in each.flags]
    algorithms = []
    with concurrent.futures.ThreadPoolExecutor(_AT_ONCE) as calls:
        asked = [calls.submit(client.get_algorithm, name) for name in names]
        for each in asked:
            if stopped():
                for rest in asked:
                    rest.cancel()
                return None
            algorithms.append(_plain(each.result()))
    return Catalogue(algorithms, map(_plain, sources), _plain(info.versions))


def _listed(client, stopped):
    """A server that has just started learns first what it has: waits for that."""
    while True:
        try:
            return client.list_algorithms(show_all=True)
        except Unavailable as error:
            if error.reason != "CATALOGUE_NOT_READY" or stopped():
                raise


def _whole_source(client, source):
    if not source.fields_omitted:
        return source
    return client.get_server_info(source.name).sources[0]


def _plain(message):
    return whole(json_format.MessageToDict(message, preserving_proto_field_name=True))

# SPDX-License-Identifier: GPL-2.0-or-later
"""What a job has made, as layers of QGIS.

    loaded = load_outputs(client, job, folder, watch)      # on any thread
    QgsProject.instance().addMapLayers(loaded.layers)      # on the main thread

Rows become memory layers, or a GeoPackage in the folder where there are many; files are fetched
into the folder and become layers where QGIS can read them. Layers are made on the calling thread and
belong to the main one afterwards.
"""

import dataclasses
import pathlib

from geotask.files import safe_place, save
from qgis.core import (
    QgsApplication,
    QgsCoordinateTransformContext,
    QgsProviderRegistry,
    QgsProviderSublayerDetails,
)

from ..provider.results import native
from .row_layers import rows_to_layer

MEMORY_BYTES = 64 << 20  # Rows that take more as they travel go into a file.


class Watch:
    """Who waits: asked whether to go on and told how far it is; does neither by itself."""

    def stopped(self):
        return False

    def progress(self, percent):
        """From 0 to 100."""

    def stop_with(self, stop):
        """`stop()` ends what is under way, from any thread."""


class Stopped(Exception):
    """The user does not want it any more."""


@dataclasses.dataclass
class Loaded:
    """layers: of the main thread, in the order of the outputs. files: those that are no layers.
    values: numbers, texts and the like by the name of their output."""

    layers: list = dataclasses.field(default_factory=list)
    files: list = dataclasses.field(default_factory=list)
    values: dict = dataclasses.field(default_factory=dict)


def load_outputs(client, job, folder, watch=None, title=""):
    """All outputs of a job that SUCCEEDED. GeotaskError, OSError, Stopped.

    `title` begins the names of layers that QGIS gave none on the server.
    """
    watch = watch or Watch()
    folder = pathlib.Path(folder)
    loaded = Loaded()
    several = sum(each.WhichOneof("kind") != "value" for each in job.outputs) > 1
    for output in job.outputs:
        kind = output.WhichOneof("kind")
        name = f"{title} {output.name}".strip() if several or not title else title
        if kind == "value":
            loaded.values[output.name] = native(output.value)
        elif kind == "features":
            loaded.layers.append(_rows(client, job, output, name, folder, watch))
        elif kind == "files":
            _files(client, job, output, name, folder, watch, loaded)
    for layer in loaded.layers:
        layer.moveToThread(QgsApplication.instance().thread())
    return loaded


def _rows(client, job, output, name, folder, watch):
    large = output.features.byte_count > MEMORY_BYTES
    place = folder / f"{output.name}.gpkg" if large else None
    rows = client.read_features(job.name, output.name)
    watch.stop_with(rows.cancel)
    total = max(1, output.features.feature_count)

    def told(done):
        if watch.stopped():
            raise Stopped
        watch.progress(100 * done / total)

    return rows_to_layer(rows, output.features.layer_name or name, place, told)


def _files(client, job, output, name, folder, watch, loaded):
    below = folder / output.name
    total = max(1, sum(each.byte_count for each in output.files.files))
    done = 0
    places = []
    for file in output.files.files:
        data = client.read_file(job.name, output.name, file.path)
        watch.stop_with(data.cancel)

        def told(pieces, before=done):
            here = 0
            for piece in pieces:
                if watch.stopped():
                    raise Stopped
                here += len(piece)
                watch.progress(100 * (before + here) / total)
                yield piece

        places.append(save(told(data), safe_place(below, file.path)))
        done += file.byte_count
    if output.files.folder:
        loaded.files.append(below)
        return
    layers = layers_of(places[0], name) if places else []
    loaded.layers += layers
    loaded.files += [] if layers else places[:1]


def layers_of(path, name):
    """The layers that QGIS finds in a file; none in one of another kind."""
    found = []
    details = QgsProviderRegistry.instance().querySublayers(str(path))
    options = QgsProviderSublayerDetails.LayerOptions(QgsCoordinateTransformContext())
    for each in details:
        called = name if len(details) == 1 else f"{name} {each.name()}"
        layer = each.toLayer(options)
        if layer is None or not layer.isValid():
            continue
        layer.setName(called)
        found.append(layer)
    return found

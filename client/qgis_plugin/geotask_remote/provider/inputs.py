# SPDX-License-Identifier: GPL-2.0-or-later
"""What a call reads: layers as they are when it begins, files, references to what the server has.

Made on the thread that owns the layers; read on any other. A layer is not touched after that.
"""

import os
import re

from geotask.v1 import feature_pb2
from osgeo import gdal
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsFeatureRequest,
    QgsMapLayer,
    QgsProcessingException,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
)

from ..link.texts import tr
from .crs_text import crs_text
from .field_types import field_type
from .file_bundle import file_bundle, folder_bundle, is_whole
from .row_values import geometry_name, to_feature

_REFERENCE = re.compile(r"(data|dataset|job):[^\s/\\:]+(/.*|\|.*)?")
# Of a layer that stands for one of the server: its reference.
REFERENCE_PROPERTY = "geotask/reference"


def is_reference(value):
    """Whether it is a text that names something of the server: `data:world/countries`."""
    return isinstance(value, str) and _REFERENCE.fullmatch(value) is not None


class RowsInput:
    """The features of a vector layer; all of them or those that are asked for."""

    def __init__(self, layer, selected=False, limit=-1, expression=""):
        self.name = layer.name()
        self.schema = feature_pb2.Schema(
            geometry_type=geometry_name(layer.wkbType()), crs=crs_text(layer.crs()))
        for field in layer.fields():
            self.schema.fields.add(
                name=field.name(), type=field_type(field), length=max(0, field.length()),
                precision=max(0, field.precision()))
        self.total = layer.selectedFeatureCount() if selected else max(0, layer.featureCount())
        self._fields = layer.fields()
        self._source = QgsVectorLayerFeatureSource(layer)
        self._ids = layer.selectedFeatureIds() if selected else None
        self._limit = limit
        self._expression = expression

    def features(self):
        """Feature messages, one after the other."""
        types = [field.type for field in self.schema.fields]
        request = QgsFeatureRequest()
        if self._ids is not None:
            request.setFilterFids(self._ids)
            # In the same order each time: what is sent is known again by its bytes.
            request.setOrderBy(QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause("$id")]))
        chosen = self._filter()
        count = 0
        for feature in self._source.getFeatures(request):
            if count == self._limit:
                return
            if chosen(feature):
                count += 1
                yield to_feature(feature, types)

    def _filter(self):
        if not self._expression:
            return lambda feature: True
        expression = QgsExpression(self._expression)
        context = QgsExpressionContext()
        context.setFields(self._fields)
        expression.prepare(context)

        def chosen(feature):
            context.setFeature(feature)
            return bool(expression.evaluate(context))

        return chosen


class FilesInput:
    """Files that go along as they are. `suffix` follows the reference of their dataset."""

    def __init__(self, name, files, suffix=""):
        self.name = name
        self.files = files
        self.suffix = suffix


class TranslatedInput(FilesInput):
    """A raster that is no file of its own: a table of a GeoPackage, a file in an archive.

    It is written as a GeoTIFF when it is needed.
    """

    def __init__(self, name, source):
        super().__init__(name, [])
        self._source = source

    def write(self, folder):
        path = os.path.join(folder, "raster.tif")
        try:
            done = gdal.Translate(path, self._source) is not None
        except RuntimeError:
            done = False
        if not done:
            raise QgsProcessingException(tr("The raster {} cannot be read.").format(self.name))
        self.files = file_bundle(path, self.name)


def layer_input(layer, selected=False, limit=-1, expression="", as_file=False):
    """What to send for a layer, or its reference. QgsProcessingException if it cannot be sent."""
    reference = layer.customProperty(REFERENCE_PROPERTY)
    if reference:
        return reference
    if isinstance(layer, QgsVectorLayer):
        if as_file:
            return _file_layer(layer)
        return RowsInput(layer, selected, limit, expression)
    return _file_layer(layer)


def file_input(path):
    """A file, or a folder, with what belongs to it."""
    if is_reference(path):
        return path
    if os.path.isdir(path):
        return FilesInput(os.path.basename(path), folder_bundle(path), "/")
    try:
        return FilesInput(os.path.basename(path), file_bundle(path))
    except OSError as error:
        raise QgsProcessingException(
            tr("The file {} cannot be read: {}.").format(path, error.strerror)) from error


def _file_layer(layer: QgsMapLayer):
    provider = layer.providerType() if hasattr(layer, "providerType") else ""
    parts = QgsProviderRegistry.instance().decodeUri(provider, layer.source())
    path = parts.get("path") or layer.source()
    if isinstance(layer, QgsRasterLayer) and provider == "gdal":
        plain = os.path.isfile(path) and not parts.get("layerName")
        if not plain or not is_whole(path):
            return TranslatedInput(layer.name(), layer.source())
    if not os.path.isfile(path):
        raise QgsProcessingException(tr(
            "The layer {} cannot be sent: it is no file (its provider is {}). Save it as a file "
            "and add that to the project.").format(layer.name(), provider))
    stem = layer.name() if isinstance(layer, QgsRasterLayer) else ""
    return FilesInput(layer.name(), file_bundle(path, stem), _suffix(parts))


def _suffix(parts):
    """What QGIS takes after the path."""
    suffix = ""
    if parts.get("layerName"):
        suffix += f"|layername={parts['layerName']}"
    elif parts.get("layerId") is not None:
        suffix += f"|layerid={parts['layerId']}"
    if parts.get("subset"):
        suffix += f"|subset={parts['subset']}"
    for option in parts.get("openOptions") or []:
        suffix += f"|option:{option}"
    return suffix

# SPDX-License-Identifier: GPL-2.0-or-later
"""What an algorithm is told of the project it runs in; the project itself where it needs that."""

import os

from qgis.core import (
    QgsFeatureRequest,
    QgsMapLayer,
    QgsProcessingException,
    QgsProviderRegistry,
    QgsUnitTypes,
)

from geotask.v1 import processing_pb2

from ..link.texts import tr
from .crs_text import crs_of, crs_text
from .field_types import number
from .file_bundle import file_bundle
from .inputs import FilesInput

_INVALID = {
    number(QgsFeatureRequest.GeometryNoCheck): processing_pb2.Processing.INVALID_FEATURES_IGNORE,
    number(QgsFeatureRequest.GeometrySkipInvalid): processing_pb2.Processing.INVALID_FEATURES_SKIP,
    number(QgsFeatureRequest.GeometryAbortOnInvalid):
        processing_pb2.Processing.INVALID_FEATURES_ABORT,
}


def put_context(processing, context, crs_texts):
    """Sets the members of a Processing message that come from the context.

    Of the coordinate operations those are told that lead between two of `crs_texts` or the
    project's CRS: others do not matter, and the server may lack the grids of one.
    """
    processing.invalid_features = _INVALID.get(number(context.invalidGeometryCheck()), 0)
    processing.ellipsoid = context.ellipsoid() or ""
    if context.distanceUnit() != QgsUnitTypes.DistanceUnknownUnit:
        processing.distance_unit = QgsUnitTypes.encodeUnit(context.distanceUnit())
    if context.areaUnit() != QgsUnitTypes.AreaUnknownUnit:
        processing.area_unit = QgsUnitTypes.encodeUnit(context.areaUnit())
    project = context.project()
    if project is not None:
        processing.project_crs = crs_text(project.crs())
    concerned = {*crs_texts, processing.project_crs}
    transforms = context.transformContext()
    for (source, destination), operation in transforms.coordinateOperations().items():
        if {source, destination} <= concerned:
            processing.coordinate_operations.add(
                source_crs=source, destination_crs=destination, operation=operation,
                allow_fallback=transforms.allowFallbackTransform(
                    crs_of(source), crs_of(destination)))


def project_input(project):
    """The project's file with the files of its layers that lie below its folder."""
    path = project.fileName() if project is not None else ""
    if not os.path.isfile(path):
        raise QgsProcessingException(tr(
            "This algorithm works on the project, which the server gets as a file: save it first."))
    folder = os.path.dirname(os.path.abspath(path))
    bundle = [(path, os.path.basename(path))]
    for layer in project.mapLayers().values():
        for file in _layer_files(layer):
            name = os.path.relpath(file, folder).replace(os.sep, "/")
            if not name.startswith("..") and (file, name) not in bundle:
                bundle.append((file, name))
    return FilesInput(os.path.basename(path), bundle)


def _layer_files(layer: QgsMapLayer):
    provider = layer.dataProvider()
    if provider is None:
        return []
    parts = QgsProviderRegistry.instance().decodeUri(provider.name(), layer.source())
    path = parts.get("path", "")
    return [file for file, _ in file_bundle(path)] if os.path.isfile(path) else []

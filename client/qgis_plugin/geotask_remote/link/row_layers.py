# SPDX-License-Identifier: GPL-2.0-or-later
"""Rows of a job as a vector layer."""

from geotask.v1 import feature_pb2
from qgis.core import (
    QgsCoordinateTransformContext,
    QgsFeatureSink,
    QgsFields,
    QgsMemoryProviderUtils,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from ..provider.crs_text import crs_of
from ..provider.field_types import make_field
from ..provider.row_values import from_feature, geometry_type, json_type
from .texts import tr


def rows_to_layer(rows, name, place=None, told=lambda done: None):
    """A layer of what client.read_features() gives: in memory, or a GeoPackage at `place`.

    `told(count)` is called after each batch; what it raises ends the work. OSError: the file
    cannot be written. The layer belongs to the calling thread.
    """
    batches = rows.batches()
    first = next(batches, [])
    schema = rows.schema
    types = [field.type for field in schema.fields]
    fields = _fields(schema, first)
    kind, crs = geometry_type(schema.geometry_type), crs_of(schema.crs)
    if place is None:
        layer = QgsMemoryProviderUtils.createMemoryLayer(name, fields, kind, crs)
        sink = layer.dataProvider()
    else:
        layer, sink = None, _writer(place, name, fields, kind, crs)
    done = 0
    batch = first
    while batch:
        features = [from_feature(message, fields, types) for message in batch]
        if not sink.addFeatures(features, QgsFeatureSink.FastInsert):
            why = sink.errorMessage() if place else sink.lastError()
            raise OSError(tr("The layer {} cannot be written: {}").format(name, why))
        done += len(batch)
        told(done)
        batch = next(batches, [])
    if layer is not None:
        layer.updateExtents()
        return layer
    del sink  # It closes the file.
    layer = QgsVectorLayer(f"{place}|layername=rows", name, "ogr")
    return layer


def _fields(schema, first):
    fields = QgsFields()
    for index, field in enumerate(schema.fields):
        if field.type == feature_pb2.FIELD_TYPE_JSON:
            fields.append(make_field(field, json_type(first, index)))
        else:
            fields.append(make_field(field))
    return fields


def _writer(place, name, fields, kind, crs):
    place.parent.mkdir(parents=True, exist_ok=True)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerName = "rows"
    taken = {field.name().lower() for field in fields}
    column = "fid"
    while column in taken:  # A field of the rows may have the name of the key.
        column += "_"
    options.layerOptions = [f"FID={column}"]
    context = QgsCoordinateTransformContext()
    writer = QgsVectorFileWriter.create(str(place), fields, kind, crs, context, options)
    if writer.hasError():
        raise OSError(tr("The layer {} cannot be written: {}").format(name, writer.errorMessage()))
    return writer

# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers of a server as QGIS's widgets can see them.

A layer that lies on the server is chosen as a text, `data:world/countries`. Widgets that look at it
(lists of fields and bands, units of distances) find a stand-in in the context of their dialog: an
empty layer of that name with its fields and its CRS.
"""

from xml.sax.saxutils import escape

from geotask.v1 import feature_pb2
from google.protobuf import json_format
from qgis.core import (
    QgsApplication,
    QgsFields,
    QgsMemoryProviderUtils,
    QgsProcessing,
    QgsRasterLayer,
)

from .crs_text import crs_of
from .field_types import make_field, number
from .inputs import REFERENCE_PROPERTY
from .row_values import geometry_type
from .server_provider import provider_id

_POINT, _LINE, _POLYGON = map(number, (
    QgsProcessing.TypeVectorPoint, QgsProcessing.TypeVectorLine, QgsProcessing.TypeVectorPolygon))
_ANY_GEOMETRY, _VECTOR, _RASTER, _ANY = map(number, (
    QgsProcessing.TypeVectorAnyGeometry, QgsProcessing.TypeVector, QgsProcessing.TypeRaster,
    QgsProcessing.TypeMapLayer))
_BY_NAME = (("Point", _POINT), ("Line", _LINE), ("Curve", _LINE), ("Polygon", _POLYGON),
            ("Surface", _POLYGON))
_OF_PARAMETER = {"raster": (_RASTER,), "mesh": (), "pointcloud": (), "annotation": ()}


def offered_layers(server_id, parameter):
    """The references of those layers of a server that a parameter takes."""
    provider = QgsApplication.processingRegistry().providerById(provider_id(server_id))
    if provider is None:
        return []
    wanted = _wanted(parameter)
    return [reference for reference, layer, is_raster in provider.catalogue.layers()
            if _fits(layer, is_raster, wanted)]


def put_stand_ins(context, server_id, reference, count=1):
    """Sees that a context has `count` stand-ins of that name: a widget that looks at one takes it
    out of the context. Those that are there; none for what the server does not list."""
    store = context.temporaryLayerStore()
    there = [layer for layer in store.mapLayers().values() if layer.name() == reference]
    provider = QgsApplication.processingRegistry().providerById(provider_id(server_id))
    for known, layer, is_raster in provider.catalogue.layers() if provider is not None else ():
        while known == reference and len(there) < count:
            made = (_raster_stand_in if is_raster else _stand_in)(reference, layer)
            made.setCustomProperty(REFERENCE_PROPERTY, reference)
            there.append(store.addMapLayer(made))
    return there


def _stand_in(reference, record):
    schema = json_format.ParseDict(record.get("schema", {}), feature_pb2.Schema(),
                                   ignore_unknown_fields=True)
    fields = QgsFields()
    for field in schema.fields:
        fields.append(make_field(field))
    return QgsMemoryProviderUtils.createMemoryLayer(
        reference, fields, geometry_type(schema.geometry_type), crs_of(schema.crs))


def _raster_stand_in(reference, record):
    """One cell, with as many bands and in the same CRS."""
    bands = "".join(f'<VRTRasterBand dataType="Byte" band="{band}"/>'
                    for band in range(1, record.get("bands", 1) + 1))
    return QgsRasterLayer(
        '<VRTDataset rasterXSize="1" rasterYSize="1">'
        f'<SRS>{escape(record.get("crs", ""))}</SRS>'
        '<GeoTransform>0, 1, 0, 0, 0, -1</GeoTransform>'
        f'<Metadata><MDI key="of">{escape(reference)}</MDI></Metadata>{bands}</VRTDataset>',
        reference, "gdal")


def _wanted(parameter):
    kind = parameter.type()
    if kind in _OF_PARAMETER:
        return _OF_PARAMETER[kind]
    if kind == "multilayer":
        return (number(parameter.layerType()),)
    types = tuple(map(number, parameter.dataTypes())) if hasattr(parameter, "dataTypes") else ()
    return types or ((_ANY,) if kind == "layer" else (_VECTOR,))


def _fits(layer, is_raster, wanted):
    if _ANY in wanted:
        return True
    if is_raster:
        return _RASTER in wanted
    name = layer.get("schema", {}).get("geometry_type", "Geometry")
    if _VECTOR in wanted or name in ("", "Geometry"):
        return any(each not in (_RASTER,) for each in wanted)
    kinds = {number_ for part, number_ in _BY_NAME if part in name}
    return bool(kinds & set(wanted)) or (bool(kinds) and _ANY_GEOMETRY in wanted)

# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether two results of an algorithm are the same: the first difference, or ""."""

import math
import pathlib
import re

from osgeo import gdal
from qgis.core import (
    NULL,
    QgsMapLayer,
    QgsProcessingUtils,
    QgsRasterLayer,
    QgsVectorLayer,
    QgsWkbTypes,
)

_PAGES = (".html", ".txt")
# Paths of temporary files, which pages quote.
_PLACES = re.compile(rb"(/[^/<>\s]+)+")


def difference(name, remote, local, context):
    """Of one output: a layer, the id or path of one, a file, a folder or a value."""
    ours, theirs = (_layer(each, context) for each in (remote, local))
    if isinstance(ours, QgsVectorLayer) and isinstance(theirs, QgsVectorLayer):
        return _of_layers(ours, theirs)
    if isinstance(ours, QgsRasterLayer) and isinstance(theirs, QgsRasterLayer):
        return _of_rasters(ours.source(), theirs.source())
    if _is_path(remote) and _is_path(local):
        return _of_files(pathlib.Path(remote), pathlib.Path(local))
    return "" if same_value(remote, local) else f"{name} is {remote!r}, not {local!r}"


def same_value(one, other):
    if one in (None, NULL) or other in (None, NULL):
        return one in (None, NULL) and other in (None, NULL)
    if isinstance(one, float) or isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-12) or one != one and other != other
    return one == other


def _layer(value, context):
    if isinstance(value, QgsMapLayer):
        return value
    if isinstance(value, str) and not value.endswith(_PAGES):
        return QgsProcessingUtils.mapLayerFromString(value, context)
    return None


def _is_path(value):
    return isinstance(value, str) and pathlib.Path(value).exists()


def _of_layers(ours, theirs):
    fields, their_fields = (
        [(field.name(), int(field.type())) for field in layer.fields()]
        for layer in (ours, theirs))
    if fields != their_fields:
        return f"fields {fields}, not {their_fields}"
    if ours.wkbType() != theirs.wkbType():
        return (f"{QgsWkbTypes.displayString(ours.wkbType())}, "
                f"not {QgsWkbTypes.displayString(theirs.wkbType())}")
    if ours.crs() != theirs.crs():
        return f"CRS {ours.crs().authid()}, not {theirs.crs().authid()}"
    rows, their_rows = (list(layer.getFeatures()) for layer in (ours, theirs))
    if len(rows) != len(their_rows):
        return f"{len(rows)} features, not {len(their_rows)}"
    return (_of_rows(fields, rows, their_rows)
            and _of_rows(fields, sorted(rows, key=_order), sorted(their_rows, key=_order)))


def _order(row):
    return bytes(row.geometry().asWkb()), str(row.attributes())


def _of_rows(fields, rows, their_rows):
    """In the same order; algorithms that look layers up in an index leave it open."""
    for number, (row, their_row) in enumerate(zip(rows, their_rows)):
        if bytes(row.geometry().asWkb()) != bytes(their_row.geometry().asWkb()):
            return (f"feature {number}: {row.geometry().asWkt(1)[:500]}, "
                    f"not {their_row.geometry().asWkt(1)[:500]}")
        for (name, _), one, other in zip(fields, row.attributes(), their_row.attributes()):
            if not same_value(one, other):
                return f"feature {number}: {name} is {one!r}, not {other!r}"
    return ""


def _of_rasters(ours, theirs):
    one, other = gdal.Open(ours), gdal.Open(theirs)
    shape, their_shape = (
        (each.RasterXSize, each.RasterYSize, each.RasterCount, each.GetGeoTransform())
        for each in (one, other))
    if shape != their_shape:
        return f"shape {shape}, not {their_shape}"
    for band in range(1, one.RasterCount + 1):
        a, b = one.GetRasterBand(band), other.GetRasterBand(band)
        if a.DataType != b.DataType or a.ReadRaster() != b.ReadRaster():
            return f"band {band}: other cells"
    return ""


def _of_files(ours, theirs):
    if ours.is_dir():
        names, their_names = (sorted(str(each.relative_to(folder)) for each in folder.rglob("*"))
                              for folder in (ours, theirs))
        if names != their_names:
            return f"files {names}, not {their_names}"
        files = [name for name in names if (ours / name).is_file()]
        return next(filter(None, (_of_files(ours / each, theirs / each) for each in files)), "")
    one, other = (_PLACES.sub(b"", each.read_bytes()) for each in (ours, theirs))
    return "" if one == other else f"{ours.name} has other bytes"

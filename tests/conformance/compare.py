# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether two outputs are the same; each function gives the first difference, or ""."""

import math
import re

from osgeo import gdal, ogr

import shapely.wkb


ISO_TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T([\d:]+)(?:\.0+)?Z?)?")
VECTORS = (".gpkg", ".shp", ".fgb", ".geojson", ".sqlite", ".dxf", ".kml")


def same_number(one, other):
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one):
        return math.isnan(other)
    return one == other or math.isclose(one, other, rel_tol=1e-10, abs_tol=1e-12)


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def plain_text(value):
    """A text without folders, and with times as OGR writes them; a reference as the file's name."""
    text = ISO_TIME.sub(r"\1/\2/\3 \4", str(value)).strip()
    text = re.sub(r"^data:given/(\w+)$", r"\1.fgb", text)
    return re.sub(r"(/?[\w.\-]+/)+(?=[\w.\-]+)", "", re.sub(r"\|layername=\w+", "", text))


def same_value(one, other):
    if is_number(one) and is_number(other):
        return same_number(one, other)
    if isinstance(one, list) and isinstance(other, list):
        if all(isinstance(each, str) for each in one + other):  # Names in no order.
            one, other = sorted(map(plain_text, one)), sorted(map(plain_text, other))
        return len(one) == len(other) and all(map(same_value, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same_value(one[k], other[k]) for k in one)
    if isinstance(one, bool) or isinstance(other, bool):
        return bool(one) == bool(other)
    return one == other or plain_text(one) == plain_text(other)


def geometry_of(wkb):
    """ISO WKB as plain bytes; None stays None."""
    if wkb is None:
        return None
    geometry = ogr.CreateGeometryFromWkb(bytes(wkb))
    return bytes(geometry.ExportToIsoWkb()) if geometry is not None else bytes(wkb)


def same_geometry(one, other):
    """The same bytes, or the same points to within the last digits of a number."""
    if one == other:
        return True
    if one is None or other is None:
        # QGIS writes what is null into a file as empty.
        there = ogr.CreateGeometryFromWkb(one or other)
        return there is not None and there.IsEmpty()
    first, second = ogr.CreateGeometryFromWkb(one), ogr.CreateGeometryFromWkb(other)
    if first.GetGeometryType() != second.GetGeometryType():
        first, second = ogr.ForceTo(first, second.GetGeometryType()), second
    if first.GetGeometryName() == "POINT" and first.IsEmpty() and second.IsEmpty():
        return True
    if first.HasCurveGeometry():
        return bool(first.Equals(second)) and first.ExportToWkt() == second.ExportToWkt()
    a, b = (shapely.wkb.loads(bytes(each.ExportToWkb())) for each in (first, second))
    return a.equals_exact(b, 1e-9 * max(1.0, *map(abs, b.bounds))) if b.bounds else a.is_empty


def rows_difference(ours, theirs):
    """Two lists of (geometry as WKB, {field: value}), in the same order or in any."""
    difference = ordered_difference(ours, theirs)
    if difference and not ordered_difference(sorted(ours, key=str), sorted(theirs, key=str)):
        return ""
    return difference


def ordered_difference(ours, theirs):
    if len(ours) != len(theirs):
        return f"{len(ours)} rows, QGIS {len(theirs)}"
    for number, (our_row, their_row) in enumerate(zip(ours, theirs)):
        (geometry, values), (their_geometry, their_values) = our_row, their_row
        if not same_geometry(geometry_of(geometry), geometry_of(their_geometry)):
            return f"row {number}: another geometry"
        if list(values) != list(their_values):
            return f"fields {list(values)}, QGIS {list(their_values)}"
        for name, value in values.items():
            if not same_value(value, their_values[name]):
                return f"row {number}: {name} is {value!r}, QGIS {their_values[name]!r}"
    return ""


def file_rows(path):
    """The rows of each layer of a file. The feature id of a GeoPackage is its field `fid`."""
    source = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    for i in range(source.GetLayerCount()):
        layer = source.GetLayer(i)
        rows = []
        for row in layer:
            geometry = row.GetGeometryRef()
            values = {}
            if layer.GetFIDColumn():
                values[layer.GetFIDColumn()] = row.GetFID()
            for j in range(row.GetFieldCount()):
                values[row.GetFieldDefnRef(j).GetName()] = row.GetField(j)
            rows.append((bytes(geometry.ExportToIsoWkb()) if geometry else None, values))
        yield layer.GetName(), rows


def raster_difference(ours, theirs):
    one, other = gdal.Open(str(ours)), gdal.Open(str(theirs))
    if (one.RasterXSize, one.RasterYSize, one.RasterCount) != (
            other.RasterXSize, other.RasterYSize, other.RasterCount):
        return "another size"
    if one.GetGeoTransform() != other.GetGeoTransform():
        return "another place"
    if one.GetProjection() != other.GetProjection():
        return "another CRS"
    for band in range(1, one.RasterCount + 1):
        a, b = one.GetRasterBand(band), other.GetRasterBand(band)
        if a.DataType != b.DataType or a.GetNoDataValue() != b.GetNoDataValue() and not (
                math.isnan(a.GetNoDataValue() or 0) and math.isnan(b.GetNoDataValue() or 0)):
            return f"band {band}: another type or no-data value"
        if a.ReadRaster() != b.ReadRaster():
            return f"band {band}: other pixels"
    return ""


def is_raster(path):
    try:
        return gdal.OpenEx(str(path), gdal.OF_RASTER) is not None
    except RuntimeError:
        return False


def is_vector(path):
    try:
        return gdal.OpenEx(str(path), gdal.OF_VECTOR) is not None
    except RuntimeError:
        return False


PLACES = re.compile(
    rb"\(D:\d{14}[^)]*\)|<[0-9a-f]{32}>"  # Of a PDF: when it was made, and its id.
    rb"|(/[\w.\-]+)+/|\d{4}-\d\d-\d\dT[\d:.]+Z?"
    rb"|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)


def file_difference(ours, theirs):
    """By what GDAL finds in them; other files byte by byte, but for places, times and random ids."""
    if ours.suffix in VECTORS and is_vector(theirs):
        for (name, rows), (_, their_rows) in zip(file_rows(ours), file_rows(theirs)):
            if name == "layer_styles":
                continue  # With the time when they were saved.
            difference = rows_difference(rows, their_rows)
            if difference:
                return f"{name}: {difference}"
        return ""
    if theirs.suffix != ".vrt" and is_raster(theirs):
        return raster_difference(ours, theirs)
    one, other = (PLACES.sub(b"", path.read_bytes()) for path in (ours, theirs))
    return "" if one == other else "other bytes"


def folder_difference(ours, theirs):
    names, their_names = (
        sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
        for folder in (ours, theirs))
    if names != their_names:
        return f"files {names[:5]}, QGIS {their_names[:5]}"
    for name in names:
        difference = file_difference(ours / name, theirs / name)
        if difference:
            return f"{name}: {difference}"
    return ""

# SPDX-License-Identifier: GPL-2.0-or-later
"""What the algorithms are given: countries of Europe from the map of the world that comes with QGIS,
in metres, as polygons, lines and points; and rasters made of them."""

import math
import os
import pathlib
import shutil
import struct
import subprocess
import sys

from osgeo import gdal, ogr, osr

HERE = pathlib.Path(__file__).resolve().parent
WORLD = "/usr/share/qgis/resources/data/world_map.gpkg"
CRS = "EPSG:3035"
EXTENT = (2600000, 6400000, 1500000, 4300000)  # x minimum, x maximum, y minimum, y maximum

gdal.UseExceptions()
ogr.UseExceptions()


def reference_system():
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(int(CRS.split(":")[1]))
    crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return crs


def write_layer(path, name, kind, rows):
    """Rows are (geometry, number, name); `value` is a real number made of them."""
    source = ogr.GetDriverByName("FlatGeobuf").CreateDataSource(str(path))
    # In the order of the rows, and without a field for their ids.
    layer = source.CreateLayer(name, reference_system(), kind, ["SPATIAL_INDEX=NO"])
    for field, of_type in (("number", ogr.OFTInteger), ("name", ogr.OFTString),
                           ("value", ogr.OFTReal), ("day", ogr.OFTDate)):
        layer.CreateField(ogr.FieldDefn(field, of_type))
    for geometry, number, text in rows:
        row = ogr.Feature(layer.GetLayerDefn())
        row["number"] = number
        row["name"] = text
        row["value"] = number * 1.5 + 10
        row["day"] = f"2024-02-{number % 28 + 1:02}"
        row.SetGeometry(geometry)
        layer.CreateFeature(row)


def countries(folder):
    """Valid polygons with their names."""
    path = folder / "europe.gpkg"
    subprocess.run(
        ["ogr2ogr", "-f", "GPKG", str(path), WORLD, "countries", "-t_srs", CRS,
         "-clipsrc", "-10", "36", "30", "60", "-nlt", "PROMOTE_TO_MULTI"], check=True)
    rows = []
    source = ogr.Open(str(path))
    for row in source.GetLayer(0):
        shape = row.GetGeometryRef().MakeValid().SimplifyPreserveTopology(8000).MakeValid()
        parts = [shape.GetGeometryRef(i) for i in range(shape.GetGeometryCount())]
        polygons = ogr.Geometry(ogr.wkbMultiPolygon)
        for part in parts:
            if part.GetGeometryType() == ogr.wkbPolygon and part.GetArea() > 1e8:
                polygons.AddGeometry(part)
        if polygons.GetGeometryCount():
            rows.append((polygons, len(rows) + 1, row["NAME"]))
    source = None
    path.unlink()
    return rows


def write_rasters(folder):
    """A terrain of hills, 90 by 70 cells of 40 km, and one with three bands of bytes."""
    columns, rows, cell = 90, 70, 40000
    transform = (EXTENT[0], cell, 0, EXTENT[3], 0, -cell)
    heights = [
        500 + 300 * math.sin(x / 7) * math.cos(y / 5) + 2 * x + (x * 7 + y * 13) % 11
        for y in range(rows) for x in range(columns)
    ]
    for name, kind, bands in (("dem", gdal.GDT_Float32, 1), ("bands", gdal.GDT_Byte, 3)):
        raster = gdal.GetDriverByName("GTiff").Create(
            str(folder / f"{name}.tif"), columns, rows, bands, kind)
        raster.SetProjection(reference_system().ExportToWkt())
        raster.SetGeoTransform(transform)
        for band in range(1, bands + 1):
            values = heights if name == "dem" else [float(int(h / 40) * band % 7) for h in heights]
            raster.GetRasterBand(band).WriteRaster(
                0, 0, columns, rows, struct.pack(f"{len(values)}f", *values),
                buf_type=gdal.GDT_Float32)


def write_palette(path):
    """Cells of three classes, each with its colour."""
    raster = gdal.GetDriverByName("GTiff").Create(str(path), 9, 7, 1, gdal.GDT_Byte)
    raster.SetProjection(reference_system().ExportToWkt())
    raster.SetGeoTransform((EXTENT[0], 400000, 0, EXTENT[3], 0, -400000))
    band = raster.GetRasterBand(1)
    colors = gdal.ColorTable()
    for index, color in enumerate([(200, 30, 30), (30, 200, 30), (30, 30, 200)]):
        colors.SetColorEntry(index, color)
    band.SetColorTable(colors)
    band.WriteRaster(0, 0, 9, 7, bytes(cell % 3 for cell in range(63)))


def write_mesh(path):
    """A grid of 10 by 8 squares of 300 km, cut into triangles, as high as a hill."""
    columns, rows, size = 10, 8, 300000
    lines = ["MESH2D"]
    number = 1
    for y in range(rows - 1):
        for x in range(columns - 1):
            a = y * columns + x + 1
            for corners in ((a, a + 1, a + columns), (a + 1, a + columns + 1, a + columns)):
                lines.append("E3T {} {} {} {} 1".format(number, *corners))
                number += 1
    for y in range(rows):
        for x in range(columns):
            height = 900 - 10 * ((x - 4) ** 2 + (y - 3) ** 2)
            place = f"{EXTENT[0] + x * size} {EXTENT[2] + y * size}"
            lines.append(f"ND {y * columns + x + 1} {place} {height}")
    path.write_text("\n".join(lines) + "\n")


def write_files(folder):
    """What is no layer of its own: a shapefile, photographs, projects, styles, tracks."""
    (folder / "shape").mkdir()
    gdal.VectorTranslate(str(folder / "shape/roads.shp"), str(folder / "lines.fgb"))
    (folder / "photos").mkdir()
    for name in ("one", "two"):
        picture = gdal.GetDriverByName("MEM").Create("", 8, 8, 1)
        gdal.GetDriverByName("JPEG").CreateCopy(str(folder / f"photos/{name}.jpg"), picture)
    (folder / "project").mkdir()
    for name in ("polygons.fgb", "points.fgb", "dem.tif"):
        shutil.copy(folder / name, folder / "project")
    subprocess.run(
        [sys.executable, str(HERE / "make_project.py"), str(folder / "project")],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, check=True)
    (folder / "track.gpx").write_text(
        '<?xml version="1.0"?><gpx version="1.1" creator="geotask" '
        'xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="47" lon="8"><name>a</name></wpt><trk>'
        '<name>way</name><trkseg><trkpt lat="47" lon="8"/><trkpt lat="47.5" lon="8.5"/></trkseg>'
        "</trk></gpx>")
    (folder / "track.csv").write_text("No,Latitude,Longitude,Name\n1,47,8,a\n2,47.5,8.5,b\n")
    (folder / "empty.qgs").write_text(
        '<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">'
        '<qgis version="3.22.16" projectname="Empty"><title>Empty</title></qgis>')
    (folder / "colors.txt").write_text("0 0 0 255\n500 0 255 0\n1000 255 0 0\n")


def write_all(folder):
    shapes = countries(folder)
    write_layer(folder / "polygons.fgb", "polygons", ogr.wkbMultiPolygon, shapes)
    moved = []
    for shape, number, name in shapes[::3]:
        square = shape.PointOnSurface().Buffer(250000, 2)
        moved.append((ogr.ForceToMultiPolygon(square), number, name))
    write_layer(folder / "squares.fgb", "squares", ogr.wkbMultiPolygon, moved)
    write_layer(folder / "points.fgb", "points", ogr.wkbPoint,
                [(shape.PointOnSurface(), number, name) for shape, number, name in shapes])
    lines = []
    for shape, number, name in shapes:
        ring = shape.GetGeometryRef(0).GetGeometryRef(0)
        line = ogr.Geometry(ogr.wkbLineString)
        for i in range(ring.GetPointCount() * 2 // 3 + 1):
            line.AddPoint_2D(*ring.GetPoint_2D(i))
        lines.append((line, number, name))
    write_layer(folder / "lines.fgb", "lines", ogr.wkbLineString, lines)
    measured = []
    for line, number, name in lines:
        with_m = ogr.Geometry(ogr.wkbLineStringM)
        for i in range(line.GetPointCount()):
            with_m.AddPointM(*line.GetPoint_2D(i), 5000.0 * (i % 4 + 1))
        measured.append((with_m, number, name))
    write_layer(folder / "measured.fgb", "measured", ogr.wkbLineStringM, measured)
    heights = []
    for line, number, name in lines:
        with_z = ogr.Geometry(ogr.wkbLineString25D)
        for i in range(line.GetPointCount()):
            with_z.AddPoint(*line.GetPoint_2D(i), 100.0 * (i % 5))
        heights.append((with_z, number, name))
    write_layer(folder / "heights.fgb", "heights", ogr.wkbLineString25D, heights)
    write_rasters(folder)
    write_palette(folder / "palette.tif")
    gdal.VectorTranslate(str(folder / "table.gpkg"), str(folder / "polygons.fgb"),
                         layerName="table")
    gdal.VectorTranslate(str(folder / "database.sqlite"), str(folder / "polygons.fgb"),
                         format="SQLite", layerName="polygons", datasetCreationOptions=["SPATIALITE=YES"])
    write_mesh(folder / "mesh.2dm")
    write_files(folder)

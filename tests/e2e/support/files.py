# SPDX-License-Identifier: GPL-2.0-or-later
"""Files to upload, made by GDAL in memory.

    files = vector("GML", "towns.gml", {"towns": ["POINT (1 2)"]})    # {path: bytes}
    dataset = datasets.upload_files(daemon, files)
"""

import itertools

from osgeo import gdal, ogr, osr

gdal.UseExceptions()
ogr.UseExceptions()
_numbers = itertools.count()


def read(path):
    """The bytes of a file, also of one in memory."""
    file = gdal.VSIFOpenL(path, "rb")
    try:
        return bytes(gdal.VSIFReadL(1, gdal.VSIStatL(path).size, file))
    finally:
        gdal.VSIFCloseL(file)


def below(folder):
    """{path: bytes} of all files in a folder."""
    return {name: read(f"{folder}/{name}") for name in gdal.ReadDirRecursive(folder)
            if not name.endswith("/")}


def new_folder():
    path = f"/vsimem/made/{next(_numbers)}"
    gdal.MkdirRecursive(path, 0o700)
    return path


def reference_system(code):
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(code)
    crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return crs


def vector(driver, name, layers, epsg=3857, source_options=(), layer_options=()):
    """A data source `name` with {layer: [WKT]}, each row numbered from 1 by its field `number`."""
    folder = new_folder()
    source = ogr.GetDriverByName(driver).CreateDataSource(f"{folder}/{name}", list(source_options))
    for layer_name, wkts in layers.items():
        first = ogr.CreateGeometryFromWkt(wkts[0])
        layer = source.CreateLayer(layer_name, reference_system(epsg), first.GetGeometryType(),
                                   list(layer_options))
        layer.CreateField(ogr.FieldDefn("number", ogr.OFTInteger))
        for number, wkt in enumerate(wkts, 1):
            row = ogr.Feature(layer.GetLayerDefn())
            row["number"] = number
            row.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
            layer.CreateFeature(row)
            row = None
        layer = None
    source = None
    return below(folder)

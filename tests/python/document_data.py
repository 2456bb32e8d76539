# SPDX-License-Identifier: GPL-2.0-or-later
"""What the Python of the documents works on: files and frames that a reader would have."""

import geopandas
import numpy
from osgeo import gdal, osr
from shapely.geometry import LineString, Point, box

roads = geopandas.GeoDataFrame(
    {"name": ["A 1", "A 43"], "reach": [100, 200]}, crs="EPSG:4326",
    geometry=[LineString([(7.6, 51.9), (7.7, 52.0)]), LineString([(7.2, 51.9), (7.6, 51.9)])],
)
parcels = geopandas.GeoDataFrame(
    {"owner": ["x", "y"]}, geometry=[box(0, 0, 2, 2), box(2, 0, 4, 2)], crs="EPSG:25832"
)
here = Point(7.6, 51.96)
roads.to_file("roads.gpkg")
parcels.to_file("parcels.shp")

_raster = gdal.GetDriverByName("GTiff").Create("dem.tif", 16, 16, 1, gdal.GDT_Float32)
_raster.SetGeoTransform((500000, 1, 0, 5500000, 0, -1))
_reference = osr.SpatialReference()
_reference.ImportFromEPSG(25832)
_raster.SetProjection(_reference.ExportToWkt())
_raster.GetRasterBand(1).WriteArray(numpy.tile(numpy.arange(16, dtype="float32"), (16, 1)))
_raster = None

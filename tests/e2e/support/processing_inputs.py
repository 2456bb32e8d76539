# SPDX-License-Identifier: GPL-2.0-or-later
"""What algorithms are given in several files of tests: three squares as rows, a slope as a raster.

    from support.processing_inputs import squares_fixture  # noqa: F401

    def test_something(daemon, squares):
        job = processing.done(daemon, "native:centroids", INPUT=squares)
"""

import struct

import pytest
from osgeo import gdal, ogr

import support.stubs  # noqa: F401
from geotask.v1 import feature_pb2
from support import datasets, rows

SQUARES = [  # Two that touch, one apart.
    "POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))",
    "POLYGON ((1 0, 2 0, 2 1, 1 1, 1 0))",
    "POLYGON ((5 0, 6 0, 6 1, 5 1, 5 0))",
]


@pytest.fixture(scope="module", name="squares")
def squares_fixture(daemon):
    """The reference of the squares as rows, with a number and a group each."""
    drawn = rows.inline(
        SQUARES,
        fields=[("number", feature_pb2.FIELD_TYPE_INTEGER),
                ("group", feature_pb2.FIELD_TYPE_STRING)],
        attributes=[(1, "left"), (2, "left"), (3, "right")],
    )
    return datasets.reference(datasets.upload_inline(daemon, drawn))


def slope_raster():
    """A GeoTIFF of 8 by 6 cells of one metre that rises by one metre a cell to the east."""
    path = "/vsimem/slope.tif"
    raster = gdal.GetDriverByName("GTiff").Create(path, 8, 6, 1, gdal.GDT_Float32)
    crs = ogr.osr.SpatialReference()
    crs.ImportFromEPSG(3857)
    raster.SetProjection(crs.ExportToWkt())
    raster.SetGeoTransform([0, 1, 0, 6, 0, -1])
    raster.WriteRaster(0, 0, 8, 6, struct.pack("48f", *(list(range(8)) * 6)))
    raster = None
    size = gdal.VSIStatL(path).size
    file = gdal.VSIFOpenL(path, "rb")
    content = gdal.VSIFReadL(1, size, file)
    gdal.VSIFCloseL(file)
    return bytes(content)


@pytest.fixture(scope="module", name="dem")
def dem_fixture(daemon):
    """The reference of the slope as a file."""
    return datasets.reference(datasets.upload_files(daemon, {"dem.tif": slope_raster()}))

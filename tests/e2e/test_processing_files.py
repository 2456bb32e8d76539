# SPDX-License-Identifier: GPL-2.0-or-later
"""Jobs that run algorithms of QGIS: rasters, files, folders and pages that come out and go in."""

import hashlib

import grpc
import pytest
from osgeo import gdal, ogr

from geotask.v1 import feature_pb2, jobs_pb2
from support import calls, datasets, processing, rows
from support.calls import refused
from support.processing_inputs import dem_fixture, squares_fixture  # noqa: F401
from support.rows import texts


def opened(content, name):
    """A file that came, as GDAL opens it."""
    path = f"/vsimem/came/{name}"
    gdal.FileFromMemBuffer(path, content)
    return gdal.OpenEx(path)


def test_a_raster_comes_as_a_file_in_parts_that_fit_together(daemon, dem):
    job = processing.done(daemon, "native:slope", INPUT=dem)

    (told,) = processing.output(job).files.files
    info, content = processing.file_bytes(daemon, job)
    assert info == told
    assert told.media_type == "image/tiff"
    assert len(content) == told.byte_count
    assert hashlib.sha256(content).hexdigest() == told.sha256
    half = len(content) // 2
    assert processing.file_bytes(daemon, job, offset=half)[1] == content[half:]
    assert processing.file_bytes(daemon, job, offset=len(content))[1] == b""
    slope = opened(content, "slope.tif").ReadAsArray()
    assert slope[3, 3] == pytest.approx(45)


def test_what_no_file_has_is_refused(daemon, dem, squares):
    job = processing.done(daemon, "native:slope", INPUT=dem)
    size = processing.output(job).files.files[0].byte_count
    with refused(grpc.StatusCode.OUT_OF_RANGE, "OFFSET_OUT_OF_RANGE", "offset"):
        processing.file_bytes(daemon, job, offset=size + 1)
    with refused(grpc.StatusCode.NOT_FOUND, "FILE_NOT_FOUND", "path"):
        processing.file_bytes(daemon, job, path="other.tif")
    with refused(grpc.StatusCode.NOT_FOUND, "OUTPUT_NOT_FOUND", "output"):
        processing.file_bytes(daemon, job, name="OTHER")
    of_rows = processing.done(daemon, "native:centroids", INPUT=squares)
    with refused(grpc.StatusCode.NOT_FOUND, "OUTPUT_NOT_FOUND", "output"):
        processing.file_bytes(daemon, of_rows)


def test_reading_follows_a_deletion(daemon, dem):
    job = processing.done(daemon, "native:slope", INPUT=dem)
    calls.delete(daemon, job.name)
    with refused(grpc.StatusCode.NOT_FOUND, "JOB_NOT_FOUND", "name"):
        list(daemon.jobs.ReadFile(jobs_pb2.ReadFileRequest(name=job.name)))


@pytest.mark.parametrize("name, driver", [
    ("squares.gpkg", "GPKG"), ("squares.fgb", "FlatGeobuf"), ("squares.geojson", "GeoJSON"),
    ("squares.shp", "ESRI Shapefile"), ("squares.csv", "CSV"),
])
def test_rows_come_as_a_file_of_the_format_that_is_named(daemon, squares, name, driver):
    job = processing.done(daemon, "native:savefeatures", INPUT=squares, OUTPUT=name)

    files = processing.files(daemon, job)
    assert next(iter(files)) == name, "the main one comes first"
    for path, content in files.items():
        gdal.FileFromMemBuffer(f"/vsimem/{driver}/{path}", content)
    source = gdal.OpenEx(f"/vsimem/{driver}/{name}", gdal.OF_VECTOR)
    assert source.GetDriver().ShortName == driver
    assert sorted(int(row["number"]) for row in source.GetLayer(0)) == [1, 2, 3]


def test_a_file_that_a_job_made_is_an_input(daemon, squares):
    first = processing.done(daemon, "native:savefeatures", INPUT=squares, OUTPUT="squares.gpkg")
    reference = f"{first.name.replace('jobs/', 'job:')}/OUTPUT"
    second = processing.done(daemon, "native:centroids", INPUT=reference)
    assert processing.output(second).features.feature_count == 3


def test_a_folder_comes_as_its_files(daemon, squares):
    job = processing.done(daemon, "native:splitvectorlayer", INPUT=squares, FIELD="group")
    folder = processing.output(job).files
    assert folder.folder
    assert sorted(file.path for file in folder.files) == ["group_left.gpkg", "group_right.gpkg"]
    left = opened(processing.files(daemon, job)["group_left.gpkg"], "left.gpkg")
    assert left.GetLayer(0).GetFeatureCount() == 2


def a_geopackage():
    path = "/vsimem/towns.gpkg"
    source = ogr.GetDriverByName("GPKG").CreateDataSource(path)
    layer = source.CreateLayer("towns", None, ogr.wkbPoint, ["SPATIAL_INDEX=NO"])
    for x in range(3):
        row = ogr.Feature(layer.GetLayerDefn())
        row.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT ({x} 0)"))
        layer.CreateFeature(row)
    row = layer = source = None
    size = gdal.VSIStatL(path).size
    file = gdal.VSIFOpenL(path, "rb")
    return bytes(gdal.VSIFReadL(1, size, file))


def test_what_an_algorithm_changes_in_place_is_a_copy_and_comes_as_files(daemon):
    given = a_geopackage()
    dataset = datasets.upload_files(daemon, {"towns.gpkg": given})
    reference = datasets.reference(dataset)

    emptied = processing.done(daemon, "native:truncatetable", INPUT=reference)
    content = processing.files(daemon, emptied)["towns.gpkg"]
    assert opened(content, "emptied.gpkg").GetLayer(0).GetFeatureCount() == 0

    indexed = processing.done(daemon, "native:createspatialindex", INPUT=reference)
    content = processing.files(daemon, indexed)["towns.gpkg"]
    assert b"rtree_towns_geom" in content and b"rtree_towns_geom" not in given
    assert opened(content, "indexed.gpkg").GetLayer(0).GetFeatureCount() == 3, "it had its own copy"


def test_so_does_a_raster(daemon, dem):
    job = processing.done(daemon, "gdal:overviews", INPUT=dem, LEVELS="2", FORMAT=0, RESAMPLING=0)
    files = processing.files(daemon, job)
    assert opened(files["dem.tif"], "overviews.tif").GetRasterBand(1).GetOverviewCount() == 1


def test_an_empty_folder_is_a_folder(daemon):
    """Splitting no rows once failed, as if files had been forgotten."""
    none = datasets.upload_inline(
        daemon, rows.inline([], fields=[("group", feature_pb2.FIELD_TYPE_STRING)]))
    job = processing.done(
        daemon, "native:splitvectorlayer", INPUT=datasets.reference(none), FIELD="group")
    assert processing.output(job).files.folder and not processing.output(job).files.files
    with refused(grpc.StatusCode.NOT_FOUND, "FILE_NOT_FOUND", "path"):
        processing.file_bytes(daemon, job)


def test_a_folder_is_an_input(daemon):
    """Photographs without a position: the algorithm names each file that it found."""
    dataset = datasets.upload_files(daemon, {"a/one.jpg": jpeg(), "a/two.jpg": jpeg()})
    job = processing.done(daemon, "native:importphotos",
                          {"FOLDER": datasets.reference(dataset) + "/a", "RECURSIVE": True,
                           "INVALID": "TEMPORARY_OUTPUT"})
    came = processing.rows(daemon, job, "INVALID")
    names = [field.name for field in came.header.schema.fields].index("filename")
    assert sorted(texts(came.features, names)) == ["one", "two"]


def jpeg():
    picture = gdal.GetDriverByName("MEM").Create("", 8, 8, 1)
    gdal.GetDriverByName("JPEG").CreateCopy("/vsimem/photo.jpg", picture)
    size = gdal.VSIStatL("/vsimem/photo.jpg").size
    file = gdal.VSIFOpenL("/vsimem/photo.jpg", "rb")
    return bytes(gdal.VSIFReadL(1, size, file))


def test_a_page_comes_as_html(daemon, squares):
    job = processing.done(daemon, "native:basicstatisticsforfields"
                          if has(daemon, "native:basicstatisticsforfields")
                          else "qgis:basicstatisticsforfields",
                          INPUT_LAYER=squares, FIELD_NAME="number",
                          OUTPUT_HTML_FILE="statistics.html")
    info, content = processing.file_bytes(daemon, job, "OUTPUT_HTML_FILE")
    assert info.media_type == "text/html" and b"Mean" in content
    assert processing.value(job, "MEAN") == 2


def has(daemon, algorithm):
    try:
        calls_asked = processing.request(algorithm, {}, validate_only=True)
        daemon.jobs.SubmitJob(calls_asked)
    except grpc.RpcError as error:
        return calls.error_detail(error).reason != "UNKNOWN_ALGORITHM"
    return True

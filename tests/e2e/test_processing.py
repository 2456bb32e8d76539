# SPDX-License-Identifier: GPL-2.0-or-later
"""Jobs that run algorithms of QGIS: what goes in, and every kind of output that comes back."""

import hashlib
import io
import os
import struct
import zipfile

import grpc
import pytest
from osgeo import gdal, ogr

from geotask.v1 import feature_pb2, job_pb2, jobs_pb2
from support import calls, datasets, postgres, processing, rows
from support.calls import refused
from support.daemon import Daemon

COUNTRIES = "data:world/countries"
SQUARES = [  # Two that touch, one apart.
    "POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))",
    "POLYGON ((1 0, 2 0, 2 1, 1 1, 1 0))",
    "POLYGON ((5 0, 6 0, 6 1, 5 1, 5 0))",
]


@pytest.fixture(scope="module")
def squares(daemon):
    """The reference of the squares as rows, with a number and a group each."""
    drawn = rows.inline(
        SQUARES,
        fields=[("number", feature_pb2.FIELD_TYPE_INTEGER), ("group", feature_pb2.FIELD_TYPE_STRING)],
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


@pytest.fixture(scope="module")
def dem(daemon):
    return datasets.reference(datasets.upload_files(daemon, {"dem.tif": slope_raster()}))


def opened(content, name):
    """A file that came, as GDAL opens it."""
    path = f"/vsimem/came/{name}"
    gdal.FileFromMemBuffer(path, content)
    return gdal.OpenEx(path)


def texts(features, index):
    return [each.attributes[index].string_value for each in features]


def test_rows_of_a_dataset_become_rows(daemon, squares):
    job = processing.done(daemon, "native:centroids", INPUT=squares)

    came = processing.rows(daemon, job)
    assert [rows.geometry(each).coords[0] for each in came.features] == [
        (0.5, 0.5), (1.5, 0.5), (5.5, 0.5)]
    assert [field.name for field in came.header.schema.fields] == ["number", "group"]
    assert came.header.schema.geometry_type == "Point"
    assert came.header.schema.crs == "EPSG:3857"


def test_a_job_tells_what_it_took(daemon, squares):
    job = processing.done(daemon, "native:centroids", INPUT=squares)

    assert job.usage.peak_memory_bytes > 10 << 20
    assert job.usage.cpu_time.ToNanoseconds() > 0
    assert job.progress.fraction == 1


def test_a_chain_of_jobs_by_name_of_the_output(daemon, squares):
    first = processing.done(daemon, "native:extractbyexpression",
                            {"INPUT": squares, "EXPRESSION": '"number" < 3',
                             "FAIL_OUTPUT": "TEMPORARY_OUTPUT"})
    for name, left in (("OUTPUT", 2), ("FAIL_OUTPUT", 1)):
        reference = f"{first.name.replace('jobs/', 'job:')}/{name}"
        second = processing.done(daemon, "native:dissolve", INPUT=reference)
        (united,) = processing.rows(daemon, second).features
        assert rows.geometry(united).area == left


def test_an_output_that_is_not_asked_for_is_not_made(daemon, squares):
    job = processing.done(daemon, "native:extractbyexpression",
                          {"INPUT": squares, "EXPRESSION": '"number" < 3'})
    assert [each.name for each in job.outputs] == ["OUTPUT"]


def test_a_job_with_one_output_needs_no_name_of_it(daemon, squares):
    first = processing.done(daemon, "native:centroids", INPUT=squares)
    reference = first.name.replace("jobs/", "job:")
    assert processing.output(
        processing.done(daemon, "native:buffer", INPUT=reference)).features.feature_count == 3


def test_several_layers_go_to_one_parameter(daemon, squares):
    job = processing.done(
        daemon, "native:mergevectorlayers", LAYERS=[squares, COUNTRIES, squares], CRS="EPSG:4326")
    assert processing.output(job).features.feature_count == 2 * 3 + countries(daemon)


def countries(daemon):
    job = processing.done(daemon, "native:centroids", INPUT=COUNTRIES)
    return processing.output(job).features.feature_count


def test_a_row_that_tells_its_file_tells_the_reference(daemon):
    layers = [COUNTRIES, datasets.reference(datasets.upload_files(
        daemon, {"square.geojson": b'{"type": "MultiPolygon", "coordinates": [[[[0, 0], [1, 0], [1, 1], '
                                   b'[0, 0]]]]}'}))]
    job = processing.done(daemon, "native:mergevectorlayers", LAYERS=layers)
    merged = processing.rows(daemon, job)
    at = [field.name for field in merged.header.schema.fields].index("path")
    assert set(texts(merged.features, at)) == set(layers)


def test_options_of_a_feature_source(daemon, squares):
    source = {"source": squares, "feature_limit": 2}
    job = processing.done(daemon, "native:centroids", INPUT=source)
    assert processing.output(job).features.feature_count == 2


def test_an_input_of_a_layer_in_a_file(daemon):
    points = b'{"type":"Feature","properties":{"a":1},"geometry":{"type":"Point","coordinates":[1,2]}}'
    dataset = datasets.upload_files(daemon, {"places/points.geojson": points, "note.txt": b"-"})
    path = "places/points.geojson"
    job = processing.done(daemon, "native:multiparttosingleparts",
                          INPUT=datasets.reference(dataset, path) + "|layername=points")
    (point,) = processing.rows(daemon, job).features
    assert rows.geometry(point).coords[0] == (1, 2)


def test_the_name_of_a_layer_is_that_of_its_file(daemon):
    points = b'{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[1,2]}}'
    dataset = datasets.upload_files(daemon, {"towns.geojson": points, "farms.geojson": points})
    layers = [datasets.reference(dataset, name) for name in ("towns.geojson", "farms.geojson")]
    job = processing.done(daemon, "native:mergevectorlayers", LAYERS=layers)
    came = processing.rows(daemon, job)
    named = [field.name for field in came.header.schema.fields].index("layer")
    assert texts(came.features, named) == ["towns", "farms"]


def test_a_shapefile_comes_with_what_belongs_to_it(daemon):
    source = ogr.GetDriverByName("ESRI Shapefile").CreateDataSource("/vsimem/shp")
    crs = ogr.osr.SpatialReference()
    crs.ImportFromEPSG(2056)
    layer = source.CreateLayer("roads", crs, ogr.wkbLineString)
    layer.CreateField(ogr.FieldDefn("number", ogr.OFTInteger))
    row = ogr.Feature(layer.GetLayerDefn())
    row["number"] = 7
    row.SetGeometry(ogr.CreateGeometryFromWkt("LINESTRING (2600000 1200000, 2600010 1200000)"))
    layer.CreateFeature(row)
    row = layer = source = None
    files = {}
    for name in gdal.ReadDir("/vsimem/shp"):
        file = gdal.VSIFOpenL(f"/vsimem/shp/{name}", "rb")
        files[name] = bytes(gdal.VSIFReadL(1, 1 << 20, file))
        gdal.VSIFCloseL(file)
    dataset = datasets.upload_files(daemon, files)

    job = processing.done(
        daemon, "native:buffer", INPUT=datasets.reference(dataset, "roads.shp"), DISTANCE=1)

    came = processing.rows(daemon, job)
    assert came.header.schema.crs == "EPSG:2056"  # Of the .prj,
    assert came.features[0].attributes[0].integer_value == 7  # of the .dbf.


def test_numbers_and_texts_are_values_of_the_job(daemon, dem):
    job = processing.done(daemon, "native:rasterlayerstatistics", INPUT=dem, BAND=1)
    assert (processing.value(job, "MIN"), processing.value(job, "MAX")) == (0, 7)
    job = processing.done(daemon, "native:rasterlayerproperties", INPUT=dem)
    assert processing.value(job, "CRS_AUTHID") == "EPSG:3857"


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
    none = datasets.upload_inline(daemon, rows.inline([], fields=[("group", feature_pb2.FIELD_TYPE_STRING)]))
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


@pytest.mark.parametrize("style", [2, "2", "Square"])
def test_an_enum_by_number_text_or_option(daemon, style):
    point = datasets.upload_inline(daemon, rows.inline(["POINT (0 0)"]))
    job = processing.done(daemon, "native:buffer", INPUT=datasets.reference(point),
                          END_CAP_STYLE=style, DISTANCE=1)
    (square,) = processing.rows(daemon, job).features
    assert rows.geometry(square).area == pytest.approx(4)


def test_an_empty_list_is_no_absent_one(daemon, squares):
    """Without fields to keep, refactoring by an empty mapping leaves none; absent is an error."""
    job = processing.done(daemon, "native:refactorfields", INPUT=squares, FIELDS_MAPPING=[])
    assert not processing.rows(daemon, job).header.schema.fields
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "MISSING_PARAMETER",
                 "spec.processing.parameters.LAYERS"):
        processing.submit(daemon, "native:mergevectorlayers", {})


def test_what_has_a_default_may_be_left_out(daemon, dem):
    """Also a band, for which QGIS's own check asks in spite of its default."""
    job = processing.done(daemon, "native:rasterlayerstatistics", INPUT=dem)
    assert (processing.value(job, "MIN"), processing.value(job, "MAX")) == (0, 7)


def test_values_of_every_kind_go_in(daemon, squares):
    mapping = [{"name": "twice", "type": 6, "length": 0, "precision": 0,
                "expression": '"number" * 2'}]
    job = processing.done(daemon, "native:refactorfields", INPUT=squares, FIELDS_MAPPING=mapping)
    came = processing.rows(daemon, job)
    assert [each.attributes[0].double_value for each in came.features] == [2, 4, 6]

    job = processing.done(daemon, "native:creategrid", TYPE="Rectangle (Polygon)",
                          EXTENT="0,2,0,1 [EPSG:3857]", HSPACING=1, VSPACING=1, CRS="EPSG:3857")
    assert processing.output(job).features.feature_count == 2

    data_defined = {"type": "data_defined", "expression": '"number"'}
    job = processing.done(daemon, "native:translategeometry", INPUT=squares, DELTA_X=data_defined)
    moved = [rows.geometry(each).bounds[0] for each in processing.rows(daemon, job).features]
    assert moved == [1, 3, 8]


def test_names_that_the_algorithm_does_not_know_are_a_warning_told_once(daemon, squares):
    job = processing.done(daemon, "native:centroids", INPUT=squares, DISTANCE=3)
    said = [line for line in processing.log(daemon, job) if "DISTANCE" in line]
    assert said == ["DISTANCE is no parameter of native:centroids; QGIS ignores it"]


def test_the_context_decides_about_invalid_features(daemon):
    bow_tie = "POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))"
    drawn = datasets.upload_inline(daemon, rows.inline([bow_tie, SQUARES[2]]))
    mask = datasets.upload_inline(daemon, rows.inline(["POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0))"]))
    given = {"INPUT": datasets.reference(drawn), "OVERLAY": datasets.reference(mask)}
    skip = processing.done(daemon, "native:clip", given, {"invalid_features": 2})
    assert processing.output(skip).features.feature_count == 1
    abort = processing.run(daemon, "native:clip", given, {"invalid_features": 1})
    assert abort.state == job_pb2.JOB_STATE_FAILED
    assert abort.error.reason == "ALGORITHM_FAILED" and "invalid" in abort.error_message


def test_the_context_decides_how_expressions_measure(daemon, squares):
    def area(**context):
        job = processing.done(daemon, "native:fieldcalculator",
                              {"INPUT": squares, "FIELD_NAME": "area", "FIELD_TYPE": 0,
                               "FORMULA": "$area"}, context)
        return processing.rows(daemon, job).features[0].attributes[-1].double_value

    assert area(ellipsoid="NONE") == 1
    assert area(ellipsoid="NONE", project_crs="EPSG:3857", area_unit="ha") == pytest.approx(1e-4)
    assert area(ellipsoid="EPSG:7030") != 1


TO_MERCATOR = ("+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
               "+step +proj=webmerc +ellps=WGS84")


def reprojected(daemon, **context):
    """The point 0 0 of EPSG:4326 in EPSG:3857, and its job."""
    point = datasets.upload_inline(daemon, rows.inline(["POINT (0 0)"], crs="EPSG:4326"))
    job = processing.done(daemon, "native:reprojectlayer",
                          {"INPUT": datasets.reference(point), "TARGET_CRS": "EPSG:3857"}, context)
    return rows.geometry(processing.rows(daemon, job).features[0]), job


def test_the_context_decides_which_coordinate_operation_is_done(daemon):
    shifted = {"source_crs": "EPSG:4326", "destination_crs": "EPSG:3857",
               "operation": TO_MERCATOR + " +x_0=1000"}
    at, job = reprojected(daemon, coordinate_operations=[shifted])
    assert at.x == pytest.approx(1000)
    told = job.spec.processing.coordinate_operations[0]
    assert told.operation == shifted["operation"] and told.allow_fallback
    at, _ = reprojected(daemon)
    assert at.x == pytest.approx(0), "the next job has a context of its own"


def test_a_coordinate_operation_without_words_is_that_of_proj(daemon):
    at, _ = reprojected(daemon, coordinate_operations=[
        {"source_crs": "EPSG:4326", "destination_crs": "EPSG:3857", "allow_fallback": False}])
    assert at.x == pytest.approx(0)


def test_a_project_is_opened_for_the_algorithm(daemon):
    text = ('<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">'
            '<qgis version="3.22.16" projectname="mine"><title>Mine</title></qgis>')
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mine.qgs", text)
    dataset = datasets.upload_files(daemon, {"mine.qgz": packed.getvalue()})
    point = datasets.upload_inline(daemon, rows.inline(["POINT (0 0)"]))
    job = processing.done(daemon, "native:fieldcalculator",
                          {"INPUT": datasets.reference(point), "FIELD_NAME": "title",
                           "FIELD_TYPE": 2, "FORMULA": "@project_title"},
                          {"project": datasets.reference(dataset, "mine.qgz")})
    assert texts(processing.rows(daemon, job).features, -1) == ["Mine"]


def test_nothing_is_queued_when_only_asked_whether_it_is_good(daemon, squares):
    asked = processing.request("native:centroids", {"INPUT": squares}, validate_only=True)
    answer = daemon.jobs.SubmitJob(asked)
    assert answer.spec.processing.algorithm == "native:centroids"
    wrong = processing.request("native:centroids", {"INPUT": "dataset:none"}, validate_only=True)
    with refused(grpc.StatusCode.NOT_FOUND, "DATASET_NOT_FOUND",
                 "spec.processing.parameters.INPUT"):
        daemon.jobs.SubmitJob(wrong)


def test_errors_of_an_algorithm_are_errors_with_its_own_words(daemon, squares):
    job = processing.run(daemon, "native:fieldcalculator",
                         {"INPUT": squares, "FIELD_NAME": "x", "FORMULA": "1 +"})
    assert job.state == job_pb2.JOB_STATE_FAILED
    assert job.error.reason == "ALGORITHM_FAILED" and "1 +" in job.error_message
    assert not job.outputs


def test_a_job_can_be_cancelled_at_work(daemon):
    job = processing.submit(daemon, "native:buffer",
                            {"INPUT": "data:world/states_provinces", "DISTANCE": 1,
                             "SEGMENTS": 1000, "DISSOLVE": True})
    calls.wait_for_stage(daemon, job.name, job_pb2.STAGE_PROCESSING)
    calls.cancel(daemon, job.name)
    ended = calls.wait(daemon, job.name)
    assert ended.state == job_pb2.JOB_STATE_CANCELLED
    assert ended.error.reason == "CANCELLED_BY_CLIENT" and not ended.outputs


def test_progress_is_pushed(daemon):
    job = processing.submit(daemon, "native:buffer",
                            {"INPUT": "data:world/states_provinces", "DISTANCE": 0.1, "SEGMENTS": 40})
    seen = [event.progress.fraction for event in calls.watch(daemon, job.name)
            if event.WhichOneof("event") == "progress" and event.progress.HasField("fraction")]
    assert seen == sorted(seen) and len(seen) > 1


def test_what_an_algorithm_says_is_in_the_log(daemon, squares):
    job = processing.done(daemon, "native:deleteduplicategeometries", INPUT=squares)
    (said,) = processing.log(daemon, job)
    assert said.startswith("0 duplicate")


def test_a_job_with_nothing_to_say_has_an_empty_log(daemon, squares, dem):
    for algorithm, given in (("native:centroids", squares), ("native:centroids", COUNTRIES),
                             ("native:slope", dem)):
        assert processing.log(daemon, processing.done(daemon, algorithm, INPUT=given)) == []


def test_inputs_may_go_once_the_job_is_accepted(daemon):
    drawn = datasets.upload_inline(daemon, rows.inline(SQUARES))
    job = processing.submit(daemon, "native:centroids", {"INPUT": datasets.reference(drawn)})
    datasets.delete(daemon, drawn.name)
    assert calls.wait(daemon, job.name).state == job_pb2.JOB_STATE_SUCCEEDED


def test_a_repeat_makes_no_second_job(daemon, squares):
    first = processing.submit(daemon, "native:centroids", {"INPUT": squares}, request_id="once")
    again = processing.submit(daemon, "native:centroids", {"INPUT": squares}, request_id="once")
    assert first.name == again.name
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "REQUEST_ID_REUSED", "request_id"):
        processing.submit(daemon, "native:dissolve", {"INPUT": squares}, request_id="once")


def test_reading_follows_a_deletion(daemon, dem):
    job = processing.done(daemon, "native:slope", INPUT=dem)
    calls.delete(daemon, job.name)
    with refused(grpc.StatusCode.NOT_FOUND, "JOB_NOT_FOUND", "name"):
        list(daemon.jobs.ReadFile(jobs_pb2.ReadFileRequest(name=job.name)))


def test_a_database_needs_the_network_that_the_operator_grants(tmp_path):
    if postgres.missing():
        pytest.skip(postgres.missing())
    with postgres.Postgres() as cluster:
        cluster.sql("CREATE TABLE towns (id int PRIMARY KEY, geom geometry(Point, 3857));"
                    "INSERT INTO towns VALUES (1, ST_SetSRID(ST_Point(1, 2), 3857))")
        os.chmod(cluster.folder, 0o755)  # The socket is in it; workers have no rights of root.
        sources = [f"pg={cluster.connection}"]
        for grant in ("on", "off"):
            folder = tmp_path / grant
            folder.mkdir()
            with Daemon(folder, "--workers", "1", "--worker-network", grant,
                        sources=sources) as daemon:
                if grant == "off":
                    with refused(grpc.StatusCode.INVALID_ARGUMENT, "INVALID_PARAMETER",
                                 "spec.processing.parameters.INPUT"):
                        processing.submit(daemon, "native:buffer",
                                          {"INPUT": "data:pg/towns", "DISTANCE": 1})
                    continue
                job = processing.done(daemon, "native:buffer", INPUT="data:pg/towns", DISTANCE=1)
                assert processing.output(job).features.feature_count == 1

# SPDX-License-Identifier: GPL-2.0-or-later
"""Pictures of what jobs have made, drawn by QGIS in a process of its own; pixels are looked at."""

import struct

import grpc
import pytest
from osgeo import gdal, osr

from geotask.v1 import buffer_pb2, feature_pb2, job_pb2
from support import calls, datasets, pictures, processing, rows
from support.calls import refused
from support.daemon import Daemon

WHITE = (255, 255, 255)
RED = {"fill_color": "#FF0000", "stroke_width": 0}


POINT = job_pb2.Input(geojson='{"type":"Point","coordinates":[8,47]}')


def inline(*wkts, **more):
    return rows.inline(list(wkts), **more)


def uploaded(daemon, *wkts, **more):
    """The reference of rows."""
    return datasets.reference(datasets.upload_inline(daemon, inline(*wkts, **more)))


def reference(job):
    """What stands for its output in the parameters of another job."""
    return job.name.replace("jobs/", "job:")


def buffered(daemon, spec_input, distance, **options):
    """The name of a buffer job that has SUCCEEDED."""
    job = calls.wait(daemon, calls.submit(daemon, spec_input, distance, **options).name)
    assert job.state == job_pb2.JOB_STATE_SUCCEEDED, job
    return job.name


@pytest.fixture(scope="module")
def square(daemon):
    """A job whose result is one square from (1, 1) to (3, 3) in EPSG:3857: that of side 1 with 0.5
    around it, corners kept."""
    return buffered(daemon, inline("POLYGON ((1.5 1.5, 2.5 1.5, 2.5 2.5, 1.5 2.5, 1.5 1.5))"), 0.5,
                    join_style=buffer_pb2.Buffer.JOIN_STYLE_MITRE)


def raster_job(daemon, values, columns, crs=3857):
    """A job whose result is a raster file with these rows of cells of one metre."""
    lines = len(values) // columns
    path = "/vsimem/given.tif"
    made = gdal.GetDriverByName("GTiff").Create(path, columns, lines, 1, gdal.GDT_Float32)
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(crs)
    made.SetProjection(reference.ExportToWkt())
    made.SetGeoTransform([0, 1, 0, lines, 0, -1])
    made.WriteRaster(0, 0, columns, lines, struct.pack(f"{len(values)}f", *values))
    made = None
    size = gdal.VSIStatL(path).size
    file = gdal.VSIFOpenL(path, "rb")
    content = bytes(gdal.VSIFReadL(1, size, file))
    gdal.VSIFCloseL(file)
    dem = datasets.reference(datasets.upload_files(daemon, {"given.tif": content}))
    return processing.done(daemon, "native:fillnodata", INPUT=dem, BAND=1, FILL_VALUE=0,
                           OUTPUT="filled.tif").name


def test_a_polygon_is_filled_and_there_is_background_around_it(daemon, square):
    picture = pictures.render(daemon, square, RED, width=40, height=40,
                              extent=pictures.extent(0, 0, 4, 4))
    assert (picture.header.width, picture.header.height) == (40, 40)
    assert picture.header.media_type == "image/png"
    assert picture.header.crs == "EPSG:3857"
    assert picture.at(2, 2) == (255, 0, 0)
    for x, y in [(0.5, 0.5), (3.5, 2), (2, 3.5), (0.5, 2)]:
        assert picture.at(x, y) == WHITE
    filled = sum(picture.pixel(x, y) == (255, 0, 0) for x in range(40) for y in range(40))
    assert filled == 400  # Two by two of four by four metres.


def test_colours_strokes_and_the_background_are_those_that_were_asked_for(daemon, square):
    picture = pictures.render(
        daemon, square,
        {"fill_color": "#00FF00", "stroke_color": "#0000FF", "stroke_width": 6,
         "background": "#FFFF00"},
        width=80, height=80, extent=pictures.extent(0, 0, 4, 4))
    assert picture.at(2, 2) == (0, 255, 0)
    assert picture.at(1.0, 2) == (0, 0, 255)
    assert picture.at(0.2, 0.2) == (255, 255, 0)


def test_a_background_can_be_invisible_and_a_layer_half_so(daemon, square):
    picture = pictures.render(daemon, square, {**RED, "background": "#FFFFFF00"}, width=40, height=40,
                              extent=pictures.extent(0, 0, 4, 4))
    assert picture.at(0.5, 0.5)[3] == 0
    assert picture.at(2, 2) == (255, 0, 0, 255)
    half = pictures.render(daemon, square, {**RED, "opacity": 0.5}, width=40, height=40,
                           extent=pictures.extent(0, 0, 4, 4))
    red, green, blue = half.at(2, 2)
    assert red == 255 and green == blue and abs(green - 127) <= 1


def test_without_an_extent_all_is_shown_with_a_margin(daemon, square):
    picture = pictures.render(daemon, square, RED)
    shown = picture.header.extent
    assert (shown.x_minimum, shown.y_minimum) == pytest.approx((0.96, 0.96))
    assert (shown.x_maximum, shown.y_maximum) == pytest.approx((3.04, 3.04))
    assert (picture.header.width, picture.header.height) == (800, 800)
    assert picture.at(2, 2) == (255, 0, 0) and picture.pixel(0, 0) == WHITE


def test_the_height_follows_from_the_extent_and_a_given_one_shows_more(daemon, square):
    wide = pictures.render(daemon, square, RED, width=200, extent=pictures.extent(0, 0, 8, 4))
    assert (wide.header.width, wide.header.height) == (200, 100)
    tall = pictures.render(daemon, square, RED, width=100, height=100,
                           extent=pictures.extent(0, 0, 8, 4))
    shown = tall.header.extent
    assert (shown.y_minimum, shown.y_maximum) == pytest.approx((-2, 6))


def test_another_crs_shows_the_same_place(daemon):
    name = buffered(daemon, POINT, 1)
    picture = pictures.render(daemon, name, RED, crs="EPSG:3857", width=60, height=60)
    assert picture.header.crs == "EPSG:3857"
    # A degree around 8, 47.
    assert picture.at(890556, 5942074) == (255, 0, 0)
    # The 7th to the 9th degree of longitude; higher than wide, as the CRS stretches it.
    picture = pictures.render(daemon, name, RED, crs="EPSG:3857", width=60)
    assert picture.header.height > 80
    assert picture.header.extent.x_minimum == pytest.approx(779236, abs=8000)
    assert picture.header.extent.x_maximum == pytest.approx(1001875, abs=8000)


def test_points_and_lines_have_their_own_look(daemon):
    points = uploaded(daemon, "POINT (0 0)", "POINT (10 0)")
    moved = processing.done(daemon, "native:translategeometry", INPUT=points, DELTA_X=0, DELTA_Y=0)
    picture = pictures.render(daemon, moved.name, {**RED, "point_size": 10}, width=100, height=50,
                              extent=pictures.extent(-5, -5, 15, 5))
    assert picture.at(0, 0) == (255, 0, 0) and picture.at(5, 0) == WHITE
    assert picture.at(0, 0.8) == (255, 0, 0) and picture.at(0, 1.3) == WHITE

    lines = uploaded(daemon, "LINESTRING (0 0, 10 0)")
    kept = processing.done(daemon, "native:translategeometry", INPUT=lines, DELTA_X=0, DELTA_Y=0)
    picture = pictures.render(daemon, kept.name, {"stroke_color": "#0000FF", "stroke_width": 4},
                              width=100, height=50, extent=pictures.extent(-5, -5, 15, 5))
    assert picture.at(5, 0) == (0, 0, 255) and picture.at(5, 1) == WHITE


def test_a_raster_is_grey_from_its_least_to_its_greatest_value(daemon):
    name = raster_job(daemon, [0, 50, 100] * 2, 3)
    picture = pictures.render(daemon, name, width=30, height=20, extent=pictures.extent(0, 0, 3, 2))
    assert picture.at(0.5, 1)[:3] == (0, 0, 0)
    assert picture.at(2.5, 1)[:3] == WHITE
    assert all(abs(value - 127) <= 2 for value in picture.at(1.5, 1)[:3])


def test_a_vector_file_is_drawn_like_rows(daemon):
    squares = uploaded(daemon, "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0))")
    job = processing.done(daemon, "native:centroids", INPUT=squares, OUTPUT="middle.gpkg")
    picture = pictures.render(daemon, job.name, {**RED, "point_size": 10}, width=40, height=40,
                              extent=pictures.extent(0, 0, 4, 4))
    assert picture.at(2, 2) == (255, 0, 0) and picture.at(0.5, 0.5) == WHITE


def test_the_same_request_gives_the_same_bytes(daemon, square):
    assert pictures.render(daemon, square).png == pictures.render(daemon, square).png


@pytest.mark.parametrize("asked, reason, field", [
    ({"width": -1}, "OUT_OF_RANGE", "width"),
    ({"width": 4097}, "OUT_OF_RANGE", "width"),
    ({"width": 4096, "height": 4096}, "OUT_OF_RANGE", "height"),
    ({"extent": pictures.extent(3, 0, 1, 1)}, "OUT_OF_RANGE", "extent.x_maximum"),
    ({"extent": pictures.extent(0, 0, float("nan"), 1)}, "OUT_OF_RANGE", "extent.x_maximum"),
    ({"style": {"fill_color": "red"}}, "INVALID_COLOR", "style.fill_color"),
    ({"style": {"background": "#12"}}, "INVALID_COLOR", "style.background"),
    ({"style": {"opacity": 2}}, "OUT_OF_RANGE", "style.opacity"),
    ({"crs": "nonsense"}, "INVALID_CRS", "crs"),
    ({"crs": "+proj=longlat +nadgrids=/etc/passwd"}, "INVALID_CRS", "crs"),
])
def test_what_cannot_be_drawn_is_refused_with_its_field(daemon, square, asked, reason, field):
    with refused(grpc.StatusCode.INVALID_ARGUMENT, reason, field):
        pictures.render(daemon, square, **asked)


def test_a_job_without_a_picture_says_so(daemon, square):
    with refused(grpc.StatusCode.NOT_FOUND, "JOB_NOT_FOUND"):
        pictures.render(daemon, "jobs/nobody")
    points = uploaded(daemon, "POINT (0 0)", fields=[("number", feature_pb2.FIELD_TYPE_INTEGER)],
                      attributes=[(1,)])
    with refused(grpc.StatusCode.NOT_FOUND, "OUTPUT_NOT_FOUND"):
        pictures.render(daemon, square, output="NOTHING")
    dem = processing.done(daemon, "native:createconstantrasterlayer", EXTENT="0,4,0,3 [EPSG:3857]",
                          TARGET_CRS="EPSG:3857", PIXEL_SIZE=1, NUMBER=1, OUTPUT="one.tif")
    values = processing.done(daemon, "native:rasterlayerproperties", INPUT=reference(dem), BAND=1)
    with refused(grpc.StatusCode.NOT_FOUND, "OUTPUT_NOT_FOUND"):
        pictures.render(daemon, values.name)
    table = processing.done(daemon, "native:dropgeometries", INPUT=points)
    with refused(grpc.StatusCode.FAILED_PRECONDITION, "NOT_DRAWABLE"):
        pictures.render(daemon, table.name)
    text = processing.done(daemon, "native:dropgeometries", INPUT=points, OUTPUT="table.csv")
    with refused(grpc.StatusCode.FAILED_PRECONDITION, "NOT_DRAWABLE"):
        pictures.render(daemon, text.name)


def test_nothing_with_a_place_needs_an_extent(daemon):
    points = uploaded(daemon, "POINT (0 0)", fields=[("number", feature_pb2.FIELD_TYPE_INTEGER)],
                      attributes=[(1,)])
    none = processing.done(daemon, "native:extractbyattribute", INPUT=points, FIELD="number",
                           OPERATOR=0, VALUE="2")
    with refused(grpc.StatusCode.FAILED_PRECONDITION, "EXTENT_UNKNOWN"):
        pictures.render(daemon, none.name)
    empty = pictures.render(daemon, none.name, width=8, height=8, extent=pictures.extent(0, 0, 1, 1))
    assert empty.colours() == {WHITE}


def test_a_job_at_work_has_no_picture_yet(daemon):
    name = calls.start_endless(daemon).name
    with refused(grpc.StatusCode.FAILED_PRECONDITION, "OUTPUT_NOT_READY"):
        pictures.render(daemon, name)
    calls.cancel(daemon, name)
    calls.wait(daemon, name)
    with refused(grpc.StatusCode.FAILED_PRECONDITION, "JOB_CANCELLED"):
        pictures.render(daemon, name)


def test_pictures_are_drawn_while_every_worker_is_busy(tmp_path):
    with Daemon(tmp_path, "--workers", "1") as daemon:
        name = buffered(daemon, POINT, 1)
        long = processing.submit(daemon, "native:buffer", {
            "INPUT": "data:world/states_provinces", "DISTANCE": 1, "SEGMENTS": 500,
            "DISSOLVE": True})
        calls.wait_for_state(daemon, long.name, job_pb2.JOB_STATE_RUNNING)
        assert pictures.render(daemon, name, RED).at(8, 47) == (255, 0, 0)
        assert calls.get(daemon, long.name).state == job_pb2.JOB_STATE_RUNNING
        calls.cancel(daemon, long.name)


def test_a_client_that_leaves_ends_the_drawing_and_the_next_one_is_served(daemon):
    heavy = buffered(daemon, calls.layer("data:world/states_provinces"), 0.1)
    for _ in range(3):
        call = daemon.jobs.RenderOutput(pictures.request(heavy, width=4000, height=2000), timeout=60)
        call.cancel()
    light = buffered(daemon, POINT, 1)
    assert pictures.render(daemon, light, RED).at(8, 47) == (255, 0, 0)


def test_the_world_is_a_picture_to_look_at(daemon):
    job = processing.done(daemon, "native:simplifygeometries", INPUT="data:world/countries",
                          TOLERANCE=0.1)
    picture = pictures.render(daemon, job.name, width=1000)
    assert picture.header.height == pytest.approx(1000 * 174 / 360, abs=30)
    # Switzerland is covered; the middle of the Pacific is not.
    assert picture.at(8, 47) != WHITE and picture.at(-140, 10) == WHITE

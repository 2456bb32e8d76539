# SPDX-License-Identifier: GPL-2.0-or-later
"""What goes to the server comes back as it was: geometries, coordinate systems, attributes."""

import datetime
import itertools
import json
import re

import geopandas
import numpy
import pandas
import pytest
import shapely.wkt
from pandas.testing import assert_series_equal
from shapely.geometry import Point

import geotask
from support import iso_wkb

# Through native:extractbyexpression, which passes rows as they are.
ALL = {"EXPRESSION": "true"}

FLAT = [
    "POINT (1 2)",
    "LINESTRING (0 0, 1 1)",
    "POLYGON ((0 0, 4 0, 4 4, 0 0), (2 1, 3 1, 3 2, 2 1))",
    "MULTIPOINT ((1 2), (3 4))",
    "MULTILINESTRING ((0 0, 1 1), (2 2, 3 3))",
    "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))",
    "GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (0 0, 1 1))",
]
CURVES = [
    "CIRCULARSTRING (0 0, 1 1, 2 0)",
    "COMPOUNDCURVE (CIRCULARSTRING (0 0, 1 1, 2 0), (2 0, 3 0))",
    "CURVEPOLYGON (CIRCULARSTRING (0 0, 1 1, 2 0, 1 -1, 0 0))",
    "MULTICURVE ((0 0, 1 1), CIRCULARSTRING (0 0, 1 1, 2 0))",
    "MULTISURFACE (((0 0, 1 0, 1 1, 0 0)), CURVEPOLYGON (CIRCULARSTRING (0 0, 1 1, 2 0, 1 -1, 0 0)))",
]


def returned(server, data, **options):
    return server.run("native:extractbyexpression", INPUT=data, **ALL, **options)


@pytest.mark.parametrize("wkt", FLAT)
def test_each_geometry_type_comes_back_as_geodataframe_shapely_geojson_and_wkb(server, wkt):
    geometry = shapely.wkt.loads(wkt)
    frame = geopandas.GeoDataFrame(geometry=[geometry, None], crs="EPSG:25832")
    made = returned(server, frame)
    assert made.geometry[0].equals_exact(geometry, 0) and made.geometry[1] is None
    if not wkt.startswith("GEOMETRYCOLLECTION"):  # QGIS keeps no CRS for a layer of collections.
        assert made.crs == frame.crs
    assert returned(server, geometry).equals_exact(geometry, 0)
    mapping = shapely.geometry.mapping(geometry)
    (feature,) = returned(server, mapping)["features"]
    assert shapely.geometry.shape(feature["geometry"]).equals_exact(geometry, 0)
    wkb = iso_wkb.of(wkt)
    assert returned(server, wkb) == wkb


def with_dimensions(wkt, dimensions):
    """The same with Z and M, each vertex with ones of its own: `POINT ZM (1 2 10 11)`."""
    numbers = itertools.count(10)

    def vertex(match):
        return " ".join([match.group(), *(str(next(numbers)) for _ in dimensions)])

    tagged = re.sub(r"[A-Z]+", lambda name: f"{name.group()} {dimensions}".strip(), wkt)
    return re.sub(r"-?\d+ -?\d+", vertex, tagged)


@pytest.mark.parametrize("wkt", FLAT)
def test_heights_come_back(server, wkt):
    geometry = shapely.wkt.loads(with_dimensions(wkt, "Z"))
    made = returned(server, geopandas.GeoSeries([geometry], crs="EPSG:25832"))
    assert made[0].has_z and made[0].wkt == geometry.wkt
    assert returned(server, geometry).wkt == geometry.wkt


@pytest.mark.parametrize("dimensions", ["", "Z", "M", "ZM"])
@pytest.mark.parametrize("wkt", FLAT + CURVES)
def test_every_type_with_every_dimension_comes_back_as_wkb_byte_by_byte(server, wkt, dimensions):
    wkb = iso_wkb.of(with_dimensions(wkt, dimensions))
    assert returned(server, wkb) == wkb
    assert returned(server, [wkb]) == [wkb]


@pytest.mark.parametrize(
    "name", ["POINT", "LINESTRING", "POLYGON", "MULTIPOLYGON", "GEOMETRYCOLLECTION"]
)
def test_an_empty_geometry_is_not_null(server, name):
    empty = shapely.wkt.loads(f"{name} EMPTY")
    made = returned(server, geopandas.GeoDataFrame(geometry=[empty, None], crs="EPSG:25832"))
    assert made.geometry[0].is_empty and made.geometry[0].geom_type == empty.geom_type
    assert made.geometry[1] is None


def test_single_and_multi_parts_of_a_kind_become_one_layer_of_multi_parts(server):
    mixed = [shapely.wkt.loads(FLAT[2]), shapely.wkt.loads(FLAT[5]), shapely.wkt.loads("POLYGON EMPTY")]
    made = returned(server, geopandas.GeoSeries(mixed, crs="EPSG:25832"))
    assert set(made.geom_type) == {"MultiPolygon"}
    assert made[0].equals(mixed[0]) and made[2].is_empty


def test_rows_of_any_type_travel_together(server):
    mixed = geopandas.GeoSeries([shapely.wkt.loads(each) for each in FLAT], crs="EPSG:25832")
    job = server.submit_buffer(mixed, 1)
    assert list(job.result().index) == list(range(7))
    with server.upload(mixed) as dataset:
        assert dataset.message.schema.geometry_type == "Geometry"


def test_a_curve_that_shapely_cannot_hold_is_told_with_what_to_do(server):
    wkb = iso_wkb.of(CURVES[0])
    job = server.submit("native:extractbyexpression", INPUT=[wkb], **ALL)
    try:
        assert job.result(kind="shapely")[0].length > 3
    except geotask.GeotaskError as error:
        assert error.reason == "UNSUPPORTED_GEOMETRY" and 'kind="wkb"' in error.remedy


@pytest.mark.skipif(hasattr(shapely, "has_m"), reason="this shapely keeps M")
def test_a_measure_that_shapely_drops_is_warned_of(server):
    job = server.submit("native:extractbyexpression", INPUT=[iso_wkb.of("POINT M (1 2 3)")], **ALL)
    job.wait()
    with pytest.warns(UserWarning, match="M of these geometries"):
        (point,) = job.result(kind="shapely")
    assert (point.x, point.y) == (1, 2)


CUSTOM = (
    "+proj=laea +lat_0=51.5 +lon_0=10 +x_0=4321000 +y_0=3210000 +ellps=GRS80 +units=m +no_defs"
)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:25832", "EPSG:2154", "ESRI:54009", CUSTOM, None])
def test_each_crs_comes_back_as_code_or_wkt(server, crs):
    frame = geopandas.GeoDataFrame({"a": [1]}, geometry=[Point(10, 50)], crs=crs)
    for made in (server.submit_buffer(frame, 1, unit="layer").result(), returned(server, frame)):
        assert (made.crs is None) == (crs is None)
        assert crs is None or made.crs.equals(frame.crs, ignore_axis_order=True)


def test_crs84_is_longitude_and_latitude(server):
    frame = geopandas.GeoDataFrame(geometry=[Point(10, 50)], crs="OGC:CRS84")
    made = returned(server, frame)
    assert made.crs.is_geographic and (made.geometry[0].x, made.geometry[0].y) == (10, 50)


UTC = datetime.timezone.utc
COLUMNS = {
    "boolean": pandas.Series([True, False, None], dtype="boolean"),
    "plain_bool": pandas.Series([True, False, True]),
    "int32": pandas.Series([1 - 2**31, 2**31 - 1, 0], dtype="int32"),
    "int64": pandas.Series([-(2**63), 2**63 - 1, 2**53 + 1]),
    "nullable_int64": pandas.Series([2**63 - 1, None, 2**53 + 1], dtype="Int64"),
    "double": pandas.Series([0.1, None, -1e300]),
    "text": pandas.Series(["Zürich ✓", "", None], dtype=object),
    "date": pandas.Series([datetime.date(2024, 2, 29), datetime.date(1066, 10, 14), None]),
    "time": pandas.Series([datetime.time(13, 45, 30, 250000), datetime.time(0), None]),
    "moment": pandas.Series(pandas.to_datetime(["2024-02-29 13:45:30.25", "1969-12-31", None])),
    "zoned": pandas.Series(pandas.to_datetime(["2024-02-29 13:45:30.25", "1969-12-31", None], utc=True)),
    "binary": pandas.Series([b"\x00\xff", b"a", None], dtype=object),
    "json": pandas.Series([{"a": [1, None, "x"]}, [1, 2.5], None], dtype=object),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_each_attribute_type_comes_back_with_its_nulls(server, name):
    column = COLUMNS[name].rename(name)
    points = [Point(0, 0), Point(1, 1), Point(2, 2)]
    frame = geopandas.GeoDataFrame({name: column}, geometry=points, crs="EPSG:3857")
    made = server.submit_buffer(frame, 1).result()
    assert_series_equal(made[name], column)


@pytest.mark.parametrize("name", COLUMNS)
def test_each_attribute_type_passes_through_an_algorithm(server, name):
    column = COLUMNS[name].rename(name)
    points = [Point(0, 0), Point(1, 1), Point(2, 2)]
    frame = geopandas.GeoDataFrame({name: column}, geometry=points, crs="EPSG:3857")
    if name == "json":  # QGIS keeps it as text.
        made = returned(server, frame)[name].map(json.loads, na_action="ignore")
        assert list(made) == list(column)
        return
    assert_series_equal(returned(server, frame)[name], column)


def test_a_table_without_geometry_travels(server):
    table = pandas.DataFrame({"a": [1, 2], "b": ["x", None]})
    made = returned(server, table)
    assert type(made) is pandas.DataFrame and made.equals(table)


def test_a_time_zone_comes_back_as_the_same_moments(server):
    local = pandas.Series(pandas.to_datetime(["2024-02-29 13:45", "2024-07-01 01:00"])).dt.tz_localize(
        "Europe/Berlin"
    )
    frame = geopandas.GeoDataFrame({"at": local}, geometry=[Point(0, 0), Point(1, 1)], crs="EPSG:3857")
    made = server.submit_buffer(frame, 1).result()
    assert list(made["at"]) == list(local)
    assert str(server.buffer(frame, 1)["at"].dtype) == "datetime64[ns, Europe/Berlin]"


def test_geojson_properties_come_back_with_their_types(server):
    properties = {"i": 2**63 - 1, "f": 1.5, "t": "x", "b": True, "n": None, "l": [1, "a"], "m": {"k": 1}}
    given = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "id": 7, "properties": properties,
             "geometry": {"type": "Point", "coordinates": [1.0, 2.0]}},
            {"type": "Feature", "id": 9, "properties": {"i": -1}, "geometry": None},
        ],
    }
    first, second = server.submit_buffer(given, 1, unit="degrees").result()["features"]
    assert (first["id"], first["properties"]) == (7, properties)
    assert second["properties"]["i"] == -1 and second["geometry"] is None


def test_rows_larger_than_a_message_travel_in_pieces(server):
    angles = numpy.linspace(0, 2 * numpy.pi, 200_000, endpoint=False)
    ring = shapely.geometry.Polygon(numpy.column_stack([numpy.cos(angles), numpy.sin(angles)]))
    made = returned(server, geopandas.GeoSeries([ring, Point(0, 0).buffer(1)], crs="EPSG:3857"))
    assert made[0].equals_exact(ring, 0) and len(made) == 2


def test_what_cannot_travel_is_told_by_its_name(server):
    points = [Point(0, 0), Point(1, 1)]
    for column in ([2**63, 1], [1 + 2j, 3], pandas.to_timedelta(["1s", "2s"])):
        frame = geopandas.GeoDataFrame({"odd": column}, geometry=points, crs="EPSG:3857")
        with pytest.raises(geotask.InvalidArgument, match="odd") as caught:
            server.upload(frame)
        assert caught.value.reason == "INVALID_ATTRIBUTE" and caught.value.remedy

# SPDX-License-Identifier: GPL-2.0-or-later
"""Buffers: what goes in, and what comes back in its place."""

import geopandas
import numpy
import pandas
import pytest
import shapely.geometry
import shapely.wkb
import shapely.wkt
from geopandas.testing import assert_geoseries_equal
from pandas.testing import assert_frame_equal
from shapely.geometry import LineString, Point, Polygon

import geotask


def towns(crs="EPSG:3857"):
    return geopandas.GeoDataFrame(
        {"name": ["Aa", "Be", None], "people": [5, 2**63 - 1, -1], "reach": [1.0, 2.0, None]},
        geometry=[Point(0, 0), Point(100, 0), None], crs=crs, index=["a", "b", "c"],
    )


def test_a_geodataframe_gives_a_geodataframe_with_its_index_columns_and_types(server):
    frame = towns()
    frame["size"] = pandas.Categorical(["small", "large", "small"])
    made = server.buffer(frame, 10)
    assert_frame_equal(made.drop(columns="geometry"), frame.drop(columns="geometry"))
    assert list(made.columns) == list(frame.columns)
    assert made.crs == frame.crs
    assert made.geometry["a"].area == pytest.approx(Point(0, 0).buffer(10, resolution=5).area)
    assert made.geometry["c"] is None


def test_the_answer_is_that_of_geos(server):
    frame = geopandas.read_file("/usr/share/qgis/resources/data/world_map.gpkg", layer="countries")
    made = server.buffer(frame, 0.1, unit="degrees", segments=8)
    expected = frame.geometry.buffer(0.1, resolution=8)
    assert len(made) == len(frame) == 240
    difference = made.geometry.symmetric_difference(expected).area
    assert (difference <= 1e-9 * expected.area).all()


def test_a_geometry_column_of_another_name_keeps_name_and_place(server):
    frame = geopandas.GeoDataFrame(
        {"where": [Point(0, 0)], "name": ["Aa"]}, geometry="where", crs="EPSG:3857"
    )
    made = server.buffer(frame, 1)
    assert list(made.columns) == ["where", "name"]
    assert made.geometry.name == "where"


def test_a_geoseries_gives_a_geoseries(server):
    series = geopandas.GeoSeries([Point(0, 0), None], crs="EPSG:3857", index=[7, 3], name="spots")
    made = server.buffer(series, 10)
    assert isinstance(made, geopandas.GeoSeries)
    assert (list(made.index), made.name, made.crs) == ([7, 3], "spots", series.crs)
    assert made[3] is None


def test_a_geometry_of_shapely_gives_one_and_a_list_a_list(server):
    made = server.buffer(Point(0, 0), 10, segments=8)
    assert made.geom_type == "MultiPolygon"
    assert made.symmetric_difference(Point(0, 0).buffer(10, resolution=8)).area < 1e-9
    one, null = server.buffer([Point(0, 0), None], 10)
    assert one.area > 300 and null is None


def test_a_geojson_feature_keeps_its_properties_and_members(server):
    here = {
        "type": "Feature", "id": "here", "bbox_note": "mine",
        "geometry": {"type": "Point", "coordinates": [7.6, 51.96]},
        "properties": {"name": "Münster", "parts": [1, {"a": None}]},
    }
    made = server.buffer(here, 500, unit="metres")
    assert {**made, "geometry": None} == {**here, "geometry": None}
    assert made["geometry"]["type"] == "MultiPolygon"


def test_a_geojson_collection_and_a_geojson_geometry_come_back_as_such(server):
    point = {"type": "Point", "coordinates": [7.6, 51.96]}
    feature = {"type": "Feature", "properties": {"a": 1}, "geometry": point}
    made = server.buffer({"type": "FeatureCollection", "features": [feature]}, 1, unit="km")
    assert made["type"] == "FeatureCollection" and "crs" not in made
    assert made["features"][0]["properties"] == {"a": 1}
    assert server.buffer(point, 1, unit="km")["type"] == "MultiPolygon"
    metres = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}
    local = {"type": "FeatureCollection", "features": [feature], "crs": metres}
    assert server.buffer(local, 1)["crs"] == metres


def test_wkb_gives_wkb(server):
    wkb = shapely.wkb.dumps(Point(1, 2))
    made = server.buffer(wkb, 10)
    assert shapely.wkb.loads(made).area == pytest.approx(Point(1, 2).buffer(10, resolution=5).area)
    assert server.buffer([wkb, None], 10)[1] is None


def test_what_has_a_geo_interface_is_taken(server):
    class Spot:
        __geo_interface__ = {"type": "Point", "coordinates": (7.6, 51.96)}

    assert server.buffer(Spot(), 500, unit="metres")["type"] == "MultiPolygon"


def test_a_file_is_read_and_gives_a_geodataframe(server, tmp_path):
    towns().dropna(subset=["geometry"]).to_file(tmp_path / "towns.gpkg", layer="towns")
    made = server.buffer(tmp_path / "towns.gpkg", 10)
    assert list(made["name"]) == ["Aa", "Be"]
    assert list(server.buffer(f"{tmp_path}/towns.gpkg|layername=towns", 10)["name"]) == ["Aa", "Be"]


def test_layers_of_the_server_and_results_of_jobs_are_taken(server):
    countries = server.buffer("data:world/countries", 0.1, unit="degrees")
    assert len(countries) == 240 and countries.crs == "EPSG:4326"
    job = server.submit_buffer("data:world/countries", 0.1, unit="degrees")
    job.wait()
    wide = server.buffer(job, 0.1, unit="degrees")
    assert wide.geometry.area.sum() > countries.geometry.area.sum()


def test_the_kind_of_the_result_can_be_chosen(server):
    frame = towns().iloc[:1]
    assert isinstance(server.buffer(frame, 1, kind="wkb")[0], bytes)
    assert server.buffer(frame, 1, kind="shapely")[0].geom_type == "MultiPolygon"
    assert server.buffer(frame, 1, kind="geojson")["type"] == "FeatureCollection"
    assert isinstance(server.buffer(Point(0, 0), 1, kind="geoseries"), geopandas.GeoSeries)


def test_degrees_without_a_unit_are_refused_with_what_to_write(server):
    for data in (towns("EPSG:4326"), {"type": "Point", "coordinates": [7, 51]}, "data:world/countries"):
        with pytest.raises(geotask.InvalidArgument) as caught:
            server.buffer(data, 500)
        assert caught.value.reason == "UNIT_MISSING"
        assert 'unit="metres"' in str(caught.value) and "500" in str(caught.value)


def test_metres_are_true_ones_whatever_the_unit_that_they_are_given_in(server):
    frame = towns("EPSG:4326").iloc[:1]
    widths = [
        server.buffer(frame, distance, unit=unit).to_crs("ESRI:54009").area[0] ** 0.5
        for distance, unit in ((1000, "metres"), (1, "km"), (1000 / 0.3048, "feet"))
    ]
    assert widths == pytest.approx([widths[0]] * 3)
    assert widths[0] == pytest.approx((3.1416 * 1e6) ** 0.5, rel=0.02)


def test_distances_can_come_from_a_field_or_one_a_row(server):
    frame = towns().iloc[:2]
    by_field = server.buffer(frame, "reach").area
    assert by_field["b"] == pytest.approx(4 * by_field["a"])
    assert list(server.buffer(frame, [1, 2]).area) == pytest.approx(list(by_field))
    assert list(server.buffer(frame, numpy.array([1.0, 2.0])).area) == pytest.approx(list(by_field))
    assert list(server.buffer(frame, frame["reach"]).area) == pytest.approx(list(by_field))


def test_options_do_what_they_say(server):
    line = geopandas.GeoSeries([LineString([(0, 0), (10, 0)])], crs="EPSG:3857")
    assert server.buffer(line, 1, cap_style="flat").area[0] == pytest.approx(20)
    assert server.buffer(line, 1, cap_style="square").area[0] == pytest.approx(24)
    assert server.buffer(line, 1, side="left").total_bounds[3] == pytest.approx(1)
    corner = Polygon([(0, 0), (10, 0), (10, 10), (0, 10)])
    assert server.buffer(corner, 1, join_style="mitre").area == pytest.approx(144)
    assert server.buffer(corner, 1, join_style="bevel").area < 143.1


def test_dissolve_gives_one_row_with_the_attributes_of_the_first(server):
    made = server.buffer(towns(), 60, dissolve=True)
    assert list(made.index) == ["a"] and made["name"]["a"] == "Aa"
    assert len(made.geometry["a"].geoms) == 1


def test_disjoint_parts_become_rows_of_their_own_with_the_attributes_of_theirs(server):
    frame = geopandas.GeoDataFrame(
        {"name": ["pair", "one"]}, crs="EPSG:3857", index=[10, 20],
        geometry=[shapely.wkt.loads("MULTIPOINT (0 0, 100 0)"), Point(50, 50)],
    )
    made = server.buffer(frame, 1, separate_disjoint=True)
    assert list(made.index) == [10, 10, 20] and list(made["name"]) == ["pair", "pair", "one"]


def test_the_result_can_come_in_another_crs(server):
    made = server.buffer(towns().iloc[:1], 10, output_crs=4326)
    assert made.crs == "EPSG:4326"
    assert made.total_bounds[2] == pytest.approx(10 / 111319.49, rel=1e-3)


def test_an_empty_frame_gives_an_empty_frame(server):
    made = server.buffer(towns().iloc[:0], 10)
    assert len(made) == 0 and list(made.columns) == list(towns().columns)


def test_a_job_for_later_carries_all_attributes(server):
    frame = towns().reset_index(drop=True)
    name = server.submit_buffer(frame, 10).name
    made = server.job(name).result()
    assert list(made["people"]) == [5, 2**63 - 1, -1]
    assert made["name"][2] is None and made.geometry[2] is None
    here = server.submit_buffer(towns(), 10).result()
    assert list(here.index) == ["a", "b", "c"]


def test_mistakes_are_told_before_anything_is_sent(server):
    for call in (
        lambda: server.buffer(object(), 1),
        lambda: server.buffer("nowhere.gpkg", 1),
        lambda: server.buffer(towns(), "height"),
        lambda: server.buffer(towns(), [1, 2]),
        lambda: server.buffer(towns(), float("nan")),
        lambda: server.buffer(towns(), 1, unit="cubits"),
        lambda: server.buffer(towns(), 1, unit="degrees"),
        lambda: server.buffer(towns(), 1, cap_style="pointed"),
        lambda: server.buffer(towns(), 1, kind="shapefile"),
        lambda: server.buffer(towns(), 1, crs="EPSG:4326"),
        lambda: server.buffer({"type": "Circle"}, 1),
    ):
        with pytest.raises(geotask.InvalidArgument) as caught:
            call()
        assert caught.value.reason and caught.value.remedy
    with pytest.raises(TypeError, match="distnce"):
        server.buffer(towns(), 1, distnce=3)


def test_the_verbs_work_without_naming_the_connection(daemon):
    with geotask.connect(daemon.address):
        assert geotask.buffer(Point(0, 0), 1).area > 3
        series = geopandas.GeoSeries([Point(0, 0)], crs="EPSG:3857")
        assert_geoseries_equal(geotask.submit_buffer(series, 1).result(), geotask.buffer(series, 1))

# SPDX-License-Identifier: GPL-2.0-or-later
"""Sources: a file, a folder of files, a PostGIS database."""

import json
import struct

import grpc
import pytest
from osgeo import gdal, osr

from geotask.v1 import job_pb2, server_pb2
from support import postgres, processing, rows
from support.calls import buffered, layer, refused, submit, wait


def sources(daemon):
    asked = server_pb2.GetServerInfoRequest()
    return {source.name: source for source in daemon.server.GetServerInfo(asked).sources}


def write_geojson(path, name, *coordinates):
    features = [
        {
            "type": "Feature",
            "properties": {"nr": nr},
            "geometry": {"type": "Point", "coordinates": at},
        }
        for nr, at in enumerate(coordinates)
    ]
    collection = {"type": "FeatureCollection", "name": name, "features": features}
    path.write_text(json.dumps(collection))


def test_a_folder_offers_the_layers_of_its_files(start, tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    write_geojson(folder / "wells.geojson", "wells", [1, 1], [2, 2])
    write_geojson(folder / "masts.geojson", "masts", [3, 3])
    (folder / "notes.txt").write_text("not a layer")
    daemon = start(sources=[f"survey={folder}"])

    survey = sources(daemon)["survey"]

    assert survey.kind == server_pb2.Source.KIND_FOLDER
    assert [each.name for each in survey.layers] == ["masts", "wells"]
    features = buffered(daemon, layer("data:survey/wells"), 0.5).features
    assert [rows.geometry(each).bounds[2] for each in features] == [1.5, 2.5]


def write_raster(path):
    """A GeoTIFF of 8 by 6 cells of one metre that rises by one metre a cell to the east."""
    raster = gdal.GetDriverByName("GTiff").Create(str(path), 8, 6, 1, gdal.GDT_Float32)
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(3857)
    raster.SetProjection(crs.ExportToWkt())
    raster.SetGeoTransform([0, 1, 0, 6, 0, -1])
    raster.WriteRaster(0, 0, 8, 6, struct.pack("48f", *(list(range(8)) * 6)))


def test_a_folder_offers_its_rasters_to_algorithms(start, tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    write_raster(folder / "dem.tif")
    write_geojson(folder / "dem.geojson", "dem", [1, 1])
    daemon = start(sources=[f"survey={folder}"])

    survey = sources(daemon)["survey"]
    assert [each.name for each in survey.layers] == ["dem"]
    [raster] = survey.rasters
    assert (raster.name, raster.width, raster.height, raster.bands, raster.crs) == (
        "dem.tif", 8, 6, 1, "EPSG:3857")

    job = processing.done(daemon, "native:slope", INPUT="data:survey/dem.tif")
    path = tmp_path / "slope.tif"
    path.write_bytes(processing.file_bytes(daemon, job)[1])
    assert gdal.Open(str(path)).ReadAsArray()[3, 4] == pytest.approx(45)
    assert sorted(each.name for each in folder.iterdir()) == ["dem.geojson", "dem.tif"]


def test_a_raster_is_no_layer_of_features(start, tmp_path):
    write_raster(tmp_path / "dem.tif")
    daemon = start(sources=[f"dem={tmp_path / 'dem.tif'}"])
    assert not sources(daemon)["dem"].error
    with refused(grpc.StatusCode.NOT_FOUND, "UNKNOWN_LAYER", "spec.input.layer"):
        submit(daemon, layer("data:dem/dem.tif"))
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "INVALID_PARAMETER",
                 "spec.processing.parameters.INPUT"):
        processing.submit(daemon, "native:centroids", {"INPUT": "data:dem/dem.tif"})
    with refused(grpc.StatusCode.PERMISSION_DENIED, "SOURCE_PROTECTED",
                 "spec.processing.parameters.INPUT"):
        processing.submit(daemon, "gdal:overviews", {"INPUT": "data:dem/dem.tif"})


def test_several_sources_stand_side_by_side(start, tmp_path):
    write_geojson(tmp_path / "a.geojson", "a", [0, 0])
    write_geojson(tmp_path / "b.geojson", "b", [5, 5])
    daemon = start(sources=[f"one={tmp_path}/a.geojson", f"two={tmp_path}/b.geojson"])

    assert list(sources(daemon)) == ["one", "two"]
    [feature] = buffered(daemon, layer("data:two/b"), 1.0).features
    assert rows.geometry(feature).centroid.x == pytest.approx(5)


def test_clients_name_layers_never_paths(daemon):
    for name in ("data:world/../../etc/passwd", "data:/etc/passwd", "data:/vsicurl/http://x/y"):
        with pytest.raises(grpc.RpcError) as caught:
            submit(daemon, layer(name))
        refusals = (grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.NOT_FOUND)
        assert caught.value.code() in refusals


def test_a_table_without_geometry_cannot_be_buffered(daemon):
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "INVALID_LAYER", "spec.input.layer"):
        submit(daemon, layer("data:world/layer_styles"))


def test_a_source_that_cannot_be_read_is_offered_with_its_error(start, tmp_path):
    (tmp_path / "broken.gpkg").write_text("this is no GeoPackage")

    daemon = start(sources=[f"broken={tmp_path}/broken.gpkg"])

    assert sources(daemon)["broken"].error
    with refused(grpc.StatusCode.UNAVAILABLE, "SOURCE_UNREADABLE", "spec.input.layer"):
        submit(daemon, layer("data:broken/any"))


@pytest.fixture(scope="module")
def database():
    if postgres.missing():
        pytest.skip(postgres.missing())
    with postgres.Postgres() as cluster:
        cluster.sql(
            "CREATE TABLE roads (id bigint PRIMARY KEY, name text, width double precision,"
            " opened date, geom geometry(LineString, 25832));"
            "INSERT INTO roads VALUES"
            " (10, 'A', 2.5, '2001-05-06', ST_GeomFromText('LINESTRING (0 0, 10 0)', 25832)),"
            " (20, NULL, NULL, NULL, ST_GeomFromText('LINESTRING (0 5, 10 5)', 25832)),"
            " (30, 'C', 1.0, NULL, NULL)"
        )
        yield cluster


def test_a_postgis_table_is_a_layer(database, start):
    daemon = start(sources=[f"pg={database.connection}"])

    pg = sources(daemon)["pg"]

    assert pg.kind == server_pb2.Source.KIND_DATABASE and not pg.error
    roads = {each.name: each for each in pg.layers}["roads"]
    assert roads.schema.crs == "EPSG:25832"
    assert roads.schema.geometry_type == "LineString"
    result = buffered(daemon, layer("data:pg/roads"), 1.0)
    assert [each.id for each in result.features] == [10, 20, 30]
    assert rows.geometry(result.features[0]).bounds == (-1, -1, 11, 1)
    assert not result.features[2].HasField("wkb")
    first = dict(
        zip((f.name for f in result.header.schema.fields), result.features[0].attributes)
    )
    assert first["name"].string_value == "A"
    assert first["width"].double_value == 2.5
    assert first["opened"].string_value == "2001-05-06"


def test_a_distance_can_come_from_a_column(database, start):
    daemon = start(sources=[f"pg={database.connection}"])

    result = buffered(daemon, layer("data:pg/roads"), 3.0, distance_field="width")

    assert [rows.geometry(each).bounds[1] for each in result.features[:2]] == [-2.5, 2]


def test_a_database_that_goes_away_fails_the_job_and_hides_its_address(start):
    if postgres.missing():
        pytest.skip(postgres.missing())
    with postgres.Postgres() as cluster:
        cluster.sql(
            "CREATE TABLE spots (id int PRIMARY KEY, geom geometry(Point, 4326));"
            "INSERT INTO spots VALUES (1, ST_Point(1, 2, 4326))"
        )
        daemon = start(sources=[f"pg={cluster.connection}"])
        assert len(buffered(daemon, layer("data:pg/spots"), 1.0).features) == 1

    job = wait(daemon, submit(daemon, layer("data:pg/spots"), 1.0).name)

    assert job.state == job_pb2.JOB_STATE_FAILED
    assert job.error.reason == "INPUT_UNREADABLE"
    assert cluster.folder not in str(job)

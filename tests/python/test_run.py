# SPDX-License-Identifier: GPL-2.0-or-later
"""Any algorithm of QGIS: its parameters from Python values, its outputs as Python values."""

import datetime
import pathlib

import geopandas
import numpy
import pytest
from osgeo import gdal, osr
from shapely.geometry import Point, box

import geotask

SQUARES = geopandas.GeoDataFrame(
    {"name": ["a", "b"], "n": [1, 2]}, geometry=[box(0, 0, 2, 2), box(10, 0, 12, 2)], crs="EPSG:25832"
)


def write_raster(path, size=16):
    """A slope towards the east, 1 metre a pixel."""
    raster = gdal.GetDriverByName("GTiff").Create(str(path), size, size, 1, gdal.GDT_Float32)
    raster.SetGeoTransform((500000, 1, 0, 5500000, 0, -1))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(25832)
    raster.SetProjection(reference.ExportToWkt())
    raster.GetRasterBand(1).WriteArray(numpy.tile(numpy.arange(size, dtype="float32"), (size, 1)))
    return path


def test_a_frame_goes_in_and_a_frame_comes_out(server):
    made = server.run("native:centroids", INPUT=SQUARES)
    assert [(point.x, point.y) for point in made.geometry] == [(1, 1), (11, 1)]
    assert list(made["name"]) == ["a", "b"] and made.crs == SQUARES.crs


def test_one_geometry_goes_in_and_one_comes_out(server):
    assert server.run("native:centroids", INPUT=box(0, 0, 2, 2)).wkt == "POINT (1 1)"


def test_several_layers_go_into_one_parameter(server):
    merged = server.run("native:mergevectorlayers", LAYERS=[SQUARES, SQUARES.geometry])
    assert len(merged) == 4


def test_two_layers_go_into_two_parameters(server):
    overlay = geopandas.GeoSeries([box(1, 1, 3, 3)], crs=SQUARES.crs)
    made = server.run("native:clip", INPUT=SQUARES, OVERLAY=overlay)
    assert list(made["name"]) == ["a"] and made.area[0] == 1


def test_the_same_frame_is_uploaded_once_and_not_left_behind(server):
    job = server.submit("native:intersection", INPUT=SQUARES, OVERLAY=SQUARES)
    given = job.message.spec.processing.parameters
    assert given["INPUT"] == given["OVERLAY"]
    assert len(job.result()) == 2
    assert list(server.datasets()) == []


def test_a_layer_of_the_server_goes_in_by_reference(server):
    assert len(server.run("native:centroids", INPUT="data:world/countries")) == 240
    assert "data:world/countries" in server.sources()["world"]


def test_a_dataset_is_uploaded_once_for_many_jobs(server):
    with server.upload(SQUARES, labels={"of": "test"}) as dataset:
        assert dataset.feature_count == 2
        areas = [
            server.run("native:buffer", INPUT=dataset, DISTANCE=distance).area.sum()
            for distance in (1, 2)
        ]
        assert areas[0] < areas[1]
        assert [each.id for each in server.datasets(labels={"of": "test"})] == [dataset.id]
    with pytest.raises(geotask.NotFound):
        server.dataset(dataset.id)


def test_a_job_goes_in_where_a_layer_does(server):
    centroids = server.submit("native:centroids", INPUT=SQUARES).wait()
    made = server.run("native:buffer", INPUT=centroids, DISTANCE=1)
    assert len(made) == 2


def test_a_shapefile_goes_in_with_its_companions_and_an_output_goes_to_a_path(server, tmp_path):
    SQUARES.to_file(tmp_path / "squares.shp")
    made = server.run(
        "native:centroids", INPUT=tmp_path / "squares.shp", OUTPUT=tmp_path / "centres.gpkg"
    )
    assert made == tmp_path / "centres.gpkg"
    read = geopandas.read_file(made)
    assert list(read["name"]) == ["a", "b"] and read.crs == SQUARES.crs


def test_a_shapefile_that_comes_out_brings_its_companions(server, tmp_path):
    made = server.run("native:centroids", INPUT=SQUARES, OUTPUT=str(tmp_path / "centres.shp"))
    assert {"centres.shp", "centres.shx", "centres.dbf", "centres.prj"} <= {
        each.name for each in tmp_path.iterdir()
    }
    assert len(geopandas.read_file(made)) == 2


def test_a_raster_goes_in_and_a_raster_comes_out(server, tmp_path):
    dem = write_raster(tmp_path / "dem.tif")
    made = server.run("native:slope", INPUT=dem, OUTPUT=tmp_path / "slope.tif")
    slope = gdal.Open(str(made)).ReadAsArray()
    assert slope[8, 8] == pytest.approx(45)
    somewhere = server.run("native:slope", INPUT=dem)
    assert isinstance(somewhere, pathlib.Path) and somewhere.read_bytes() == made.read_bytes()
    chosen = server.run("native:slope", INPUT=dem, folder=tmp_path / "out")
    assert chosen.parent == tmp_path / "out"


def test_a_raster_brings_the_world_file_and_the_metadata_beside_it(server, tmp_path):
    dem = write_raster(tmp_path / "dem.tif")
    png = gdal.Translate(
        str(tmp_path / "dem.png"), str(dem), format="PNG", outputType=gdal.GDT_Byte,
        creationOptions=["WORLDFILE=YES"],
    )
    png = None  # Closed, so that its files are written.
    assert png is None and (tmp_path / "dem.wld").exists() and (tmp_path / "dem.png.aux.xml").exists()
    with server.upload(tmp_path / "dem.png") as dataset:
        assert set(dataset.files) == {"dem.png", "dem.wld", "dem.png.aux.xml"}
        made = server.run("native:rasterlayerproperties", INPUT=dataset)
        assert made["CRS_AUTHID"] == "EPSG:25832" and made["PIXEL_WIDTH"] == 1


def test_values_come_as_values_and_several_outputs_as_a_dict(server, tmp_path):
    made = server.run("native:rasterlayerproperties", INPUT=write_raster(tmp_path / "dem.tif"))
    assert (made["WIDTH_IN_PIXELS"], made["PIXEL_WIDTH"], made["BAND_COUNT"]) == (16, 1, 1)


def test_parameters_take_what_python_has(server):
    made = server.run(
        "native:extractbyextent", INPUT=SQUARES, EXTENT=box(0, 0, 5, 5), CLIP=numpy.bool_(False)
    )
    assert list(made["name"]) == ["a"]
    made = server.run("native:reprojectlayer", INPUT=SQUARES, TARGET_CRS=SQUARES.to_crs(3857).crs)
    assert made.crs == "EPSG:3857"
    made = server.run("native:buffer", INPUT=SQUARES, DISTANCE=numpy.float64(1), SEGMENTS=numpy.int64(5))
    assert len(made) == 2
    made = server.run("native:pointtolayer", INPUT=Point(3, 4))
    assert (made.geometry[0].x, made.geometry[0].y) == (3, 4)
    made = server.run(
        "native:createconstantrasterlayer", EXTENT=geopandas.GeoSeries([box(0, 0, 4, 4)]),
        TARGET_CRS=25832, PIXEL_SIZE=1, NUMBER=7,
    )
    assert gdal.Open(str(made)).ReadAsArray().tolist() == [[7] * 4] * 4


def test_dates_travel_as_text(server):
    from geotask.parameters import Preparation

    prepared = Preparation(server.client, server.client.get_algorithm("native:centroids"))
    with pytest.warns(UserWarning):
        prepared.add({"WHEN": datetime.datetime(2024, 2, 29, 13, 45), "BIG": 2**60, "NONE": None})
    assert prepared.parameters == {"WHEN": "2024-02-29T13:45:00", "BIG": str(2**60), "NONE": None}


def test_a_parameter_with_a_typing_mistake_is_warned_of(server):
    with pytest.warns(UserWarning, match="did you mean DISTANCE"):
        server.run("native:buffer", INPUT=SQUARES, DISTANCE=1, DISTANCES=3)


def test_the_servers_refusal_names_the_parameter(server):
    with pytest.raises(geotask.InvalidArgument) as caught:
        server.run("native:buffer", INPUT=SQUARES, DISTANCE="far")
    assert "DISTANCE" in caught.value.field and caught.value.remedy
    with pytest.raises(geotask.NotFound) as caught:
        server.run("native:centroid", INPUT=SQUARES)
    assert caught.value.reason == "UNKNOWN_ALGORITHM" and "native:centroids" in caught.value.accepted


def test_a_mistake_in_a_place_costs_no_upload(server, tmp_path):
    for wrong in (tmp_path / "missing" / "a.gpkg", 7):
        with pytest.raises(geotask.InvalidArgument, match="OUTPUT"):
            server.run("native:centroids", INPUT=SQUARES, OUTPUT=wrong)
    with pytest.raises(geotask.InvalidArgument, match="there is|that is there"):
        server.run("native:centroids", INPUT=tmp_path / "nowhere.gpkg")
    assert list(server.datasets()) == []


def test_invalid_features_can_be_skipped(server):
    bow = geopandas.GeoSeries.from_wkt(["POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))"], crs="EPSG:25832")
    with pytest.raises(geotask.JobFailed) as caught:
        server.run("native:clip", INPUT=bow, OVERLAY=SQUARES)
    assert caught.value.reason == "ALGORITHM_FAILED"
    assert len(server.run("native:clip", INPUT=bow, OVERLAY=SQUARES, invalid_features="skip")) == 0
    with pytest.raises(geotask.InvalidArgument, match="skip"):
        server.run("native:clip", INPUT=bow, OVERLAY=SQUARES, invalid_features="mend")


def test_the_catalogue_can_be_searched_and_read(server):
    assert "native:centroids" in server.algorithms("centroid").ids
    found = server.algorithms(provider="native")
    assert len(found) > 100 and found[:2].ids == found.ids[:2]
    buffer = server.algorithm("native:buffer")
    assert buffer.outputs == ("OUTPUT",)
    by_name = {each.name: each for each in buffer.parameters}
    assert by_name["SEGMENTS"].default == 5 and "Round" in by_name["END_CAP_STYLE"].options
    assert "DISTANCE" in str(buffer)

# SPDX-License-Identifier: GPL-2.0-or-later
"""`geotask run`: local files up, outputs down, and what stays on the server."""

import hashlib
import json

import pytest
from osgeo import gdal, ogr

from cli_support import lines_of, rows_of, write_raster


@pytest.fixture
def roads(tmp_path):
    """Three lines of 10 m as a shapefile with its three companions."""
    path = tmp_path / "roads.shp"
    source = ogr.GetDriverByName("ESRI Shapefile").CreateDataSource(str(path))
    crs = ogr.osr.SpatialReference()
    crs.ImportFromEPSG(3857)
    layer = source.CreateLayer("roads", crs, ogr.wkbLineString)
    layer.CreateField(ogr.FieldDefn("number", ogr.OFTInteger))
    for number in range(3):
        row = ogr.Feature(layer.GetLayerDefn())
        row["number"] = number
        row.SetGeometry(ogr.CreateGeometryFromWkt(f"LINESTRING ({number} 0, {number} 10)"))
        layer.CreateFeature(row)
    return path


def test_a_local_file_goes_up_with_what_belongs_to_it_and_the_output_comes_down(
        cli, tmp_path, roads):
    out = tmp_path / "out.gpkg"
    before = cli.ok("datasets", "--json")
    cli.ok("run", "native:buffer", f"--INPUT={roads}", "--DISTANCE=2", f"--OUTPUT={out}")

    data = ogr.Open(str(out))
    layer = data.GetLayer(0)
    assert layer.GetSpatialRef().GetAuthorityCode(None) == "3857"  # Of the .prj,
    assert [row["number"] for row in layer] == [0, 1, 2]  # of the .dbf.
    assert cli.ok("datasets", "--json") == before, "what was uploaded for the job has gone"


def test_a_raster_goes_up_and_comes_down(cli, tmp_path):
    write_raster(tmp_path / "dem.tif")
    cli.ok("run", "native:slope", f"--INPUT={tmp_path / 'dem.tif'}",
           f"--OUTPUT={tmp_path / 'slope.tif'}")

    slope = gdal.Open(str(tmp_path / "slope.tif")).ReadAsArray()
    assert slope[15, 20] == pytest.approx(45, abs=1e-3)


def test_a_coordinate_operation_can_be_chosen(cli, tmp_path):
    point = tmp_path / "point.geojson"
    point.write_text('{"type": "Point", "coordinates": [0, 0]}')
    operation = ("+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
                 "+step +proj=webmerc +ellps=WGS84 +x_0=1000")
    cli.ok("run", "native:reprojectlayer", "--coordinate-operation", "EPSG:4326", "EPSG:3857",
           operation, f"--INPUT={point}", "--TARGET_CRS=EPSG:3857", f"--OUTPUT={tmp_path}/out.gpkg")
    data = ogr.Open(str(tmp_path / "out.gpkg"))
    row = data.GetLayer(0).GetNextFeature()
    assert row.GetGeometryRef().GetX() == pytest.approx(1000)


def test_several_layers_go_to_one_parameter(cli, tmp_path, roads):
    out = tmp_path / "both.geojson"
    cli.ok("run", "native:mergevectorlayers", f"--LAYERS={roads}", f"--LAYERS={roads}",
           f"--OUTPUT={out}")
    layers = [each["properties"]["layer"] for each in json.loads(out.read_text())["features"]]
    assert layers == ["roads"] * 6


def test_a_dataset_of_files_is_an_input(cli, tmp_path):
    write_raster(tmp_path / "dem.tif")
    name = cli.ok("upload", "--files", str(tmp_path / "dem.tif")).strip()
    assert "1 file" in cli.ok("datasets")
    assert "dem.tif" in cli.ok("show", name)
    cli.ok("run", "native:hillshade", f"--INPUT={name}", f"--OUTPUT={tmp_path / 'hills.tif'}")
    assert gdal.Open(str(tmp_path / "hills.tif")).RasterXSize == 40
    cli.ok("delete", name)


def test_rows_stay_on_the_server_and_are_the_input_of_the_next(cli, roads):
    first = cli("run", "native:centroids", f"--INPUT={roads}", "--json")
    job = lines_of(first.stdout)[-1]
    assert job["outputs"][0]["features"]["featureCount"] == "3"
    reference = job["name"].replace("jobs/", "job:")
    second = cli.ok("run", "native:buffer", f"--INPUT={reference}/OUTPUT", "--DISTANCE=1")
    assert "3 rows" in second


def test_json_of_qgis_process_is_taken_as_it_is(cli, tmp_path, roads):
    out = tmp_path / "out.gpkg"
    call = {"inputs": {"INPUT": str(roads), "DISTANCE": 2, "OUTPUT": str(out)}}
    cli.ok("run", "native:buffer", "-", stdin=json.dumps(call))
    assert len(rows_of(out)) == 3


def test_values_are_told(cli, tmp_path):
    write_raster(tmp_path / "dem.tif")
    text = cli.ok("run", "native:rasterlayerproperties", f"--INPUT={tmp_path / 'dem.tif'}",
                  "--BAND=1")
    assert "WIDTH_IN_PIXELS" in text and "40" in text


@pytest.mark.parametrize("words, hint", [
    (["--INPUT=nowhere.gpkg"], "nowhere.gpkg"),
    (["--INPUT=data:world/countries", "--DISTANCE=far"], "DISTANCE"),
    (["--INPUT=data:world/nothing"], "UNKNOWN_LAYER"),
    (["--INPUT=data:world/countries", "DISTANCE"], "DISTANCE"),
])
def test_a_mistake_is_named(cli, words, hint):
    done = cli("run", "native:buffer", *words)
    assert done.returncode != 0 and hint in done.stderr, done.stderr


def test_an_output_is_not_replaced_unless_asked(cli, tmp_path, roads):
    out = tmp_path / "out.gpkg"
    out.write_text("mine")
    call = ["run", "native:centroids", f"--INPUT={roads}", f"--OUTPUT={out}"]
    assert cli(*call).returncode != 0 and out.read_text() == "mine"
    before = hashlib.sha256(out.read_bytes()).hexdigest()
    cli.ok(*call, "--overwrite")
    assert hashlib.sha256(out.read_bytes()).hexdigest() != before

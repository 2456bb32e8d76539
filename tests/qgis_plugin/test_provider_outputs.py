# SPDX-License-Identifier: GPL-2.0-or-later
"""Outputs go where the user asks: layers in memory or in files, rasters, pages, folders, values."""

import pathlib

import provider_support as support
import pytest

from osgeo import gdal
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsVectorLayer,
)

EXTENT = "0,8,0,8 [EPSG:3035]"


@pytest.fixture(scope="module")
def providers(tmp_path_factory):
    with support.Daemon(tmp_path_factory.mktemp("daemon")) as daemon:
        with support.remote_provider(daemon.address) as running:
            yield running


def centroids(output, **more):
    return support.run_remote("native:centroids", {
        "INPUT": "data:world/countries", "ALL_PARTS": False, "OUTPUT": output}, **more)["OUTPUT"]


@pytest.mark.parametrize("name", ["result.gpkg", "result.shp", "result.geojson"])
def test_a_layer_is_written_to_the_file_that_is_asked_for(providers, tmp_path, name):
    path = str(tmp_path / name)
    assert centroids(path) == path
    layer = QgsVectorLayer(path, "result", "ogr")
    assert layer.isValid() and layer.featureCount() == 240


def test_a_layer_is_added_to_a_geopackage_beside_what_is_there(providers, tmp_path):
    path = tmp_path / "all.gpkg"
    centroids(str(path))
    reference = centroids(f"ogr:dbname='{path}' table=\"second\" (geom)")
    assert "second" in reference
    assert QgsVectorLayer(f"{path}|layername=second", "second", "ogr").featureCount() == 240


def test_a_layer_that_is_to_be_opened_is_handed_to_the_project(providers):
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    output = QgsProcessingOutputLayerDefinition("TEMPORARY_OUTPUT", QgsProject.instance())
    output.destinationName = "Centres"
    layer = centroids(output, context=context)
    details = context.layersToLoadOnCompletion()
    assert [each.name for each in details.values()] == ["Centres"]
    assert layer.featureCount() == 240


def flat_land(path):
    """A raster of 8 by 8 cells, all 7, made on the server."""
    return support.run_remote("native:createconstantrasterlayer", {
        "EXTENT": EXTENT, "TARGET_CRS": "EPSG:3035", "PIXEL_SIZE": 1, "NUMBER": 7,
        "OUTPUT_TYPE": 5, "OUTPUT": path})["OUTPUT"]


def test_a_raster_is_written_to_the_file_that_is_asked_for(providers, tmp_path):
    path = str(tmp_path / "flat land.tif")
    assert flat_land(path) == path
    raster = gdal.Open(path)
    assert (raster.RasterXSize, raster.RasterYSize) == (8, 8)
    assert raster.ReadAsArray().min() == 7


def test_a_page_and_numbers_come_as_such(providers, tmp_path):
    path = str(tmp_path / "statistics.html")
    result = support.run_remote("native:rasterlayerstatistics", {
        "INPUT": flat_land(str(tmp_path / "flat.tif")), "BAND": 1, "OUTPUT_HTML_FILE": path})
    assert result["MAX"] == 7 and result["SUM"] == 7 * 64
    assert result["OUTPUT_HTML_FILE"] == path
    assert "<html" in pathlib.Path(path).read_text().lower()


def test_a_folder_comes_with_all_its_files(providers, tmp_path):
    folder = tmp_path / "tiles"
    support.run_remote("native:writevectortiles_xyz", {
        "LAYERS": [{"layer": "data:world/countries"}], "MIN_ZOOM": 0, "MAX_ZOOM": 1,
        "OUTPUT_DIRECTORY": str(folder)})
    assert (folder / "0/0/0.pbf").is_file()
    assert len(list(folder.rglob("*.pbf"))) > 1


def test_several_outputs_come_each_by_its_name(providers):
    result = support.run_remote("native:extractbyexpression", {
        "INPUT": "data:world/countries", "EXPRESSION": "\"NAME\" < 'D'",
        "OUTPUT": "TEMPORARY_OUTPUT", "FAIL_OUTPUT": "TEMPORARY_OUTPUT"})
    kept, rest = result["OUTPUT"].featureCount(), result["FAIL_OUTPUT"].featureCount()
    assert kept and rest and kept + rest == 240


def test_an_output_that_is_not_asked_for_does_not_come(providers):
    result = support.run_remote("native:extractbyexpression", {
        "INPUT": "data:world/countries", "EXPRESSION": "\"NAME\" < 'D'",
        "OUTPUT": "TEMPORARY_OUTPUT", "FAIL_OUTPUT": None})
    assert result.get("FAIL_OUTPUT") is None
    assert result["OUTPUT"].featureCount() < 240


def test_what_works_in_place_gives_a_changed_copy(providers, tmp_path):
    path = str(tmp_path / "table.gpkg")
    gdal.VectorTranslate(path, support.WORLD_MAP, layers=["disputed_borders"])
    before = pathlib.Path(path).read_bytes()
    result = support.run_remote("native:truncatetable", {"INPUT": path})
    assert pathlib.Path(path).read_bytes() == before
    assert QgsVectorLayer(result["OUTPUT"], "copy", "ogr").featureCount() == 0


def test_a_place_that_cannot_be_written_is_an_error(providers, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(QgsProcessingException):
        centroids(str(tmp_path / "file/result.gpkg"))

# SPDX-License-Identifier: GPL-2.0-or-later
"""The same call by QGIS here and by the provider on a server gives the same."""

import sys

import provider_support as support
import pytest
from provider_compare import difference

import processing
from geotask_remote.provider.parameters import make_parameter
from geotask_remote.provider.row_values import plain
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

sys.path.append(str(support.REPOSITORY / "tests/conformance"))
import data  # noqa: E402

EXTENT = "2600000,6200000,1500000,4300000 [EPSG:3035]"
TEMPORARY = {"OUTPUT": "TEMPORARY_OUTPUT"}

# Algorithm, parameters; `@name` is a layer of the project, as people choose them.
CALLS = [
    ("native:buffer", {"INPUT": "@polygons", "DISTANCE": 20000, "SEGMENTS": 8, "END_CAP_STYLE": 0,
                       "JOIN_STYLE": 1, "MITER_LIMIT": 3, "DISSOLVE": False}),
    ("native:centroids", {"INPUT": "@polygons", "ALL_PARTS": True}),
    ("native:clip", {"INPUT": "@lines", "OVERLAY": "@squares"}),
    ("native:intersection", {"INPUT": "@polygons", "OVERLAY": "@squares",
                             "INPUT_FIELDS": ["name"], "OVERLAY_FIELDS": ["number"]}),
    ("native:union", {"INPUT": "@polygons", "OVERLAY": "@squares"}),
    ("native:mergevectorlayers", {"LAYERS": ["@polygons", "@squares"], "CRS": "EPSG:3857"}),
    ("native:extractbyexpression", {"INPUT": "@points", "EXPRESSION": "\"number\" % 2 = 0 and "
                                    "\"name\" > 'D'", "FAIL_OUTPUT": "TEMPORARY_OUTPUT"}),
    ("native:fieldcalculator", {"INPUT": "@polygons", "FIELD_NAME": "size", "FIELD_TYPE": 0,
                                "FIELD_LENGTH": 0, "FIELD_PRECISION": 0,
                                "FORMULA": "$area / 1000000"}),
    ("native:aggregate", {"INPUT": "@polygons", "GROUP_BY": '"number" % 3', "AGGREGATES": [
        {"name": "total", "type": 6, "length": 0, "precision": 0, "input": '"value"',
         "aggregate": "sum", "delimiter": ","},
        {"name": "names", "type": 10, "length": 0, "precision": 0, "input": '"name"',
         "aggregate": "concatenate", "delimiter": ";"}]}),
    ("native:refactorfields", {"INPUT": "@points", "FIELDS_MAPPING": [
        {"name": "half", "type": 6, "length": 0, "precision": 0, "expression": '"value" / 2'},
        {"name": "label", "type": 10, "length": 20, "precision": 0, "expression": 'upper("name")'},
        {"name": "since", "type": 14, "length": 0, "precision": 0, "expression": '"day"'}]}),
    ("native:joinattributestable", {"INPUT": "@polygons", "FIELD": "number", "INPUT_2": "@points",
                                    "FIELD_2": "number", "PREFIX": "p_", "METHOD": 1,
                                    "DISCARD_NONMATCHING": False}),
    ("native:joinattributesbylocation", {"INPUT": "@points", "JOIN": "@squares", "PREDICATE": [0],
                                         "METHOD": 0, "DISCARD_NONMATCHING": True}),
    ("native:extractbylocation", {"INPUT": "@polygons", "PREDICATE": [0, 5],
                                  "INTERSECT": "@squares"}),
    ("native:countpointsinpolygon", {"POLYGONS": "@squares", "POINTS": "@points",
                                     "FIELD": "NUMPOINTS"}),
    ("native:reprojectlayer", {"INPUT": "@lines", "TARGET_CRS": "EPSG:4326"}),
    ("native:creategrid", {"TYPE": 2, "EXTENT": EXTENT, "HSPACING": 400000, "VSPACING": 400000,
                           "CRS": "EPSG:3035"}),
    ("native:pointsalonglines", {"INPUT": "@lines", "DISTANCE": 100000}),
    ("qgis:voronoipolygons", {"INPUT": "@points", "BUFFER": 10}),
    ("native:splitlinesbylength", {"INPUT": "@measured", "LENGTH": 100000}),
    ("native:setmvalue", {"INPUT": "@heights", "M_VALUE": 3}),
    ("qgis:statisticsbycategories", {"INPUT": "@polygons", "VALUES_FIELD_NAME": "value",
                                       "CATEGORIES_FIELD_NAME": ["name"]}),
    ("qgis:basicstatisticsforfields", {"INPUT_LAYER": "@polygons", "FIELD_NAME": "value",
                                         "OUTPUT_HTML_FILE": "TEMPORARY_OUTPUT"}),
    ("native:rasterlayerstatistics", {"INPUT": "@dem", "BAND": 1,
                                      "OUTPUT_HTML_FILE": "TEMPORARY_OUTPUT"}),
    ("native:slope", {"INPUT": "@dem", "Z_FACTOR": 1.5}),
    ("native:reclassifybytable", {"INPUT_RASTER": "@dem", "RASTER_BAND": 1,
                                  "TABLE": [0, 400, 1, 400, 700, 2, 700, 2000, 3],
                                  "NO_DATA": -9999, "RANGE_BOUNDARIES": 0,
                                  "NODATA_FOR_MISSING": False, "DATA_TYPE": 5}),
    ("native:zonalstatisticsfb", {"INPUT": "@squares", "INPUT_RASTER": "@dem", "RASTER_BAND": 1,
                                  "COLUMN_PREFIX": "_", "STATISTICS": [0, 1, 2]}),
    ("native:rastersampling", {"INPUT": "@points", "RASTERCOPY": "@bands", "COLUMN_PREFIX": "s"}),
    ("native:pixelstopoints", {"INPUT_RASTER": "@dem", "RASTER_BAND": 1, "FIELD_NAME": "height"}),
    ("native:shortestpathpointtopoint", {
        "INPUT": "@lines", "STRATEGY": 0, "START_POINT": "4321000,3210000 [EPSG:3035]",
        "END_POINT": "4421000,3310000 [EPSG:3035]", "TOLERANCE": 100}),
    ("qgis:idwinterpolation", {"INTERPOLATION_DATA": "@points::~::0::~::1::~::0",
                               "DISTANCE_COEFFICIENT": 2, "EXTENT": EXTENT, "PIXEL_SIZE": 40000}),
    ("qgis:rastercalculator", {"EXPRESSION": '"dem@1" * 2', "LAYERS": ["@dem"]}),
    ("gdal:hillshade", {"INPUT": "@dem", "BAND": 1, "Z_FACTOR": 1, "SCALE": 1}),
    ("gdal:contour", {"INPUT": "@dem", "BAND": 1, "INTERVAL": 200, "FIELD_NAME": "ELEV"}),
    ("gdal:colorrelief", {"INPUT": "@dem", "BAND": 1, "COLOR_TABLE": "#colors.txt",
                          "MATCH_MODE": 2}),
    ("native:writevectortiles_xyz", {"LAYERS": [{"layer": "@polygons"}], "EXTENT": EXTENT,
                                     "MIN_ZOOM": 0, "MAX_ZOOM": 1,
                                     "OUTPUT_DIRECTORY": "TEMPORARY_OUTPUT"}),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    data.write_all(folder)
    return folder


@pytest.fixture(scope="module")
def providers(tmp_path_factory):
    with support.Daemon(tmp_path_factory.mktemp("daemon")) as daemon:
        with support.remote_provider(daemon.address) as running:
            yield running


@pytest.fixture(scope="module")
def layers(folder, providers):
    """The layers of the project, by name."""
    project = QgsProject.instance()
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:3035"), True)
    for name in ("polygons", "squares", "points", "lines", "measured", "heights"):
        project.addMapLayer(QgsVectorLayer(str(folder / f"{name}.fgb"), name, "ogr"))
    for name in ("dem", "bands"):
        project.addMapLayer(QgsRasterLayer(str(folder / f"{name}.tif"), name))
    return {layer.name(): layer for layer in project.mapLayers().values()}


def with_layers(value, layers, folder):
    if isinstance(value, str) and value.startswith("@"):
        name, rest = value[1:].partition("::")[0], value.partition("::")
        return layers[name].id() + rest[1] + rest[2]
    if isinstance(value, str) and value.startswith("#"):
        return str(folder / value[1:])
    if isinstance(value, list):
        return [with_layers(each, layers, folder) for each in value]
    if isinstance(value, dict):
        return {key: with_layers(each, layers, folder) for key, each in value.items()}
    return value


@pytest.mark.parametrize("algorithm, parameters", CALLS, ids=[call[0] for call in CALLS])
def test_a_call_gives_the_same_on_the_server_and_here(algorithm, parameters, layers, folder):
    if not any("TEMPORARY_OUTPUT" == value for key, value in parameters.items()
               if key.startswith("OUTPUT")):
        parameters = {**parameters, **TEMPORARY}
    given = with_layers(parameters, layers, folder)
    contexts = [QgsProcessingContext(), QgsProcessingContext()]
    for context in contexts:
        context.setProject(QgsProject.instance())
    local = processing.run(algorithm, dict(given), context=contexts[0],
                           feedback=QgsProcessingFeedback())
    remote = support.run_remote(algorithm, dict(given), context=contexts[1],
                                feedback=QgsProcessingFeedback())
    assert set(remote) == set(local)
    for name in local:
        assert difference(name, remote[name], local[name], contexts[0]) == ""


def comparable(value):
    if isinstance(value, dict):
        return {key: comparable(member) for key, member in value.items()}
    if isinstance(value, QgsCoordinateReferenceSystem):
        return value.authid()
    if isinstance(value, QColor):
        return value.name(QColor.NameFormat.HexArgb)
    return value[0] if isinstance(value, list) and len(value) == 1 else plain(value)


def same_definition(remote, local):
    """Without what only a widget needs."""
    one, other = remote.toVariantMap(), local.toVariantMap()
    for definition in (one, other):
        definition.pop("metadata")
        definition.pop("help")
    return comparable(one) == comparable(other)


# Of these QGIS itself makes no parameter from its definition: they are texts with their own widget.
WITHOUT_DEFINITION = {"execute_sql", "idw_interpolation_data", "raster_calc_expression",
                      "relief_colors"}


def test_every_algorithm_has_the_parameters_and_outputs_that_it_has_here(providers):
    compared = 0
    for remote in providers.provider(support.SERVER).algorithms():
        local = next((each for each in QgsApplication.processingRegistry().algorithms()
                      if each.id().replace(":", "_") == remote.name()), None)
        assert local is not None, remote.name()
        assert remote.displayName() == local.displayName()
        ours, theirs = remote.parameterDefinitions(), local.parameterDefinitions()
        assert [each.name() for each in ours] == [each.name() for each in theirs]
        for one, other in zip(ours, theirs):
            if other.type() not in WITHOUT_DEFINITION:
                assert same_definition(one, other), f"{local.id()} {one.name()}"
            assert one.isDynamic() == other.isDynamic()
        ours, theirs = remote.outputDefinitions(), local.outputDefinitions()
        assert {each.name(): each.type() for each in ours} == {
            each.name(): each.type() for each in theirs}
        compared += 1
    assert compared > 200


def test_a_parameter_of_an_unknown_type_is_the_nearest_that_there_is():
    record = {"name": "SIZE", "description": "Size", "type": "area", "definition": {
        "parameter_type": "area", "name": "SIZE", "default": 5.0, "min": 1.0}}
    area = make_parameter(record)
    assert area.type() in ("area", "distance", "number")
    assert (area.defaultValue(), area.minimum()) == (5.0, 1.0)
    other = make_parameter({"name": "X", "description": "X", "type": "hologram", "optional": True,
                            "advanced": True, "help": "Light."})
    assert other.type() == "string" and other.help().startswith("Light.")
    assert "hologram" in other.help()
    assert other.flags() & other.FlagOptional and other.flags() & other.FlagAdvanced


def test_a_server_names_no_widgets_but_those_of_qgis():
    record = {"name": "X", "type": "string", "definition": {
        "parameter_type": "string", "name": "X", "metadata": {"widget_wrapper": "os.system"}}}
    assert "widget_wrapper" not in make_parameter(record).metadata()

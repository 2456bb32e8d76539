# SPDX-License-Identifier: GPL-2.0-or-later
"""What a layer of an uploaded file can be: with companions, one of several, opened with options, a
folder, with rows selected."""

import grpc
import pytest
from osgeo import gdal, ogr

from geotask.v1 import feature_pb2
from support import datasets, files, processing, rows
from support.calls import refused
from support.catalogue import Catalogue
from support.rows import texts

POINTS = ["POINT (0 0)", "POINT (10 0)", "POINT (20 0)"]


def centroids(daemon, source):
    """(schema, {number: x}) of the centroids of a layer with the field `number`."""
    came = processing.rows(daemon, processing.done(daemon, "native:centroids", INPUT=source))
    at = [field.name for field in came.header.schema.fields].index("number")
    return came.header.schema, {
        row.attributes[at].integer_value: rows.geometry(row).x for row in came.features}


@pytest.mark.parametrize("driver, name, companion, source_options", [
    ("ESRI Shapefile", "towns.shp", "towns.prj", ()),
    ("MapInfo File", "towns.tab", "towns.dat", ()),
    ("MapInfo File", "towns.mif", "towns.mid", ("FORMAT=MIF",)),
    ("GML", "towns.gml", "towns.xsd", ("FORMAT=GML3",)),
])
def test_a_file_is_read_with_what_belongs_to_it(daemon, driver, name, companion, source_options):
    made = files.vector(driver, name, {"towns": POINTS}, 25832, source_options)
    assert companion in made
    dataset = datasets.upload_files(daemon, {name: made.pop(name), **made})

    schema, found = centroids(daemon, datasets.reference(dataset, name))

    assert found == {1: 0, 2: 10, 3: 20}
    assert "25832" in schema.crs or "ETRS89 / UTM zone 32N" in schema.crs


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
    made = {}
    for name in gdal.ReadDir("/vsimem/shp"):
        file = gdal.VSIFOpenL(f"/vsimem/shp/{name}", "rb")
        made[name] = bytes(gdal.VSIFReadL(1, 1 << 20, file))
        gdal.VSIFCloseL(file)
    dataset = datasets.upload_files(daemon, made)

    job = processing.done(
        daemon, "native:buffer", INPUT=datasets.reference(dataset, "roads.shp"), DISTANCE=1)

    came = processing.rows(daemon, job)
    assert came.header.schema.crs == "EPSG:2056"  # Of the .prj,
    assert came.features[0].attributes[0].integer_value == 7  # of the .dbf.


def test_gml_takes_its_fields_from_a_gfs(daemon):
    """Without it `number` would be a whole number."""
    gml = ('<c xmlns:gml="http://www.opengis.net/gml"><gml:featureMember><town><number>7</number>'
           "<gml:pointProperty><gml:Point><gml:coordinates>1,2</gml:coordinates></gml:Point>"
           "</gml:pointProperty></town></gml:featureMember></c>")
    gfs = ("<GMLFeatureClassList><GMLFeatureClass><Name>town</Name><ElementPath>town</ElementPath>"
           "<GeometryType>1</GeometryType><PropertyDefn><Name>number</Name>"
           "<ElementPath>number</ElementPath><Type>String</Type></PropertyDefn></GMLFeatureClass>"
           "</GMLFeatureClassList>")
    for gone_with, kind in (({"towns.gfs": gfs.encode()}, feature_pb2.FIELD_TYPE_STRING),
                            ({}, feature_pb2.FIELD_TYPE_INTEGER)):
        dataset = datasets.upload_files(daemon, {"towns.gml": gml.encode(), **gone_with})
        job = processing.done(
            daemon, "native:centroids", INPUT=datasets.reference(dataset, "towns.gml"))
        schema = processing.rows(daemon, job).header.schema
        assert {field.name: field.type for field in schema.fields}["number"] == kind


@pytest.mark.parametrize("chosen, xs", [
    ("|layername=farms", [5]), ("|layerid=1", [5]), ("|layername=towns", [0, 10, 20]),
    ("|layername=towns|subset=number > 1", [10, 20]),
])
def test_one_layer_of_several_is_chosen(daemon, chosen, xs):
    made = files.vector("GPKG", "places.gpkg", {"towns": POINTS, "farms": ["POINT (5 5)"]})
    dataset = datasets.upload_files(daemon, made)
    assert sorted(centroids(daemon, datasets.reference(dataset) + chosen)[1].values()) == xs


def test_an_input_of_a_layer_in_a_file(daemon):
    points = (b'{"type":"Feature","properties":{"a":1},'
              b'"geometry":{"type":"Point","coordinates":[1,2]}}')
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


def test_open_options_reach_the_driver(daemon):
    dataset = datasets.upload_files(daemon, {"towns.csv": b"number,east,north\n4,7,8\n"})
    options = "|option:X_POSSIBLE_NAMES=east|option:Y_POSSIBLE_NAMES=north|option:AUTODETECT_TYPE=YES"
    assert centroids(daemon, datasets.reference(dataset) + options)[1] == {4: 7}


def test_a_folder_can_be_a_layer(daemon):
    made = files.vector("OpenFileGDB", "places.gdb", {"towns": POINTS})
    assert all(path.startswith("places.gdb/") for path in made)
    dataset = datasets.upload_files(daemon, made)
    found = centroids(daemon, datasets.reference(dataset, "places.gdb") + "|layername=towns")[1]
    assert sorted(found.values()) == [0, 10, 20]


@pytest.fixture(scope="module")
def squares(daemon):
    """The reference of three squares in a row, numbered from 1, as rows."""
    wkts = [f"POLYGON (({x} 0, {x + 1} 0, {x + 1} 1, {x} 1, {x} 0))" for x in range(3)]
    drawn = rows.inline(wkts, fields=[("number", feature_pb2.FIELD_TYPE_INTEGER)],
                        attributes=[(1,), (2,), (3,)])
    return datasets.reference(datasets.upload_inline(daemon, drawn))


def test_rows_of_a_source_can_be_selected(daemon, squares):
    made = files.vector("GPKG", "towns.gpkg", {"towns": POINTS})
    file = datasets.reference(datasets.upload_files(daemon, made))
    for source, x in ((squares, 1.5), (file, 10)):
        found = centroids(daemon, {"source": source, "selection": "number = 2"})[1]
        assert found == {2: x}


def test_an_algorithm_finds_what_is_selected_in_its_layer(daemon, squares):
    """The square in the middle goes to a neighbour."""
    processing.done(daemon, "native:centroids", INPUT=squares)  # The algorithms are known.
    (algorithm,) = [each for each in Catalogue(daemon).list(show_all=True)
                    if "eliminateselected" in each]
    job = processing.done(
        daemon, algorithm, MODE=0, INPUT={"source": squares, "selection": '"number" = 2'})
    areas = [rows.geometry(row).area for row in processing.rows(daemon, job).features]
    assert sorted(areas) == [1, 2]


@pytest.mark.parametrize("asked, field", [
    ({"selection": "number >"}, "INPUT.selection"),
    ({"selection": 3}, "INPUT.selection"),
    ({"rows": 3}, "INPUT.rows"),
])
def test_what_cannot_be_selected_is_told(daemon, squares, asked, field):
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "INVALID_PARAMETER",
                 f"spec.processing.parameters.{field}"):
        processing.submit(daemon, "native:centroids", {"INPUT": {"source": squares, **asked}})


def test_a_selection_reaches_no_files(daemon, squares):
    """What the expression cannot tell is nothing, so no row is selected."""
    source = {"source": squares, "selection": "file_exists('/etc/passwd') or env('HOME') <> ''"}
    assert centroids(daemon, source)[1] == {}

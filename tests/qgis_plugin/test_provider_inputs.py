# SPDX-License-Identifier: GPL-2.0-or-later
"""What goes to the server: features with all their attributes, those that are asked for, nothing
twice; layers that lie there already; what the project says."""

import provider_support as support
import pytest

import processing
from geotask.client import Client
from geotask_remote.link.servers import Server
from osgeo import gdal
from qgis.core import (
    NULL,
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsField,
    QgsGeometry,
    QgsMemoryProviderUtils,
    QgsFields,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProject,
    QgsProperty,
    QgsRasterLayer,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QByteArray, QDate, QDateTime, Qt, QTime, QVariant


@pytest.fixture(scope="module")
def daemon(tmp_path_factory):
    with support.Daemon(tmp_path_factory.mktemp("daemon")) as running:
        yield running


@pytest.fixture(scope="module")
def providers(daemon):
    with support.remote_provider(daemon.address) as running:
        yield running


@pytest.fixture
def client(daemon, providers):
    with Client(daemon.address) as client:
        for dataset in client.list_datasets():
            client.delete_dataset(dataset.name)
        yield client


class Heard(QgsProcessingFeedback):
    """Keeps what an algorithm says."""

    def __init__(self):
        super().__init__(False)
        self.lines = []

    def pushInfo(self, text):
        self.lines.append(text)

    def pushWarning(self, text):
        self.lines.append(text)

    def reportError(self, text, fatalError=False):
        self.lines.append(text)


def points(count, name="points"):
    """`count` points on a line, numbered from 1."""
    layer = QgsVectorLayer("Point?crs=EPSG:3035&field=n:integer", name, "memory")
    features = []
    for n in range(1, count + 1):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(f"Point({n} 0)"))
        feature.setAttributes([n])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


def numbers(result):
    return [feature["n"] for feature in result.getFeatures()]


def copied(layer, **more):
    """The layer, there and back: each point moved by nothing."""
    return support.run_remote("native:translategeometry", {
        "INPUT": layer, "DELTA_X": 0, "DELTA_Y": 0, "DELTA_Z": 0, "DELTA_M": 0,
        "OUTPUT": "TEMPORARY_OUTPUT"}, **more)["OUTPUT"]


def test_attributes_of_every_type_come_back_as_they_went(providers):
    fields = QgsFields()
    values = [
        ("whole", QVariant.Int, -2147483647),
        ("large", QVariant.LongLong, 9007199254740993),
        ("real", QVariant.Double, 0.1),
        ("text", QVariant.String, "Ærø – 島 'quoted'"),
        ("yes", QVariant.Bool, True),
        ("day", QVariant.Date, QDate(1582, 10, 15)),
        ("hour", QVariant.Time, QTime(23, 59, 58, 250)),
        ("moment", QVariant.DateTime, QDateTime(QDate(2024, 2, 29), QTime(1, 2, 3, 40))),
        ("utc", QVariant.DateTime, QDateTime(QDate(2024, 2, 29), QTime(1, 2, 3), Qt.UTC)),
        ("bytes", QVariant.ByteArray, QByteArray(b"\0\xff")),
    ]
    for name, kind, _ in values:
        fields.append(QgsField(name, kind))
    layer = QgsMemoryProviderUtils.createMemoryLayer(
        "all types", fields, QgsWkbTypes.Point, QgsCoordinateReferenceSystem("EPSG:3035"))
    full, empty = QgsFeature(fields), QgsFeature(fields)
    full.setGeometry(QgsGeometry.fromWkt("Point(1 2)"))
    full.setAttributes([value for _, _, value in values])
    assert layer.dataProvider().addFeatures([full, empty])[0], layer.dataProvider().lastError()
    result = copied(layer)
    assert [(f.name(), f.type()) for f in result.fields()] == [(n, k) for n, k, _ in values]
    first, second = result.getFeatures()
    assert first.attributes() == [value for _, _, value in values]
    assert second.attributes() == [NULL] * len(values)
    assert first.geometry().asWkt() == "Point (1 2)"
    assert not second.hasGeometry()
    assert result.crs().authid() == "EPSG:3035"


@pytest.mark.parametrize("wkt", [
    "MultiPoint ((1 2),(3 4))", "LineString (0 0, 1 1)", "PolygonZ ((0 0 1, 4 0 1, 4 4 1, 0 0 1))",
    "MultiLineStringM ((0 0 5, 1 1 6))", "PointZM (1 2 3 4)",
    "CurvePolygon (CircularString (0 0, 1 1, 2 0, 1 -1, 0 0))",
])
def test_geometries_of_every_type_come_back_as_they_went(providers, wkt):
    geometry = QgsGeometry.fromWkt(wkt)
    layer = QgsMemoryProviderUtils.createMemoryLayer(
        "shape", QgsFields(), geometry.wkbType(), QgsCoordinateReferenceSystem("EPSG:3035"))
    feature = QgsFeature()
    feature.setGeometry(geometry)
    layer.dataProvider().addFeatures([feature])
    result = support.run_remote("native:addautoincrementalfield", {
        "INPUT": layer, "FIELD_NAME": "id", "OUTPUT": "TEMPORARY_OUTPUT"})["OUTPUT"]
    (back,) = result.getFeatures()
    assert bytes(back.geometry().asWkb()) == bytes(geometry.asWkb())
    assert result.wkbType() == geometry.wkbType()


def test_only_selected_features_are_sent_where_that_is_asked(client):
    layer = points(9)
    QgsProject.instance().addMapLayer(layer)
    layer.selectByExpression("n in (2, 5, 7)")
    result = copied(QgsProcessingFeatureSourceDefinition(layer.id(), True))
    assert numbers(result) == [2, 5, 7]
    (sent,) = client.list_datasets()
    assert sent.feature_count == 3


def test_a_limit_of_features_bounds_what_is_sent(client):
    layer = points(9)
    QgsProject.instance().addMapLayer(layer)
    source = QgsProcessingFeatureSourceDefinition(layer.id(), False, 4)
    assert numbers(copied(source)) == [1, 2, 3, 4]
    (sent,) = client.list_datasets()
    assert sent.feature_count == 4


def test_a_filter_of_the_source_is_obeyed(client):
    if Qgis.QGIS_VERSION_INT < 33200:
        pytest.skip("this QGIS is older than 3.32, which brought filters of feature sources")
    layer = points(9)
    QgsProject.instance().addMapLayer(layer)
    source = QgsProcessingFeatureSourceDefinition(layer.id(), filterExpression="n > 6")
    assert numbers(copied(source)) == [7, 8, 9]


def test_changes_that_are_not_saved_go_along(client):
    layer = points(3)
    layer.startEditing()
    layer.changeAttributeValue(1, 0, 77)
    assert numbers(copied(layer)) == [77, 2, 3]


def test_a_layer_that_has_not_changed_is_sent_once(client):
    layer = points(5)
    for _ in range(3):
        heard = Heard()
        assert numbers(copied(layer, feedback=heard)) == [1, 2, 3, 4, 5]
    assert len(list(client.list_datasets())) == 1
    assert any("already" in line for line in heard.lines)
    layer.dataProvider().truncate()
    assert numbers(copied(layer)) == []
    assert len(list(client.list_datasets())) == 2


def test_a_layer_that_the_server_has_dropped_is_sent_again(client):
    layer = points(5)
    copied(layer)
    (first,) = client.list_datasets()
    client.delete_dataset(first.name)
    assert numbers(copied(layer)) == [1, 2, 3, 4, 5]
    (second,) = client.list_datasets()
    assert second.name == first.name


def test_a_layer_of_the_server_is_named_and_nothing_is_sent(client):
    result = support.run_remote("native:centroids", {
        "INPUT": "data:world/countries", "ALL_PARTS": False, "OUTPUT": "TEMPORARY_OUTPUT"})
    assert result["OUTPUT"].featureCount() == 240
    assert not list(client.list_datasets())


def test_options_of_a_source_hold_for_a_layer_of_the_server(client):
    source = QgsProcessingFeatureSourceDefinition("data:world/countries", False, 7)
    result = support.run_remote("native:centroids", {
        "INPUT": source, "ALL_PARTS": False, "OUTPUT": "TEMPORARY_OUTPUT"})
    assert result["OUTPUT"].featureCount() == 7


def test_what_was_uploaded_or_made_before_is_named_likewise(client):
    copied(points(5))
    (dataset,) = client.list_datasets()
    reference = dataset.name.replace("datasets/", "dataset:")
    assert numbers(copied(reference)) == [1, 2, 3, 4, 5]
    job = next(client.list_jobs())
    assert numbers(copied(job.name.replace("jobs/", "job:"))) == [1, 2, 3, 4, 5]


def test_a_layer_that_the_server_lacks_is_refused_with_what_there_is(client):
    with pytest.raises(QgsProcessingException, match="data:world/contries"):
        copied("data:world/contries")


def test_a_value_that_is_wrong_is_refused_before_anything_is_sent(client):
    with pytest.raises(QgsProcessingException, match="Could not load source layer"):
        copied("no such layer")
    assert not list(client.list_datasets())


def test_an_expression_for_each_feature_stays_one(client):
    result = support.run_remote("native:buffer", {
        "INPUT": points(3), "DISTANCE": QgsProperty.fromExpression('"n" * 100'), "SEGMENTS": 5,
        "END_CAP_STYLE": 0, "JOIN_STYLE": 0, "MITER_LIMIT": 2, "DISSOLVE": False,
        "OUTPUT": "TEMPORARY_OUTPUT"})["OUTPUT"]
    widths = [round(each.geometry().boundingBox().width()) for each in result.getFeatures()]
    assert widths == [200, 400, 600]


def test_invalid_features_are_treated_as_qgis_is_told_to(client):
    bow = QgsFeature()
    bow.setGeometry(QgsGeometry.fromWkt("Polygon((0 0, 2 2, 2 0, 0 2, 0 0))"))
    layer = QgsVectorLayer("Polygon?crs=EPSG:3035", "bow tie", "memory")
    layer.dataProvider().addFeatures([bow])
    context = QgsProcessingContext()
    call = {"INPUT": layer, "OUTPUT": "TEMPORARY_OUTPUT"}
    wanted = {QgsFeatureRequest.GeometryNoCheck: 1, QgsFeatureRequest.GeometrySkipInvalid: 0}
    for check, count in wanted.items():
        context.setInvalidGeometryCheck(check)
        result = support.run_remote("native:convexhull", call, context=context)["OUTPUT"]
        assert result.featureCount() == count
    context.setInvalidGeometryCheck(QgsFeatureRequest.GeometryAbortOnInvalid)
    with pytest.raises(QgsProcessingException, match="invalid geometry"):
        support.run_remote("native:convexhull", call, context=context)


def test_areas_are_measured_as_the_project_measures_them(client):
    square = QgsFeature()
    square.setGeometry(QgsGeometry.fromWkt("Polygon((10 50, 11 50, 11 51, 10 51, 10 50))"))
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "square", "memory")
    layer.dataProvider().addFeatures([square])
    project = QgsProject.instance()
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    call = {"INPUT": layer, "FIELD_NAME": "size", "FIELD_TYPE": 0, "FIELD_LENGTH": 0,
            "FIELD_PRECISION": 0, "FORMULA": "$area", "OUTPUT": "TEMPORARY_OUTPUT"}
    for ellipsoid in ("EPSG:7030", "EPSG:7004", "NONE"):
        project.setEllipsoid(ellipsoid)
        sizes = []
        for run in (support.run_remote, processing.run):
            (row,) = run("native:fieldcalculator", dict(call))["OUTPUT"].getFeatures()
            sizes.append(row["size"])
        assert sizes[0] == sizes[1]


def test_a_raster_goes_with_its_side_cars_and_only_once(client, tmp_path):
    path = str(tmp_path / "small.tif")
    raster = gdal.GetDriverByName("GTiff").Create(path, 8, 8, 1)
    raster.SetGeoTransform((0, 10, 0, 80, 0, -10))
    raster.GetRasterBand(1).WriteRaster(0, 0, 8, 8, bytes(range(64)))
    raster = None
    (tmp_path / "small.tif.aux.xml").write_text(
        "<PAMDataset><SRS>EPSG:3035</SRS></PAMDataset>")
    layer = QgsRasterLayer(path, "heights of hills")
    assert layer.crs().authid() == "EPSG:3035"
    for _ in range(2):
        result = support.run_remote("native:pixelstopoints", {
            "INPUT_RASTER": layer, "RASTER_BAND": 1, "FIELD_NAME": "h",
            "OUTPUT": "TEMPORARY_OUTPUT"})["OUTPUT"]
        assert result.crs().authid() == "EPSG:3035"
        assert result.featureCount() == 64
    (sent,) = client.list_datasets()
    assert [file.path for file in client.get_dataset(sent.name).files] == [
        "heights of hills.tif", "heights of hills.tif.aux.xml"]


def test_a_server_that_is_full_loses_what_was_sent_first(providers, tmp_path):
    with support.Daemon(tmp_path, "--max-datasets", "2") as small:
        providers.set_servers([Server(support.SERVER, "Test", small.address)])
        support.fetch_algorithms(providers)
        for count in (1, 2, 3, 4):
            assert numbers(copied(points(count))) == list(range(1, count + 1))
        with Client(small.address) as client:
            assert sorted(each.feature_count for each in client.list_datasets()) == [3, 4]

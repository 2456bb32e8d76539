# SPDX-License-Identifier: GPL-2.0-or-later
"""Features.Transform: a chain of operations on rows in one call."""

import grpc
import pytest
from shapely.geometry import MultiLineString, MultiPoint, MultiPolygon

from geotask.v1 import feature_pb2, job_pb2, transform_pb2
from support import datasets, processing, rows
from support.calls import buffered, get, refused
from support.transform_calls import call, operation, start, transform

POLYGONS = [
    "POLYGON ((0 0, 100 0, 100 80, 50 80.5, 0 80, 0 0), (20 20, 60 20, 60 60, 20 60, 20 20))",
    "MULTIPOLYGON (((0 0, 10 0, 10 10, 0 10, 0 0)), ((500 500, 530 500, 515 540, 500 500)))",
    None,
    "POLYGON ((0 0, 40 40, 40 0, 0 40, 0 0))",
]
LINES = [
    "LINESTRING (0 0, 40 0, 40 1, 40 30)",
    "MULTILINESTRING ((0 0, 30 0), (30 0, 30 30), (100 100, 130 100))",
    None,
]
FIELDS = [("name", feature_pb2.FIELD_TYPE_STRING)]
SIMPLIFY = transform_pb2.Transform.Simplify


def multi(geometry):
    """One part as several, as in a layer of multi-parts."""
    makers = {"Point": MultiPoint, "LineString": MultiLineString, "Polygon": MultiPolygon}
    maker = makers.get(geometry.geom_type)
    return maker([geometry]) if maker else geometry


def same(ours, wanted):
    if ours is None or wanted is None:
        return ours is None and wanted is None
    return multi(ours).equals_exact(multi(wanted), 0)


def inline(wkts, geometry_type):
    promoted = [wkt if wkt is None else multi(rows.geometry(rows.feature(wkt, 1))).wkt
                for wkt in wkts]
    attributes = [(f"row {i}",) for i in range(len(wkts))]
    return rows.inline(promoted, "EPSG:3857", FIELDS, attributes, geometry_type)


def native(daemon, spec_input, algorithm, parameters):
    """The rows that QGIS's own algorithm makes, by a job over a dataset."""
    dataset = datasets.upload_inline(daemon, spec_input)
    job = processing.done(daemon, algorithm,
                          {"INPUT": {"source": datasets.reference(dataset),
                                     "invalid_features": "ignore"}, **parameters})
    return processing.rows(daemon, job)


def check(daemon, wkts, geometry_type, member, algorithm, parameters):
    spec_input = inline(wkts, geometry_type)
    answer = transform(daemon, spec_input.features.schema, spec_input.features.features,
                       [operation(**member)])
    wanted = native(daemon, spec_input, algorithm, parameters)
    assert [f.name for f in answer.header.schema.fields] == [
        f.name for f in wanted.header.schema.fields]
    assert answer.header.schema.crs == wanted.header.schema.crs
    assert len(answer.features) == len(wanted.features)
    for ours, theirs in zip(answer.features, wanted.features):
        assert same(rows.geometry(ours), rows.geometry(theirs))
        assert list(ours.attributes) == list(theirs.attributes)


ON_POLYGONS = [
    ({"buffer": {"distance": 5}}, "native:buffer", {"DISTANCE": 5}),
    ({"centroid": {}}, "native:centroids", {}),
    ({"centroid": {"all_parts": True}}, "native:centroids", {"ALL_PARTS": True}),
    ({"point_on_surface": {}}, "native:pointonsurface", {}),
    ({"simplify": {"tolerance": 3}}, "native:simplifygeometries", {"TOLERANCE": 3}),
    ({"simplify": {"method": SIMPLIFY.METHOD_AREA, "tolerance": 9}},
     "native:simplifygeometries", {"METHOD": 2, "TOLERANCE": 9}),
    ({"convex_hull": {}}, "native:convexhull", {}),
    ({"make_valid": {}}, "native:fixgeometries", {}),
    ({"reproject": {"target_crs": "EPSG:4326"}}, "native:reprojectlayer",
     {"TARGET_CRS": "EPSG:4326"}),
    ({"bounding_box": {}}, "native:boundingboxes", {}),
    ({"oriented_minimum_bounding_box": {}}, "native:orientedminimumboundingbox", {}),
    ({"minimum_enclosing_circle": {"segments": 16}}, "native:minimumenclosingcircle",
     {"SEGMENTS": 16}),
    ({"densify_by_count": {"vertices": 2}}, "native:densifygeometries", {"VERTICES": 2}),
    ({"densify_by_distance": {"interval": 7}}, "native:densifygeometriesgivenaninterval",
     {"INTERVAL": 7}),
    ({"smooth": {"iterations": 2}}, "native:smoothgeometry", {"ITERATIONS": 2}),
    ({"boundary": {}}, "native:boundary", {}),
    ({"delete_holes": {}}, "native:deleteholes", {}),
    ({"remove_duplicate_vertices": {}}, "native:removeduplicatevertices", {}),
    ({"snap_to_grid": {"x_spacing": 7, "y_spacing": 7}}, "native:snappointstogrid",
     {"HSPACING": 7, "VSPACING": 7}),
    ({"force_right_hand_rule": {}}, "native:forcerhr", {}),
    ({"promote_to_multi": {}}, "native:promotetomulti", {}),
    ({"single_parts": {}}, "native:multiparttosingleparts", {}),
    ({"drop_z_m": {"drop_z": True}}, "native:dropmzvalues", {"DROP_Z_VALUES": True}),
    ({"swap_xy": {}}, "native:swapxy", {}),
    ({"translate": {"x": 3, "y": -1}}, "native:translategeometry", {"DELTA_X": 3, "DELTA_Y": -1}),
    ({"rotate": {"angle": 30}}, "native:rotatefeatures", {"ANGLE": 30}),
]
ON_LINES = [
    ({"merge_lines": {}}, "native:mergelines", {}),
    ({"reverse_line_direction": {}}, "native:reverselinedirection", {}),
    ({"boundary": {}}, "native:boundary", {}),
]


def test_there_is_a_comparison_for_every_operation():
    compared = {next(iter(member)) for member, _, _ in ON_POLYGONS + ON_LINES}
    assert compared == set(transform_pb2.Transform.Operation.DESCRIPTOR.fields_by_name)


@pytest.mark.parametrize("member, algorithm, parameters", ON_POLYGONS, ids=str)
def test_each_operation_gives_what_qgis_gives(daemon, member, algorithm, parameters):
    check(daemon, POLYGONS, "MultiPolygon", member, algorithm, parameters)


@pytest.mark.parametrize("member, algorithm, parameters", ON_LINES, ids=str)
def test_each_operation_on_lines_gives_what_qgis_gives(daemon, member, algorithm, parameters):
    check(daemon, LINES, "MultiLineString", member, algorithm, parameters)


def test_a_chain_is_its_operations_one_after_the_other(daemon):
    spec_input = inline(POLYGONS, "MultiPolygon")
    operations = [operation(make_valid={}), operation(simplify={"tolerance": 2}),
                  operation(single_parts={}), operation(centroid={}),
                  operation(reproject={"target_crs": "EPSG:4326"}),
                  operation(buffer={"distance": 0.001})]
    schema, features = spec_input.features.schema, list(spec_input.features.features)

    at_once = transform(daemon, schema, features, operations)

    for each in operations:
        step = transform(daemon, schema, features, [each])
        schema, features = step.header.schema, step.features
    assert at_once.features == features
    assert at_once.header.schema == schema
    assert [f.id for f in features] == [1, 2, 2, 3, 4, 4]


def test_a_buffer_in_a_chain_is_that_of_a_job(daemon):
    spec_input = inline(POLYGONS, "MultiPolygon")
    stored = buffered(daemon, spec_input, 3, segments=2)
    answer = transform(daemon, spec_input.features.schema, spec_input.features.features,
                       [operation(buffer={"distance": 3, "segments": 2})])
    assert answer.features == stored.features


def test_the_header_tells_the_schema_and_the_job_shows_the_chain(daemon):
    spec_input = inline(POLYGONS, "MultiPolygon")
    answer = transform(daemon, spec_input.features.schema, spec_input.features.features,
                       [operation(convex_hull={}), operation(minimum_enclosing_circle={})],
                       job_id="hulls")
    assert [f.name for f in answer.header.schema.fields] == [
        "name", "area", "perimeter", "radius", "area_2"]
    job = get(daemon, "jobs/hulls")
    assert job.volatile_call and job.state == job_pb2.JOB_STATE_SUCCEEDED
    assert [each.WhichOneof("operation") for each in job.spec.transform.operations] == [
        "convex_hull", "minimum_enclosing_circle"]


def test_rows_that_cannot_be_done_are_null_and_warned_of(daemon):
    answer = transform(daemon, rows.schema("EPSG:4326", geometry_type="Point"),
                       [rows.feature("POINT (8 47)", 1), rows.feature("POINT (0 100)", 2)],
                       [operation(reproject={"target_crs": "EPSG:3857"})])
    assert answer.features[0].HasField("wkb") and not answer.features[1].HasField("wkb")
    assert answer.summary.warning_count == 1 and "feature 2" in answer.summary.warnings[0]


@pytest.mark.parametrize("operations, reason, field", [
    ([], "MISSING_FIELD", "start.transform.operations"),
    ([operation()], "MISSING_FIELD", "start.transform.operations[0]"),
    ([operation(swap_xy={})] * 65, "OUT_OF_RANGE", "start.transform.operations"),
    ([operation(swap_xy={}), operation(simplify={"tolerance": -1})], "OUT_OF_RANGE",
     "start.transform.operations[1].simplify.tolerance"),
    ([operation(centroid={}), operation(smooth={})], "UNSUITABLE_GEOMETRY_TYPE",
     "start.transform.operations[1].smooth"),
    ([operation(reproject={"target_crs": "EPSG:1"})], "INVALID_CRS",
     "start.transform.operations[0].reproject.target_crs"),
    ([operation(buffer={"distance": 1, "dissolve": True})], "CONFLICTING_FIELDS",
     "start.transform.operations[0].buffer.dissolve"),
], ids=str)
def test_a_chain_that_makes_no_sense_is_refused(daemon, operations, reason, field):
    first = start(rows.schema(geometry_type="MultiPolygon"), operations)
    with refused(grpc.StatusCode.INVALID_ARGUMENT, reason, field):
        list(call(daemon, first, []))


def test_rows_that_would_become_too_large_end_the_call(daemon):
    first = start(rows.schema(geometry_type="LineString"),
                  [operation(densify_by_distance={"interval": 1e-9})])
    with refused(grpc.StatusCode.RESOURCE_EXHAUSTED, "TOO_MANY_VERTICES",
                 "start.transform.operations[0].densify_by_distance"):
        list(call(daemon, first, [rows.feature("LINESTRING (0 0, 1000 0)", 1)]))


def test_centroids_of_the_provinces_of_the_world_are_those_of_qgis(daemon):
    """4,556 multipolygons, some of them larger than a message."""
    made = processing.done(daemon, "native:centroids", INPUT="data:world/states_provinces")
    wanted = processing.rows(daemon, made)
    source = processing.rows(daemon, processing.done(
        daemon, "native:promotetomulti", INPUT="data:world/states_provinces"))
    answer = transform(daemon, source.header.schema, source.features, [operation(centroid={})])
    assert [f.wkb for f in answer.features] == [f.wkb for f in wanted.features]

# SPDX-License-Identifier: GPL-2.0-or-later
"""Jobs that run algorithms of QGIS: rows and values go in and come out, and on to other jobs."""

import os

import grpc
import pytest

from support import datasets, postgres, processing, rows
from support.calls import refused
from support.daemon import Daemon
from support.processing_inputs import dem_fixture, squares_fixture  # noqa: F401
from support.rows import texts

COUNTRIES = "data:world/countries"


def test_rows_of_a_dataset_become_rows(daemon, squares):
    job = processing.done(daemon, "native:centroids", INPUT=squares)

    came = processing.rows(daemon, job)
    assert [rows.geometry(each).coords[0] for each in came.features] == [
        (0.5, 0.5), (1.5, 0.5), (5.5, 0.5)]
    assert [field.name for field in came.header.schema.fields] == ["number", "group"]
    assert came.header.schema.geometry_type == "Point"
    assert came.header.schema.crs == "EPSG:3857"


def test_a_chain_of_jobs_by_name_of_the_output(daemon, squares):
    first = processing.done(daemon, "native:extractbyexpression",
                            {"INPUT": squares, "EXPRESSION": '"number" < 3',
                             "FAIL_OUTPUT": "TEMPORARY_OUTPUT"})
    for name, left in (("OUTPUT", 2), ("FAIL_OUTPUT", 1)):
        reference = f"{first.name.replace('jobs/', 'job:')}/{name}"
        second = processing.done(daemon, "native:dissolve", INPUT=reference)
        (united,) = processing.rows(daemon, second).features
        assert rows.geometry(united).area == left


def test_an_output_that_is_not_asked_for_is_not_made(daemon, squares):
    job = processing.done(daemon, "native:extractbyexpression",
                          {"INPUT": squares, "EXPRESSION": '"number" < 3'})
    assert [each.name for each in job.outputs] == ["OUTPUT"]


def test_a_job_with_one_output_needs_no_name_of_it(daemon, squares):
    first = processing.done(daemon, "native:centroids", INPUT=squares)
    reference = first.name.replace("jobs/", "job:")
    assert processing.output(
        processing.done(daemon, "native:buffer", INPUT=reference)).features.feature_count == 3


def test_several_layers_go_to_one_parameter(daemon, squares):
    job = processing.done(
        daemon, "native:mergevectorlayers", LAYERS=[squares, COUNTRIES, squares], CRS="EPSG:4326")
    assert processing.output(job).features.feature_count == 2 * 3 + countries(daemon)


def countries(daemon):
    job = processing.done(daemon, "native:centroids", INPUT=COUNTRIES)
    return processing.output(job).features.feature_count


def test_a_row_that_tells_its_file_tells_the_reference(daemon):
    layers = [COUNTRIES, datasets.reference(datasets.upload_files(
        daemon, {"square.geojson": b'{"type": "MultiPolygon", '
                                   b'"coordinates": [[[[0, 0], [1, 0], [1, 1], [0, 0]]]]}'}))]
    job = processing.done(daemon, "native:mergevectorlayers", LAYERS=layers)
    merged = processing.rows(daemon, job)
    at = [field.name for field in merged.header.schema.fields].index("path")
    assert set(texts(merged.features, at)) == set(layers)


def test_options_of_a_feature_source(daemon, squares):
    source = {"source": squares, "feature_limit": 2}
    job = processing.done(daemon, "native:centroids", INPUT=source)
    assert processing.output(job).features.feature_count == 2


def test_numbers_and_texts_are_values_of_the_job(daemon, dem):
    job = processing.done(daemon, "native:rasterlayerstatistics", INPUT=dem, BAND=1)
    assert (processing.value(job, "MIN"), processing.value(job, "MAX")) == (0, 7)
    job = processing.done(daemon, "native:rasterlayerproperties", INPUT=dem)
    assert processing.value(job, "CRS_AUTHID") == "EPSG:3857"


@pytest.mark.parametrize("style", [2, "2", "Square"])
def test_an_enum_by_number_text_or_option(daemon, style):
    point = datasets.upload_inline(daemon, rows.inline(["POINT (0 0)"]))
    job = processing.done(daemon, "native:buffer", INPUT=datasets.reference(point),
                          END_CAP_STYLE=style, DISTANCE=1)
    (square,) = processing.rows(daemon, job).features
    assert rows.geometry(square).area == pytest.approx(4)


def test_an_empty_list_is_no_absent_one(daemon, squares):
    """Without fields to keep, refactoring by an empty mapping leaves none; absent is an error."""
    job = processing.done(daemon, "native:refactorfields", INPUT=squares, FIELDS_MAPPING=[])
    assert not processing.rows(daemon, job).header.schema.fields
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "MISSING_PARAMETER",
                 "spec.processing.parameters.LAYERS"):
        processing.submit(daemon, "native:mergevectorlayers", {})


def test_what_has_a_default_may_be_left_out(daemon, dem):
    """Also a band, for which QGIS's own check asks in spite of its default."""
    job = processing.done(daemon, "native:rasterlayerstatistics", INPUT=dem)
    assert (processing.value(job, "MIN"), processing.value(job, "MAX")) == (0, 7)


def test_values_of_every_kind_go_in(daemon, squares):
    mapping = [{"name": "twice", "type": 6, "length": 0, "precision": 0,
                "expression": '"number" * 2'}]
    job = processing.done(daemon, "native:refactorfields", INPUT=squares, FIELDS_MAPPING=mapping)
    came = processing.rows(daemon, job)
    assert [each.attributes[0].double_value for each in came.features] == [2, 4, 6]

    job = processing.done(daemon, "native:creategrid", TYPE="Rectangle (Polygon)",
                          EXTENT="0,2,0,1 [EPSG:3857]", HSPACING=1, VSPACING=1, CRS="EPSG:3857")
    assert processing.output(job).features.feature_count == 2

    data_defined = {"type": "data_defined", "expression": '"number"'}
    job = processing.done(daemon, "native:translategeometry", INPUT=squares, DELTA_X=data_defined)
    moved = [rows.geometry(each).bounds[0] for each in processing.rows(daemon, job).features]
    assert moved == [1, 3, 8]


def test_names_that_the_algorithm_does_not_know_are_a_warning_told_once(daemon, squares):
    job = processing.done(daemon, "native:centroids", INPUT=squares, DISTANCE=3)
    said = [line for line in processing.log(daemon, job) if "DISTANCE" in line]
    assert said == ["DISTANCE is no parameter of native:centroids; QGIS ignores it"]


def test_a_database_needs_the_network_that_the_operator_grants(tmp_path):
    if postgres.missing():
        pytest.skip(postgres.missing())
    with postgres.Postgres() as cluster:
        cluster.sql("CREATE TABLE towns (id int PRIMARY KEY, geom geometry(Point, 3857));"
                    "INSERT INTO towns VALUES (1, ST_SetSRID(ST_Point(1, 2), 3857))")
        os.chmod(cluster.folder, 0o755)  # The socket is in it; workers have no rights of root.
        sources = [f"pg={cluster.connection}"]
        for grant in ("on", "off"):
            folder = tmp_path / grant
            folder.mkdir()
            with Daemon(folder, "--workers", "1", "--worker-network", grant,
                        sources=sources) as daemon:
                if grant == "off":
                    with refused(grpc.StatusCode.INVALID_ARGUMENT, "INVALID_PARAMETER",
                                 "spec.processing.parameters.INPUT"):
                        processing.submit(daemon, "native:buffer",
                                          {"INPUT": "data:pg/towns", "DISTANCE": 1})
                    continue
                job = processing.done(daemon, "native:buffer", INPUT="data:pg/towns", DISTANCE=1)
                assert processing.output(job).features.feature_count == 1

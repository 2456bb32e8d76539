# SPDX-License-Identifier: GPL-2.0-or-later
"""The context of an algorithm: invalid features, measures, coordinate operations, the project."""

import io
import zipfile

import pytest

from geotask.v1 import job_pb2
from support import datasets, processing, rows
from support.processing_inputs import SQUARES, squares_fixture  # noqa: F401
from support.rows import texts


def test_the_context_decides_about_invalid_features(daemon):
    bow_tie = "POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))"
    drawn = datasets.upload_inline(daemon, rows.inline([bow_tie, SQUARES[2]]))
    mask = datasets.upload_inline(daemon, rows.inline(["POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0))"]))
    given = {"INPUT": datasets.reference(drawn), "OVERLAY": datasets.reference(mask)}
    skip = processing.done(daemon, "native:clip", given, {"invalid_features": 2})
    assert processing.output(skip).features.feature_count == 1
    abort = processing.run(daemon, "native:clip", given, {"invalid_features": 1})
    assert abort.state == job_pb2.JOB_STATE_FAILED
    assert abort.error.reason == "ALGORITHM_FAILED" and "invalid" in abort.error_message


def test_the_context_decides_how_expressions_measure(daemon, squares):
    def area(**context):
        job = processing.done(daemon, "native:fieldcalculator",
                              {"INPUT": squares, "FIELD_NAME": "area", "FIELD_TYPE": 0,
                               "FORMULA": "$area"}, context)
        return processing.rows(daemon, job).features[0].attributes[-1].double_value

    assert area(ellipsoid="NONE") == 1
    assert area(ellipsoid="NONE", project_crs="EPSG:3857", area_unit="ha") == pytest.approx(1e-4)
    assert area(ellipsoid="EPSG:7030") != 1


TO_MERCATOR = ("+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
               "+step +proj=webmerc +ellps=WGS84")


def reprojected(daemon, **context):
    """The point 0 0 of EPSG:4326 in EPSG:3857, and its job."""
    point = datasets.upload_inline(daemon, rows.inline(["POINT (0 0)"], crs="EPSG:4326"))
    job = processing.done(daemon, "native:reprojectlayer",
                          {"INPUT": datasets.reference(point), "TARGET_CRS": "EPSG:3857"}, context)
    return rows.geometry(processing.rows(daemon, job).features[0]), job


def test_the_context_decides_which_coordinate_operation_is_done(daemon):
    shifted = {"source_crs": "EPSG:4326", "destination_crs": "EPSG:3857",
               "operation": TO_MERCATOR + " +x_0=1000"}
    at, job = reprojected(daemon, coordinate_operations=[shifted])
    assert at.x == pytest.approx(1000)
    told = job.spec.processing.coordinate_operations[0]
    assert told.operation == shifted["operation"] and told.allow_fallback
    at, _ = reprojected(daemon)
    assert at.x == pytest.approx(0), "the next job has a context of its own"


def test_a_coordinate_operation_without_words_is_that_of_proj(daemon):
    at, _ = reprojected(daemon, coordinate_operations=[
        {"source_crs": "EPSG:4326", "destination_crs": "EPSG:3857", "allow_fallback": False}])
    assert at.x == pytest.approx(0)


def test_a_project_is_opened_for_the_algorithm(daemon):
    text = ('<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">'
            '<qgis version="3.22.16" projectname="mine"><title>Mine</title></qgis>')
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mine.qgs", text)
    dataset = datasets.upload_files(daemon, {"mine.qgz": packed.getvalue()})
    point = datasets.upload_inline(daemon, rows.inline(["POINT (0 0)"]))
    job = processing.done(daemon, "native:fieldcalculator",
                          {"INPUT": datasets.reference(point), "FIELD_NAME": "title",
                           "FIELD_TYPE": 2, "FORMULA": "@project_title"},
                          {"project": datasets.reference(dataset, "mine.qgz")})
    assert texts(processing.rows(daemon, job).features, -1) == ["Mine"]

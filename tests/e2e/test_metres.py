# SPDX-License-Identifier: GPL-2.0-or-later
"""Buffers by true metres, measured with PostGIS on its type geography."""

import math

import grpc
import pytest

from geotask.v1 import buffer_pb2
from support import postgres, rows
from support.calls import buffered, refused, submit, wait

METRES = buffer_pb2.Buffer.UNIT_METRES
DEGREES = "EPSG:4326"
# GEOS draws an arc of up to 1.5 times the angle of a segment as one.
SEGMENTS = 32
ARC = 1 - math.cos(0.75 * math.pi / 2 / SEGMENTS)

SHAPES = {
    "a point in Zurich": "POINT (8.54 47.37)",
    "a point near the pole": "POINT (30 85)",
    "a line along a parallel": "LINESTRING (0 60, 12 60)",
    "a wide line": "LINESTRING (-20 40, 20 50)",
    "a polygon": "POLYGON ((27 -31, 30 -31, 30 -28, 27 -28, 27 -31))",
    "a wide polygon": "POLYGON ((0 40, 40 40, 40 60, 0 60, 0 40))",
}


@pytest.fixture(scope="module")
def postgis():
    if postgres.missing():
        pytest.skip(postgres.missing())
    with postgres.Postgres() as running:
        yield running


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("distance", [1000.0, 50000.0])
def test_the_boundary_is_as_far_away_as_postgis_measures(daemon, postgis, name, distance):
    """ST_Distance between geographies: geodesics on WGS 84. Edges of ours are straight in degrees,
    those of a geography are geodesics, so ours get a vertex every hundredth of a degree."""
    wkt = SHAPES[name]

    result = buffered(
        daemon, rows.inline([wkt], crs=DEGREES), distance, unit=METRES, segments=SEGMENTS
    )

    [feature] = result.features
    nearest, farthest = map(float, postgis.value(f"""
        WITH input AS (
          SELECT ST_Segmentize(ST_GeomFromText('{wkt}', 4326), 0.01)::geography AS g
        ), boundary AS (
          SELECT (ST_DumpPoints(ST_GeomFromWKB('\\x{feature.wkb.hex()}'::bytea, 4326))).geom AS p
        ), measured AS (
          SELECT ST_Distance(p::geography, g) AS metres
          FROM (SELECT p, row_number() OVER () AS n, count(*) OVER () AS total FROM boundary) AS b,
               input
          WHERE n % greatest(1, total / 100) = 0
        )
        SELECT min(metres) || ' ' || max(metres) FROM measured""").split())
    assert nearest >= distance * (1 - 0.001 - ARC) - 0.05
    assert farthest <= distance * (1 + 0.001) + 0.05


def test_a_small_buffer_has_the_area_of_postgis_s(daemon, postgis):
    """ST_Buffer of a geography is a buffer in a projection that PostGIS chooses (UTM here), which
    may stretch distances by 0.1 %, so areas by 0.2 %."""
    wkt = "LINESTRING (8.5 47.3, 8.6 47.4, 8.7 47.35)"

    result = buffered(daemon, rows.inline([wkt], crs=DEGREES), 2000.0, unit=METRES, segments=32)

    ours = f"ST_GeomFromWKB('\\x{result.features[0].wkb.hex()}'::bytea, 4326)"
    theirs = f"ST_Buffer(ST_GeomFromText('{wkt}', 4326)::geography, 2000, 32)::geometry"
    share = postgis.value(
        f"SELECT ST_Area(ST_SymDifference({ours}, {theirs})) / ST_Area({theirs})"
    )
    assert float(share) < 0.003


def test_metres_come_before_everything_else_that_a_job_can_ask_for(daemon):
    points = rows.inline(["POINT (8 47)", "POINT (8.001 47)"], crs=DEGREES)

    result = buffered(
        daemon, points, 1000.0, unit=METRES, dissolve=True, output_crs="EPSG:2056", segments=64
    )

    [feature] = result.features
    area = rows.geometry(feature).area  # The Swiss grid is true to scale there, by 1e-4.
    gap = 76.1  # A thousandth of a degree.
    assert area == pytest.approx(math.pi * 1e6 + 2 * 1000 * gap, rel=1e-3)


def test_an_edge_across_the_antimeridian_fails_with_what_to_do(daemon):
    job = submit(
        daemon, rows.inline(["LINESTRING (179 0, -179 0)"], crs=DEGREES), 1000.0, unit=METRES
    )

    ended = wait(daemon, job.name)

    assert ended.error.reason == "ANTIMERIDIAN_EDGE"
    assert "feature 1" in ended.error_message
    assert "Cut it" in ended.error.remedy


def test_metres_need_a_crs_and_a_distance_on_earth(daemon):
    points = rows.inline(["POINT (1 2)"], crs="")
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "INVALID_CRS", "spec.buffer.unit"):
        submit(daemon, points, 1000.0, unit=METRES)
    points = rows.inline(["POINT (1 2)"], crs=DEGREES)
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "OUT_OF_RANGE", "spec.buffer.distance"):
        submit(daemon, points, 5.1e6, unit=METRES)

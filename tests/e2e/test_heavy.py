# SPDX-License-Identifier: GPL-2.0-or-later
"""Geometry that takes long: it is done in processes, spread over the cores, stopped at once."""

import contextlib
import functools
import math
import os
import pathlib
import signal
import struct
import time

import grpc
import shapely.ops
from shapely.geometry import (
    GeometryCollection, LineString, MultiLineString, MultiPolygon, Point, Polygon,
)

from geotask.v1 import buffer_pb2, feature_pb2, job_pb2, server_pb2
from support import rows
from support.calls import (
    buffered, cancel, get, layer, read, refused, request, submit, upload, wait, watch,
)
from support.eventually import eventually
from support.transform_calls import call, operation, start


def star(x, y, radius, points):
    ring = []
    for i in range(6 * points):
        angle = math.pi * i / (3 * points)
        reach = radius * (1 + 0.4 * math.sin(points * angle))
        ring.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    return Polygon(ring)


def heap(count):
    """Polygons that lie on each other: one GEOS buffer of them takes minutes."""
    return [star(0.01 * i, 0.02 * i, 5 + 0.01 * i, 20) for i in range(count)]


def heap_input(count):
    return rows.inline([GeometryCollection(heap(count)).wkt])


@functools.cache
def uncut_circles():
    """Points whose buffers do not meet, each of which GEOS holds against all others, and a line, for
    which it may not be cut. Takes little memory: a heap of stars with bevels outgrows its process."""
    circles = [Point(3 * i, 0) for i in range(40_000)]
    return rows.inline([GeometryCollection([LineString([(-9, 0), (-8, 0)]), *circles]).wkt])


def start_endless(daemon):
    """A job of one geometry that keeps a process busy for a minute or so."""
    return submit(daemon, uncut_circles(), 1.0, segments=32)


def geometry_processes(daemon):
    found = []
    for task in pathlib.Path(f"/proc/{daemon.process.pid}/task").glob("*/children"):
        for pid in task.read_text().split():
            if "geotask-geometr" in pathlib.Path(f"/proc/{pid}/comm").read_text():
                found.append(int(pid))
    return found


def computed(pids):
    ticks = 0
    for pid in pids:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / 100


def at_work(daemon):
    """Whether a geometry process computes."""
    pids = geometry_processes(daemon)
    before = computed(pids)
    time.sleep(0.05)
    return geometry_processes(daemon) == pids and computed(pids) > before


def counts(daemon):
    return daemon.server.GetServerInfo(server_pb2.GetServerInfoRequest()).geometry


def test_polygons_on_each_other_are_buffered_part_by_part(daemon):
    result = buffered(daemon, heap_input(150), 1.0, segments=8)

    expected = shapely.ops.unary_union([one.buffer(1.0, 8) for one in heap(150)])
    made = rows.geometry(result.features[0])
    assert made.geom_type == "MultiPolygon"
    assert made.symmetric_difference(expected).area <= 1e-6 * expected.area


def test_a_ring_that_is_not_closed_is_closed_in_processes_too(daemon):
    ring = star(0, 0, 5, 400).exterior.coords

    def buffer_of(vertices):
        polygon = rows.inline([])
        head = struct.pack("<BIII", 1, 3, 1, len(vertices))
        polygon.features.features.add(
            id=1, wkb=head + b"".join(struct.pack("<dd", *vertex) for vertex in vertices))
        return buffered(daemon, polygon, 3.0, segments=32).features[0].wkb

    assert buffer_of(ring[:-1]) == buffer_of(ring)
    assert len(buffer_of(ring)) > 1000


def zigzag(y, vertices):
    return [(i / 128, y + i % 2 + i % 7 / 1024) for i in range(vertices)]


def test_long_lines_have_the_buffers_of_geos_on_one_side_too_and_from_processes(daemon):
    lines = [LineString(zigzag(0, 30_000)),
             MultiLineString([zigzag(0, 9_000), zigzag(0.5, 9_000), zigzag(40, 9_000)])]
    before = counts(daemon)

    for side, sign in ((buffer_pb2.Buffer.SIDE_LEFT, 1), (buffer_pb2.Buffer.SIDE_RIGHT, -1)):
        made = buffered(daemon, rows.inline([line.wkt for line in lines]), 0.02, side=side)

        for line, feature in zip(lines, made.features):
            parts = getattr(line, "geoms", [line])
            buffers = [part.buffer(sign * 0.02, 8, single_sided=True) for part in parts]
            expected = buffers[0] if len(buffers) == 1 else MultiPolygon(buffers)
            assert feature.wkb == expected.wkb
    assert counts(daemon).tasks_done >= before.tasks_done + 4
    assert counts(daemon).interrupts == before.interrupts


def continent(vertices):
    """A polygon of 5,000 km about Europe, with 40 capes and an edge that is never straight."""
    ring = []
    for i in range(vertices):
        angle = 2 * math.pi * i / vertices
        reach = 20 + math.sin(40 * angle) + 0.002 * math.sin(vertices / 8 * angle)
        ring.append((10 + reach * math.cos(angle), 45 + reach * math.sin(angle)))
    return Polygon(ring)


def submit_in_metres(daemon, polygon, distance):
    asked = request(rows.inline([], crs="EPSG:4326"), distance, unit=buffer_pb2.Buffer.UNIT_METRES)
    return upload(daemon, asked, [feature_pb2.Feature(id=1, wkb=polygon.wkb)])


def test_a_wide_polygon_in_metres_is_checked_cut_and_united_in_processes_too(daemon):
    wide = continent(80_000)
    before = counts(daemon)

    for distance in (1000.0, -1000.0):
        job = submit_in_metres(daemon, wide, distance)
        assert wait(daemon, job.name).state == job_pb2.JOB_STATE_SUCCEEDED
        made = rows.geometry(read(daemon, job.name).features[0])
        assert made.is_valid
        # A kilometre is 0.009 degrees along a meridian, and up to 0.023 along 67 degrees north.
        least, most = (wide.buffer(math.copysign(degrees, distance)) for degrees in (0.008, 0.024))
        outer, inner = (most, least) if distance > 0 else (least, most)
        assert outer.covers(made) and made.covers(inner)
    assert counts(daemon).interrupts == before.interrupts
    assert counts(daemon).tasks_done > before.tasks_done


def test_a_wide_polygon_in_metres_can_be_cancelled_at_any_time(daemon):
    wide = continent(400_000)
    for moment in (0.05, 0.2, 0.5, 1.0):
        job = submit_in_metres(daemon, wide, -1000.0)
        time.sleep(moment)
        cancel(daemon, job.name)
        assert wait(daemon, job.name).state == job_pb2.JOB_STATE_CANCELLED


def coast(vertices):
    """A polygon of 4 degrees about (10, 45) whose edge is never straight."""
    ring = []
    for i in range(vertices):
        angle = 2 * math.pi * i / vertices
        reach = 2 + 0.3 * math.sin(40 * angle) + 0.01 * math.sin(vertices / 400 * angle)
        ring.append((10 + reach * math.cos(angle), 45 + reach * math.sin(angle)))
    return Polygon(ring)


def test_a_long_way_into_another_crs_can_be_cancelled_at_any_time(daemon):
    asked = request(rows.inline([], crs="EPSG:4326"), 0.0001, output_crs="EPSG:3857")
    large = coast(1_000_000).wkb
    ends = []
    for moment in (0.2, 0.4, 0.6, 0.8, 1.0):
        job = upload(daemon, asked, [feature_pb2.Feature(id=1, wkb=large)])
        time.sleep(moment)
        with contextlib.suppress(grpc.RpcError):  # The last may come too late.
            cancel(daemon, job.name)
        ends.append(wait(daemon, job.name).state)
    assert ends[0] == job_pb2.JOB_STATE_CANCELLED
    assert set(ends) <= {job_pb2.JOB_STATE_CANCELLED, job_pb2.JOB_STATE_SUCCEEDED}


def test_a_simplification_that_would_take_minutes_is_cancelled(daemon):
    """GEOS holds each edge against those about it, and asks nobody whether to go on."""
    winding = LineString([(0.0001 * i, math.sin(i / 100) + math.sin(i / 7))
                          for i in range(1_000_000)])
    chain = start(feature_pb2.Schema(geometry_type="LineString", crs="EPSG:3857"),
                  [operation(simplify={"tolerance": 1e-6})])
    answers = call(daemon, chain, [feature_pb2.Feature(id=1, wkb=winding.wkb)])
    job = next(answers).header.job
    eventually(lambda: at_work(daemon))
    before = counts(daemon)

    cancel(daemon, job)

    with refused(grpc.StatusCode.ABORTED, "CANCELLED_BY_CLIENT"):
        list(answers)
    assert counts(daemon).tasks_cancelled > before.tasks_cancelled
    assert counts(daemon).interrupts == before.interrupts


def test_a_second_run_gives_the_same_bytes(daemon):
    first, second = (buffered(daemon, heap_input(100), 1.0) for _ in range(2))

    assert first.features == second.features


def test_a_cancel_ends_what_the_processes_do(daemon):
    job = start_endless(daemon)
    eventually(lambda: at_work(daemon))
    before = counts(daemon)

    cancel(daemon, job.name)

    ended = wait(daemon, job.name)
    assert ended.state == job_pb2.JOB_STATE_CANCELLED
    assert counts(daemon).tasks_cancelled > before.tasks_cancelled
    eventually(lambda: len(geometry_processes(daemon)) == before.processes)
    pids = [daemon.process.pid, *geometry_processes(daemon)]
    used = computed(pids)
    time.sleep(1)
    assert computed(pids) - used < 0.5, "the cores are idle"


def test_a_feature_of_many_parts_can_be_cancelled_at_any_time(daemon):
    for moment in (0.05, 0.3, 0.9):
        job = submit(daemon, layer("data:world/countries"), 2.0, segments=32)
        time.sleep(moment)
        cancel(daemon, job.name)
        assert wait(daemon, job.name).state == job_pb2.JOB_STATE_CANCELLED


def test_small_jobs_get_through_while_all_processes_are_busy(daemon):
    busy = [start_endless(daemon) for _ in range(counts(daemon).processes + 4)]
    eventually(lambda: at_work(daemon))

    for _ in range(20):
        assert len(buffered(daemon, rows.inline(["POINT (0 0)"])).features) == 1

    for job in busy:
        assert get(daemon, job.name).state == job_pb2.JOB_STATE_RUNNING
        cancel(daemon, job.name)
    for job in busy:
        assert wait(daemon, job.name).state == job_pb2.JOB_STATE_CANCELLED


def test_a_killed_process_costs_nothing_but_time(daemon):
    job = submit(daemon, layer("data:world/countries"), 0.3)
    eventually(lambda: at_work(daemon))

    for pid in geometry_processes(daemon):
        os.kill(pid, signal.SIGKILL)

    ended = wait(daemon, job.name)
    assert ended.state == job_pb2.JOB_STATE_SUCCEEDED, ended.error_message
    assert ended.progress.features_done == 240


def test_a_geometry_that_no_process_survives_fails_its_job_alone(daemon):
    job = start_endless(daemon)
    killed = set()
    while get(daemon, job.name).state == job_pb2.JOB_STATE_RUNNING or not killed:
        for pid in geometry_processes(daemon):
            os.kill(pid, signal.SIGKILL)
            killed.add(pid)
        time.sleep(0.05)

    ended = wait(daemon, job.name)
    assert ended.state == job_pb2.JOB_STATE_FAILED
    assert ended.error.reason == "WORKER_CRASHED"
    assert "feature 1" in ended.error_message
    assert len(buffered(daemon, heap_input(100), 1.0).features) == 1


def test_progress_of_one_large_feature_says_where_it_is(daemon):
    job = submit(daemon, layer("data:world/countries"), 0.3)

    told = [event.progress for event in watch(daemon, job.name) if event.HasField("progress")]

    fractions = [one.fraction for one in told if one.HasField("fraction")]
    assert fractions == sorted(fractions)
    assert len({round(one, 3) for one in fractions}) > 5
    assert any(one.place.startswith("feature ") and " of " in one.place for one in told)
    assert wait(daemon, job.name).progress.fraction == 1


def test_progress_of_a_dissolve_goes_on_while_it_unites(daemon):
    job = submit(daemon, layer("data:world/states_provinces"), 0.1, dissolve=True)

    told = [event.progress for event in watch(daemon, job.name) if event.HasField("progress")]

    uniting = [one.fraction for one in told if one.stage == job_pb2.STAGE_UNITING]
    assert uniting[0] < 0.95
    assert len(set(uniting)) > 3
    assert wait(daemon, job.name).state == job_pb2.JOB_STATE_SUCCEEDED

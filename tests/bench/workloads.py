# SPDX-License-Identifier: GPL-2.0-or-later
"""The rows of the table: what is done, with what it is compared, and the goal."""

from cancel import cancels
from probe import Figure, in_a_row
from support import calls, rows as features
from table import AtLeast, AtMost, Row, SameRate, Stated, Worst
from geotask.v1 import feature_pb2
from geotask.v1.buffer_pb2 import Buffer

STATES = "data:world/states_provinces"
COUNTRIES = "data:world/countries"
LIMIT = 120  # Seconds after which a buffer of a collection is broken off.
UNDER_A_SECOND, A_BLINK = 3, 9  # How often in a row what takes so long is measured in each round.


def all_rows(peers, postgis, ours, data, folder):
    """{short name: [Row, ...]}: the short names are for --only."""
    return {
        "states": states(peers, postgis, ours, folder, data),
        "countries": [layer(peers, postgis, ours, folder, "countries", COUNTRIES, 1.1)],
        "points": [points(peers, postgis, ours, data)],
        "dissolve": [dissolve(peers, postgis, ours, folder)],
        "largest": [largest(peers, ours)],
        "collections": [collections(peers, ours)],
        "centroids": [centroids(peers, ours, data)],
        "latency": latency(peers, ours),
        "cancel": cancel(data),
        "memory": [memory(ours)],
        "small-jobs": small_jobs(ours),
        "watched": [watched(ours)],
    }


def usual_peers(peers, postgis, name):
    loop = Figure(in_a_row(peers.geos(name, 0.1, 8), UNDER_A_SECOND))
    return loop, [Figure(peers.geos(name, 0.1, 8, threads=1)), loop,
                  Figure(postgis.buffer(name, 0.1, 8)), Figure(peers.geopandas(name, 0.1, 8))]


def layer(peers, postgis, ours, folder, name, reference, goal):
    loop, others = usual_peers(peers, postgis, name)
    others.append(Figure(peers.qgis_process(reference.split("/")[1], 0.1, 8, folder)))
    others.append(Figure(peers.echo_stream(0, loop.probe)))
    return Row(f"{name} 0.1°, 8 segments, a layer of the server", others,
               Figure(in_a_row(ours.layer(reference, 0.1, 8), UNDER_A_SECOND)),
               AtLeast(goal, loop))


def states(peers, postgis, ours, folder, data):
    stored = layer(peers, postgis, ours, folder, "states", STATES, 1.0)
    loop = stored.goal.against
    echo = Figure(peers.echo_stream(size(data, "states"), loop.probe))
    return [
        stored,
        Row("the same, streamed in and out", [loop, echo],
            Figure(in_a_row(ours.file("states", 0.1, 8), UNDER_A_SECOND)), AtLeast(0.95, loop)),
    ]


def points(peers, postgis, ours, data):
    loop = Figure(peers.geos("points", 0.01, 8))
    database = Figure(postgis.buffer("points", 0.01, 8))
    others = [Figure(peers.geos("points", 0.01, 8, threads=1)), loop, database,
              Figure(peers.geopandas("points", 0.01, 8)),
              Figure(peers.echo_stream(size(data, "points"), loop.probe))]
    return Row("400,000 points 0.01°, 8 segments, streamed", others,
               Figure(ours.file("points", 0.01, 8)), AtLeast(0.9, loop, ahead_of=(database,)))


def dissolve(peers, postgis, ours, folder):
    loop = Figure(peers.geos("states", 0.1, 8, threads=1, dissolve=True))
    others = [loop, Figure(postgis.dissolve("states", 0.1, 8)),
              Figure(peers.geopandas("states", 0.1, 8, dissolve=True)),
              Figure(peers.qgis_process("states_provinces", 0.1, 8, folder, dissolve=True))]
    return Row("states 0.1° dissolved, against buffer and one union", others,
               Figure(ours.layer(STATES, 0.1, 8, dissolve=True)), AtLeast(2.0, loop))


def largest(peers, ours):
    loop = Figure(peers.geos("largest", 2.0, 64, threads=1))
    return Row("largest feature of countries, 2.0°, 64 segments, streamed", [loop],
               Figure(ours.file("largest", 2.0, 64)), AtLeast(4, loop))


def collections(peers, ours):
    loop = Figure(peers.geos("collections", 1, 8, limit=LIMIT))
    return Row(f"collections of overlapping polygons, at most {LIMIT} s, streamed", [loop],
               Figure(ours.alone("collections", 1, 8, LIMIT)), AtLeast(50, loop))


def centroids(peers, ours, data):
    loop = Figure(in_a_row(peers.geos_centroids("states"), A_BLINK))
    echo = Figure(in_a_row(peers.echo_stream(size(data, "states"), loop.probe), A_BLINK))
    return Row("centroids of states, streamed", [loop, echo],
               Figure(in_a_row(ours.centroids("states"), A_BLINK)), AtLeast(0.5, loop))


def latency(peers, ours):
    echo, point, stored = peers.echo_call(2000), ours.point(2000), ours.stored_point(1000)
    return [
        Row(f"one point, one call, warm: {title}", [Figure(echo, key, "ms")],
            Figure(point, key, "ms"), AtMost(3, Figure(echo, key, "ms")))
        for title, key in (("median", "median"), ("99th percentile", "p99"))
    ] + [
        Row("submit to result of one point as a stored job: median", [Figure(echo, "median", "ms")],
            Figure(stored, "median", "ms"), AtMost(10, Figure(echo, "median", "ms"))),
    ]


def cancel(data):
    def dissolved(daemon):
        return calls.submit(daemon, calls.layer(STATES), 1.0, dissolve=True, segments=32)

    def of_file(name, distance, segments, **options):
        def submit(daemon):
            request = calls.request(features.inline([], "EPSG:4326"), distance, segments=segments,
                                    **options)
            sent = (feature_pb2.Feature(id=i, wkb=wkb) for i, wkb in enumerate(data.read(name)))
            return calls.upload(daemon, request, sent)
        return submit

    heaviest = {
        "states 1° dissolved": dissolved,
        "largest feature, 2.0°, 64 segments": of_file("largest", 2.0, 64),
        "collections of overlapping polygons": of_file("collections", 1.0, 8),
        "2 million points in one geometry": of_file("multipoint", 0.01, 8),
        "2 million vertices of a line, on one side":
            of_file("line", 0.01, 8, side=Buffer.SIDE_RIGHT),
        "2 million vertices of a continent, 5 km in metres":
            of_file("continent", 5000.0, 8, unit=Buffer.UNIT_METRES),
        "2 million vertices of a continent, into another CRS":
            of_file("continent", 0.0001, 8, output_crs="EPSG:3857"),
    }
    return [
        Row(f"cancel to cores idle, ten moments: {title}", [],
            Figure(cancels("geotaskd", submit), "worst", "ms"), Worst(0.25, "250 ms"))
        for title, submit in heaviest.items()
    ]


def memory(ours):
    return Row("10 million points streamed: growth of the daemon", [],
               Figure(ours.memory(10_000_000), "growth", "MiB"), Worst(200, "200 MiB"))


def small_jobs(ours):
    few, many = ours.small_jobs(100, 4000), ours.small_jobs(100_000, 4000)
    return [
        Row(f"small jobs, {clients} client{'s' if clients > 1 else ''}, 100,000 queued",
            [Figure(few, str(clients), "jobs/s")], Figure(many, str(clients), "jobs/s"),
            SameRate(1.2, Figure(few, str(clients), "jobs/s")))
        for clients in (1, 32)
    ]


def watched(ours):
    none = Figure(ours.watched_jobs(1000, watched=False))
    return Row("1,000 jobs at once, each watched: processor time of the daemon", [none],
               Figure(ours.watched_jobs(1000, watched=True)), Stated(none))


def size(data, name):
    """The bytes of its WKB."""
    return sum(map(len, data.read(name)))

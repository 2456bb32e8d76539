# SPDX-License-Identifier: GPL-2.0-or-later
"""400,000 points out and back as a GeoDataFrame, beside plain shapely. Prints; asserts no time."""

import time

import geopandas
import numpy
import shapely

COUNT = 400_000


def timed(work):
    begin = time.perf_counter()
    made = work()
    return time.perf_counter() - begin, made


def test_400000_points_go_out_and_come_back_as_buffers(server, capsys):
    random = numpy.random.default_rng(1)
    xy = random.uniform(0, 100, (COUNT, 2))
    frame = geopandas.GeoDataFrame(
        {"n": numpy.arange(COUNT), "name": numpy.char.mod("p%d", numpy.arange(COUNT))},
        geometry=geopandas.points_from_xy(xy[:, 0], xy[:, 1]), crs="EPSG:3857",
    )
    server.buffer(frame[:10], 0.01)  # Warm.
    ours, made = timed(lambda: server.buffer(frame, 0.01, segments=8))
    wkb, packed = timed(lambda: server.buffer(frame, 0.01, segments=8, kind="wkb"))
    theirs, expected = timed(lambda: frame.geometry.buffer(0.01, resolution=8))

    assert len(made) == COUNT and list(made["n"][:3]) == [0, 1, 2]
    for place in range(0, COUNT, 40_000):
        assert made.geometry[place].symmetric_difference(expected[place]).area < 1e-12
    megabytes = sum(map(len, packed)) / 1e6
    with capsys.disabled():
        print(
            f"\n{COUNT:,} points, {megabytes:.0f} MB of WKB back:"
            f"\n  geotask, GeoDataFrame out and back  {ours:6.2f} s  {COUNT / ours:9,.0f} rows/s"
            f"\n  geotask, WKB back                   {wkb:6.2f} s  {COUNT / wkb:9,.0f} rows/s"
            f"\n  shapely {shapely.__version__}, GeoSeries.buffer     {theirs:6.2f} s"
            f"  {COUNT / theirs:9,.0f} rows/s"
            f"\n  shapely's time / ours               {theirs / ours:6.2f}"
        )

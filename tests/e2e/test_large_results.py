# SPDX-License-Identifier: GPL-2.0-or-later
"""Small rows whose results would fill the memory of the daemon: refused, and the daemon goes on."""

import grpc
from shapely.geometry import MultiPoint

from geotask.v1 import feature_pb2
from support import rows
from support.calls import buffered, refused
from support.feature_calls import buffer
from support.transform_calls import operation, transform


def far_apart(count):
    """Points of which no two buffers of 1 meet: 10 from one another, a hundred in a row."""
    return MultiPoint([(10 * (i % 100), 10 * (i // 100)) for i in range(count)]).wkt


def heavy_parts():
    """1,100 points in a row that has half a megabyte of attributes."""
    return rows.inline([far_apart(1100)], "EPSG:3857", [("note", feature_pb2.FIELD_TYPE_STRING)],
                       [("x" * 500_000,)], "MultiPoint").features


def goes_on(daemon):
    return len(buffered(daemon, rows.inline(["POINT (0 0)"])).features) == 1


def test_each_part_would_have_a_copy_of_large_attributes(daemon):
    given = heavy_parts()
    with refused(grpc.StatusCode.RESOURCE_EXHAUSTED, "RESULT_TOO_LARGE",
                 "start.buffer.separate_disjoint"):
        buffer(daemon, given.schema, given.features, separate_disjoint=True)
    assert goes_on(daemon)


def test_a_chain_that_takes_such_a_row_apart_is_refused_alike(daemon):
    given = heavy_parts()
    with refused(grpc.StatusCode.RESOURCE_EXHAUSTED, "RESULT_TOO_LARGE",
                 "start.transform.operations"):
        transform(daemon, given.schema, given.features, [operation(single_parts={})])
    assert goes_on(daemon)


def test_a_buffer_of_many_parts_has_at_most_a_gibibyte(daemon):
    """17,500 rings of 4,001 vertices."""
    given = rows.inline([far_apart(17_500)]).features
    with refused(grpc.StatusCode.RESOURCE_EXHAUSTED, "MEMORY_LIMIT"):
        buffer(daemon, given.schema, given.features, 1.0, segments=1000)
    assert goes_on(daemon)

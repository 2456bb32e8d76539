# SPDX-License-Identifier: GPL-2.0-or-later
"""Rows to send and rows that came back.

    spec_input = inline(["POINT (1 2)", None], crs="EPSG:3857")
"""

import math
import struct

import shapely.wkb
import shapely.wkt
from shapely.geometry import LineString, Polygon

import support.stubs  # noqa: F401
from geotask.v1 import feature_pb2, job_pb2


def wkb(wkt):
    """ISO WKB of a WKT without Z and M."""
    return shapely.wkb.dumps(shapely.wkt.loads(wkt))


def iso_point(type_code, *coordinates):
    """ISO WKB of a point of any dimension: type 1, 1001 (Z), 2001 (M), 3001 (ZM)."""
    return struct.pack(f"<BI{len(coordinates)}d", 1, type_code, *coordinates)


def geometry(feature):
    """The geometry of a row as shapely has it; None for null."""
    return shapely.wkb.loads(feature.wkb) if feature.HasField("wkb") else None


def texts(features, index):
    """The text that each row has as this attribute."""
    return [each.attributes[index].string_value for each in features]


def value(python_value):
    """A Value of the API from a Python value."""
    message = feature_pb2.Value()
    if isinstance(python_value, bool):
        message.bool_value = python_value
    elif isinstance(python_value, int):
        message.integer_value = python_value
    elif isinstance(python_value, float):
        message.double_value = python_value
    elif isinstance(python_value, str):
        message.string_value = python_value
    elif isinstance(python_value, bytes):
        message.binary_value = python_value
    return message


def feature(wkt, feature_id, attributes=()):
    row = feature_pb2.Feature(id=feature_id, attributes=[value(each) for each in attributes])
    if wkt is not None:
        row.wkb = wkb(wkt)
    return row


def inline(wkts, crs="EPSG:3857", fields=(), attributes=None, geometry_type=""):
    """An Input with rows numbered from 1; `fields` are (name, type) pairs."""
    message = job_pb2.Input()
    message.features.schema.CopyFrom(schema(crs, fields, geometry_type))
    for index, wkt in enumerate(wkts):
        row_attributes = attributes[index] if attributes else ()
        message.features.features.append(feature(wkt, index + 1, row_attributes))
    return message


def schema(crs="EPSG:3857", fields=(), geometry_type=""):
    return feature_pb2.Schema(
        crs=crs,
        geometry_type=geometry_type,
        fields=[feature_pb2.Field(name=name, type=kind) for name, kind in fields],
    )


def slow_line(vertices=300):
    """A line that crosses itself so often that its buffer by 0.5 takes some tenths of a second.

    Points go up and down a narrow strip: with the buffer's width every segment meets every other.
    """
    return LineString([(i * 0.01, (i * 7919 % 101) / 100.0) for i in range(vertices)])


def slow_input(count=20):
    """An Input that keeps a core busy for about count / 3 seconds."""
    return inline([slow_line().wkt] * count)


def slow_features(count):
    """The rows of slow_input, however many."""
    wkb_of_one = slow_line().wkb
    return (feature_pb2.Feature(id=i + 1, wkb=wkb_of_one) for i in range(count))


def wavy_ring(vertices):
    """A polygon of 16 bytes a vertex that a small buffer leaves as large as it is."""
    points = []
    for i in range(vertices):
        angle = 2 * math.pi * i / vertices
        radius = 10 + 0.5 * math.sin(400 * angle)
        points.append((radius * math.cos(angle), radius * math.sin(angle)))
    return Polygon(points)

# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads ISO WKB, as geometries travel, without a library: all types but curves, with Z and M too.

    wkb.decode(feature.wkb)   # {"type": "Point", "coordinates": [7.6, 51.9]}

The coordinates of an empty point are NaN. For work with geometries take shapely.wkb.loads().
"""

import io
import struct

NAMES = ["Point", "LineString", "Polygon",
         "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection"]
DIMENSIONS = [2, 3, 3, 4]  # XY, Z (1000 and up), M (2000), ZM (3000).


def decode(data):
    """The geometry, in the form that GeoJSON gives it."""
    return _geometry(io.BytesIO(data))


def positions(geometry):
    """All positions of a geometry, one after another."""
    def flat(values):
        if isinstance(values[0], float):
            yield values
        else:
            for each in values:
                yield from flat(each)
    return list(flat(geometry["coordinates"]))


def _geometry(stream):
    order = "<" if stream.read(1) == b"\1" else ">"

    def numbers(form):
        return struct.unpack(order + form, stream.read(struct.calcsize(order + form)))

    def several(read):
        return [read() for _ in range(numbers("I")[0])]

    def position():
        return list(numbers(f"{dimensions}d"))

    def line():
        return several(position)

    (code,) = numbers("I")
    name, dimensions = NAMES[code % 1000 - 1], DIMENSIONS[code // 1000]
    if name == "Point":
        return {"type": name, "coordinates": position()}
    if name == "LineString":
        return {"type": name, "coordinates": line()}
    if name == "Polygon":
        return {"type": name, "coordinates": several(line)}
    parts = several(lambda: _geometry(stream))
    if name == "GeometryCollection":
        return {"type": name, "geometries": parts}
    return {"type": name, "coordinates": [part["coordinates"] for part in parts]}

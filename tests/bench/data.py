# SPDX-License-Identifier: GPL-2.0-or-later
"""What is worked on, as files of WKB: each geometry after its length in 32 bits of this machine.

    data = Data(folder)             # Made once a folder.
    geometries = data.read("states")

`states` and `countries` are layers of the map of the world, `points` 400,000 vertices of the states,
`largest` the feature of the countries with the most vertices, `multipoint` those points and
four copies of them as one geometry, `line` and `continent` have two million vertices, `collections` see
overlapping.py.
"""

import itertools
import math
import pathlib
import struct

import shapely.wkb
from osgeo import ogr

import overlapping
from support.daemon import WORLD_MAP

POINTS = 400_000
MANY = 2_000_000  # Vertices.


class Data:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self.path("continent").exists():
            self._make()

    def path(self, name):
        return self.folder / f"{name}.wkb"

    def read(self, name):
        """The WKB of each geometry."""
        content, start, geometries = self.path(name).read_bytes(), 0, []
        while start < len(content):
            (length,) = struct.unpack_from("=I", content, start)
            geometries.append(content[start + 4 : start + 4 + length])
            start += 4 + length
        return geometries

    def _make(self):
        states = _layer("states_provinces")
        countries = _layer("countries")
        self._write("states", states)
        self._write("countries", countries)
        self._write("points", itertools.islice(_vertices(states), POINTS))
        self._write("largest", [max(countries, key=len)])
        self._write("collections", overlapping.collections())
        self._write("multipoint", [_side_by_side(self.read("points"), 5)])
        self._write("line", [_line()])
        self._write("continent", [_continent()])

    def _write(self, name, geometries):
        with self.path(name).open("wb") as file:
            for wkb in geometries:
                file.write(struct.pack("=I", len(wkb)) + wkb)


def _layer(name):
    source = ogr.Open(WORLD_MAP)
    return [bytes(feature.GetGeometryRef().ExportToIsoWkb()) for feature in source.GetLayer(name)]


def _vertices(geometries):
    for wkb in geometries:
        for polygon in shapely.wkb.loads(wkb).geoms:
            for ring in (polygon.exterior, *polygon.interiors):
                for x, y in ring.coords:
                    yield struct.pack("<BI2d", 1, 1, x, y)


def _side_by_side(points, copies):
    """One multipoint of all points and of copies of them, each 0.1 east and north of the one before."""
    points = [struct.unpack_from("<2d", wkb, 5) for wkb in points]
    moved = [struct.pack("<BI2d", 1, 1, x + 0.1 * i, y + 0.1 * i)
             for i in range(copies) for x, y in points]
    return struct.pack("<BII", 1, 4, len(moved)) + b"".join(moved)


def _line():
    """A line of large waves with small ones on them."""
    vertices = ((i / 1000, math.sin(i / 100) + 0.3 * math.sin(i / 7)) for i in range(MANY))
    return struct.pack("<BII", 1, 2, MANY) + _ordinates(vertices)


def _continent():
    """A polygon of 5,000 km, in degrees, with 40 capes and a coast that is never straight."""
    def vertex(i):
        angle = 2 * math.pi * (i % (MANY - 1)) / (MANY - 1)
        reach = 20 + math.sin(40 * angle) + 0.01 * math.sin(5000 * angle)
        return 10 + reach * math.cos(angle), 45 + reach * math.sin(angle)
    return struct.pack("<BIII", 1, 3, 1, MANY) + _ordinates(map(vertex, range(MANY)))


def _ordinates(vertices):
    return b"".join(struct.pack("<2d", x, y) for x, y in vertices)

# SPDX-License-Identifier: GPL-2.0-or-later
"""GeometryCollections of valid polygons that overlap each other: what GEOS's buffer is slowest with.

Buffered whole by 1 with 8 segments each holds one thread for 25 seconds and more.
"""

import math
import random

from shapely.affinity import rotate
from shapely.geometry import GeometryCollection, Polygon


def collections():
    """The WKB of collections of 6, 162 and 2,400 parts, always the same."""
    chance = random.Random(1)
    few = [rotate(_comb(20, 67), 30 * i, origin=(0, 0)) for i in range(6)]
    some = [_star(chance, 10, chance.uniform(5, 10), 20, 0.5) for _ in range(162)]
    many = [_star(chance, 40, chance.uniform(3, 8), 3, 0.3) for _ in range(2400)]
    return [GeometryCollection(parts).wkb for parts in (few, some, many)]


def _comb(size, teeth):
    """A comb about (0, 0) that reaches `size` to all sides."""
    ring = [(-size, -size)]
    for i in range(teeth):
        left, right, gap = (2 * size * (i + share) / teeth - size for share in (0, 0.5, 1))
        ring += [(left, size), (right, size), (right, -0.9 * size), (gap, -0.9 * size)]
    return Polygon([*ring[:-1], (size, -size)])


def _star(chance, width, radius, points, depth):
    """A star somewhere between 0 and `width`, with three vertices a point."""
    x, y, phase = chance.uniform(0, width), chance.uniform(0, width), chance.random()
    ring = []
    for i in range(3 * points):
        angle = 2 * math.pi * i / (3 * points)
        reach = radius * (1 + depth * math.sin(points * angle + phase))
        ring.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    return Polygon(ring)

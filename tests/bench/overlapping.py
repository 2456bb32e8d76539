# SPDX-License-Identifier: GPL-2.0-or-later
"""GeometryCollections of valid polygons that overlap each other: what GEOS's buffer is slowest with.

Buffered whole by 1 with 8 segments each holds one thread for 25 seconds and more.
"""

import math
import random

from shapely.geometry import GeometryCollection, Polygon


def collections():
    """The WKB of collections of 6, 162 and 2,400 parts, always the same."""
    chance = random.Random(1)
    few = [_star(i / 8, 0, 2.5, 150, 2, 0.9, i) for i in range(6)]
    some = [
        _star(chance.uniform(0, 10), chance.uniform(0, 10), chance.uniform(5, 10), 20, 3, 0.5,
              chance.random())
        for _ in range(162)
    ]
    many = [
        _star(chance.uniform(0, 40), chance.uniform(0, 40), chance.uniform(3, 8), 3, 3, 0.3,
              chance.random())
        for _ in range(2400)
    ]
    return [GeometryCollection(parts).wkb for parts in (few, some, many)]


def _star(x, y, radius, points, steps, depth, phase):
    """A polygon with so many points, each drawn in so many steps, `depth` of the radius deep."""
    count = points * steps
    ring = []
    for i in range(count):
        angle = 2 * math.pi * i / count
        reach = radius * (1 + depth * math.sin(points * angle + phase))
        ring.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    return Polygon(ring)

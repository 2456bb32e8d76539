# SPDX-License-Identifier: GPL-2.0-or-later
"""ISO WKB from WKT, with Z, M and curves, which shapely does not write.

    iso_wkb.of("LINESTRING ZM (0 0 5 1, 9 0 6 2)")
"""

import math
import re
import struct

_CODES = {
    "POINT": 1, "LINESTRING": 2, "POLYGON": 3, "MULTIPOINT": 4, "MULTILINESTRING": 5,
    "MULTIPOLYGON": 6, "GEOMETRYCOLLECTION": 7, "CIRCULARSTRING": 8, "COMPOUNDCURVE": 9,
    "CURVEPOLYGON": 10, "MULTICURVE": 11, "MULTISURFACE": 12,
}
_DIMENSIONS = {"": 2, "Z": 3, "M": 3, "ZM": 4}
_OFFSETS = {"": 0, "Z": 1000, "M": 2000, "ZM": 3000}
# What a part is that does not name its type.
_PARTS = {
    "MULTIPOINT": "POINT", "MULTILINESTRING": "LINESTRING", "MULTIPOLYGON": "POLYGON",
    "COMPOUNDCURVE": "LINESTRING", "CURVEPOLYGON": "LINESTRING", "MULTICURVE": "LINESTRING",
    "MULTISURFACE": "POLYGON",
}


def of(wkt):
    tokens = re.findall(r"[A-Z]+|[-+.\deE]+|[(),]", wkt)[::-1]
    wkb = _tagged(tokens)
    assert not tokens, wkt
    return wkb


def _tagged(tokens):
    name = tokens.pop()
    kind = tokens.pop() if tokens[-1] in _OFFSETS else ""
    return _body(name, kind, tokens)


def _body(name, kind, tokens):
    head = struct.pack("<BI", 1, _CODES[name] + _OFFSETS[kind])
    if tokens[-1] == "EMPTY":
        tokens.pop()
        nowhere = struct.pack("<d", math.nan) * _DIMENSIONS[kind]
        return head + (nowhere if name == "POINT" else _count([]))
    if name == "POINT":
        [only] = _list(tokens, _vertex)
        return head + only
    if name in ("LINESTRING", "CIRCULARSTRING"):
        return head + _vertices(tokens)
    if name == "POLYGON":
        rings = _list(tokens, _vertices)
        return head + _count(rings) + b"".join(rings)

    def part(rest):
        untagged = rest[-1] in ("(", "EMPTY")
        return _body(_PARTS[name], kind, rest) if untagged else _tagged(rest)

    parts = _list(tokens, part)
    return head + _count(parts) + b"".join(parts)


def _list(tokens, read):
    """Reads `( item , item ... )`."""
    assert tokens.pop() == "("
    items = [read(tokens)]
    while tokens.pop() == ",":
        items.append(read(tokens))
    return items


def _vertices(tokens):
    items = _list(tokens, _vertex)
    return _count(items) + b"".join(items)


def _vertex(tokens):
    numbers = []
    while tokens[-1] not in (",", ")"):
        numbers.append(float(tokens.pop()))
    return struct.pack(f"<{len(numbers)}d", *numbers)


def _count(items):
    return struct.pack("<I", len(items))

# SPDX-License-Identifier: GPL-2.0-or-later
"""Many geometries of shapely 1.8 to and from WKB. That version (the last of its line, on Debian 12) has
no functions for arrays, and its loads() and wkb take ten times as long as GEOS itself: most of it goes
into finding out what the header of the WKB says."""

from __future__ import annotations

import ctypes
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy
import shapely.geometry
from shapely.geos import WKBReader, WKBWriter, lgeos

from geotask.geo.wkb import NAMES, header_code

_KINDS = {
    number: getattr(shapely.geometry, NAMES[number]) for number in range(1, 8)
}


def read(wkbs: Sequence[Optional[bytes]]) -> Any:
    """An array of geometries, None for null. `wkbs` are ISO WKB."""
    reader = WKBReader(lgeos)
    parse, handle = lgeos.GEOSWKBReader_read, reader._reader
    made = numpy.empty(len(wkbs), dtype=object)
    kinds: Dict[bytes, Tuple[Any, int]] = {}
    for place, wkb in enumerate(wkbs):
        if wkb is None:
            continue
        kind = kinds.get(wkb[:5])
        if kind is None:
            kind = kinds[wkb[:5]] = _kind(wkb)
        pointer = parse(handle, ctypes.c_char_p(wkb), ctypes.c_size_t(len(wkb)))
        if not pointer:
            raise ValueError(f"GEOS cannot read geometry {place}")
        geometry = kind[0].__new__(kind[0])
        geometry.__geom__ = pointer
        geometry.__p__ = None
        geometry._ndim = kind[1]
        geometry._is_empty = False
        made[place] = geometry
    return made


def _kind(wkb: bytes) -> Tuple[Any, int]:
    """The class, and how many dimensions shapely counts: M is not one of them."""
    code = header_code(wkb)
    if code % 1000 not in _KINDS:
        raise ValueError("GEOS has no curves")
    return _KINDS[code % 1000], 3 if code // 1000 in (1, 3) else 2


def write(geometries: Sequence[Any]) -> List[Optional[bytes]]:
    """Extended WKB, without SRID."""
    writer = WKBWriter(lgeos)
    form, handle, free = lgeos.GEOSWKBWriter_write, writer._writer, lgeos.GEOSFree
    size = ctypes.c_size_t()
    where = ctypes.byref(size)
    made: List[Optional[bytes]] = []
    for geometry in geometries:
        if geometry is None:
            made.append(None)
            continue
        text = form(handle, geometry._geom, where)
        made.append(ctypes.string_at(text, size.value))
        free(text)
    return made

# SPDX-License-Identifier: GPL-2.0-or-later
"""What a WKB says of itself, and ISO WKB from the extended WKB that older versions of shapely write.

    type_name(b"\\x01\\x03...")        # "Polygon"
    common_type(wkbs)                 # ("MultiPolygon", True): and single ones are to be made multi
"""

from __future__ import annotations

import math
import struct
from typing import Iterable, List, Optional, Sequence, Set

NAMES = (
    "Geometry", "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon",
    "GeometryCollection", "CircularString", "CompoundCurve", "CurvePolygon", "MultiCurve",
    "MultiSurface", "Curve", "Surface", "PolyhedralSurface", "TIN", "Triangle",
)
_DIMENSIONS = ("", "Z", "M", "ZM")
# Types with parts, by the type of a part.
_MULTI = {1: 4, 2: 5, 3: 6}
_Z, _M, _SRID = 0x80000000, 0x40000000, 0x20000000


def header_code(header: bytes) -> int:
    """The number of the type, as it stands in the first five bytes."""
    order = "<" if header[0] else ">"
    return int(struct.unpack_from(f"{order}I", header, 1)[0])


def name_of(code: int) -> str:
    """`MultiPolygonZ` of 1006."""
    flat, dimensions = code % 1000, code // 1000
    if flat >= len(NAMES) or dimensions >= len(_DIMENSIONS):
        return "Geometry"
    return NAMES[flat] + _DIMENSIONS[dimensions]


def type_name(wkb: bytes) -> str:
    """The OGC name of the type of an ISO WKB."""
    return name_of(header_code(wkb))


def type_codes(wkbs: Iterable[Optional[bytes]]) -> Set[int]:
    """The types that occur, as ISO numbers them."""
    return {header_code(header) for header in {wkb[:5] for wkb in wkbs if wkb}}


def multi_of(codes: Set[int]) -> int:
    """The type with parts that can hold all of them: MultiPolygon for Polygon and MultiPolygon; 0
    when there is none, or need for none."""
    dimensions = {code // 1000 for code in codes}
    flats = {code % 1000 for code in codes}
    if len(dimensions) != 1 or len(flats) != 2:
        return 0
    single = min(flats)
    return max(codes) if _MULTI.get(single) == max(flats) else 0


def promoted(wkb: Optional[bytes], multi: int) -> Optional[bytes]:
    """A geometry of one part as one of the type `multi`; others as they are."""
    if wkb is None or header_code(wkb) == multi:
        return wkb
    if is_empty_point(wkb):
        return struct.pack("<BII", 1, multi, 0)
    return struct.pack("<BII", 1, multi, 1) + wkb


def is_empty_point(wkb: bytes) -> bool:
    """Whether it is POINT EMPTY, whose coordinates are NaN."""
    order = "<" if wkb[0] else ">"
    return header_code(wkb) % 1000 == 1 and math.isnan(struct.unpack_from(f"{order}d", wkb, 5)[0])


def iso(wkb: bytes) -> bytes:
    """ISO WKB from extended WKB; ISO WKB as it is."""
    if not header_code(wkb) & (_Z | _M | _SRID):
        return wkb
    out: List[bytes] = []
    _walk(wkb, 0, out)
    return b"".join(out)


def _walk(wkb: bytes, at: int, out: List[bytes]) -> int:
    """Appends the geometry at `at` as ISO has it, and gives where it ends."""
    order = "<" if wkb[at] else ">"
    code = struct.unpack_from(f"{order}I", wkb, at + 1)[0]
    flat = code & 0xFF
    axes = 2 + bool(code & _Z) + bool(code & _M)
    number = flat + (1000 if code & _Z else 0) + (2000 if code & _M else 0)
    out.append(wkb[at : at + 1] + struct.pack(f"{order}I", number))
    begin = at + (9 if code & _SRID else 5)
    if flat == 1:
        end = begin + 8 * axes
        out.append(wkb[begin:end])
        return end
    count = struct.unpack_from(f"{order}I", wkb, begin)[0]
    end = begin + 4
    if flat in (2, 8):
        end += 8 * axes * count
    elif flat == 3:
        for _ in range(count):
            end += 4 + 8 * axes * struct.unpack_from(f"{order}I", wkb, end)[0]
    else:
        out.append(wkb[begin:end])
        for _ in range(count):
            end = _walk(wkb, end, out)
        return end
    out.append(wkb[begin:end])
    return end


def all_iso(wkbs: Sequence[Optional[bytes]]) -> List[Optional[bytes]]:
    """As iso(), of many; those without Z, M and SRID cost little."""
    headers = {wkb[:5] for wkb in wkbs if wkb}
    if not any(header_code(header) & (_Z | _M | _SRID) for header in headers):
        return list(wkbs)
    return [None if wkb is None else iso(wkb) for wkb in wkbs]

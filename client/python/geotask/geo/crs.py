# SPDX-License-Identifier: GPL-2.0-or-later
"""Coordinate reference systems as the API has them: an authority code or WKT2, x first.

    crs_text(frame.crs)           # "EPSG:4326"
    is_geographic("EPSG:4326")    # True: coordinates are degrees
"""

from __future__ import annotations

import functools
import re
from typing import Any, Optional

from geotask.errors import InvalidArgument

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]*:[A-Za-z0-9_.]+\Z")
_URN = re.compile(r"urn:ogc:def:crs:([A-Za-z0-9_]+):[^:]*:([A-Za-z0-9_.]+)\Z", re.IGNORECASE)


def crs_text(crs: Any) -> str:
    """From a pyproj.CRS, a number of EPSG, an authority code, a URN or WKT; empty from None."""
    if crs is None or crs == "":
        return ""
    if isinstance(crs, int) and not isinstance(crs, bool):
        return f"EPSG:{crs}"
    if isinstance(crs, str):
        urn = _URN.match(crs)
        text = f"{urn.group(1)}:{urn.group(2)}" if urn else crs
        if _CODE.match(text):
            # CRS84 is EPSG:4326 with x first, which is how coordinates travel anyway.
            return "EPSG:4326" if text.upper() in ("OGC:CRS84", "CRS84") else text
    return _from_pyproj(crs)


def _from_pyproj(crs: Any) -> str:
    import pyproj

    try:
        known = pyproj.CRS.from_user_input(crs)
    except pyproj.exceptions.CRSError as error:
        raise InvalidArgument(
            f"{crs!r} is no coordinate reference system: {error}", reason="INVALID_CRS", field="crs",
            given=str(crs)[:200], accepted="an authority code such as EPSG:4326, WKT, a pyproj.CRS",
            remedy="Give one of these.",
        ) from None
    authority = known.to_authority(min_confidence=100)
    if authority is not None:
        if authority == ("OGC", "CRS84"):
            return "EPSG:4326"
        if pyproj.CRS.from_authority(*authority).equals(known, ignore_axis_order=True):
            return ":".join(authority)
    return str(known.to_wkt("WKT2_2019"))


@functools.lru_cache(maxsize=64)
def is_geographic(crs: str) -> Optional[bool]:
    """Whether coordinates are degrees; None when it cannot be told, as without a CRS."""
    if not crs:
        return None
    try:
        import pyproj
    except ImportError:
        if crs.upper() in ("EPSG:4326", "OGC:CRS84", "EPSG:4258", "EPSG:4269"):
            return True
        return True if re.match(r"\s*GEOG(CRS|RAPHICCRS|CS)\b", crs) else None
    try:
        return bool(pyproj.CRS.from_user_input(crs).is_geographic)
    except pyproj.exceptions.CRSError:
        return None

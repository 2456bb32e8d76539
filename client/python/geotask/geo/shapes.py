# SPDX-License-Identifier: GPL-2.0-or-later
"""Geometries of shapely to and from ISO WKB, many at a time. Works with shapely 1.8 and 2."""

from __future__ import annotations

import warnings
from typing import Any, List, Optional, Sequence

import numpy
import shapely

from geotask.errors import GeotaskError
from geotask.geo import wkb as wkb_module

MODERN = int(shapely.__version__.split(".")[0]) >= 2

Wkbs = List[Optional[bytes]]


def to_wkb(geometries: Sequence[Any]) -> Wkbs:
    """None stays None."""
    if MODERN:
        array = _array(geometries)
        try:
            return list(shapely.to_wkb(array, flavor="iso"))
        except Exception as error:
            if type(error).__name__ != "UnsupportedGEOSVersionError":
                raise
        return wkb_module.all_iso(list(shapely.to_wkb(array)))
    from geotask.geo import shapely18

    return wkb_module.all_iso(shapely18.write(geometries))


def from_wkb(wkbs: Sequence[Optional[bytes]]) -> Any:
    """An array of shapely's geometries, None for null. Raises GeotaskError where this shapely has no
    such geometry: curves, most of all."""
    try:
        if MODERN:
            out = shapely.from_wkb(_array(wkbs))
        else:
            from geotask.geo import shapely18

            out = shapely18.read(wkbs)
    except Exception as error:
        raise _unreadable(wkbs, error) from None
    _tell_of_lost_measures(wkbs, out)
    return out


def _array(values: Sequence[Any]) -> Any:
    """An array of objects; numpy must not look into them."""
    if isinstance(values, numpy.ndarray) and values.dtype == object:
        return values
    array = numpy.empty(len(values), dtype=object)
    array[:] = list(values)
    return array


def _unreadable(wkbs: Sequence[Optional[bytes]], error: Exception) -> GeotaskError:
    names = sorted(wkb_module.name_of(code) for code in wkb_module.type_codes(wkbs))
    return GeotaskError(
        f"shapely {shapely.__version__} cannot hold these geometries ({', '.join(names)}): {error}",
        code="UNIMPLEMENTED", reason="UNSUPPORTED_GEOMETRY", given=", ".join(names),
        accepted="what shapely reads: points, lines, polygons and collections of them",
        remedy='Ask for kind="wkb", or have curves made straight by native:segmentizebymaxangle.',
    )


def _tell_of_lost_measures(wkbs: Sequence[Optional[bytes]], out: Any) -> None:
    measured = any(code >= 2000 for code in wkb_module.type_codes(wkbs))
    if measured and not (MODERN and hasattr(shapely, "has_m") and shapely.has_m(out).any()):
        warnings.warn(
            'shapely has dropped the M of these geometries; kind="wkb" keeps it', stacklevel=4
        )

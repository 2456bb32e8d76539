# SPDX-License-Identifier: GPL-2.0-or-later
"""Rows in the kind that is asked for: `geodataframe`, `geoseries`, `shapely`, `geojson` or `wkb`."""

from __future__ import annotations

import importlib.util
from typing import Any

from geotask.errors import InvalidArgument
from geotask.geo.table import Table

KINDS = ("geodataframe", "geoseries", "shapely", "geojson", "wkb")


def default_kind() -> str:
    """geodataframe where geopandas is installed, else geojson with shapely, else wkb."""
    if importlib.util.find_spec("geopandas"):
        return "geodataframe"
    return "geojson" if importlib.util.find_spec("shapely") else "wkb"


def check_kind(kind: str) -> str:
    if kind.lower() in KINDS:
        return kind.lower()
    raise InvalidArgument(
        f"There is no kind {kind!r} of result.", reason="INVALID_KIND", field="kind", given=kind,
        accepted=", ".join(KINDS), remedy="Give one of these.",
    )


def in_kind(table: Table, kind: str, index: Any = None) -> Any:
    """geodataframe: a GeoDataFrame, or a DataFrame of rows without geometry. geoseries: a GeoSeries.
    shapely, wkb: a list, None for null. geojson: a FeatureCollection.

    `index` is that of a frame or series.
    """
    if kind == "wkb":
        return list(table.wkbs if table.wkbs is not None else [None] * len(table))
    if kind == "geojson":
        from geotask.geo.geojson import collection

        return collection(table)
    if kind == "shapely":
        from geotask.geo import shapes

        return list(shapes.from_wkb(table.wkbs if table.wkbs is not None else [None] * len(table)))
    from geotask.geo import frames

    if kind == "geoseries":
        return frames.geoseries(table, index)
    return frames.frame(table, index)

# SPDX-License-Identifier: GPL-2.0-or-later
"""GeoDataFrames and GeoSeries, to and from rows."""

from __future__ import annotations

import warnings
from typing import Any, Dict, List, Optional

import geopandas
import pandas

from geotask.geo import shapes
from geotask.geo.columns import column_of, series_of
from geotask.geo.table import Column, Table


def geometry_array(wkbs: Any, crs: str) -> Any:
    """What a GeoSeries holds."""
    return geopandas.array.GeometryArray(shapes.from_wkb(wkbs), crs=crs or None)


def geoseries(table: Table, index: Any = None) -> Any:
    wkbs = table.wkbs if table.wkbs is not None else [None] * len(table)
    return geopandas.GeoSeries(geometry_array(wkbs, table.crs), index=index)


def frame(table: Table, index: Any = None) -> Any:
    """A GeoDataFrame, or a DataFrame of rows without geometry."""
    if index is None:
        index = pandas.RangeIndex(len(table))
    data = {name: series_of(column, index) for name, column in table.columns.items()}
    made = pandas.DataFrame(data, index=index)
    if table.wkbs is None:
        return made
    name = "geometry"
    while name in data:
        name += "_"
    made[name] = geopandas.GeoSeries(geometry_array(table.wkbs, table.crs), index=index)
    return geopandas.GeoDataFrame(made, geometry=name, crs=table.crs or None)


def wkbs_of(series: Any) -> List[Optional[bytes]]:
    """The geometries of a GeoSeries; missing ones are None."""
    return shapes.to_wkb(series.to_numpy())


def columns_of(given: Any, skipped: Any = None) -> Dict[str, Column]:
    """All columns but geometries: one travels, the others are left out with a warning."""
    columns: Dict[str, Column] = {}
    for place, name in enumerate(given.columns):
        if name == skipped:
            continue
        series = given.iloc[:, place]
        if isinstance(series.dtype, geopandas.array.GeometryDtype):
            warnings.warn(f"the geometry column {name!r} is left out: one travels", stacklevel=4)
            continue
        columns[str(name)] = column_of(str(name), series)
    return columns

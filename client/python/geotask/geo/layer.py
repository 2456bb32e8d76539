# SPDX-License-Identifier: GPL-2.0-or-later
"""An input of any kind, made ready to travel, and its result dressed as the input was.

    layer = layer_of(frame)
    client.upload_rows(layer.table().schema(), layer.table().rows)   # with all attributes
    layer.bare()                       # geometries alone, numbered from 0: attributes stay at home
    layer.dressed(table)               # a frame again, the attributes put back by those numbers
"""

from __future__ import annotations

import sys
from typing import Any, Dict, List, Mapping, Optional, Sequence

from geotask.errors import InvalidArgument
from geotask.geo import geojson
from geotask.geo.crs import crs_text
from geotask.geo.output import in_kind
from geotask.geo.table import Column, Table
from geotask.geo.values import infer

Wkbs = List[Optional[bytes]]


class Layer:
    """kind: one of output.KINDS. single: whether it is one geometry, not several."""

    kind = ""
    single = False

    def __init__(self, given: Any, crs: Any = None) -> None:
        self.given = given
        own = self._own_crs()
        self.crs = crs_text(crs) or own
        if own and self.crs != own:
            raise InvalidArgument(
                f"The data is in {own}, not in {self.crs}.", reason="CONFLICTING_FIELDS",
                field="crs", given=self.crs, accepted=own,
                remedy="Leave crs out, or transform the data first.",
            )

    def table(self) -> Table:
        """All of it. ids: what dressed() and index_of() know the rows by."""
        return Table(self._wkbs(), self._columns(), self.crs, self._ids()).settle()

    def bare(self, field: str = "") -> Table:
        """Geometries, and the column `field`, with rows numbered from 0."""
        columns = {field: self._column(field)} if field else {}
        return Table(self._wkbs(), columns, self.crs).settle()

    def dressed(self, table: Table) -> Any:
        """The result of a bare() in the kind of the input, with its attributes."""
        return self.anew(table)

    def labelled(self, table: Table) -> Any:
        """The result of a table() whose ids went through, in the kind of the input."""
        return self.anew(table)

    def anew(self, table: Table) -> Any:
        """Rows that an algorithm made, which know nothing of those of the input, in its kind."""
        return self._alone(in_kind(table, self.kind))

    def _alone(self, made: Any) -> Any:
        if not self.single or not isinstance(made, list):
            return made
        return made if len(made) > 1 else (made or [None])[0]

    def _own_crs(self) -> str:
        return ""

    def _wkbs(self) -> Optional[Wkbs]:
        raise NotImplementedError

    def _columns(self) -> Dict[str, Column]:
        return {}

    def _column(self, name: str) -> Column:
        columns = self._columns()
        if name in columns:
            return columns[name]
        raise InvalidArgument(
            f"The data has no field {name!r}.", reason="UNKNOWN_FIELD", field="distance", given=name,
            accepted=", ".join(columns) or "no fields", remedy="Name one of its fields.",
        )

    def _ids(self) -> Optional[List[int]]:
        return None


class FrameLayer(Layer):
    """A GeoDataFrame, or a DataFrame as a plain table."""

    kind = "geodataframe"

    @property
    def _geometry(self) -> Optional[str]:
        return getattr(self.given, "_geometry_column_name", None)

    def _own_crs(self) -> str:
        return crs_text(getattr(self.given, "crs", None)) if self._geometry else ""

    def _wkbs(self) -> Optional[Wkbs]:
        from geotask.geo import frames

        return frames.wkbs_of(self.given.geometry) if self._geometry else None

    def _columns(self) -> Dict[str, Column]:
        from geotask.geo import frames

        return frames.columns_of(self.given, self._geometry)

    def _column(self, name: str) -> Column:
        from geotask.geo.columns import column_of

        if name not in self.given.columns:
            return super()._column(name)
        return column_of(name, self.given[name])

    def _ids(self) -> Optional[List[int]]:
        index = self.given.index
        if index.dtype.kind in "iu" and index.is_unique:
            return [int(label) for label in index]
        return None

    def dressed(self, table: Table) -> Any:
        import geopandas

        from geotask.geo import frames

        places = list(table.ids or ())
        made = self.given.drop(columns=[self._geometry]).take(places)
        geometry = frames.geometry_array(table.wkbs, table.crs)
        made.insert(self.given.columns.get_loc(self._geometry), self._geometry, geometry)
        return geopandas.GeoDataFrame(made, geometry=self._geometry, crs=table.crs or None)

    def labelled(self, table: Table) -> Any:
        ids = list(table.ids or ())
        known = self._ids()
        return in_kind(table, self.kind, ids if known is not None else self.given.index.take(ids))


class SeriesLayer(Layer):
    """A GeoSeries."""

    kind = "geoseries"

    def _own_crs(self) -> str:
        return crs_text(self.given.crs)

    def _wkbs(self) -> Wkbs:
        from geotask.geo import frames

        return frames.wkbs_of(self.given)

    def dressed(self, table: Table) -> Any:
        made = in_kind(table, self.kind, self.given.index.take(list(table.ids or ())))
        made.name = self.given.name
        return made

    labelled = dressed


class ShapesLayer(Layer):
    """A geometry of shapely, or several."""

    kind = "shapely"

    def __init__(self, given: Any, crs: Any = None, single: bool = False) -> None:
        self.single = single
        super().__init__(given, crs)

    def _wkbs(self) -> Wkbs:
        from geotask.geo import shapes

        return shapes.to_wkb([self.given] if self.single else list(self.given))


class WkbLayer(Layer):
    """A geometry as WKB, or several. Extended WKB is taken too, without its SRID."""

    kind = "wkb"

    def __init__(self, given: Any, crs: Any = None, single: bool = False) -> None:
        self.single = single
        super().__init__(given, crs)

    def _wkbs(self) -> Wkbs:
        from geotask.geo.wkb import all_iso

        given = [self.given] if self.single else self.given
        return all_iso([None if each is None else bytes(each) for each in given])


class GeoJsonLayer(Layer):
    """A GeoJSON-like dict."""

    kind = "geojson"

    def __init__(self, given: Mapping[str, Any], crs: Any = None) -> None:
        self._features = geojson.features_of(given)
        self.single = given.get("type") != "FeatureCollection"
        super().__init__(given, crs)

    def _own_crs(self) -> str:
        return geojson.crs_of(self.given)

    def _wkbs(self) -> Wkbs:
        return geojson.geometries_of(self._features)

    def _columns(self) -> Dict[str, Column]:
        return geojson.columns_of(self._features)

    def _column(self, name: str) -> Column:
        values = [(feature.get("properties") or {}).get(name) for feature in self._features]
        if all(value is None for value in values):
            return super()._column(name)
        return Column(*infer(name, values))

    def _ids(self) -> Optional[List[int]]:
        ids = [feature.get("id") for feature in self._features]
        plain = all(type(each) is int for each in ids) and len(set(ids)) == len(ids)
        return ids if plain else None  # type: ignore[return-value]

    def dressed(self, table: Table) -> Any:
        geometries = geojson.geometry_dicts(table.wkbs or ())
        places = table.ids or ()
        made: List[Any] = [
            {**self._features[place], "geometry": geometry}
            for place, geometry in zip(places, geometries)
        ]
        if self.single and len(made) == 1:
            one = made[0]["geometry"] if self.given["type"] in geojson.GEOMETRIES else made[0]
            return None if one is None else geojson.with_crs(one, table.crs)
        others = {"features", "crs"} if self.given["type"] == "FeatureCollection" else set(self.given)
        kept = {key: value for key, value in self.given.items() if key not in others}
        whole = {**kept, "type": "FeatureCollection", "features": made}
        return geojson.with_crs(whole, table.crs)


def layer_of(given: Any, crs: Any = None) -> Optional[Layer]:
    """The layer that `given` is; None when it is nothing of the kind."""
    if isinstance(given, Mapping):
        return GeoJsonLayer(given, crs) if "type" in given and _like_geojson(given) else None
    if isinstance(given, (bytes, bytearray, memoryview)):
        return WkbLayer(given, crs, single=True)
    geopandas = sys.modules.get("geopandas")
    if geopandas is not None and isinstance(given, geopandas.GeoSeries):
        return SeriesLayer(given, crs)
    pandas = sys.modules.get("pandas")
    if pandas is not None and isinstance(given, pandas.DataFrame):
        return FrameLayer(given, crs)
    if _is_shape(given):
        return ShapesLayer(given, crs, single=True)
    if isinstance(given, (list, tuple)) or type(given).__module__ == "numpy":
        return _layer_of_many(given, crs)
    if hasattr(given, "__geo_interface__"):
        return GeoJsonLayer(given.__geo_interface__, crs)
    return None


def _layer_of_many(given: Sequence[Any], crs: Any) -> Optional[Layer]:
    if getattr(given, "ndim", 1) != 1:
        return None
    known = [each for each in given if each is not None]
    if not known:
        return None
    if all(isinstance(each, (bytes, bytearray, memoryview)) for each in known):
        return WkbLayer(given, crs)
    if all(_is_shape(each) for each in known):
        return ShapesLayer(given, crs)
    if all(isinstance(each, Mapping) and each.get("type") == "Feature" for each in known):
        return GeoJsonLayer({"type": "FeatureCollection", "features": list(known)}, crs)
    return None


def _like_geojson(given: Mapping[str, Any]) -> bool:
    return given["type"] in ("FeatureCollection", "Feature", *geojson.GEOMETRIES)


def _is_shape(given: Any) -> bool:
    if "shapely" not in sys.modules:
        return False
    from shapely.geometry.base import BaseGeometry

    return isinstance(given, BaseGeometry)

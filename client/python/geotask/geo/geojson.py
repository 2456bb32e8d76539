# SPDX-License-Identifier: GPL-2.0-or-later
"""GeoJSON-like dicts: geometries, Features and FeatureCollections (RFC 7946), and whatever has a
`__geo_interface__`.

Coordinates are EPSG:4326, unless the collection has a `crs` member, as GeoJSON had before 2016; the
same member is written for other systems.
"""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Sequence

from geotask.errors import InvalidArgument
from geotask.geo.crs import crs_text
from geotask.geo.table import Column, Table
from geotask.geo.values import infer, jsonable

GEOMETRIES = (
    "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon",
    "GeometryCollection",
)


def features_of(given: Mapping[str, Any]) -> List[Mapping[str, Any]]:
    """The features of a collection, the one feature, or one around a geometry."""
    kind = given.get("type")
    if kind == "FeatureCollection":
        return list(given.get("features", ()))
    if kind == "Feature":
        return [given]
    if kind in GEOMETRIES:
        return [{"type": "Feature", "geometry": given, "properties": {}}]
    raise InvalidArgument(
        f"A dict with type {kind!r} is no GeoJSON.", reason="INVALID_GEOJSON", field="type",
        given=str(kind), accepted="FeatureCollection, Feature, " + ", ".join(GEOMETRIES),
        remedy="Give one of these.",
    )


def crs_of(given: Mapping[str, Any]) -> str:
    member = given.get("crs")
    if isinstance(member, Mapping):
        return crs_text(str(member.get("properties", {}).get("name", "")))
    return "EPSG:4326"


def geometries_of(features: Sequence[Mapping[str, Any]]) -> List[Optional[bytes]]:
    from shapely.geometry import shape

    from geotask.geo import shapes

    made: List[Any] = []
    for number, feature in enumerate(features):
        geometry = feature.get("geometry")
        try:
            made.append(None if geometry is None else shape(geometry))
        except Exception as error:
            raise InvalidArgument(
                f"The geometry of feature {number} is no GeoJSON: {error}",
                reason="INVALID_GEOJSON", field=f"features[{number}].geometry",
                remedy="Correct it as RFC 7946 says.",
            ) from None
    return shapes.to_wkb(made)


def columns_of(features: Sequence[Mapping[str, Any]]) -> Dict[str, Column]:
    """The properties, in the order in which they first occur."""
    names: Dict[str, None] = {}
    for feature in features:
        names.update(dict.fromkeys(feature.get("properties") or ()))
    columns = {}
    for name in names:
        values = [(feature.get("properties") or {}).get(name) for feature in features]
        columns[str(name)] = Column(*infer(str(name), values))
    return columns


def geometry_dicts(wkbs: Sequence[Optional[bytes]]) -> List[Optional[Dict[str, Any]]]:
    from shapely.geometry import mapping

    from geotask.geo import shapes

    return [None if each is None else dict(mapping(each)) for each in shapes.from_wkb(wkbs)]


def collection(table: Table) -> Dict[str, Any]:
    """A FeatureCollection."""
    wkbs = table.wkbs if table.wkbs is not None else [None] * len(table)
    values = {name: jsonable(each.type, each.values) for name, each in table.columns.items()}
    features = [
        {
            "type": "Feature",
            "id": int(table.ids[row]) if table.ids is not None else row,
            "geometry": geometry,
            "properties": {name: column[row] for name, column in values.items()},
        }
        for row, geometry in enumerate(geometry_dicts(wkbs))
    ]
    return with_crs({"type": "FeatureCollection", "features": features}, table.crs)


def with_crs(made: Dict[str, Any], crs: str) -> Dict[str, Any]:
    """With a `crs` member where coordinates are not EPSG:4326."""
    if crs and crs != "EPSG:4326":
        authority, _, code = crs.partition(":")
        plain = code and " " not in crs and "[" not in crs
        name = f"urn:ogc:def:crs:{authority}::{code}" if plain else crs
        made["crs"] = {"type": "name", "properties": {"name": name}}
    return made

# SPDX-License-Identifier: GPL-2.0-or-later
"""A buffer job from Python values: its spec, and the rows that go with it."""

from __future__ import annotations

import math
import os
from typing import Any, Dict, Optional, Tuple, Union

from geotask.client import Client
from geotask.dataset import Dataset
from geotask.errors import InvalidArgument
from geotask.geo.crs import crs_text
from geotask.geo.layer import Layer, layer_of
from geotask.geo.table import Column, Table
from geotask.job import Job
from geotask.references import crs_of_reference, is_reference, set_input
from geotask.units import distance_unit
from geotask.v1 import buffer_pb2, feature_pb2, job_pb2

# A number, the name of a field, or one number a row.
Distance = Union[float, str, Any]

_DISTANCES = "distance"


def input_of(data: Any, crs: Any = None) -> Union[Layer, str]:
    """What to buffer: a layer that travels, or the reference of one on the server."""
    if isinstance(data, Job):
        return data.reference()
    if isinstance(data, Dataset):
        return data.reference
    if isinstance(data, str) and is_reference(data):
        return data
    if isinstance(data, (str, os.PathLike)):
        return _read_file(os.fspath(data), crs)
    layer = layer_of(data, crs)
    if layer is not None:
        return layer
    raise InvalidArgument(
        f"There is no way to take rows from a {type(data).__name__}.", reason="INVALID_INPUT",
        field="data", given=repr(data)[:200],
        accepted="GeoDataFrame, GeoSeries, shapely geometries, GeoJSON-like dicts, WKB, a path, "
        "data:SOURCE/LAYER, dataset:ID, job:ID, a Job or a Dataset",
        remedy="Give one of these.",
    )


def _read_file(path: str, crs: Any) -> Layer:
    name, bar, sublayer = path.partition("|")
    if not os.path.exists(name):
        raise InvalidArgument(
            f"There is no file {name}.", reason="INVALID_INPUT", field="data", given=path[:200],
            remedy="Give a file; data:SOURCE/LAYER, dataset:ID or job:ID for data of the server.",
        )
    import geopandas

    options = {"layer": sublayer.replace("layername=", "", 1)} if bar else {}
    layer = layer_of(geopandas.read_file(name, **options), crs)
    assert layer is not None
    return layer


def prepare(
    client: Client,
    data: Union[Layer, str],
    distance: Distance,
    *,
    unit: Optional[str] = None,
    at_home: bool = False,
    output_crs: Any = None,
    **options: Any,
) -> Tuple[job_pb2.JobSpec, Optional[Table]]:
    """The spec, and the rows to send with it. `at_home`: attributes are not sent."""
    spec = job_pb2.JobSpec()
    buffer = spec.buffer
    crs = data.crs if isinstance(data, Layer) else crs_of_reference(client, data)
    buffer.unit, factor = distance_unit(unit, crs, distance)  # type: ignore[assignment]
    field = distance if isinstance(distance, str) else ""
    values = None if field or _is_number(distance) else _numbers(distance, factor)
    if field and factor != 1:
        raise InvalidArgument(
            f"The distances of a field are in metres or in the unit of the layer, not in {unit}.",
            reason="INVALID_UNIT", field="unit", given=str(unit), accepted="metres, layer",
            remedy='Convert them to metres and write unit="metres".',
        )
    if values is None and not field:
        buffer.distance = _finite(distance) * factor
    if output_crs is not None:
        buffer.output_crs = crs_text(output_crs)
    _set_options(buffer, options)
    if isinstance(data, str):
        if values is not None:
            raise _mistake("distance", "a list", "a number or the name of a field")
        buffer.distance_field = field
        set_input(spec.input, data)
        return spec, None
    table = data.bare(field) if at_home else data.table()
    if values is not None:
        field = _free_name(table)
        if len(values) != len(table):
            raise _mistake("distance", f"{len(values)} numbers", f"{len(table)}, one a row")
        table.columns[field] = Column(feature_pb2.FIELD_TYPE_DOUBLE, values)
    buffer.distance_field = field
    spec.input.features.schema.CopyFrom(table.schema())
    return spec, table


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) or getattr(value, "ndim", None) == 0


def _finite(value: Any) -> float:
    number = float(value)
    if math.isfinite(number):
        return number
    raise _mistake("distance", str(value), "a finite number")


def _numbers(values: Any, factor: float) -> Any:
    try:
        return [None if value != value else float(value) * factor for value in values]
    except (TypeError, ValueError):
        raise _mistake(
            "distance", type(values).__name__, "a number, the name of a field, or one number a row"
        ) from None


def _free_name(table: Table) -> str:
    name = _DISTANCES
    while name in table.columns:
        name += "_"
    return name


def _mistake(field: str, given: str, accepted: str) -> InvalidArgument:
    return InvalidArgument(
        f"{field} is {given}; {accepted} is accepted.", reason="INVALID_ARGUMENT", field=field,
        given=given, accepted=accepted, remedy="Give that.",
    )


_ENUMS: Dict[str, Tuple[str, Any]] = {
    "cap_style": ("CAP_STYLE_", buffer_pb2.Buffer.CapStyle),
    "join_style": ("JOIN_STYLE_", buffer_pb2.Buffer.JoinStyle),
    "side": ("SIDE_", buffer_pb2.Buffer.Side),
}


def _set_options(buffer: buffer_pb2.Buffer, options: Dict[str, Any]) -> None:
    for name, value in options.items():
        if value is None or value is False:
            continue
        if name not in _ENUMS:
            setattr(buffer, name, value)
            continue
        prefix, enum = _ENUMS[name]
        words = [key[len(prefix) :].lower() for key in enum.keys() if not key.endswith("UNSPECIFIED")]
        if str(value).lower() not in words:
            raise _mistake(name, repr(value), " or ".join(words))
        setattr(buffer, name, enum.Value(prefix + str(value).upper()))

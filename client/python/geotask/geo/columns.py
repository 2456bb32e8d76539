# SPDX-License-Identifier: GPL-2.0-or-later
"""Columns of pandas as attributes, and back.

    column_of("height", frame["height"])            # Column(DOUBLE, [1.5, None])
    series_of(Column(INTEGER64, [1, None]))         # dtype Int64, as no float holds 2^63 - 1

| pandas | attribute | and back |
|---|---|---|
| bool, boolean | BOOLEAN | bool; boolean with nulls |
| up to int32, uint16 | INTEGER | int32; Int32 with nulls |
| int64, uint32, uint64, object of int | INTEGER64 | int64; Int64 with nulls |
| float | DOUBLE, null for NaN | float64 |
| datetime64, with or without zone | DATETIME | the same, UTC or a fixed offset for a zone |
| category | as its categories | |
| object, string | what its values share: see values.infer | object, None for null |
"""

from __future__ import annotations

from typing import Any, List

import numpy
import pandas

from geotask.errors import InvalidArgument
from geotask.geo.table import Column
from geotask.geo.values import infer, parse_datetime, parsed, whole
from geotask.v1 import feature_pb2 as pb


def column_of(name: str, series: Any) -> Column:
    """Raises InvalidArgument for values that cannot travel."""
    dtype = series.dtype
    if isinstance(dtype, pandas.CategoricalDtype):
        series = series.astype(dtype.categories.dtype)
        dtype = series.dtype
    if pandas.api.types.is_bool_dtype(dtype):
        return Column(pb.FIELD_TYPE_BOOLEAN, _nullable(series))
    if pandas.api.types.is_integer_dtype(dtype):
        return _integers(name, series)
    if pandas.api.types.is_float_dtype(dtype):
        return Column(pb.FIELD_TYPE_DOUBLE, _nullable(series.astype("float64")))
    if pandas.api.types.is_datetime64_any_dtype(dtype):
        return Column(pb.FIELD_TYPE_DATETIME, _datetimes(series))
    if pandas.api.types.is_timedelta64_dtype(dtype):
        raise InvalidArgument(
            f"The column {name!r} holds time spans, for which there is no attribute type.",
            reason="INVALID_ATTRIBUTE", field=name, given=str(dtype),
            remedy=f"Convert it, as by frame[{name!r}].dt.total_seconds(), or leave it out.",
        )
    field_type, values = infer(name, series.tolist())
    return Column(field_type, values)


def _nullable(series: Any) -> List[Any]:
    values: List[Any] = series.tolist()
    if not series.isna().any():
        return values
    return [None if missing else value for value, missing in zip(values, series.isna().tolist())]


def _integers(name: str, series: Any) -> Column:
    values = _nullable(series)
    kind = series.dtype.name.lower()
    if kind in ("int8", "int16", "int32", "uint8", "uint16"):
        return Column(pb.FIELD_TYPE_INTEGER, values)
    if kind == "uint64":
        values = [None if value is None else whole(name, value) for value in values]
    return Column(pb.FIELD_TYPE_INTEGER64, values)


def _datetimes(series: Any) -> List[Any]:
    zoned = getattr(series.dtype, "tz", None) is not None
    bare = series.dt.tz_convert("UTC").dt.tz_localize(None) if zoned else series
    array = bare.to_numpy(dtype="datetime64[us]")
    whole_milliseconds = not (array.astype("int64")[~numpy.isnat(array)] % 1000).any()
    texts = numpy.datetime_as_string(array, unit="ms" if whole_milliseconds else "us").tolist()
    end = "Z" if zoned else ""
    return [None if text == "NaT" else text + end for text in texts]


def series_of(column: Column, index: Any = None) -> Any:
    """The attributes as a pandas.Series."""
    values = list(column.values)
    holes = None in values
    if column.type == pb.FIELD_TYPE_BOOLEAN:
        return pandas.Series(values, index=index, dtype="boolean" if holes else "bool")
    if column.type == pb.FIELD_TYPE_INTEGER:
        return pandas.Series(values, index=index, dtype="Int32" if holes else "int32")
    if column.type == pb.FIELD_TYPE_INTEGER64:
        return _integer64(values, holes, index)
    if column.type == pb.FIELD_TYPE_DOUBLE:
        return pandas.Series(values, index=index, dtype="float64")
    if column.type == pb.FIELD_TYPE_DATETIME:
        return pandas.Series(_timestamps(values), index=index)
    return _objects(parsed(column.type, values), index)


def _integer64(values: List[Any], holes: bool, index: Any) -> Any:
    if not holes:
        return pandas.Series(values, index=index, dtype="int64")
    # Not by way of float, which holds no more than 53 bits.
    numbers = numpy.array([0 if value is None else value for value in values], dtype="int64")
    missing = numpy.array([value is None for value in values], dtype="bool")
    return pandas.Series(pandas.arrays.IntegerArray(numbers, missing), index=index)


def _objects(values: List[Any], index: Any) -> Any:
    array = numpy.empty(len(values), dtype=object)
    for place, value in enumerate(values):
        array[place] = value
    return pandas.Series(array, index=index, dtype=object)


def _timestamps(texts: List[Any]) -> Any:
    """datetime64 where all agree about time zones and fit, else an array of datetime."""
    times = [None if text is None else parse_datetime(text) for text in texts]
    zones = {time.utcoffset() for time in times if time is not None}
    if None in zones and len(zones) > 1:
        return _objects(times, None).to_numpy()
    try:
        return pandas.to_datetime(pandas.Series(times, dtype=object), utc=len(zones) > 1).array
    except (pandas.errors.OutOfBoundsDatetime, OverflowError):
        return _objects(times, None).to_numpy()

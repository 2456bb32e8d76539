# SPDX-License-Identifier: GPL-2.0-or-later
"""Python values as attributes, and back. A column is a FieldType and a list of values as they travel:
bool, int, float, str or bytes, None for null.

    infer("opened", [datetime.date(2024, 2, 29), None])   # (DATE, ["2024-02-29", None])
"""

from __future__ import annotations

import base64
import datetime
import decimal
import json
import uuid
from typing import Any, Callable, Dict, List, Optional, Sequence, Set, Tuple, Type

from geotask.errors import InvalidArgument
from geotask.v1 import feature_pb2 as pb

Values = List[Any]

GREATEST = 2**63 - 1
LEAST = -(2**63)


def infer(name: str, values: Sequence[Any]) -> Tuple[int, Values]:
    """The type that all values share. Raises InvalidArgument when there is none."""
    values = [_plain(value) for value in values]
    kinds: Set[Type[Any]] = {type(value) for value in values if value is not None}
    if not kinds:
        return pb.FIELD_TYPE_STRING, list(values)
    for accepted, field_type, convert in _KINDS:
        if all(issubclass(kind, accepted) for kind in kinds):
            if bool in kinds and len(kinds) > 1 and field_type != pb.FIELD_TYPE_JSON:
                continue
            return field_type, [
                None if value is None else convert(name, value) for value in values
            ]
    raise InvalidArgument(
        f"The values of {name!r} have no common type that can travel.",
        reason="INVALID_ATTRIBUTE", field=name,
        given=", ".join(sorted(kind.__name__ for kind in kinds)),
        accepted="bool, int, float, str, bytes, date, time, datetime, dict and list",
        remedy="Convert the column to one of these types, or leave it out.",
    )


def _plain(value: Any) -> Any:
    """Scalars of numpy and missing values of pandas as Python has them."""
    if value is None or isinstance(value, (str, int, float, bytes)):
        return None if value != value else value
    if type(value).__name__ in ("NAType", "NaTType"):
        return None
    if type(value).__module__ == "numpy" and hasattr(value, "item"):
        return value.tolist()
    return value


def whole(name: str, value: int) -> int:
    """An integer that fits. Raises InvalidArgument."""
    if LEAST <= value <= GREATEST:
        return int(value)
    raise InvalidArgument(
        f"{name!r} holds {value}, which no integer of 64 bits can.",
        reason="INVALID_ATTRIBUTE", field=name, given=str(value), accepted="-2^63 to 2^63 - 1",
        remedy="Convert the column to float or to str.",
    )


def iso_datetime(value: datetime.datetime) -> str:
    """With the offset of its time zone; with neither when it has none."""
    timespec = "milliseconds" if value.microsecond % 1000 == 0 else "microseconds"
    return value.isoformat(timespec=timespec if value.microsecond else "seconds")


def iso_time(value: datetime.time) -> str:
    timespec = "milliseconds" if value.microsecond % 1000 == 0 else "microseconds"
    bare = value.replace(tzinfo=None)
    return bare.isoformat(timespec=timespec if value.microsecond else "seconds")


def as_json(value: Any) -> str:
    """Raises TypeError or ValueError for what JSON has no form for."""
    return json.dumps(value, allow_nan=False, ensure_ascii=False)


def _json(name: str, value: Any) -> str:
    try:
        return as_json(value)
    except (TypeError, ValueError) as error:
        raise InvalidArgument(
            f"{name!r} holds something that JSON has no form for: {error}",
            reason="INVALID_ATTRIBUTE", field=name, accepted="what json.dumps() takes",
            remedy="Convert it to str, or leave the column out.",
        ) from None


# In this order: a datetime is a date too, a bool an int.
_KINDS: Tuple[Tuple[Any, int, Callable[[str, Any], Any]], ...] = (
    (bool, pb.FIELD_TYPE_BOOLEAN, lambda name, value: value),
    (int, pb.FIELD_TYPE_INTEGER64, whole),
    ((int, float, decimal.Decimal), pb.FIELD_TYPE_DOUBLE, lambda name, value: float(value)),
    ((str, uuid.UUID), pb.FIELD_TYPE_STRING, lambda name, value: str(value)),
    ((bytes, bytearray, memoryview), pb.FIELD_TYPE_BINARY, lambda name, value: bytes(value)),
    (datetime.datetime, pb.FIELD_TYPE_DATETIME, lambda name, value: iso_datetime(value)),
    (datetime.date, pb.FIELD_TYPE_DATE, lambda name, value: value.isoformat()),
    (datetime.time, pb.FIELD_TYPE_TIME, lambda name, value: iso_time(value)),
    ((dict, list, tuple, str, int, float, bool), pb.FIELD_TYPE_JSON, _json),
)


def parse_datetime(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(_padded(text.replace("Z", "+00:00")))


def parse_time(text: str) -> datetime.time:
    return datetime.time.fromisoformat(_padded(text))


def _padded(text: str) -> str:
    """With three or six digits of a second: Python before 3.11 takes no others."""
    head, dot, tail = text.partition(".")
    if not dot:
        return text
    digits = len(tail) - len(tail.lstrip("0123456789"))
    size = 3 if digits <= 3 else 6
    return f"{head}.{tail[:digits][:size].ljust(size, '0')}{tail[digits:]}"


_PARSERS: Dict[int, Callable[[str], Any]] = {
    pb.FIELD_TYPE_DATE: datetime.date.fromisoformat,
    pb.FIELD_TYPE_TIME: parse_time,
    pb.FIELD_TYPE_DATETIME: parse_datetime,
    pb.FIELD_TYPE_JSON: json.loads,
}


def parsed(field_type: int, values: Sequence[Any]) -> Values:
    """Values as Python has them: dates as datetime.date, JSON as dict and list."""
    parse = _PARSERS.get(field_type)
    if parse is None:
        return list(values)
    return [None if value is None else parse(value) for value in values]


def jsonable(field_type: int, values: Sequence[Any]) -> Values:
    """Values as JSON has them: dates as text, bytes as base64."""
    if field_type == pb.FIELD_TYPE_JSON:
        return parsed(field_type, values)
    if field_type == pb.FIELD_TYPE_BINARY:
        return [None if v is None else base64.b64encode(v).decode() for v in values]
    return list(values)


def member(field_type: int) -> str:
    """The member of Value that holds attributes of this type."""
    return _MEMBERS.get(field_type, "string_value")


_MEMBERS: Dict[Optional[int], str] = {
    pb.FIELD_TYPE_BOOLEAN: "bool_value",
    pb.FIELD_TYPE_INTEGER: "integer_value",
    pb.FIELD_TYPE_INTEGER64: "integer_value",
    pb.FIELD_TYPE_DOUBLE: "double_value",
    pb.FIELD_TYPE_BINARY: "binary_value",
}

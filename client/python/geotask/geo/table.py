# SPDX-License-Identifier: GPL-2.0-or-later
"""Rows as columns: what all kinds of input become, and all kinds of output are made of.

    table = Table(wkbs, {"name": Column(STRING, ["a", None])}, crs="EPSG:4326")
    client.upload_rows(table.schema(), table.rows)
    table = Table.read(client.read_features("jobs/3f2a"))
"""

from __future__ import annotations

import dataclasses
import struct
from typing import Any, Callable, Dict, Iterable, Iterator, List, Optional, Sequence, Tuple

from geotask.features import varint
from geotask.geo import wkb as wkb_module
from geotask.geo.values import member
from geotask.v1 import feature_pb2 as pb


@dataclasses.dataclass
class Column:
    """type: a FieldType. values: as they travel (bool, int, float, str, bytes), None for null."""

    type: int
    values: Sequence[Any]


@dataclasses.dataclass
class Table:
    """wkbs: ISO WKB, None for a row without geometry; the list itself is None for a plain table.

    ids: one for each row; None numbers them from 0.
    """

    wkbs: Optional[Sequence[Optional[bytes]]]
    columns: Dict[str, Column] = dataclasses.field(default_factory=dict)
    crs: str = ""
    ids: Optional[Sequence[int]] = None
    geometry_type: str = ""

    def __len__(self) -> int:
        if self.wkbs is not None:
            return len(self.wkbs)
        if self.ids is not None:
            return len(self.ids)
        return max((len(column.values) for column in self.columns.values()), default=0)

    # ---- Out ----

    def settle(self) -> "Table":
        """Finds the type that all geometries share; where single and multi-part ones of a kind
        occur, all become multi-part, as a layer of QGIS has them."""
        if self.wkbs is None:
            self.geometry_type = "NoGeometry"
            return self
        codes = wkb_module.type_codes(self.wkbs)
        multi = wkb_module.multi_of(codes)
        if multi:
            self.wkbs = [wkb_module.promoted(wkb, multi) for wkb in self.wkbs]
            codes = {multi}
        self.geometry_type = wkb_module.name_of(codes.pop()) if len(codes) == 1 else "Geometry"
        return self

    def schema(self) -> pb.Schema:
        schema = pb.Schema(crs=self.crs, geometry_type=self.geometry_type)
        for name, column in self.columns.items():
            schema.fields.add(name=name, type=column.type)  # type: ignore[arg-type]
        return schema

    def rows(self) -> Iterator[bytes]:
        """Each row as a serialised Feature."""
        size = 10_000
        for begin in range(0, len(self), size):
            yield from self._encoded(begin, min(begin + size, len(self)))

    def _encoded(self, begin: int, end: int) -> Iterator[bytes]:
        ids: Sequence[int] = range(begin, end) if self.ids is None else self.ids[begin:end]
        # A number below zero takes ten bytes, as that of 64 bits which has the same bits.
        parts: List[Iterable[bytes]] = [
            [_ID + (_SMALL[i] if 0 <= i < _KNOWN else varint(int(i) & _BITS)) for i in ids]
        ]
        if self.wkbs is not None:
            parts.append([_lengthy(_WKB, wkb) for wkb in self.wkbs[begin:end]])
        for column in self.columns.values():
            parts.append(encoded(column.type, column.values[begin:end]))
        return map(b"".join, zip(*parts))

    # ---- In ----

    @classmethod
    def read(cls, rows: Any) -> "Table":
        """All rows of a streams.Rows."""
        builder = Builder(rows.schema)
        for batch in rows.batches():
            builder.add(batch)
        return builder.table()


class Builder:
    """Takes rows as they come. Not thread-safe."""

    def __init__(self, schema: pb.Schema) -> None:
        self._schema = schema
        self._ids: List[int] = []
        self._wkbs: Optional[List[Optional[bytes]]] = (
            None if schema.geometry_type == "NoGeometry" else []
        )
        self._values: List[List[Any]] = [[] for _ in schema.fields]

    def add(self, rows: Sequence[pb.Feature]) -> None:
        self._ids += [row.id for row in rows]
        if self._wkbs is not None:
            # No WKB is empty: where none is there, it reads as empty.
            self._wkbs += [row.wkb or None for row in rows]
        if not self._values:
            return
        attributes = [row.attributes for row in rows]
        for index, field in enumerate(self._schema.fields):
            name = member(field.type)
            column = [each[index] for each in attributes]
            self._values[index] += [
                getattr(value, name) or (getattr(value, name) if value.ByteSize() else None)
                for value in column
            ]

    def table(self) -> Table:
        """What came since the last one."""
        columns = {
            field.name: Column(field.type, values)
            for field, values in zip(self._schema.fields, self._values)
        }
        table = Table(
            self._wkbs, columns, self._schema.crs, self._ids, self._schema.geometry_type
        )
        self.__init__(self._schema)  # type: ignore[misc]
        return table


# ---- The wire: geotask.v1.Feature and Value, member by member ----


def _key(message: str, field: str, wire_type: int) -> bytes:
    descriptor = pb.DESCRIPTOR.message_types_by_name[message]
    return varint(descriptor.fields_by_name[field].number << 3 | wire_type)


_BITS = (1 << 64) - 1
_KNOWN = 1 << 14
_SMALL: Tuple[bytes, ...] = tuple(varint(number) for number in range(_KNOWN))
_ID = _key("Feature", "id", 0)
_WKB = _key("Feature", "wkb", 2)
_ATTRIBUTE = _key("Feature", "attributes", 2)
_NULL = _ATTRIBUTE + b"\0"


def _lengthy(key: bytes, data: Optional[bytes]) -> bytes:
    if data is None:
        return b""
    size = len(data)
    return key + (_SMALL[size] if size < _KNOWN else varint(size)) + data


def _bools(values: Sequence[Any]) -> List[bytes]:
    key = _key("Value", "bool_value", 0)
    words = {each: _lengthy(_ATTRIBUTE, key + bytes([each])) for each in (False, True)}
    return [_NULL if value is None else words[bool(value)] for value in values]


def _integers(values: Sequence[Any]) -> List[bytes]:
    key = _key("Value", "integer_value", 0)
    return [
        _NULL if value is None
        else _lengthy(
            _ATTRIBUTE, key + (_SMALL[value] if 0 <= value < _KNOWN else varint(int(value) & _BITS))
        )
        for value in values
    ]


def _doubles(values: Sequence[Any]) -> List[bytes]:
    head = _ATTRIBUTE + b"\x09" + _key("Value", "double_value", 1)
    pack = struct.Struct("<d").pack
    return [_NULL if value is None else head + pack(value) for value in values]


def _texts(values: Sequence[Any]) -> List[bytes]:
    key = _key("Value", "string_value", 2)
    return [
        _NULL if value is None
        else _lengthy(_ATTRIBUTE, _lengthy(key, value.encode("utf-8", "surrogatepass")))
        for value in values
    ]


def _binaries(values: Sequence[Any]) -> List[bytes]:
    key = _key("Value", "binary_value", 2)
    return [
        _NULL if value is None else _lengthy(_ATTRIBUTE, _lengthy(key, value)) for value in values
    ]


_ENCODERS: Dict[str, Callable[[Sequence[Any]], List[bytes]]] = {
    "bool_value": _bools,
    "integer_value": _integers,
    "double_value": _doubles,
    "string_value": _texts,
    "binary_value": _binaries,
}


def encoded(field_type: int, values: Sequence[Any]) -> List[bytes]:
    """Attributes as a Feature holds them on the wire."""
    return _ENCODERS[member(field_type)](values)

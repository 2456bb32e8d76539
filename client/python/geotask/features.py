# SPDX-License-Identifier: GPL-2.0-or-later
"""Rows as they travel: batches of up to 512 KiB, and pieces of rows that are too large for a
message of 1 MiB.

    for message in packed(rows):      # after the first message of an upload
        ...

A row is a `geotask.v1.Feature`, or one that is serialised already (bytes), which is faster where
there are many.
"""

from __future__ import annotations

from typing import Iterable, Iterator, List, Optional, Union

from geotask.errors import DataLoss
from geotask.v1 import feature_pb2, jobs_pb2

# No batch of more than one row is larger.
BATCH_BYTES = 512 * 1024
# A row of more than this travels in pieces of at most this size.
PIECE_BYTES = 900 * 1024

Row = Union[feature_pb2.Feature, bytes]


class Encoded:
    """A message that is serialised already."""

    __slots__ = ("data",)

    def __init__(self, data: bytes) -> None:
        self.data = data

    def SerializeToString(self) -> bytes:
        return self.data


def varint(number: int) -> bytes:
    """A number from 0 on as protobuf writes it."""
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def _tag(message: str, field: str) -> bytes:
    """What stands before a member of a message that has a length."""
    module = jobs_pb2 if message.startswith("Submit") else feature_pb2
    descriptor = module.DESCRIPTOR.message_types_by_name[message]
    return varint(descriptor.fields_by_name[field].number << 3 | 2)


# SubmitJobWithFeaturesRequest and UploadDatasetRequest have the same numbers for these three.
_BATCH = _tag("SubmitJobWithFeaturesRequest", "batch")
_PIECE = _tag("SubmitJobWithFeaturesRequest", "piece")
_END = _tag("SubmitJobWithFeaturesRequest", "end")
_ROW = _tag("FeatureBatch", "features")


def packed(rows: Iterable[Row]) -> Iterator[Encoded]:
    """All messages that follow the first one of an upload: batches, pieces and the end.

    They serve SubmitJobWithFeatures and UploadDataset alike. One batch at a time is in memory.
    """
    parts: List[bytes] = []
    size = 0
    count = 0
    for row in rows:
        data = row if isinstance(row, bytes) else row.SerializeToString()
        count += 1
        length = len(data)
        if size + length + 8 > BATCH_BYTES and parts:
            yield _batch(parts)
            parts, size = [], 0
        if length + 8 > PIECE_BYTES:
            yield from _pieces(data)
            continue
        parts += (_ROW, varint(length), data)
        size += length + 8
    if parts:
        yield _batch(parts)
    yield _member(_END, feature_pb2.FeaturesEnd(feature_count=count).SerializeToString())


def _member(tag: bytes, data: bytes) -> Encoded:
    return Encoded(b"".join((tag, varint(len(data)), data)))


def _batch(parts: List[bytes]) -> Encoded:
    return _member(_BATCH, b"".join(parts))


def _pieces(data: bytes) -> Iterator[Encoded]:
    # A row just beyond the bound still needs two pieces: one piece alone is not legal.
    count = max(2, -(-len(data) // PIECE_BYTES))
    size = -(-len(data) // count)
    for index in range(count):
        part = data[index * size : (index + 1) * size]
        piece = feature_pb2.FeaturePiece(index=index, count=count, data=part)
        yield _member(_PIECE, piece.SerializeToString())


class PieceJoiner:
    """Joins the pieces of rows that were too large for one message. Holds one row at a time."""

    def __init__(self) -> None:
        self._parts: List[bytes] = []
        self._count = 0

    def add(self, piece: feature_pb2.FeaturePiece) -> Optional[feature_pb2.Feature]:
        """The row when this was its last piece. Raises DataLoss for one that does not follow."""
        if piece.index != len(self._parts) or (self._parts and piece.count != self._count):
            raise DataLoss(
                f"The server sent piece {piece.index} of a row where piece {len(self._parts)} was "
                "due.", reason="INVALID_PIECE", remedy="Read the result again.",
            )
        self._count = piece.count
        self._parts.append(piece.data)
        if len(self._parts) < self._count:
            return None
        row = feature_pb2.Feature.FromString(b"".join(self._parts))
        self.clear()
        return row

    @property
    def midway(self) -> bool:
        """Whether a row has begun and is not complete."""
        return bool(self._parts)

    def clear(self) -> None:
        """Forgets a row that has begun: its stream broke off."""
        self._parts = []

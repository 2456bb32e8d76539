# SPDX-License-Identifier: GPL-2.0-or-later
"""Cuts what comes from a server into whole frames, and takes the GOAWAYs out.

h2 closes a connection at the first GOAWAY; servers that go down in peace send one and finish the
calls that are under way. So h2 does not get to see it.
"""

from __future__ import annotations

from typing import List, NamedTuple, Union

_HEAD = 9
_GOAWAY = 0x7


class NotHttp2(Exception):
    """The other side does not speak HTTP/2; says what to do, for people."""


class GoAway(NamedTuple):
    """Calls with a greater stream id were not looked at."""

    last_stream_id: int
    error: int
    debug: bytes


class FrameSplitter:
    """feed() gives runs of whole frames (bytes) and GoAways, in the order in which they came."""

    def __init__(self, largest: int, server: str) -> None:
        self._largest = largest
        self._server = server
        self._buffer = bytearray()
        self._greeted = False

    def feed(self, data: bytes) -> List[Union[bytes, GoAway]]:
        self._buffer += data
        if not self._greeted:
            self._check_greeting()
        parts: List[Union[bytes, GoAway]] = []
        begin = at = 0
        while len(self._buffer) - at >= _HEAD:
            size = int.from_bytes(self._buffer[at : at + 3], "big")
            if size > self._largest:
                told = f"a frame of {size} bytes, more than was allowed"
                raise NotHttp2(f"{self._server} sends {told}")
            end = at + _HEAD + size
            if end > len(self._buffer):
                break
            if self._buffer[at + 3] == _GOAWAY:
                if at > begin:
                    parts.append(bytes(self._buffer[begin:at]))
                parts.append(self._goaway(bytes(self._buffer[at + _HEAD : end])))
                begin = end
            at = end
        if at > begin:
            parts.append(bytes(self._buffer[begin:at]))
        del self._buffer[:at]
        return parts

    def _goaway(self, body: bytes) -> GoAway:
        if len(body) < 8:
            raise NotHttp2(f"{self._server} sends a GOAWAY that is too short")
        last = int.from_bytes(body[:4], "big") & 0x7FFFFFFF
        return GoAway(last, int.from_bytes(body[4:8], "big"), body[8:])

    def _check_greeting(self) -> None:
        """The first frame of a server is SETTINGS."""
        begin = bytes(self._buffer[:_HEAD])
        if begin.startswith(b"HTTP/"):
            raise NotHttp2(f"{self._server} speaks HTTP/1: no geotaskd listens there")
        if begin[:2] == b"\x15\x03":
            raise NotHttp2(f"{self._server} speaks TLS: turn TLS on")
        if len(begin) == _HEAD:
            if begin[3] != 0x4 or begin[5:] != bytes(4):
                raise NotHttp2(f"{self._server} does not speak HTTP/2")
            self._greeted = True

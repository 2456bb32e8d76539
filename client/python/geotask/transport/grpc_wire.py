# SPDX-License-Identifier: GPL-2.0-or-later
"""How gRPC is written in HTTP/2: heads of messages, deadlines, metadata, statuses.

Nothing here knows of sockets. Bytes in, plain values out.
"""

from __future__ import annotations

import base64
import binascii
import re
import urllib.parse
from typing import Dict, Iterable, List, NamedTuple, Optional, Tuple, Union

from geotask.errors import CODES

HEAD_BYTES = 5  # Of a message: one byte that says whether it is compressed, four of its length.

_REFUSED_STREAM = 0x7
# What a reset of a stream means, by the number of the HTTP/2 error. Others are INTERNAL.
_CODE_OF_RESET = {
    _REFUSED_STREAM: "UNAVAILABLE",
    0x8: "CANCELLED",
    0xB: "RESOURCE_EXHAUSTED",
    0xC: "PERMISSION_DENIED",
}

# What an answer without a gRPC status means, by its HTTP status. Others are UNKNOWN.
_CODE_OF_HTTP = {
    "400": "INTERNAL",
    "401": "UNAUTHENTICATED",
    "403": "PERMISSION_DENIED",
    "404": "UNIMPLEMENTED",
    "429": "UNAVAILABLE",
    "502": "UNAVAILABLE",
    "503": "UNAVAILABLE",
    "504": "UNAVAILABLE",
}

_KEY = re.compile(r"[0-9a-z_.-]+")
_VALUE = re.compile(r"[\x20-\x7e]*")


class Status(NamedTuple):
    """How a call ended: a code's name, a sentence, the bytes of the details.

    `unprocessed` says that the server has not looked at the call, so that it may be sent again.
    """

    code: str
    message: str = ""
    details: Optional[bytes] = None
    unprocessed: bool = False


def pack(payload: bytes) -> bytes:
    """A message with its head."""
    return b"".join((b"\0", len(payload).to_bytes(4, "big"), payload))


def timeout_text(seconds: float) -> str:
    """A deadline as gRPC writes it: at most eight digits and a unit."""
    for unit, scale in (("u", 1e6), ("m", 1e3), ("S", 1.0), ("M", 1 / 60), ("H", 1 / 3600)):
        count = max(1, int(seconds * scale))
        if count < 10**8:
            return f"{count}{unit}"
    return "99999999H"


def metadata_headers(pairs: Iterable[Tuple[str, Union[str, bytes]]]) -> List[Tuple[str, str]]:
    """Metadata as headers; bytes go under keys that end with `-bin`. ValueError: not to be sent."""
    headers = []
    for key, value in pairs:
        key = key.lower()
        if not _KEY.fullmatch(key) or key.startswith("grpc-"):
            raise ValueError(f"metadata key {key!r}: accepted are a-z 0-9 _ . - and not grpc-...")
        if key.endswith("-bin"):
            raw = value if isinstance(value, bytes) else value.encode()
            text = base64.b64encode(raw).decode().rstrip("=")
        elif isinstance(value, str) and _VALUE.fullmatch(value):
            text = value
        else:
            told = "accepted is printable ASCII text, and bytes under a key in -bin"
            raise ValueError(f"metadata {key}: {told}")
        headers.append((key, text))
    return headers


def headers_dict(headers: Iterable[Tuple[bytes, bytes]]) -> Dict[str, str]:
    """Received headers as text by name; of several the last."""
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in headers}


def status_of_headers(headers: Dict[str, str]) -> Optional[Status]:
    """The Status that trailers (or the head of an answer without messages) tell."""
    text = headers.get("grpc-status")
    if text is None:
        return None
    code = CODES[int(text)] if text.isdigit() and int(text) < len(CODES) else "UNKNOWN"
    message = urllib.parse.unquote_to_bytes(headers.get("grpc-message", ""))
    details = _details(headers.get("grpc-status-details-bin", ""))
    return Status(code, message.decode("utf-8", "replace"), details)


def _details(text: str) -> Optional[bytes]:
    text = text.split(",")[0]
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4)) or None
    except binascii.Error:
        return None


def status_of_http(headers: Dict[str, str]) -> Optional[Status]:
    """The Status of an answer that is not one of gRPC; None where it is."""
    http = headers.get(":status", "")
    kind = headers.get("content-type", "")
    if http == "200" and kind.startswith("application/grpc"):
        return None
    told = f"HTTP status {http}, content type {kind or 'none'}"
    return Status(_CODE_OF_HTTP.get(http, "UNKNOWN"), f"the answer is not one of gRPC ({told})")


def status_of_reset(error: int) -> Status:
    """The Status of a stream that the server has reset with this HTTP/2 error."""
    message = f"the server has reset the call (HTTP/2 error {int(error)})"
    code = _CODE_OF_RESET.get(int(error), "INTERNAL")
    return Status(code, message, unprocessed=int(error) == _REFUSED_STREAM)

# SPDX-License-Identifier: GPL-2.0-or-later
"""One call on a connection: messages out, messages in, a status at the end.

The connection's thread feeds it (`on_...`), any thread may send, receive or cancel. All state is
guarded by the connection's lock, which `ready` shares. At most WINDOW bytes, and one message, wait
for a reader: what is not read is not acknowledged, so the server stops sending.
"""

from __future__ import annotations

import collections
import threading
import time
from typing import TYPE_CHECKING, Callable, Deque, Dict, Iterable, Optional, Tuple, TypeVar

from geotask.transport.grpc_wire import (
    HEAD_BYTES,
    Status,
    headers_dict,
    status_of_headers,
    status_of_http,
    status_of_reset,
)

if TYPE_CHECKING:
    from geotask.transport.http2_connection import Connection

WINDOW = 4 << 20  # Bytes that the server may send ahead of the reader, a call.
LARGEST_MESSAGE = 64 << 20  # A message that claims to be larger ends the call.
_CANCEL = 0x8
Headers = Iterable[Tuple[bytes, bytes]]
T = TypeVar("T")


class Call:
    """`deadline` as time.monotonic() counts, or None."""

    def __init__(self, connection: Connection, deadline: Optional[float]) -> None:
        self.stream_id = 0  # 0: it was never begun.
        self.status: Optional[Status] = None
        self.error: Optional[BaseException] = None  # What the messages to be sent have raised.
        self.ready = threading.Condition(connection.lock)
        self._connection = connection
        self._deadline = deadline
        self._messages: Deque[bytes] = collections.deque()
        self._queued = 0  # Bytes of the messages that wait.
        self._partial = bytearray()
        self._unacknowledged = 0
        self._headers: Dict[str, str] = {}
        self._sent_all = False

    # What the threads of callers do.

    def send(self, data: bytes, last: bool) -> bool:
        """Sends a message with its head, as the server takes it. False: the call has ended."""
        view = memoryview(data)
        with self.ready:
            while True:
                room = self._wait(lambda: self._connection.room(self.stream_id))
                if self.status or not room:
                    return False
                part, view = view[:room], view[room:]
                self._sent_all = last and not view
                self._connection.send_data(self.stream_id, part, self._sent_all)
                if not view:
                    return True

    def send_end(self) -> None:
        """Says that no message follows."""
        with self.ready:
            if not self.status and not self._sent_all:
                self._sent_all = True
                self._connection.send_data(self.stream_id, memoryview(b""), True)

    def receive(self) -> Optional[bytes]:
        """The next message, or None when there is none: then `status` is set."""
        with self.ready:
            self._wait(lambda: self._messages)
            if not self._messages:
                return None
            message = self._messages.popleft()
            self._queued -= len(message) + HEAD_BYTES
            self._acknowledge()
            return message

    def cancel(self, status: Optional[Status] = None) -> None:
        """Ends the call unless it has ended; what has come and was not read is dropped."""
        with self.ready:
            self._messages.clear()
            self._queued = 0
            if not self.status:
                cancelled = Status("CANCELLED", "the call was cancelled by this client")
                self._reset(status or cancelled)

    def abandon(self) -> None:
        """Cancels it soon; for finalizers."""
        self._connection.abandon(self)

    def _wait(self, condition: Callable[[], T]) -> Optional[T]:
        """Waits for the condition or the end; a deadline that passes is the end."""
        while not self.status:
            found = condition()
            if found:
                return found
            left = None if self._deadline is None else self._deadline - time.monotonic()
            if left is not None and left <= 0:
                self._reset(Status("DEADLINE_EXCEEDED", "the server has not answered in time"))
            else:
                self.ready.wait(left)
        return None

    def _reset(self, status: Status) -> None:
        if self.stream_id:
            self._connection.reset(self.stream_id, _CANCEL)
        self.end(status)

    def _acknowledge(self) -> None:
        if self._unacknowledged and self._queued < WINDOW // 2 and not self.status:
            self._connection.acknowledge(self.stream_id, self._unacknowledged)
            self._unacknowledged = 0

    # What the connection's thread does, with the lock.

    def end(self, status: Status) -> None:
        if not self.status:
            self.status = status
            self._partial = bytearray()
        self.ready.notify_all()

    def on_headers(self, headers: Headers) -> None:
        self._headers = headers_dict(headers)
        foreign = status_of_http(self._headers)
        if foreign and "grpc-status" not in self._headers:
            self._reset(foreign)  # What follows is no message.

    def on_trailers(self, headers: Headers) -> None:
        self._headers = {**self._headers, **headers_dict(headers)}

    def on_data(self, data: bytes, flow_bytes: int) -> None:
        self._unacknowledged += flow_bytes
        self._partial += data
        while len(self._partial) >= HEAD_BYTES:
            size = int.from_bytes(self._partial[1:HEAD_BYTES], "big")
            if size > LARGEST_MESSAGE or self._partial[0]:
                told = "is compressed" if self._partial[0] else f"has {size} bytes"
                self._reset(Status("INTERNAL", f"a message of the answer {told}"))
                return
            if len(self._partial) < HEAD_BYTES + size:
                break
            self._messages.append(bytes(self._partial[HEAD_BYTES : HEAD_BYTES + size]))
            del self._partial[: HEAD_BYTES + size]
            self._queued += HEAD_BYTES + size
        self._acknowledge()
        self.ready.notify_all()

    def on_end(self) -> None:
        if not self._sent_all and not self.status:
            self._connection.reset(self.stream_id, _CANCEL)  # Nobody reads the rest of the request.
        status = status_of_headers(self._headers)
        if status is None:
            status = Status("INTERNAL", "the answer has ended without a status")
        if status.code == "OK" and self._partial:
            status = Status("INTERNAL", "the answer has ended within a message")
        self.end(status)

    def on_reset(self, error: int) -> None:
        self.end(status_of_headers(self._headers) or status_of_reset(error))

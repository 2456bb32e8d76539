# SPDX-License-Identifier: GPL-2.0-or-later
"""gRPC in pure Python, over the library h2: for places where grpcio cannot be installed.

    transport = Http2Transport("127.0.0.1:9090")
    info = transport.unary("/geotask.v1.Server/GetServerInfo", request, ServerInfo, timeout=10)
    transport.close()

All methods may be used from several threads; the calls share one connection, which is opened by
the first call and again when it was lost. `timeout` is in seconds. Errors are GeotaskErrors:
UNAVAILABLE when the server cannot be reached or is gone, DEADLINE_EXCEEDED, what the server says.
"""

from __future__ import annotations

import threading
import time
from typing import Callable, Generic, Iterable, List, Optional, Type, TypeVar, Union

from geotask.errors import CODES, GeotaskError, from_status
from geotask.transport import Metadata, Request, Tls
from geotask.transport.grpc_wire import Status, metadata_headers, pack, timeout_text
from geotask.transport.http2_call import Call
from geotask.transport.http2_connection import Connection
from geotask.transport.http2_dial import parse_address, tls_context

R = TypeVar("R")
T = TypeVar("T")

CONNECT_TIMEOUT = 10.0
KEEPALIVE = 20.0
_ATTEMPTS = 3  # Of a call that the server has not looked at.


class Http2Transport:
    """See geotask.transport.Transport. `metadata` may also be what gives it, before each call.

    `connect_timeout`: seconds until a server must have greeted; `keepalive`: after so many seconds
    of silence it is asked for a sign of life, while it owes an answer.
    InvalidArgument: the address or what `tls` holds is no good.
    """

    def __init__(
        self,
        address: str,
        *,
        tls: Optional[Tls] = None,
        metadata: Union[Metadata, Callable[[], Metadata], None] = None,
        connect_timeout: float = CONNECT_TIMEOUT,
        keepalive: float = KEEPALIVE,
    ) -> None:
        self._where = parse_address(address)
        self._context = tls_context(tls)
        self._server_name = (tls.server_name if tls else None) or ""
        self._metadata = metadata or ()
        self._connect_timeout = connect_timeout
        self._keepalive = keepalive
        self._lock = threading.Lock()
        self._connection: Optional[Connection] = None
        self._closed = False

    def unary(
        self,
        method: str,
        request: Request,
        response_type: Type[R],
        *,
        timeout: Optional[float] = None,
    ) -> R:
        """Sends one message, gives the one that answers."""
        data = pack(request.SerializeToString())
        deadline = _deadline(timeout)
        for _ in range(_ATTEMPTS):
            call = self._start(method, deadline, data)
            answers = _receive_two(call)
            if not (call.status and call.status.unprocessed):
                break
        return _single(call, answers, response_type)

    def server_stream(
        self,
        method: str,
        request: Request,
        response_type: Type[R],
        *,
        timeout: Optional[float] = None,
    ) -> Stream[R]:
        """Sends one message, gives a Stream of those that answer."""
        data = pack(request.SerializeToString())
        return Stream(self._start(method, _deadline(timeout), data), response_type)

    def client_stream(
        self,
        method: str,
        requests: Iterable[Request],
        response_type: Type[R],
        *,
        timeout: Optional[float] = None,
    ) -> R:
        """Sends messages as fast as the server takes them, gives the one that answers.

        An exception of `requests` cancels the call and is raised.
        """
        call = self._start(method, _deadline(timeout))
        _send_all(call, requests)
        if call.error:
            raise call.error
        return _single(call, _receive_two(call), response_type)

    def bidi_stream(
        self,
        method: str,
        requests: Iterable[Request],
        response_type: Type[R],
        *,
        timeout: Optional[float] = None,
    ) -> Stream[R]:
        """Sends messages from a thread of its own while those that answer come as a Stream."""
        call = self._start(method, _deadline(timeout))
        sender = threading.Thread(target=_send_all, args=(call, requests), daemon=True)
        sender.name = "geotask-http2-send"
        sender.start()
        return Stream(call, response_type)

    def close(self) -> None:
        """Ends the connection and, CANCELLED, all calls."""
        with self._lock:
            self._closed = True
            connection, self._connection = self._connection, None
        if connection:
            connection.close()

    def _start(self, method: str, deadline: Optional[float], data: bytes = b"") -> Call:
        """A call, begun or already ended; with `data`, its one message is sent."""
        for _ in range(_ATTEMPTS):
            call = self._start_call(method, deadline)
            if data:
                _interruptible(call, call.send, data, True)
            if not (call.status and call.status.unprocessed):
                break
        return call

    def _start_call(self, method: str, deadline: Optional[float]) -> Call:
        headers = [
            (":method", "POST"),
            (":scheme", "https" if self._context else "http"),
            (":path", method),
            (":authority", self._where.authority),
            ("te", "trailers"),
            ("content-type", "application/grpc"),
            ("user-agent", "geotask-python-http2"),
        ]
        if deadline is not None:
            headers.append(("grpc-timeout", timeout_text(max(deadline - time.monotonic(), 0))))
        pairs = self._metadata() if callable(self._metadata) else self._metadata
        headers += metadata_headers(pairs)
        return self._connected().start_call(headers, deadline)

    def _connected(self) -> Connection:
        with self._lock:
            if self._closed:
                raise _error(Status("CANCELLED", "the transport was closed"))
            found = self._connection
            if found is None or not found.usable:
                if found and found.pings_unwelcome:
                    self._keepalive *= 2
                found = self._connection = Connection(
                    self._where,
                    self._context,
                    self._server_name,
                    self._connect_timeout,
                    self._keepalive,
                )
            return found


class Stream(Generic[R]):
    """See geotask.transport.Stream."""

    def __init__(self, call: Call, response_type: Type[R]) -> None:
        self._call = call
        self._response_type = response_type

    def __iter__(self) -> Stream[R]:
        return self

    def __next__(self) -> R:
        message = self._call.receive()
        if message is not None:
            return _parsed(self._response_type, message)
        if self._call.error:
            raise self._call.error
        _raise_for(self._call.status)
        raise StopIteration

    def cancel(self) -> None:
        """Ends the call now, from any thread; a reader that waits gets CANCELLED."""
        self._call.cancel()

    def __del__(self) -> None:
        if not self._call.status:
            self._call.abandon()


def _deadline(timeout: Optional[float]) -> Optional[float]:
    return None if timeout is None else time.monotonic() + timeout


def _interruptible(call: Call, work: Callable[..., T], *given: object) -> T:
    """Does the work; Ctrl-C and the like cancel the call."""
    try:
        return work(*given)
    except BaseException:
        call.cancel()
        raise


def _send_all(call: Call, requests: Iterable[Request]) -> None:
    """Sends the messages; what they raise goes into `call.error` and ends the call."""
    try:
        for request in requests:
            if not call.send(pack(request.SerializeToString()), False):
                return
        call.send_end()
    except BaseException as error:
        call.error = error
        call.cancel()


def _receive_two(call: Call) -> List[Optional[bytes]]:
    """What has come of two messages; then the call has ended."""

    def receive() -> List[Optional[bytes]]:
        first = call.receive()
        return [first, None if first is None else call.receive()]

    answers = _interruptible(call, receive)
    if not call.status:
        call.cancel(Status("INTERNAL", "the answer is more than one message"))
    return answers


def _single(call: Call, answers: List[Optional[bytes]], response_type: Type[R]) -> R:
    _raise_for(call.status)
    if answers[0] is None:
        raise _error(Status("INTERNAL", "the answer has no message"))
    return _parsed(response_type, answers[0])


def _parsed(response_type: Type[R], data: bytes) -> R:
    """DecodeError of protobuf becomes the INTERNAL error that it is."""
    try:
        return response_type.FromString(data)  # type: ignore[attr-defined,no-any-return]
    except Exception as error:
        raise _error(Status("INTERNAL", f"the answer is no message of this API: {error}")) from None


def _raise_for(status: Optional[Status]) -> None:
    if status and status.code != "OK":
        raise _error(status)


def _error(status: Status) -> GeotaskError:
    return from_status(CODES.index(status.code), status.message, status.details)

# SPDX-License-Identifier: GPL-2.0-or-later
"""One HTTP/2 connection to a server, shared by any number of calls of any threads.

A thread of its own connects, reads and hands out what comes. Whoever sends writes to the socket at
once as far as it takes bytes without waiting; the thread writes the rest. `lock` guards all state,
and no one waits for the network while holding it.

A connection ends for good when the server closes it, breaks the rules, sends no greeting or does
not answer a ping; then every call on it ends UNAVAILABLE. After a GOAWAY it takes no new calls and
ends with the last one.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import selectors
import socket
import ssl
import threading
import time
from typing import Dict, List, Optional, Tuple

import h2.config
import h2.connection
import h2.errors
import h2.events
import h2.exceptions
import h2.settings

from geotask.transport.grpc_wire import Status
from geotask.transport.http2_call import WINDOW, Call
from geotask.transport.http2_dial import DialError, Where, dial
from geotask.transport.http2_frames import FrameSplitter, GoAway, NotHttp2

_READ_BYTES = 128 << 10
_FRAME_BYTES = 128 << 10  # The largest frame that the server may send.
_OUT_BYTES = 256 << 10  # What may wait for the socket; beyond it senders wait.
_CONNECTION_WINDOW = 1 << 30
_CONNECTION_STEP = 1 << 20
_PING_ANSWER = 20.0  # Seconds.
_NOT_NOW = (BlockingIOError, InterruptedError, ssl.SSLWantReadError, ssl.SSLWantWriteError)
_names = itertools.count(1)
# h2 is ahead of its events: a stream may be closed there while its data is being handed out.
_STREAM_IS_GONE = (KeyError, h2.exceptions.NoSuchStreamError, h2.exceptions.StreamClosedError)


class Connection:
    """`where`, `context`, `server_name` as for dial(). `keepalive`: a ping after so many seconds of
    silence while there are calls."""

    def __init__(
        self,
        where: Where,
        context: Optional[ssl.SSLContext],
        server_name: str,
        connect_timeout: float,
        keepalive: float,
    ) -> None:
        self.lock = threading.RLock()
        self.usable = True  # Takes new calls, as far as is known.
        self.pings_unwelcome = False
        self._where = where
        self._context = context
        self._server_name = server_name
        self._connect_timeout = connect_timeout
        self._keepalive = keepalive
        self._changed = threading.Condition(self.lock)
        self._settled = False
        self._failure: Optional[Status] = None
        self._calls: Dict[int, Call] = {}
        self._abandoned: List[Call] = []
        self._socket: Optional[socket.socket] = None
        self._frames = FrameSplitter(_FRAME_BYTES, where.text)
        self._out = bytearray()
        self._heard = 0.0  # When something came last.
        self._pinged: Optional[float] = None  # When the ping was sent that is not answered yet.
        self._unacknowledged = 0
        self._wake_in, self._wake_out = socket.socketpair()
        self._wake_in.setblocking(False)
        self._wake_out.setblocking(False)
        config = h2.config.H2Configuration(client_side=True, header_encoding=None)
        self._h2 = h2.connection.H2Connection(config)
        name = f"geotask-http2-{next(_names)}"
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    # What the threads of callers do.

    def start_call(self, headers: List[Tuple[str, str]], deadline: Optional[float]) -> Call:
        """A Call, begun or already ended with the reason why it could not be."""
        call = Call(self, deadline)
        with self.lock:
            while not self._failure and self.usable and not self._may_open():
                left = None if deadline is None else deadline - time.monotonic()
                if left is not None and left <= 0:
                    late = f"{self._where.text} was not reached in time"
                    call.end(Status("DEADLINE_EXCEEDED", late))
                    return call
                self._changed.wait(left)
            if self._failure or not self.usable:
                goes = Status("UNAVAILABLE", "the server goes down", unprocessed=True)
                call.end(self._failure or goes)
                return call
            try:
                call.stream_id = self._h2.get_next_available_stream_id()
            except h2.exceptions.NoAvailableStreamIDError:
                self.usable = False
                used_up = "the connection is used up"
                call.end(Status("UNAVAILABLE", used_up, unprocessed=True))
                return call
            if not self._calls:
                self._heard = time.monotonic()  # The silence before it was nobody's.
                self._wake()
            self._h2.send_headers(call.stream_id, headers)
            self._calls[call.stream_id] = call
            self._flush()
        return call

    def close(self) -> None:
        """Ends the connection and all calls on it."""
        with self.lock:
            self._fail(Status("CANCELLED", "the connection was closed by this client"))

    def abandon(self, call: Call) -> None:
        """Cancels the call soon. Takes no lock: for finalizers, which may run anywhere."""
        self._abandoned.append(call)
        self._wake()

    # What calls do, with the lock.

    def room(self, stream_id: int) -> int:
        """How many bytes of data can be sent now."""
        if len(self._out) >= _OUT_BYTES:
            return 0
        window = self._h2.local_flow_control_window(stream_id)
        return int(min(window, self._h2.max_outbound_frame_size))

    def send_data(self, stream_id: int, data: memoryview, last: bool) -> None:
        self._h2.send_data(stream_id, data, end_stream=last)
        self._flush()

    def acknowledge(self, stream_id: int, count: int) -> None:
        with contextlib.suppress(*_STREAM_IS_GONE):
            self._h2.increment_flow_control_window(count, stream_id)
            self._flush()

    def reset(self, stream_id: int, error: int) -> None:
        self._calls.pop(stream_id, None)
        if not self._failure:
            with contextlib.suppress(*_STREAM_IS_GONE):
                self._h2.reset_stream(stream_id, error)
                self._flush()
            self._changed.notify_all()
            self._wake()

    def _may_open(self) -> bool:
        most = self._h2.remote_settings.max_concurrent_streams
        return self._settled and self._h2.open_outbound_streams < most

    def _flush(self) -> None:
        """Writes what the socket takes without waiting."""
        self._out += self._h2.data_to_send()
        waiting = len(self._out)
        if self._socket is None:
            return
        try:
            while self._out:
                del self._out[: self._socket.send(self._out[:_OUT_BYTES])]
        except _NOT_NOW:
            if threading.current_thread() is not self._thread:
                self._wake()
        except OSError as error:
            self._fail(self._broken(error))
        if waiting >= _OUT_BYTES > len(self._out):
            self._notify_calls()

    def _notify_calls(self) -> None:
        for call in self._calls.values():
            call.ready.notify_all()

    def _wake(self) -> None:
        try:
            self._wake_out.send(b"\0")
        except OSError:
            pass  # It is awake, or gone.

    def _broken(self, error: Optional[OSError] = None) -> Status:
        if not self._settled:
            told = "closed the connection before it said anything: is it the right port, and is TLS"
            return Status("UNAVAILABLE", f"{self._where.text} {told} set as the server has it?")
        why = f": {error.strerror or error}" if error else ""
        return Status("UNAVAILABLE", f"the connection to {self._where.text} was lost{why}")

    def _fail(self, status: Status) -> None:
        if self._failure:
            return
        self._failure = status
        self.usable = False
        calls, self._calls = self._calls, {}
        for call in calls.values():
            call.end(status)
        self._changed.notify_all()
        self._wake()

    # What the connection's own thread does.

    def _run(self) -> None:
        try:
            self._serve()
        except (DialError, NotHttp2) as error:
            with self.lock:
                self._fail(Status("UNAVAILABLE", str(error)))
        except h2.exceptions.ProtocolError as error:
            with self.lock:
                self._flush()  # The GOAWAY that says why.
                told = f"{self._where.text} breaks the rules of HTTP/2: {error}"
                self._fail(Status("UNAVAILABLE", told))
        except OSError as error:
            with self.lock:
                self._fail(self._broken(error))
        finally:
            with self.lock:
                self._fail(self._broken())
                for each in filter(None, (self._socket, self._wake_in, self._wake_out)):
                    each.close()

    def _serve(self) -> None:
        opened = dial(self._where, self._context, self._connect_timeout, self._server_name)
        opened.setblocking(False)
        with self.lock:
            self._socket = opened
            if self._failure:
                return
            self._greet()
        with selectors.DefaultSelector() as selector:
            selector.register(opened, selectors.EVENT_READ)
            selector.register(self._wake_in, selectors.EVENT_READ)
            while True:
                with self.lock:
                    if self._failure or (not self.usable and not self._calls):
                        return
                    wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if self._out else 0)
                    pause = self._tend()
                selector.modify(opened, wanted)
                for key, _ in selector.select(pause):
                    if key.fileobj is self._wake_in:
                        self._wake_in.recv(4096)
                self._read_all(opened)

    def _greet(self) -> None:
        self._heard = time.monotonic()
        codes = h2.settings.SettingCodes
        self._h2.local_settings = h2.settings.Settings(
            client=True,
            initial_values={
                codes.ENABLE_PUSH: 0,
                codes.INITIAL_WINDOW_SIZE: WINDOW,
                codes.MAX_FRAME_SIZE: _FRAME_BYTES,
                codes.MAX_HEADER_LIST_SIZE: 64 << 10,
            },
        )
        self._h2.max_inbound_frame_size = _FRAME_BYTES
        self._h2.initiate_connection()
        self._h2.increment_flow_control_window(_CONNECTION_WINDOW)
        self._flush()

    def _tend(self) -> Optional[float]:
        """Does what is due (greeting, pings, abandoned calls); gives the seconds until more is."""
        while self._abandoned:
            self._abandoned.pop().cancel()
        now = time.monotonic()
        if not self._settled:
            left = self._heard + self._connect_timeout - now
            if left <= 0:
                told = f"{self._where.text} accepts connections and does not answer"
                self._fail(Status("UNAVAILABLE", told))
            return max(left, 0.0)
        if not self._calls:
            return None
        if self._pinged is not None:
            left = self._pinged + _PING_ANSWER - now
            if left <= 0:
                told = f"{self._where.text} does not answer any more"
                self._fail(Status("UNAVAILABLE", told))
            return max(left, 0.0)
        left = self._heard + self._keepalive - now
        if left > 0:
            return left
        self._pinged = now
        self._h2.ping(os.urandom(8))
        self._flush()
        return _PING_ANSWER

    def _read_all(self, opened: socket.socket) -> None:
        """Reads until nothing is there; TLS may hold bytes that the socket does not show."""
        while True:
            with self.lock:
                if self._failure:
                    return
                self._flush()
                try:
                    data = opened.recv(_READ_BYTES)
                except _NOT_NOW:
                    return
                if not data:
                    self._fail(self._broken())
                    return
                self._heard = time.monotonic()
                self._pinged = None
                for part in self._frames.feed(data):
                    if isinstance(part, GoAway):
                        self._on_goaway(part)
                        continue
                    for event in self._h2.receive_data(part):
                        self._on_event(event)
                self._flush()

    def _on_goaway(self, told: GoAway) -> None:
        self.usable = False
        self.pings_unwelcome = told.debug == b"too_many_pings"
        why = told.debug.decode("utf-8", "replace") or "the server closes the connection"
        for stream_id in [each for each in self._calls if each > told.last_stream_id]:
            self._calls.pop(stream_id).end(Status("UNAVAILABLE", why, unprocessed=True))
        self._changed.notify_all()

    def _on_event(self, event: h2.events.Event) -> None:
        call = self._calls.get(getattr(event, "stream_id", 0))
        if isinstance(event, h2.events.DataReceived):
            self._unacknowledged += event.flow_controlled_length
            if self._unacknowledged >= _CONNECTION_STEP:
                self._h2.increment_flow_control_window(self._unacknowledged)
                self._unacknowledged = 0
            if call:
                call.on_data(event.data, event.flow_controlled_length)
        elif isinstance(event, h2.events.RemoteSettingsChanged):
            self._settled = True
            self._changed.notify_all()
            self._notify_calls()
        elif isinstance(event, h2.events.WindowUpdated) and event.stream_id == 0:
            self._notify_calls()
        elif call is None:
            return
        elif isinstance(event, h2.events.WindowUpdated):
            call.ready.notify_all()
        elif isinstance(event, h2.events.ResponseReceived):
            call.on_headers(event.headers)
        elif isinstance(event, h2.events.TrailersReceived):
            call.on_trailers(event.headers)
        elif isinstance(event, (h2.events.StreamEnded, h2.events.StreamReset)):
            if isinstance(event, h2.events.StreamEnded):
                call.on_end()
            else:
                call.on_reset(event.error_code)
            self._calls.pop(event.stream_id, None)
            self._changed.notify_all()

# SPDX-License-Identifier: GPL-2.0-or-later
"""A server that does to a connection what it is told, frame by frame: for faults.

    def script(peer):
        peer.greet()
        stream_id = peer.next_request()
        peer.send(frame(DATA, b"...", stream_id=stream_id))

    with FrameServer(script) as server:
        open_transport(server.address, prefer="http2")

The script runs once for each connection, in a thread; when it returns the connection is closed.
"""

import contextlib
import socket
import threading

import hpack
from google.protobuf.wrappers_pb2 import BytesValue

DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE = 0, 1, 3, 4, 6, 7, 8
END_STREAM, END_HEADERS, ACK = 0x1, 0x4, 0x1
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
HEAD = [(":status", "200"), ("content-type", "application/grpc")]
OK = [("grpc-status", "0")]


def frame(kind, body=b"", flags=0, stream_id=0):
    return len(body).to_bytes(3, "big") + bytes([kind, flags]) + stream_id.to_bytes(4, "big") + body


def goaway(last_stream_id, error=0, debug=b""):
    return frame(GOAWAY, last_stream_id.to_bytes(4, "big") + error.to_bytes(4, "big") + debug)


def reset(stream_id, error):
    return frame(RST_STREAM, error.to_bytes(4, "big"), stream_id=stream_id)


def message(value):
    data = BytesValue(value=value).SerializeToString()
    return b"\0" + len(data).to_bytes(4, "big") + data


class Peer:
    """The server's end of a connection."""

    def __init__(self, connection, server):
        self.connection = connection
        self.server = server
        self.seen = []  # (kind, flags, stream id, body) of all frames.
        self._encoder = hpack.Encoder()
        self._decoder = hpack.Decoder()

    def send(self, *frames):
        self.connection.sendall(b"".join(frames))

    def greet(self, settings=b""):
        """Reads the client's preface and says SETTINGS."""
        assert self._read(len(PREFACE)) == PREFACE
        self.send(frame(SETTINGS, settings))

    def headers(self, stream_id, headers, last=False):
        flags = END_HEADERS | (END_STREAM if last else 0)
        return frame(HEADERS, self._encoder.encode(headers), flags, stream_id)

    def data(self, stream_id, body):
        return frame(DATA, body, stream_id=stream_id)

    def answer(self, stream_id, value):
        """The whole answer of a unary call."""
        self.send(
            self.headers(stream_id, HEAD),
            self.data(stream_id, message(value)),
            self.headers(stream_id, OK, last=True),
        )

    def next_frame(self):
        """The next one from the client; EOFError when there is none."""
        head = self._read(9)
        body = self._read(int.from_bytes(head[:3], "big"))
        found = (head[3], head[4], int.from_bytes(head[5:], "big"), body)
        self.seen.append(found)
        if found[0] == SETTINGS and not found[1] & ACK:
            self.send(frame(SETTINGS, flags=ACK))
        return found

    def next_of(self, *kinds):
        """The next frame of one of these kinds."""
        while True:
            found = self.next_frame()
            if found[0] in kinds:
                return found

    def next_request(self):
        """The stream id of the next call, when its request is whole."""
        while True:
            kind, flags, stream_id, body = self.next_of(HEADERS, DATA)
            if kind == HEADERS:
                self.request_headers = dict(self._decoder.decode(body))
            if flags & END_STREAM:
                return stream_id

    def read_to_end(self):
        with contextlib.suppress(EOFError, OSError):
            while True:
                self.next_frame()

    def _read(self, size):
        found = b""
        while len(found) < size:
            more = self.connection.recv(size - len(found))
            if not more:
                raise EOFError
            found += more
        return found


class FrameServer:
    def __init__(self, script):
        self._script = script
        self.peers = []
        self.failures = []  # AssertionErrors of the script.
        self.over = threading.Event()  # The test has ended.

    def __enter__(self):
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for peer in self.peers:
            with contextlib.suppress(OSError):
                peer.connection.shutdown(socket.SHUT_RDWR)
        assert not self.failures, self.failures

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                peer = Peer(connection, self)
                self.peers.append(peer)
                threading.Thread(target=self._serve, args=(peer,), daemon=True).start()

    def _serve(self, peer):
        with peer.connection:
            try:
                self._script(peer)
            except (EOFError, OSError):
                pass  # The client went away: it may.
            except AssertionError as failure:
                self.failures.append(failure)

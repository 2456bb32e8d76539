# SPDX-License-Identifier: GPL-2.0-or-later
"""A TCP proxy whose connections can be cut.

    with Proxy(daemon.address) as proxy:
        server = geotask.connect(proxy.address)
        proxy.cut()                       # what is connected now
        proxy.cut_after(1_000_000)        # each connection, once as many bytes have come back
"""

import contextlib
import socket
import threading


class Proxy:
    def __init__(self, address):
        host, _, port = address.rpartition(":")
        self._target = (host, int(port))
        self._lock = threading.Lock()
        self._open = set()  # Guarded by _lock.
        self._limits = {"up": None, "down": None}  # Guarded by _lock.
        self.accepted = 0  # Connections so far.
        self.cuts = 0  # Those that were cut.

    def __enter__(self):
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._listener.close()
        self.cut()

    def cut(self):
        """Resets all connections. Later ones work."""
        with self._lock:
            sockets, self._open = self._open, set()
        self.cuts += bool(sockets)
        for each in sockets:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def cut_once_after(self, count, direction="down"):
        """Cuts once, when `count` more bytes have gone `down` to the client, or `up` to the server."""
        with self._lock:
            self._limits[direction] = count

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self.accepted += 1
                server = socket.create_connection(self._target)
                with self._lock:
                    self._open |= {client, server}
                for source, sink, direction in ((client, server, "up"), (server, client, "down")):
                    arguments = (source, sink, direction)
                    threading.Thread(target=self._pump, args=arguments, daemon=True).start()

    def _pump(self, source, sink, direction):
        with contextlib.suppress(OSError):
            while True:
                data = source.recv(65536)
                if not data:
                    break
                if self._reaches_limit(direction, len(data)):
                    self.cut()
                    return
                sink.sendall(data)
        for each in (source, sink):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def _reaches_limit(self, direction, count):
        with self._lock:
            left = self._limits[direction]
            if left is None:
                return False
            self._limits[direction] = left - count if left > count else None
            return left <= count

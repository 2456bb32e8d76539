# SPDX-License-Identifier: GPL-2.0-or-later
"""TLS in front of a server that has none: what a reverse proxy does.

    with TlsProxy(daemon.address, certificate_file, key_file) as proxy:
        proxy.address           # localhost:PORT
"""

import contextlib
import socket
import ssl
import threading


class TlsProxy:
    def __init__(self, target, certificate, key):
        host, port = target.rsplit(":", 1)
        self._target = (host, int(port))
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate, key)
        self._context.set_alpn_protocols(["h2"])

    def __enter__(self):
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"localhost:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                accepted, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(accepted,), daemon=True).start()

    def _serve(self, accepted):
        with contextlib.suppress(OSError):
            near = self._context.wrap_socket(accepted, server_side=True)
            far = socket.create_connection(self._target)
            threading.Thread(target=_pass_on, args=(near, far), daemon=True).start()
            _pass_on(far, near)


def _pass_on(source, sink):
    with contextlib.suppress(OSError):
        while True:
            data = source.recv(65536)
            if not data:
                break
            sink.sendall(data)
    for each in (source, sink):
        with contextlib.suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)

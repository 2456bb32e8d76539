# SPDX-License-Identifier: GPL-2.0-or-later
"""A geotask.client.Client for each server, shared by dock and provider.

    clients = Clients()
    client = clients.get(server)        # any thread but the main one: QGIS may ask for a password
    clients.close()                     # ends all calls

grpcio is used where it is installed; GEOTASK_TRANSPORT=http2 or =grpc chooses otherwise.
"""

import importlib
import os
import pathlib
import threading

from geotask.client import Client
from geotask.transport import Tls

from . import credentials


def transport_choice():
    """`grpc` or `http2`."""
    asked = os.environ.get("GEOTASK_TRANSPORT", "")
    if asked in ("grpc", "http2"):
        return asked
    try:
        importlib.import_module("grpc")
    except Exception:  # A grpcio that was built for another Python fails in many ways.
        return "http2"
    return "grpc"


def open_client(server, **options):
    """A client of its own. OSError, CredentialsError, GeotaskError: the settings are no good."""
    tls = None
    if server.tls:
        roots = pathlib.Path(server.ca_file).read_bytes() if server.ca_file else None
        tls = Tls(roots=roots)
    return Client(
        server.address,
        prefer=transport_choice(),
        tls=tls,
        metadata=credentials.metadata(server),
        **options,
    )


class Clients:
    def __init__(self):
        self._lock = threading.Lock()
        self._open = {}  # By the id of the server: (Server, Client).

    def get(self, server):
        """The client for a server as it is set now; one for older settings is closed."""
        with self._lock:
            known = self._open.get(server.id)
            if known and known[0] == server:
                return known[1]
        client = open_client(server)
        with self._lock:
            now = self._open.get(server.id)
            if now and now[0] == server:  # Another thread was faster.
                old, client = client, now[1]
            else:
                old = now[1] if now else None
                self._open[server.id] = (server, client)
        if old:
            old.close()
        return client

    def forget(self, server_id):
        """Closes the client of a server, as when credentials were refused."""
        with self._lock:
            _, client = self._open.pop(server_id, (None, None))
        if client:
            client.close()

    def close(self):
        with self._lock:
            clients = [client for _, client in self._open.values()]
            self._open.clear()
        for client in clients:
            client.close()

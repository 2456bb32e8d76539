# SPDX-License-Identifier: GPL-2.0-or-later
"""Connects to a geotaskd and asks what it is and what it offers.

Demonstrates: channel, stub, a call with one answer. Read this one first.

    PYTHONPATH=build/stubs python3 connect.py [ADDRESS]

ADDRESS is HOST:PORT or unix:PATH; without it GEOTASK_SERVER counts, then 127.0.0.1:9090. All
examples take it so.
"""

import os
import sys

import grpc
from geotask.v1 import server_pb2, server_pb2_grpc


def connect():
    """A channel to the server. It connects with the first call, and again when it was lost."""
    given = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("GEOTASK_SERVER")
    return grpc.insecure_channel(given or "127.0.0.1:9090")


def main():
    with connect() as channel:
        server = server_pb2_grpc.ServerStub(channel)
        info = server.GetServerInfo(server_pb2.GetServerInfoRequest(), timeout=30)
    print(f"geotaskd {info.versions.geotaskd} with QGIS {info.versions.qgis}")
    print(f"messages of up to {info.limits.max_message_bytes} bytes")
    for source in info.sources:
        for layer in source.layers:
            kind = layer.schema.geometry_type
            print(f"data:{source.name}/{layer.name}: {layer.feature_count} rows of {kind}")


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: GPL-2.0-or-later
"""A gRPC server of the tests' own, made with grpcio: what geotaskd does not do on demand.

    with EchoServer() as server:
        transport = open_transport(server.address)
        transport.unary("/echo.Echo/Say", BytesValue(value=b"hello"), BytesValue)
"""

import threading
from concurrent import futures

import grpc
from google.protobuf.wrappers_pb2 import BytesValue

NAME = "echo.Echo"


def method(name):
    return f"/{NAME}/{name}"


class EchoServer:
    """`credentials` for TLS; `address` may also be `unix:PATH`."""

    def __init__(self, address="127.0.0.1:0", credentials=None, options=()):
        self.cancelled = threading.Event()  # A Wait has ended, for whatever reason.
        self._grpc = grpc.server(futures.ThreadPoolExecutor(20), options=list(options))
        kinds = {
            "Say": (grpc.unary_unary_rpc_method_handler, self._say),
            "Metadata": (grpc.unary_unary_rpc_method_handler, self._metadata),
            "Refuse": (grpc.unary_unary_rpc_method_handler, self._refuse),
            "RefuseLate": (grpc.unary_stream_rpc_method_handler, self._refuse_late),
            "Send": (grpc.unary_stream_rpc_method_handler, self._send),
            "Wait": (grpc.unary_stream_rpc_method_handler, self._wait),
            "Count": (grpc.stream_unary_rpc_method_handler, self._count),
            "StopEarly": (grpc.stream_unary_rpc_method_handler, self._stop_early),
            "Chat": (grpc.stream_stream_rpc_method_handler, self._chat),
        }
        handlers = {
            name: kind(work, BytesValue.FromString, BytesValue.SerializeToString)
            for name, (kind, work) in kinds.items()
        }
        handler = grpc.method_handlers_generic_handler(NAME, handlers)
        self._grpc.add_generic_rpc_handlers((handler,))
        if credentials:
            port = self._grpc.add_secure_port(address, credentials)
        else:
            port = self._grpc.add_insecure_port(address)
        self.address = address.replace(":0", f":{port}") if address.endswith(":0") else address

    def __enter__(self):
        self._grpc.start()
        return self

    def __exit__(self, *_):
        self._grpc.stop(None).wait()

    def stop_gently(self, seconds):
        """Takes no new calls and lets those that run end; gives an event."""
        return self._grpc.stop(seconds)

    @staticmethod
    def _say(request, _context):
        return request

    @staticmethod
    def _metadata(request, context):
        """The value of the metadata that the request names."""
        found = dict(context.invocation_metadata()).get(request.value.decode(), b"")
        return BytesValue(value=found if isinstance(found, bytes) else found.encode())

    @staticmethod
    def _refuse(request, context):
        context.set_trailing_metadata((("grpc-status-details-bin", request.value),))
        context.abort(grpc.StatusCode.NOT_FOUND, "keine Ebene „Straßen“: 100 %\n")

    @staticmethod
    def _refuse_late(request, context):
        yield request
        context.abort(grpc.StatusCode.ABORTED, "changed its mind")

    @staticmethod
    def _send(request, _context):
        """`COUNT SIZE`: so many messages of so many bytes."""
        count, size = map(int, request.value.split())
        for index in range(count):
            yield BytesValue(value=bytes([index % 256]) * size)

    def _wait(self, request, context):
        """One message, and nothing more until the call is over."""
        over = threading.Event()
        context.add_callback(over.set)
        # Not behind the wait: a call that is over before that is not resumed.
        context.add_callback(self.cancelled.set)
        yield request
        over.wait()

    @staticmethod
    def _count(requests, _context):
        return BytesValue(value=str(sum(len(each.value) for each in requests)).encode())

    @staticmethod
    def _stop_early(requests, context):
        next(requests)
        context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, "enough")

    @staticmethod
    def _chat(requests, _context):
        yield from requests

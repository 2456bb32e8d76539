# SPDX-License-Identifier: GPL-2.0-or-later
"""The transport over grpcio."""

from __future__ import annotations

from typing import Any, Callable, Generic, Iterable, Iterator, List, Optional, Tuple, Type
from typing import TypeVar, Union

import grpc

from geotask.errors import GeotaskError, from_status
from geotask.transport import Metadata, Request, Stream, Tls

R = TypeVar("R")

_OPTIONS: List[Tuple[str, Union[int, str]]] = [
    # A connection of its own for each transport: what one does to it is no concern of another.
    ("grpc.use_local_subchannel_pool", 1),
    ("grpc.max_receive_message_length", 4 << 20),
    # Whether to try again is decided by geotask.retry, which knows what is safe.
    ("grpc.enable_retries", 0),
]


def _serialise(message: Request) -> bytes:
    return message.SerializeToString()


def _error(error: grpc.RpcError) -> GeotaskError:
    """What a failed call of grpcio tells."""
    if not isinstance(error, grpc.Call):
        return from_status(2, str(error))
    details_bin = None
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            details_bin = value
    return from_status(error.code().value[0], error.details() or "", details_bin)


class GrpcTransport:
    """See geotask.transport.Transport."""

    def __init__(
        self, address: str, *, tls: Optional[Tls] = None, metadata: Optional[Metadata] = None
    ) -> None:
        self._metadata = list(metadata or ())
        options = list(_OPTIONS)
        if tls is None:
            self._channel = grpc.insecure_channel(address, options=options)
            return
        if tls.server_name:
            options.append(("grpc.ssl_target_name_override", tls.server_name))
        credentials = grpc.ssl_channel_credentials(tls.roots, tls.key, tls.certificate)
        self._channel = grpc.secure_channel(address, credentials, options=options)

    def unary(
        self,
        method: str,
        request: Request,
        response_type: Type[R],
        *,
        timeout: Optional[float] = None,
    ) -> R:
        call = self._call(self._channel.unary_unary, method, response_type)
        try:
            return call(request, timeout=timeout, metadata=self._metadata)  # type: ignore[no-any-return]
        except grpc.RpcError as error:
            raise _error(error) from None

    def server_stream(
        self,
        method: str,
        request: Request,
        response_type: Type[R],
        *,
        timeout: Optional[float] = None,
    ) -> Stream[R]:
        call = self._call(self._channel.unary_stream, method, response_type)
        return _Answers(call(request, timeout=timeout, metadata=self._metadata))

    def client_stream(
        self,
        method: str,
        requests: Iterable[Request],
        response_type: Type[R],
        *,
        timeout: Optional[float] = None,
    ) -> R:
        call = self._call(self._channel.stream_unary, method, response_type)
        source = _Requests(requests)
        try:
            return call(source, timeout=timeout, metadata=self._metadata)  # type: ignore[no-any-return]
        except grpc.RpcError as error:
            raise (source.failure or _error(error)) from None

    def bidi_stream(
        self,
        method: str,
        requests: Iterable[Request],
        response_type: Type[R],
        *,
        timeout: Optional[float] = None,
    ) -> Stream[R]:
        call = self._call(self._channel.stream_stream, method, response_type)
        source = _Requests(requests)
        return _Answers(call(source, timeout=timeout, metadata=self._metadata), source)

    def close(self) -> None:
        self._channel.close()

    @staticmethod
    def _call(kind: Callable[..., Any], method: str, response_type: Any) -> Any:
        return kind(
            method, request_serializer=_serialise, response_deserializer=response_type.FromString
        )


class _Requests(Iterator[Request]):
    """The messages of a call, and the exception that they ended with, which grpcio would hide."""

    def __init__(self, messages: Iterable[Request]) -> None:
        self._messages = iter(messages)
        self.failure: Optional[BaseException] = None

    def __next__(self) -> Request:
        try:
            return next(self._messages)
        except StopIteration:
            raise
        except BaseException as error:
            self.failure = error
            raise


class _Answers(Generic[R]):
    """See geotask.transport.Stream."""

    def __init__(self, call: Any, source: Optional[_Requests] = None) -> None:
        self._call = call
        self._source = source

    def __iter__(self) -> "_Answers[R]":
        return self

    def __next__(self) -> R:
        try:
            return next(self._call)  # type: ignore[no-any-return]
        except grpc.RpcError as error:
            failure: List[BaseException] = []
            if self._source is not None and self._source.failure is not None:
                failure.append(self._source.failure)
            raise (failure[0] if failure else _error(error)) from None

    def cancel(self) -> None:
        self._call.cancel()

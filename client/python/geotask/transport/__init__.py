# SPDX-License-Identifier: GPL-2.0-or-later
"""How calls reach the server: by grpcio where it is installed, else by HTTP/2 in pure Python.

    transport = open_transport("127.0.0.1:9090")
    info = transport.unary("/geotask.v1.Server/GetServerInfo", request, server_pb2.ServerInfo)

All members may be called from any thread. Whatever fails raises a GeotaskError.
"""

from __future__ import annotations

import dataclasses
import importlib.util
from typing import Iterable, Iterator, Optional, Protocol, Sequence, Tuple, Type, TypeVar, Union



from geotask.errors import InvalidArgument


class Request(Protocol):
    """What can be sent: a message, or one that is serialised already."""

    def SerializeToString(self) -> bytes: ...


class Response(Protocol):
    """What can come back: a class of messages has this."""

    @classmethod
    def FromString(cls, data: bytes) -> "Response": ...


R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)

Metadata = Sequence[Tuple[str, str]]


class Stream(Iterator[R_co], Protocol[R_co]):
    """The answers of a call, one after another. Ends when the call ended with OK, raises else."""

    def cancel(self) -> None:
        """Ends the call; whoever waits for the next answer gets errors.Cancelled. Any thread."""


class Transport(Protocol):
    """A connection to one server. `method` is `/geotask.v1.Jobs/SubmitJob`; `timeout` in seconds.

    The messages of `requests` are taken as the server can take them, on a thread of the transport's
    choice. An exception that they raise ends the call and is raised by it.
    """

    def unary(
        self,
        method: str,
        request: Request,
        response_type: Type[R],
        *,
        timeout: Optional[float] = None,
    ) -> R: ...

    def server_stream(
        self,
        method: str,
        request: Request,
        response_type: Type[R],
        *,
        timeout: Optional[float] = None,
    ) -> Stream[R]: ...

    def client_stream(
        self,
        method: str,
        requests: Iterable[Request],
        response_type: Type[R],
        *,
        timeout: Optional[float] = None,
    ) -> R: ...

    def bidi_stream(
        self,
        method: str,
        requests: Iterable[Request],
        response_type: Type[R],
        *,
        timeout: Optional[float] = None,
    ) -> Stream[R]: ...

    def close(self) -> None:
        """Ends all calls. Harmless when closed."""


@dataclasses.dataclass(frozen=True)
class Tls:
    """How to trust the server, and who we are. PEM, as bytes.

    roots: certificates of authorities to trust; None: those of the system.
    certificate, key: the client's own, where the server asks for one.
    server_name: the name that the server's certificate must have; None: that of the address.
    """

    roots: Optional[bytes] = None
    certificate: Optional[bytes] = None
    key: Optional[bytes] = None
    server_name: Optional[str] = None


def open_transport(
    address: str,
    *,
    prefer: Optional[str] = None,
    tls: Union[Tls, bool, None] = None,
    metadata: Optional[Metadata] = None,
) -> Transport:
    """Opens a transport to `HOST:PORT` or `unix:PATH`. Does not connect yet: the first call does.

    prefer: `grpc` or `http2`; None takes grpcio where it is installed.
    tls: True for TLS with the system's authorities; None or False: clear text.
    metadata: sent with every call, as `[("authorization", "Bearer ...")]`.
    """
    if prefer not in (None, "grpc", "http2"):
        raise InvalidArgument(
            f"There is no transport {prefer!r}.", reason="UNKNOWN_TRANSPORT", field="prefer",
            given=str(prefer), accepted="grpc, http2",
        )
    options = Tls() if tls is True else (tls or None)
    if prefer is None:
        prefer = "grpc" if importlib.util.find_spec("grpc") else "http2"
    if prefer == "grpc":
        from geotask.transport.grpcio import GrpcTransport

        return GrpcTransport(address, tls=options, metadata=metadata)
    from geotask.transport.http2 import Http2Transport

    return Http2Transport(address, tls=options, metadata=metadata)

# SPDX-License-Identifier: GPL-2.0-or-later
"""The verbs of a connection without naming it: those of the last one that connect() made.

    geotask.connect("127.0.0.1:9090")
    geotask.buffer(roads, 500, unit="metres")

Without a connect() they speak to the server that GEOTASK_SERVER names, or 127.0.0.1:9090.
"""

from __future__ import annotations

import functools
import inspect
import threading
from typing import TYPE_CHECKING, Callable, Optional, TypeVar, Union

from geotask.client import Client
from geotask.connection import Connection
from geotask.retry import RetryPolicy
from geotask.transport import Metadata, Tls

R = TypeVar("R")

if TYPE_CHECKING:
    from typing_extensions import Concatenate, ParamSpec

    P = ParamSpec("P")

_lock = threading.Lock()
_last: Optional[Connection] = None  # Guarded by _lock.


def connect(
    address: Optional[str] = None,
    *,
    prefer: Optional[str] = None,
    tls: Union[Tls, bool, None] = None,
    metadata: Optional[Metadata] = None,
    retry: Optional[RetryPolicy] = None,
) -> Connection:
    """Connects to `HOST:PORT` or `unix:PATH`; by default to GEOTASK_SERVER, or 127.0.0.1:9090.

    Nothing is sent before the first call. prefer: `grpc` or `http2`; by default grpcio where it is
    installed, else HTTP/2 in pure Python. tls: True, or a Tls. metadata: sent with every call.
    """
    global _last
    made = Connection(Client(address, prefer=prefer, tls=tls, metadata=metadata, retry=retry))
    with _lock:
        _last = made
    return made


def _connection() -> Connection:
    with _lock:
        known = _last
    return known or connect()


def _verb(method: Callable[Concatenate[Connection, P], R]) -> Callable[P, R]:
    """The method of the last connection, as a function."""

    @functools.wraps(method)
    def call(*arguments: P.args, **options: P.kwargs) -> R:
        return method(_connection(), *arguments, **options)

    signature = inspect.signature(method)
    members = list(signature.parameters.values())[1:]
    setattr(call, "__signature__", signature.replace(parameters=members))
    return call


buffer = _verb(Connection.buffer)
submit_buffer = _verb(Connection.submit_buffer)
run = _verb(Connection.run)
submit = _verb(Connection.submit)
map = _verb(Connection.map)
upload = _verb(Connection.upload)
algorithms = _verb(Connection.algorithms)

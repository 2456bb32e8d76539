# SPDX-License-Identifier: GPL-2.0-or-later
"""geotask for asyncio: what asks the server is awaited, what comes bit by bit is `async for`.

    async with geotask.aio.connect("127.0.0.1:9090") as server:
        near = await server.buffer(roads, 500, unit="metres")
        job = await server.submit("native:centroids", INPUT=parcels)
        async for event in job.watch():
            print(event.state, event.progress.percent)
        centroids = await job.result()
"""

from __future__ import annotations

from typing import Optional, Union

from geotask.aio.connection import AsyncConnection, as_completed
from geotask.aio.job import AsyncJob
from geotask.client import Client
from geotask.retry import RetryPolicy
from geotask.transport import Metadata, Tls

__all__ = ["AsyncConnection", "AsyncJob", "as_completed", "connect"]


def connect(
    address: Optional[str] = None,
    *,
    prefer: Optional[str] = None,
    tls: Union[Tls, bool, None] = None,
    metadata: Optional[Metadata] = None,
    retry: Optional[RetryPolicy] = None,
) -> AsyncConnection:
    """As geotask.connect()."""
    client = Client(address, prefer=prefer, tls=tls, metadata=metadata, retry=retry)
    return AsyncConnection(client)

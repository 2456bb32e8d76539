# SPDX-License-Identifier: GPL-2.0-or-later
"""AsyncConnection: geotask.Connection for asyncio, with the same arguments."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any, AsyncGenerator, AsyncIterator, Dict, Iterable, List, Mapping, Optional
from typing import Sequence

from geotask.aio.job import AsyncJob
from geotask.aio.threads import call, long_call
from geotask.catalogue import Algorithm, AlgorithmList
from geotask.client import Client
from geotask.connection import Connection, passing, rows_of
from geotask.dataset import Dataset
from geotask.errors import GeotaskError
from geotask.job import Job
from geotask.v1 import server_pb2


class AsyncConnection:
    """sync: the same connection for code that blocks."""

    def __init__(self, client: Client) -> None:
        self.sync = Connection(client)

    async def __aenter__(self) -> "AsyncConnection":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        await call(self.sync.close)

    async def buffer(
        self, data: Any, distance: Any, *, timeout: Optional[float] = None, **options: Any
    ) -> Any:
        """As Connection.buffer(). A cancel of the awaiting task cancels the job."""
        job, shape = await long_call(self.sync.begin_buffer, data, distance, **options)
        async with _passing(job):
            await AsyncJob(job).wait(timeout)
            return await long_call(lambda: shape(rows_of(job)))

    async def submit_buffer(self, data: Any, distance: Any, **options: Any) -> AsyncJob:
        return AsyncJob(await long_call(self.sync.submit_buffer, data, distance, **options))

    async def run(
        self,
        algorithm: str,
        parameters: Optional[Mapping[str, Any]] = None,
        /,
        *,
        kind: Optional[str] = None,
        folder: Any = None,
        timeout: Optional[float] = None,
        **named: Any,
    ) -> Any:
        """As Connection.run(). A cancel of the awaiting task cancels the job."""
        job = await self.submit(algorithm, parameters, cancel_on_disconnect=True, **named)
        async with _passing(job.sync):
            return await job.result(timeout, kind=kind, folder=folder)

    async def submit(
        self, algorithm: str, parameters: Optional[Mapping[str, Any]] = None, /, **named: Any
    ) -> AsyncJob:
        return AsyncJob(await long_call(self.sync.submit, algorithm, parameters, **named))

    async def algorithms(self, search: str = "", **filters: Any) -> AlgorithmList:
        return await call(self.sync.algorithms, search, **filters)

    async def algorithm(self, name: str) -> Algorithm:
        return await call(self.sync.algorithm, name)

    async def job(self, name: str) -> AsyncJob:
        return AsyncJob(await call(self.sync.job, name))

    async def jobs(
        self, *, states: Sequence[str] = (), labels: Optional[Mapping[str, str]] = None
    ) -> AsyncIterator[AsyncJob]:
        """`async for job in server.jobs()`: newest first."""
        pages = self.sync.jobs(states=states, labels=labels)
        while True:
            job: Optional[Job] = await call(lambda: next(pages, None))
            if job is None:
                return
            yield AsyncJob(job)

    async def upload(self, data: Any, **options: Any) -> Dataset:
        """Delete it by `await server.delete(dataset)`."""
        return await long_call(self.sync.upload, data, **options)

    async def delete(self, dataset: Dataset) -> None:
        await call(dataset.delete)

    async def info(self) -> server_pb2.ServerInfo:
        return await call(self.sync.info)

    async def sources(self) -> Dict[str, List[str]]:
        return await call(self.sync.sources)


@contextlib.asynccontextmanager
async def _passing(job: Job) -> AsyncGenerator[None, None]:
    """As geotask.connection.passing()."""
    end = passing(job)
    end.__enter__()
    try:
        yield
    except BaseException as error:
        leave = call(_leave, end, error)
        with contextlib.suppress(GeotaskError):
            await asyncio.shield(leave)
        raise
    await call(end.__exit__, None, None, None)


def _leave(end: Any, error: BaseException) -> None:
    """Ends the context; what it raises again is the caller's to raise."""
    try:
        end.__exit__(type(error), error, None)
    except BaseException as raised:
        if raised is not error:
            raise


async def as_completed(
    jobs: Iterable[AsyncJob], timeout: Optional[float] = None
) -> AsyncIterator[AsyncJob]:
    """`async for job in as_completed(jobs)`: as they end, however that is."""
    tasks = [asyncio.ensure_future(job.wait()) for job in jobs]
    try:
        for done in asyncio.as_completed(tasks, timeout=timeout):
            try:
                yield await done
            except asyncio.TimeoutError:
                raise TimeoutError("some jobs have not ended") from None
    finally:
        for task in tasks:
            task.cancel()

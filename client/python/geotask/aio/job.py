# SPDX-License-Identifier: GPL-2.0-or-later
"""AsyncJob: geotask.Job for asyncio. What asks the server is awaited."""

from __future__ import annotations

import asyncio
from typing import Any, AsyncIterator, Dict, List, Optional

from geotask.aio.threads import call, items, long_call
from geotask.errors import GeotaskError
from geotask.job import Event, Job, LogLine, Progress
from geotask.results import Batches
from geotask.streams import FINAL_STATES
from geotask.v1 import job_pb2


class AsyncJob:
    """sync: the same job for code that blocks."""

    def __init__(self, job: Job) -> None:
        self.sync = job

    @property
    def name(self) -> str:
        return self.sync.name

    @property
    def id(self) -> str:
        return self.sync.id

    @property
    def message(self) -> job_pb2.Job:
        """The job as it was last seen."""
        return self.sync.message

    def reference(self, output: str = "") -> str:
        return self.sync.reference(output)

    async def state(self) -> str:
        return await call(lambda: self.sync.state)

    async def done(self) -> bool:
        return await call(self.sync.done)

    async def progress(self) -> Progress:
        return await call(self.sync.progress)

    async def outputs(self) -> Dict[str, job_pb2.Output]:
        return await call(lambda: self.sync.outputs)

    async def log(self) -> List[LogLine]:
        return await call(self.sync.log)

    def watch(self, *, replay: bool = False) -> AsyncIterator[Event]:
        """`async for event in job.watch()`: until it has ended. Leaving does not cancel the job."""
        return items(lambda: self.sync.watch(replay=replay))

    async def wait(self, timeout: Optional[float] = None) -> "AsyncJob":
        """TimeoutError after `timeout` seconds."""
        if self.message.state not in FINAL_STATES:
            try:
                await asyncio.wait_for(self._end(), timeout)
            except asyncio.TimeoutError:
                raise TimeoutError(
                    f"{self.name} has not ended within {timeout} seconds"
                ) from None
        return self

    async def _end(self) -> None:
        async for _ in self.watch():
            pass

    async def cancel(self) -> bool:
        return await call(self.sync.cancel)

    async def delete(self) -> None:
        await call(self.sync.delete)

    async def exception(self, timeout: Optional[float] = None) -> Optional[GeotaskError]:
        await self.wait(timeout)
        return self.sync.exception()

    async def result(self, timeout: Optional[float] = None, **options: Any) -> Any:
        await self.wait(timeout)
        return await long_call(self.sync.result, **options)

    async def results(self, timeout: Optional[float] = None, **options: Any) -> Dict[str, Any]:
        await self.wait(timeout)
        return await long_call(self.sync.results, **options)

    def batches(self, output: str = "", *, kind: Optional[str] = None) -> AsyncIterator[Any]:
        """`async for part in job.batches()`: the rows as they are made, many at a time."""
        return items(lambda: Batches(self.sync, output, kind=kind))

    def __repr__(self) -> str:
        return f"<AsyncJob {self.sync.id}>"

    def _repr_html_(self) -> str:
        return self.sync._repr_html_()

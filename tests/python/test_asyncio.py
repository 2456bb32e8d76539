# SPDX-License-Identifier: GPL-2.0-or-later
"""The asyncio twin: the same, awaited."""

import asyncio
import functools

import geopandas
import pytest
from shapely.geometry import Point

import geotask
import geotask.aio
from helpers.patience import PATIENT
from support.rows import slow_line

POINTS = geopandas.GeoDataFrame(
    {"n": [1, 2]}, geometry=[Point(0, 0), Point(9, 9)], crs="EPSG:3857", index=[5, 6]
)
HEAVY = [slow_line()] * 2000


def awaited(test):
    """A test that is a coroutine; `server` is an AsyncConnection."""

    @functools.wraps(test)
    def run(daemon):
        async def main():
            async with geotask.aio.connect(daemon.address, retry=PATIENT) as server:
                await test(server)

        asyncio.run(asyncio.wait_for(main(), 300))

    del run.__wrapped__  # pytest would look for a fixture of its arguments.
    return run


@awaited
async def test_buffers_and_algorithms_give_what_went_in(server):
    made = await server.buffer(POINTS, 1)
    assert list(made.index) == [5, 6] and list(made["n"]) == [1, 2]
    made = await server.run("native:centroids", INPUT=POINTS)
    assert list(made["n"]) == [1, 2]
    with pytest.raises(geotask.InvalidArgument, match="metres"):
        await server.buffer("data:world/countries", 500)


@awaited
async def test_a_job_is_watched_and_its_result_awaited(server):
    job = await server.submit_buffer([slow_line(100)] * 20, 0.5)
    states = [event.state async for event in job.watch()]
    assert states[-1] == "SUCCEEDED"
    assert (await job.progress()).done == 20 and await job.done()
    assert len(await job.result(timeout=60)) == 20
    assert await job.exception() is None
    assert len(await (await server.job(job.id)).result()) == 20


@awaited
async def test_rows_come_as_they_are_made(server):
    job = await server.submit_buffer(HEAVY, 0.5)
    parts = job.batches()
    async for part in parts:
        assert len(part) > 0 and not await job.done()
        break
    await parts.aclose()
    assert await job.cancel()
    assert await (await job.wait()).state() == "CANCELLED"


@awaited
async def test_the_loop_goes_on_while_jobs_are_awaited(server):
    job = await server.submit_buffer(HEAVY, 0.5)
    waiting = asyncio.ensure_future(job.result())
    for _ in range(100):
        await asyncio.sleep(0)
    assert not waiting.done()
    await job.cancel()
    with pytest.raises(geotask.JobCancelled):
        await waiting


@awaited
async def test_a_task_that_is_cancelled_cancels_its_job(server):
    before = {job.name async for job in server.jobs()}
    working = asyncio.ensure_future(server.buffer(HEAVY, 0.5))
    job = None
    while job is None:
        new = [each async for each in server.jobs() if each.name not in before]
        job = new[0] if new else None
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    assert await (await job.wait()).state() == "CANCELLED"


@awaited
async def test_waiting_has_an_end(server):
    job = await server.submit_buffer(HEAVY, 0.5)
    with pytest.raises(TimeoutError):
        await job.wait(timeout=0.2)
    await job.cancel()
    with pytest.raises(TimeoutError):
        await server.buffer(HEAVY, 0.5, timeout=0.2)


@awaited
async def test_many_jobs_are_awaited_at_once(server):
    jobs = await asyncio.gather(*(server.submit_buffer(POINTS, n) for n in range(1, 31)))
    ended = [job.name async for job in geotask.aio.as_completed(jobs)]
    assert sorted(ended) == sorted(job.name for job in jobs)
    areas = [made.area.sum() for made in await asyncio.gather(*(job.result() for job in jobs))]
    assert areas == sorted(areas)


@awaited
async def test_what_the_server_has_can_be_asked(server):
    assert (await server.info()).versions.qgis
    assert "native:centroids" in (await server.algorithms("centroid")).ids
    assert (await server.algorithm("native:centroids")).outputs == ("OUTPUT",)
    dataset = await server.upload(POINTS)
    assert len(await server.buffer(dataset, 1)) == 2
    await server.delete(dataset)

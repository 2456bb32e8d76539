# SPDX-License-Identifier: GPL-2.0-or-later
"""asyncio: two jobs side by side, rows of a third as they are made.

    python3 with_asyncio.py
"""

import asyncio

import geotask.aio


async def main():
    async with geotask.aio.connect() as server:
        countries, borders = await asyncio.gather(
            server.buffer("data:world/countries", 0.1, unit="degrees"),
            server.run("native:centroids", INPUT="data:world/countries"),
        )
        print(len(countries), len(borders))
        job = await server.submit_buffer("data:world/states_provinces", 0.1, unit="degrees")
        rows = 0
        async for part in job.batches():
            rows += len(part)
        print(rows)


asyncio.run(main())

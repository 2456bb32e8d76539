# SPDX-License-Identifier: GPL-2.0-or-later
"""Many jobs at a time: data is uploaded once, results are taken as they come.

    python3 many_jobs.py
"""

from shapely.geometry import LineString

import geotask

road = LineString([(7.60, 51.95), (7.62, 51.96), (7.65, 51.96)])
with geotask.connect() as server, server.upload(road, crs="EPSG:4326") as dataset:
    distances = (100, 200, 500)
    jobs = {server.submit_buffer(dataset, each, unit="metres"): each for each in distances}
    for job in geotask.as_completed(jobs):
        (corridor,) = job.result(kind="shapely")
        print(f"{jobs[job]} m: {len(corridor.geoms)} part")

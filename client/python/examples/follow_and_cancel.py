# SPDX-License-Identifier: GPL-2.0-or-later
"""A job that is followed while it works, and one that is cancelled.

    python3 follow_and_cancel.py
"""

import geotask

with geotask.connect() as server:
    job = server.submit_buffer("data:world/states_provinces", 0.1, unit="degrees")
    for event in job.watch():
        if event.progress.percent is not None:
            print(f"{event.state} {event.progress.percent:.0f} %")
    print(len(job.result()), "rows")

    heavy = server.submit_buffer("data:world/states_provinces", 0.5, unit="degrees")
    heavy.cancel()
    try:
        heavy.result()
    except geotask.JobCancelled as error:
        print(error.reason)

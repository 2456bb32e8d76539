# SPDX-License-Identifier: GPL-2.0-or-later
"""Many jobs at a time, in the shape of concurrent.futures.

    for job in geotask.as_completed(jobs, timeout=600):
        print(job.name, job.result())
"""

from __future__ import annotations

import queue
import threading
import time
from typing import Iterable, Iterator, List, NamedTuple, Optional, Set, Tuple

from geotask.errors import Cancelled
from geotask.job import Job
from geotask.streams import FINAL_STATES, Events

FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"


class DoneAndNotDone(NamedTuple):
    done: Set[Job]
    not_done: Set[Job]


def as_completed(jobs: Iterable[Job], timeout: Optional[float] = None) -> Iterator[Job]:
    """The jobs as they end, however that is. TimeoutError when some have not after `timeout` seconds.

    Each is watched by a thread of its own until it ends or this iterator is closed.
    """
    waiting = list(dict.fromkeys(jobs))
    end = None if timeout is None else time.monotonic() + timeout
    ended: "queue.SimpleQueue[Tuple[Job, Optional[BaseException]]]" = queue.SimpleQueue()
    watches: List[Events] = []

    def follow(job: Job, events: Events) -> None:
        try:
            for event in events:
                if event.HasField("job"):
                    job._seen(event.job)
        except Cancelled:
            return  # Nobody waits any more.
        except Exception as error:
            ended.put((job, error))
            return
        ended.put((job, None))

    try:
        for job in waiting:
            if job.message.state in FINAL_STATES:
                ended.put((job, None))
                continue
            events = job.client.watch_job(job.name)
            watches.append(events)
            threading.Thread(target=follow, args=(job, events), daemon=True).start()
        for count in range(len(waiting)):
            left = None if end is None else max(0.0, end - time.monotonic())
            try:
                job, error = ended.get(timeout=left)
            except queue.Empty:
                raise TimeoutError(
                    f"{len(waiting) - count} of {len(waiting)} jobs have not ended"
                ) from None
            if error is not None:
                raise error
            yield job
    finally:
        for events in watches:
            events.cancel()


def wait(
    jobs: Iterable[Job], timeout: Optional[float] = None, return_when: str = ALL_COMPLETED
) -> DoneAndNotDone:
    """As concurrent.futures.wait(): the jobs that have ended, and those that have not by then."""
    left = set(jobs)
    done: Set[Job] = set()
    try:
        for job in as_completed(left, timeout):
            done.add(job)
            if return_when == FIRST_COMPLETED:
                break
            if return_when == FIRST_EXCEPTION and job.exception() is not None:
                break
    except TimeoutError:
        pass
    return DoneAndNotDone(done, left - done)

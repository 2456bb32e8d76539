# SPDX-License-Identifier: GPL-2.0-or-later
"""Job: a piece of work on the server, from the moment it is accepted until it is deleted.

    job = server.submit("native:centroids", INPUT=roads)
    print(job.progress().percent)
    for event in job.watch(): print(event)
    centroids = job.result(timeout=60)

It has the shape of concurrent.futures.Future: done(), result(), exception(), cancel(),
add_done_callback(). All members may be called from any thread. A job goes on by itself when this
object, or this process, is gone; `server.job(name)` finds it again.
"""

from __future__ import annotations

import dataclasses
import datetime
import threading
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterator, List, Optional, Union

from geotask.client import Client, full_name
from geotask.errors import Cancelled, GeotaskError, JobCancelled, JobFailed, fill
from geotask.streams import FINAL_STATES, Events
from geotask.v1 import job_pb2, jobs_pb2

if TYPE_CHECKING:
    from geotask.results import Batches


@dataclasses.dataclass(frozen=True)
class Progress:
    """How far a job is.

    stage: what it does: `BUFFERING`, `PROCESSING`; empty while it waits and once it has ended.
    done, total: rows of the input; total is None while unknown.
    rate: rows a second. fraction: from 0 to 1, None while unknown. time_left: seconds, likewise.
    """

    stage: str
    done: int
    total: Optional[int]
    rate: float
    fraction: Optional[float]
    time_left: Optional[float]

    @property
    def percent(self) -> Optional[float]:
        return None if self.fraction is None else 100 * self.fraction

    @classmethod
    def of(cls, message: job_pb2.Progress) -> "Progress":
        stage = job_pb2.Stage.Name(message.stage)[len("STAGE_") :]
        left = message.time_left
        return cls(
            stage="" if stage == "UNSPECIFIED" else stage,
            done=message.features_done,
            total=message.features_total if message.HasField("features_total") else None,
            rate=message.features_per_second,
            fraction=message.fraction if message.HasField("fraction") else None,
            time_left=left.seconds + left.nanos / 1e9 if message.HasField("time_left") else None,
        )


@dataclasses.dataclass(frozen=True)
class LogLine:
    """Something that a job said. severity: `INFO`, `WARNING` or `ERROR`. tag: where in QGIS."""

    severity: str
    message: str
    tag: str = ""
    dropped_before: int = 0

    def __str__(self) -> str:
        return f"{self.severity}: {self.message}"

    @classmethod
    def of(cls, message: jobs_pb2.LogLine) -> "LogLine":
        severity = jobs_pb2.LogLine.Severity.Name(message.severity)[len("SEVERITY_") :]
        return cls(severity, message.message, message.tag, message.dropped_before)


@dataclasses.dataclass(frozen=True)
class Event:
    """Something that happened to a job. kind: `state`, `progress` or `log`.

    state and progress are those of the job by then; log is the line of a `log`.
    """

    kind: str
    time: datetime.datetime
    sequence: int
    state: str
    progress: Progress
    log: Optional[LogLine] = None


def state_name(state: int) -> str:
    """`RUNNING` of JOB_STATE_RUNNING."""
    return job_pb2.JobState.Name(state)[len("JOB_STATE_") :]  # type: ignore[arg-type]


class Job:
    def __init__(
        self,
        client: Client,
        job: "job_pb2.Job | str",
        convert: Optional[Callable[..., Any]] = None,
    ) -> None:
        """`job` is the message or the name. `convert(job, **options)` makes the result of it."""
        self.client = client
        self._convert = convert
        self._lock = threading.Lock()
        if isinstance(job, str):
            job = job_pb2.Job(name=full_name("jobs", job))
        self._message = job  # Guarded by _lock.

    # ---- What it is ----

    @property
    def name(self) -> str:
        """`jobs/ID`."""
        return self._message.name

    @property
    def id(self) -> str:
        return self.name[len("jobs/") :]

    @property
    def message(self) -> job_pb2.Job:
        """The job as it was last seen: geotask.v1.Job."""
        with self._lock:
            return self._message

    def refresh(self) -> job_pb2.Job:
        """Asks the server for the job as it is now."""
        return self._seen(self.client.get_job(self.name))

    @property
    def state(self) -> str:
        """As it is now: QUEUED, RUNNING, CANCELLING, SUCCEEDED, FAILED or CANCELLED."""
        return state_name(self._now().state)

    def done(self) -> bool:
        return self._now().state in FINAL_STATES

    def running(self) -> bool:
        return self.state in ("RUNNING", "CANCELLING")

    def cancelled(self) -> bool:
        return self.state == "CANCELLED"

    def progress(self) -> Progress:
        """How far it is now."""
        return Progress.of(self._now().progress)

    @property
    def outputs(self) -> Dict[str, job_pb2.Output]:
        """What it has made by now, by name: messages, without their content."""
        return {output.name: output for output in self._now().outputs}

    def reference(self, output: str = "") -> str:
        """As input of another job: `job:ID`, or `job:ID/OUTPUT`."""
        return f"job:{self.id}/{output}" if output else f"job:{self.id}"

    # ---- Following it ----

    def watch(self, *, replay: bool = False) -> "Watch":
        """What happens to it until it has ended; the first event is its state now.

        replay: with all that happened before, as far as it is kept. A connection that breaks is
        taken up again, and no state and no log line is lost. Leaving does not cancel the job.
        """
        return Watch(self, self.client.watch_job(self.name, replay=replay))

    def log(self) -> List[LogLine]:
        """What it has said so far, as far as it is kept. Follow it with watch()."""
        latest: Optional[int] = None
        lines: List[LogLine] = []
        events = self.client.watch_job(self.name)
        latest = next(events).sequence
        events.cancel()
        if not latest:
            return lines
        events = self.client.watch_job(self.name, replay=True)
        for event in events:
            if event.HasField("log"):
                lines.append(LogLine.of(event.log))
            if event.sequence >= latest:
                break
        events.cancel()
        return lines

    def wait(self, timeout: Optional[float] = None) -> "Job":
        """Waits until it has ended, however that is. TimeoutError after `timeout` seconds."""
        if self.message.state in FINAL_STATES:
            return self
        events = self.client.watch_job(self.name)
        late = threading.Event()

        def stop() -> None:
            late.set()
            events.cancel()

        timer = threading.Timer(timeout, stop) if timeout is not None else None
        if timer is not None:
            timer.daemon = True
            timer.start()
        try:
            for event in events:
                if event.HasField("job"):
                    self._seen(event.job)
        except Cancelled:
            if late.is_set():
                raise TimeoutError(f"{self.name} has not ended within {timeout} seconds") from None
            raise
        finally:
            if timer is not None:
                timer.cancel()
            events.cancel()
        return self

    # ---- Ending it ----

    def cancel(self) -> bool:
        """Asks it to stop. False when it had ended otherwise before; wait() sees it end."""
        try:
            self._seen(self.client.cancel_job(self.name))
        except GeotaskError as error:
            if error.reason != "JOB_ALREADY_FINISHED":
                raise
            return False
        return True

    def delete(self) -> None:
        """Deletes it, its log and its result. It must have ended."""
        self.client.delete_job(self.name)

    # ---- What it gave ----

    def exception(self, timeout: Optional[float] = None) -> Optional[GeotaskError]:
        """Waits; None when it succeeded, else JobFailed or JobCancelled with the reason."""
        message = self.wait(timeout).message
        if message.state == job_pb2.JOB_STATE_SUCCEEDED:
            return None
        cancelled = message.state == job_pb2.JOB_STATE_CANCELLED
        text = message.error_message or f"{self.name} was cancelled."
        error: Union[JobCancelled, JobFailed] = JobCancelled(text) if cancelled else JobFailed(text)
        fill(error, message.error)
        error.job = self
        return error

    def result(self, timeout: Optional[float] = None, **options: Any) -> Any:
        """Waits, and gives what it made; raises JobFailed or JobCancelled.

        One output: that; several: a dict by name. Rows come in the kind that went in (a GeoDataFrame
        for a GeoDataFrame), or as `kind` says; files are fetched into `folder`, a temporary one by
        default, and are pathlib.Path; values are Python values.
        """
        error = self.exception(timeout)
        if error is not None:
            raise error
        if self._convert is None:
            from geotask.results import convert

            return convert(self, **options)
        return self._convert(self, **options)

    def results(self, timeout: Optional[float] = None, **options: Any) -> Dict[str, Any]:
        """As result(), always a dict by name."""
        error = self.exception(timeout)
        if error is not None:
            raise error
        from geotask.results import results

        return results(self, **options)

    def batches(self, output: str = "", *, kind: Optional[str] = None) -> Batches:
        """The rows of an output as they are made, many at a time: GeoDataFrames, or what `kind` says.

        A job at work is followed to its end. When it fails, so does this, and what came before is
        to be discarded.
        """
        from geotask.results import Batches

        return Batches(self, output, kind=kind)

    def add_done_callback(self, function: Callable[["Job"], object]) -> None:
        """Calls `function(job)` once it has ended, on another thread."""

        def follow() -> None:
            self.wait()
            function(self)

        threading.Thread(target=follow, daemon=True, name=f"geotask-{self.id}").start()

    # ---- Inside ----

    def _seen(self, message: job_pb2.Job) -> job_pb2.Job:
        with self._lock:
            self._message = message
        return message

    def _now(self) -> job_pb2.Job:
        message = self.message
        return message if message.state in FINAL_STATES else self.refresh()

    def __repr__(self) -> str:
        return f"<Job {self.id} {state_name(self.message.state)}>"

    def _repr_html_(self) -> str:
        from geotask.notebook import job_html

        return job_html(self)


class Watch(Iterator[Event]):
    """The events of a job. cancel() ends it from any thread; the job goes on."""

    def __init__(self, job: Job, events: Events) -> None:
        self._job = job
        self._events = events
        self._state = ""
        self._progress = Progress("", 0, None, 0.0, None, None)

    def __next__(self) -> Event:
        while True:
            event = next(self._events)
            kind = event.WhichOneof("event")
            if kind == "job":
                self._job._seen(event.job)
                self._state = state_name(event.job.state)
                self._progress = Progress.of(event.job.progress)
                return self._event("state", event)
            if kind == "progress":
                self._progress = Progress.of(event.progress)
                return self._event("progress", event)
            if kind == "log":
                return self._event("log", event, LogLine.of(event.log))

    def cancel(self) -> None:
        self._events.cancel()

    def __enter__(self) -> "Watch":
        return self

    def __exit__(self, *_: object) -> None:
        self.cancel()

    def _event(
        self, kind: str, event: jobs_pb2.JobEvent, log: Optional[LogLine] = None
    ) -> Event:
        time = event.time.ToDatetime().replace(tzinfo=datetime.timezone.utc)
        return Event(kind, time, event.sequence, self._state, self._progress, log)

# SPDX-License-Identifier: GPL-2.0-or-later
"""Streams that are taken up again where a connection broke off: the events of a job, the rows and
the files of its result.

Each is an iterator with `cancel()`, which may be called from any thread; whoever waits for the next
item then gets errors.Cancelled. Leaving a stream early does not need it, but frees it sooner.
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
from typing import Any, Callable, Generic, Iterator, List, Optional, TypeVar

from geotask.errors import Cancelled, DataLoss, GeotaskError, Unavailable
from geotask.features import PieceJoiner
from geotask.retry import Retry, RetryPolicy
from geotask.transport import Stream
from geotask.v1 import feature_pb2, file_pb2, job_pb2, jobs_pb2

M = TypeVar("M")
T = TypeVar("T")

FINAL_STATES = frozenset(
    (job_pb2.JOB_STATE_SUCCEEDED, job_pb2.JOB_STATE_FAILED, job_pb2.JOB_STATE_CANCELLED)
)


class Resumed(Generic[M]):
    """The messages of one call after another until one of them ends well.

    `begin` makes the call, from where the caller stands by then. `recover` may turn an error into
    a new call at once.
    """

    def __init__(
        self,
        policy: RetryPolicy,
        begin: Callable[[], Stream[M]],
        recover: Callable[[GeotaskError], bool] = lambda error: False,
    ) -> None:
        self._retry = Retry(policy)
        self._begin = begin
        self._recover = recover
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._stream: Optional[Stream[M]] = None  # Guarded by _lock.

    def __iter__(self) -> "Resumed[M]":
        return self

    def __next__(self) -> M:
        while True:
            try:
                message = next(self._current())
                self._retry.reset()
                return message
            except StopIteration:
                raise
            except GeotaskError as error:
                if self._stopped.is_set():
                    raise _stopped() from None
                self._again(error)

    def again(self, error: GeotaskError) -> None:
        """Begins another call after `error`, or raises it when there is to be none."""
        self._again(error)

    def cancel(self) -> None:
        self._stopped.set()
        with self._lock:
            if self._stream is not None:
                self._stream.cancel()

    def _current(self) -> Stream[M]:
        with self._lock:
            if self._stopped.is_set():
                raise _stopped()
            if self._stream is None:
                self._stream = self._begin()
            return self._stream

    def _again(self, error: GeotaskError) -> None:
        if not self._recover(error):
            wait = self._retry.next(error)
            if wait is None:
                raise error
            if self._stopped.wait(wait):
                raise _stopped()
        with self._lock:
            self._stream = None


def _stopped() -> Cancelled:
    return Cancelled("The call was stopped on this side.", reason="STOPPED")


class Events(Iterator[jobs_pb2.JobEvent]):
    """The events of a job until it has ended. The job as it is comes first, and again after a
    connection broke. Where what was missed is no longer kept, it goes on from the present."""

    def __init__(
        self,
        policy: RetryPolicy,
        call: Callable[[jobs_pb2.WatchJobRequest], Stream[jobs_pb2.JobEvent]],
        request: jobs_pb2.WatchJobRequest,
    ) -> None:
        self._request = request
        self._last: Optional[job_pb2.Job] = None
        self._messages = Resumed(policy, lambda: call(self._request), self._recover)

    def __next__(self) -> jobs_pb2.JobEvent:
        while True:
            try:
                event = next(self._messages)
            except StopIteration:
                if self._last is not None and self._last.state in FINAL_STATES:
                    raise
                self._messages.again(
                    Unavailable("The server ended the watch before the job did.", reason="STREAM_ENDED")
                )
                continue
            if event.sequence:
                self._request.after_sequence = event.sequence
            if event.HasField("job"):
                self._last = event.job
            return event

    def cancel(self) -> None:
        self._messages.cancel()

    def _recover(self, error: GeotaskError) -> bool:
        if error.reason != "SEQUENCE_NOT_KEPT" or self._last is None:
            return False
        self._request.ClearField("after_sequence")
        self._request.ClearField("replay")
        return True


class Rows(Iterator[feature_pb2.Feature]):
    """The rows of a result, each whole, in order; those of a job at work as they are made.

    header: what ReadFeatures begins with; `header.schema` says what the rows look like.
    """

    def __init__(
        self,
        policy: RetryPolicy,
        call: Callable[[jobs_pb2.ReadFeaturesRequest], Stream[jobs_pb2.ReadFeaturesResponse]],
        request: jobs_pb2.ReadFeaturesRequest,
    ) -> None:
        self._request = request
        self._joiner = PieceJoiner()
        self._due = request.start_ordinal
        self._rows: Iterator[feature_pb2.Feature] = iter(())
        self._messages = Resumed(policy, lambda: call(self._resume()))
        self.header = self._begin()

    @property
    def schema(self) -> feature_pb2.Schema:
        return self.header.schema

    def __next__(self) -> feature_pb2.Feature:
        while True:
            for row in self._rows:
                return row
            self._rows = iter(self.next_batch())

    def batches(self) -> Iterator[List[feature_pb2.Feature]]:
        """The rows as they come, many at a time: faster than one by one."""
        left = list(self._rows)
        if left:
            yield left
        with contextlib.suppress(StopIteration):
            while True:
                yield self.next_batch()

    def next_batch(self) -> List[feature_pb2.Feature]:
        """The rows that come next, at least one. Raises StopIteration after the last."""
        while True:
            rows = self._taken(self._message())
            if rows:
                self._due += len(rows)
                return rows

    def cancel(self) -> None:
        self._messages.cancel()

    def _begin(self) -> jobs_pb2.ReadFeaturesHeader:
        message = next(self._messages)
        self._request.attempt = message.attempt
        return message.header

    def _message(self) -> jobs_pb2.ReadFeaturesResponse:
        while True:
            try:
                message = next(self._messages)
            except StopIteration:
                if not self._joiner.midway:
                    raise
                raise DataLoss(
                    "The server ended the result in the middle of a row.", reason="STREAM_ENDED"
                ) from None
            if not message.HasField("header"):
                return message

    def _taken(self, message: jobs_pb2.ReadFeaturesResponse) -> List[feature_pb2.Feature]:
        if message.first_ordinal != self._due:
            raise DataLoss(
                f"The server sent row {message.first_ordinal} where row {self._due} was due.",
                reason="ROW_MISSING", remedy="Read the result again.",
            )
        self._request.attempt = message.attempt
        if message.HasField("piece"):
            row = self._joiner.add(message.piece)
            return [] if row is None else [row]
        return list(message.batch.features)

    def _resume(self) -> jobs_pb2.ReadFeaturesRequest:
        self._joiner.clear()
        self._request.start_ordinal = self._due
        return self._request


class FileBytes(Iterator[bytes]):
    """The bytes of a file that a job has made, in order. `info` says what it is. Raises DataLoss
    at the end when what came is not what the server has."""

    def __init__(
        self,
        policy: RetryPolicy,
        call: Callable[[jobs_pb2.ReadFileRequest], Stream[jobs_pb2.ReadFileResponse]],
        request: jobs_pb2.ReadFileRequest,
    ) -> None:
        self._request = request
        self._sum: Any = hashlib.sha256()
        self._whole = request.offset == 0  # Only then the checksum can be told.
        self._messages = Resumed(policy, lambda: call(self._request))
        self.info: file_pb2.FileInfo = next(self._messages).header

    def __next__(self) -> bytes:
        while True:
            try:
                message = next(self._messages)
            except StopIteration:
                self._check()
                raise
            if message.HasField("header"):
                continue
            self._sum.update(message.data)
            self._request.offset += len(message.data)
            return message.data

    def cancel(self) -> None:
        self._messages.cancel()

    def _check(self) -> None:
        complete = self._request.offset == self.info.byte_count
        if complete and (not self._whole or self._sum.hexdigest() == self.info.sha256):
            return
        raise DataLoss(
            f"What came of {self.info.path} is not what the server has.",
            reason="CHECKSUM_MISMATCH", remedy="Read it again.",
        )

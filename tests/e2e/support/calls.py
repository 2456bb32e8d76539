# SPDX-License-Identifier: GPL-2.0-or-later
"""The usual calls, and what to expect of a refused one.

    job = submit(daemon, inline(["POINT (1 2)"]), distance=1)
    assert wait(daemon, job.name).state == job_pb2.JOB_STATE_SUCCEEDED
    rows = read(daemon, job.name).features
"""

import contextlib
import dataclasses

import grpc
import pytest

import support.stubs  # noqa: F401
from geotask.v1 import buffer_pb2, error_pb2, feature_pb2, job_pb2, jobs_pb2
from support import rows
from support.daemon import DEADLINE, MAX_MESSAGE_BYTES
from support.streams import in_messages

TERMINAL = {
    job_pb2.JOB_STATE_SUCCEEDED,
    job_pb2.JOB_STATE_FAILED,
    job_pb2.JOB_STATE_CANCELLED,
}


def layer(name):
    return job_pb2.Input(layer=name)


def request(spec_input, distance=1.0, submit_options=None, spec_options=None, **buffer_options):
    """A SubmitJobRequest of a buffer job."""
    buffer = buffer_pb2.Buffer(distance=distance, **buffer_options)
    spec = job_pb2.JobSpec(input=spec_input, buffer=buffer, **(spec_options or {}))
    return jobs_pb2.SubmitJobRequest(spec=spec, **(submit_options or {}))


def submit(daemon, spec_input, distance=1.0, **options):
    return daemon.jobs.SubmitJob(request(spec_input, distance, **options), timeout=DEADLINE)


def get(daemon, name):
    return daemon.jobs.GetJob(jobs_pb2.GetJobRequest(name=name), timeout=DEADLINE)


def cancel(daemon, name):
    return daemon.jobs.CancelJob(jobs_pb2.CancelJobRequest(name=name), timeout=DEADLINE)


def delete(daemon, name):
    return daemon.jobs.DeleteJob(jobs_pb2.DeleteJobRequest(name=name), timeout=DEADLINE)


def watch(daemon, name, **start):
    """The events of a job until the stream ends."""
    return daemon.jobs.WatchJob(jobs_pb2.WatchJobRequest(name=name, **start), timeout=DEADLINE)


def wait(daemon, name):
    """Follows the job to its end and gives it as it is then."""
    job = None
    for event in watch(daemon, name):
        if event.WhichOneof("event") == "job":
            job = event.job
    assert job.state in TERMINAL
    return job


def wait_for_progress(daemon, name):
    """Returns when the job is at work and has done something."""
    for event in watch(daemon, name):
        kind = event.WhichOneof("event")
        if kind == "progress" and event.progress.features_done > 0:
            return
        if kind == "job":
            assert event.job.state not in TERMINAL, "the job ended before it was seen at work"
            if event.job.progress.features_done > 0:
                return


def wait_for_state(daemon, name, state):
    """Returns when the job is in this state."""
    for event in watch(daemon, name):
        if event.WhichOneof("event") == "job" and event.job.state == state:
            return
    raise AssertionError(f"the job was never {job_pb2.JobState.Name(state)}")


def wait_for_stage(daemon, name, stage):
    """Returns when the job does this."""
    for event in watch(daemon, name):
        kind = event.WhichOneof("event")
        progress = event.job.progress if kind == "job" else event.progress
        if progress.stage == stage:
            return
    raise AssertionError(f"the job was never at {job_pb2.Stage.Name(stage)}")


@dataclasses.dataclass
class Result:
    header: jobs_pb2.ReadFeaturesHeader
    features: list
    pieces: int  # How many messages were pieces.


def collect(messages):
    """Puts a stream of ReadFeatures together; checks what the proto promises of each message."""
    result = None
    joined = b""
    next_piece = 0
    ordinal = 0
    for message in messages:
        assert message.ByteSize() <= MAX_MESSAGE_BYTES
        part = message.WhichOneof("part")
        if result is None:
            assert part == "header", "the header comes first"
            result = Result(message.header, [], 0)
            ordinal = message.first_ordinal
            continue
        assert part in ("batch", "piece"), "the header comes once"
        assert message.first_ordinal == ordinal, "rows follow one another"
        if part == "batch":
            assert not joined, "nothing comes between the pieces of a row"
            result.features.extend(message.batch.features)
            ordinal += len(message.batch.features)
            continue
        piece = message.piece
        assert piece.index == next_piece and piece.count >= 2 and piece.data
        joined += piece.data
        next_piece += 1
        result.pieces += 1
        if next_piece == piece.count:
            result.features.append(feature_pb2.Feature.FromString(joined))
            joined, next_piece = b"", 0
            ordinal += 1
    assert not joined, "the last row is whole"
    return result


def read(daemon, name, **resume):
    asked = jobs_pb2.ReadFeaturesRequest(name=name, **resume)
    return collect(daemon.jobs.ReadFeatures(asked, timeout=DEADLINE))


def buffered(daemon, spec_input, distance=1.0, **options):
    """Submits, waits for success, reads."""
    job = wait(daemon, submit(daemon, spec_input, distance, **options).name)
    assert job.state == job_pb2.JOB_STATE_SUCCEEDED, job
    return read(daemon, job.name)


def upload(daemon, submit_request, features):
    """SubmitJobWithFeatures."""
    sent = in_messages(jobs_pb2.SubmitJobWithFeaturesRequest, features, submit=submit_request)
    return daemon.jobs.SubmitJobWithFeatures(sent, timeout=DEADLINE)


def start_endless(daemon, **spec_options):
    """A job that has begun and goes on for minutes; cancel it, or end the daemon."""
    asked = request(rows.inline([]), 0.5, spec_options=spec_options)
    job = upload(daemon, asked, rows.slow_features(2000))
    wait_for_progress(daemon, job.name)
    return job


def error_detail(rpc_error):
    """The one ErrorDetail in the trailer of a refused call."""
    trailer = {item.key: item.value for item in rpc_error.trailing_metadata()}
    status = error_pb2.StatusDetails.FromString(trailer["grpc-status-details-bin"])
    assert status.code == rpc_error.code().value[0]
    assert status.message == rpc_error.details()
    assert len(status.details) == 1
    detail = error_pb2.ErrorDetail()
    assert status.details[0].Unpack(detail)
    return detail


@contextlib.contextmanager
def refused(code, reason, field=None):
    """The calls inside are refused so; gives a list that holds the ErrorDetail afterwards."""
    details = []
    with pytest.raises(grpc.RpcError) as caught:
        yield details
    assert caught.value.code() == code, caught.value
    detail = error_detail(caught.value)
    assert detail.reason == reason, detail
    if field is not None:
        assert detail.field == field, detail
    assert caught.value.details(), "there is a sentence for people"
    details.append(detail)

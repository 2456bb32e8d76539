# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads what an error says, and repeats a submit without making a second job.

Demonstrates: the ErrorDetail in the trailer `grpc-status-details-bin`; which errors are worth
another try, and when; `request_id`. Read buffer_geojson.py first.
"""

import time
import uuid

import grpc
from connect import connect
from geotask.v1 import error_pb2, jobs_pb2, jobs_pb2_grpc

PATIENCE = 120  # Seconds.
NO_ANSWER = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED)


def detail_of(error):
    """The ErrorDetail of a failed call; None when the error comes from the transport."""
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            detail = error_pb2.ErrorDetail()
            error_pb2.StatusDetails.FromString(value).details[0].Unpack(detail)
            return detail
    return None


def patiently(call, request):
    """Makes a call, and again as long as that can help. A request that submits has a request_id."""
    end = time.monotonic() + PATIENCE
    pause = 0.5
    while True:
        try:
            return call(request, timeout=30)
        except grpc.RpcError as error:
            detail = detail_of(error)
            if detail and detail.HasField("retry_delay"):
                wait = detail.retry_delay.ToTimedelta().total_seconds()
            elif detail is None and error.code() in NO_ANSWER:
                wait = pause = min(2 * pause, 10)
            else:
                raise  # The same request would fail again.
            if time.monotonic() + wait > end:
                raise
            reason = detail.reason if detail else error.code().name
            print(f"not now ({reason}); again in {wait} s", flush=True)
            time.sleep(wait)


def main():
    request = jobs_pb2.SubmitJobRequest(request_id=str(uuid.uuid4()))
    request.spec.input.geojson = '{"type": "Point", "coordinates": [7.628, 51.962]}'
    request.spec.buffer.distance = 0.01
    request.spec.buffer.segments = 0
    with connect() as channel:
        jobs = jobs_pb2_grpc.JobsStub(channel)
        try:
            patiently(jobs.SubmitJob, request)
        except grpc.RpcError as error:
            detail = detail_of(error)
            if detail is None:
                raise
            print(f"refused: {error.code().name} {detail.reason}")
            print(f"{detail.field} is {detail.given}; accepted: {detail.accepted}")
            print(f"what to do: {detail.remedy}")

        request.spec.buffer.segments = 8
        first = patiently(jobs.SubmitJob, request)
        again = patiently(jobs.SubmitJob, request)  # As if the first answer had got lost.
    print("one job" if first.name == again.name else "two jobs")


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: GPL-2.0-or-later
"""Buffers a layer of the server, sees its progress come, and cancels the job.

Demonstrates: a layer as input; WatchJob, a stream of events that the server pushes; CancelJob. Read
buffer_geojson.py first. Wants a server that offers QGIS's map of the world:

    geotaskd --source world=/usr/share/qgis/resources/data/world_map.gpkg
"""

from connect import connect
from geotask.v1 import job_pb2, jobs_pb2, jobs_pb2_grpc


def state_of(job):
    return job_pb2.JobState.Name(job.state).replace("JOB_STATE_", "")


def watch(jobs, name, on_progress):
    """Follows a job to its end and returns it as it is then."""
    for event in jobs.WatchJob(jobs_pb2.WatchJobRequest(name=name)):
        kind = event.WhichOneof("event")
        if kind == "job":  # First the job as it is now, then each change of state.
            job = event.job
            print(f"{job.name} {state_of(job)}")
        elif kind == "progress":
            on_progress(event.progress)
        elif kind == "log":
            print(f"log: {event.log.message}")
    return job  # The last event is the job in its final state.


def main():
    request = jobs_pb2.SubmitJobRequest()
    request.spec.input.layer = "data:world/states_provinces"
    request.spec.buffer.distance = 1  # Degrees: the unit of the layer.
    request.spec.buffer.segments = 100  # Much work.
    with connect() as channel:
        jobs = jobs_pb2_grpc.JobsStub(channel)
        job = jobs.SubmitJob(request, timeout=30)
        cancelling = False

        def on_progress(progress):
            nonlocal cancelling
            if progress.HasField("features_total"):  # They are counted once the layer is open.
                print(f"{progress.features_done} of {progress.features_total} rows")
            if progress.features_done > 0 and not cancelling:
                cancelling = True
                jobs.CancelJob(jobs_pb2.CancelJobRequest(name=job.name), timeout=30)

        job = watch(jobs, job.name, on_progress)
    print(f"why: {job.error.reason}")


if __name__ == "__main__":
    main()

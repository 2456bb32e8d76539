# SPDX-License-Identifier: GPL-2.0-or-later
"""Jobs that run an algorithm of QGIS.

    job = run(daemon, "native:centroids", INPUT="data:world/countries")
    assert job.state == job_pb2.JOB_STATE_SUCCEEDED
    rows = calls.read(daemon, job.name)
    result = files(daemon, job, "OUTPUT")   # Where files were asked for.
"""

import time

import grpc
from google.protobuf import json_format, struct_pb2

import support.stubs  # noqa: F401
from geotask.v1 import job_pb2, jobs_pb2, processing_pb2
from support import calls
from support.daemon import DEADLINE, MAX_MESSAGE_BYTES


def request(algorithm, parameters, context=None, spec_options=None, **submit_options):
    """A SubmitJobRequest; `context` holds the other members of Processing."""
    processing = processing_pb2.Processing(
        algorithm=algorithm,
        parameters=json_format.ParseDict(parameters, struct_pb2.Struct()),
        **(context or {}),
    )
    spec = job_pb2.JobSpec(processing=processing, **(spec_options or {}))
    return jobs_pb2.SubmitJobRequest(spec=spec, **submit_options)


def submit(daemon, algorithm, parameters, context=None, **options):
    """Submits, and again while the daemon that has just started does not know its algorithms."""
    end = time.monotonic() + DEADLINE
    while True:
        try:
            asked = request(algorithm, parameters, context, **options)
            return daemon.jobs.SubmitJob(asked, timeout=DEADLINE)
        except grpc.RpcError as error:
            if calls.error_detail(error).reason != "CATALOGUE_NOT_READY":
                raise
        assert time.monotonic() < end, "the algorithms are never known"
        time.sleep(0.2)


def run(daemon, algorithm, parameters=None, context=None, **more_parameters):
    """Submits and gives the job when it has ended, however that is."""
    given = {**(parameters or {}), **more_parameters}
    return calls.wait(daemon, submit(daemon, algorithm, given, context).name)


def done(daemon, algorithm, parameters=None, context=None, **more_parameters):
    """As run(), of a job that must succeed."""
    job = run(daemon, algorithm, parameters, context, **more_parameters)
    assert job.state == job_pb2.JOB_STATE_SUCCEEDED, job
    return job


def output(job, name="OUTPUT"):
    (found,) = [each for each in job.outputs if each.name == name]
    return found


def rows(daemon, job, name="OUTPUT"):
    """The rows of an output: calls.Result."""
    return calls.read(daemon, job.name, output=name)


def value(job, name):
    """A value that the algorithm gave."""
    return json_format.MessageToDict(output(job, name).value)


def file_bytes(daemon, job, name="OUTPUT", path="", offset=0):
    """The content of a file of an output from `offset` on; its FileInfo."""
    asked = jobs_pb2.ReadFileRequest(name=job.name, output=name, path=path, offset=offset)
    info, content = None, b""
    for message in daemon.jobs.ReadFile(asked, timeout=DEADLINE):
        assert message.ByteSize() <= MAX_MESSAGE_BYTES
        if info is None:
            assert message.WhichOneof("part") == "header", "the header comes first"
            info = message.header
        else:
            content += message.data
    return info, content


def files(daemon, job, name="OUTPUT"):
    """{path: content} of all files of an output."""
    return {
        info.path: file_bytes(daemon, job, name, info.path)[1]
        for info in output(job, name).files.files
    }


def log(daemon, job):
    """The lines of a job's log."""
    return [
        event.log.message
        for event in calls.watch(daemon, job.name, replay=True)
        if event.WhichOneof("event") == "log"
    ]

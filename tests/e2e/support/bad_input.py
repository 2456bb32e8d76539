# SPDX-License-Identifier: GPL-2.0-or-later
"""What tests of bad input share: refusals that help, rows in a request, a daemon left as it was.

    from support.bad_input import nothing_left_behind  # noqa: F401

    with helpfully_refused(BAD, "INVALID_CRS", "spec.input.features.schema.crs"):
        daemon.jobs.SubmitJob(submit_of(rows.schema("nowhere"), GOOD_ROW))
"""

import contextlib

import pytest

import support.stubs  # noqa: F401
from geotask.v1 import job_pb2, jobs_pb2
from support import datasets, rows
from support.calls import delete, refused, request, wait
from support.eventually import eventually

GOOD_ROW = rows.feature("POINT (0 0)", 1)


@pytest.fixture(autouse=True)
def nothing_left_behind(daemon):
    """After each test the daemon is well and as empty as before."""
    yield
    assert daemon.serves()
    jobs = [job.name for job in daemon.jobs.ListJobs(jobs_pb2.ListJobsRequest(), timeout=60).jobs]
    uploads = datasets.names(daemon)
    for name in jobs:  # So that they are held against this test alone.
        wait(daemon, name)
        delete(daemon, name)
    for name in uploads:
        datasets.delete(daemon, name)
    assert not jobs and not uploads
    eventually(lambda: not daemon.row_files())


@contextlib.contextmanager
def helpfully_refused(code, reason, field):
    """As calls.refused(); the refusal also names a field and says what to do."""
    with refused(code, reason, field) as details:
        yield details
    assert details[0].field, "a field is named"
    assert details[0].accepted or details[0].remedy, "what to do is said"


def submit_of(schema, *features, **options):
    """A SubmitJobRequest with rows inside."""
    spec_input = job_pb2.Input()
    spec_input.features.schema.CopyFrom(schema)
    spec_input.features.features.extend(features)
    return request(spec_input, **options)

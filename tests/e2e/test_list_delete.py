# SPDX-License-Identifier: GPL-2.0-or-later
"""ListJobs and DeleteJob: pages, filters, and what is gone is gone."""

import grpc
import pytest

from geotask.v1 import job_pb2, jobs_pb2
from support import rows
from support.calls import (
    cancel, delete, get, read, refused, submit, wait, wait_for_progress,
)


def labelled(daemon, count, **labels):
    """Jobs that have ended; their names, oldest first."""
    options = {"labels": labels}
    jobs = [submit(daemon, rows.inline([]), spec_options=options) for _ in range(count)]
    return [wait(daemon, job.name).name for job in jobs]


def pages(daemon, **asked):
    token = ""
    while True:
        answer = daemon.jobs.ListJobs(jobs_pb2.ListJobsRequest(page_token=token, **asked))
        yield [job.name for job in answer.jobs]
        token = answer.next_page_token
        if not token:
            return


def names(daemon, **asked):
    return [name for page in pages(daemon, **asked) for name in page]


def test_jobs_come_newest_first_page_by_page(daemon):
    made = labelled(daemon, 7, test="pages")

    listed = list(pages(daemon, page_size=3, labels={"test": "pages"}))

    assert all(len(page) <= 3 for page in listed)
    assert [name for page in listed for name in page] == list(reversed(made))


def test_new_jobs_do_not_shift_the_pages(daemon):
    made = labelled(daemon, 4, test="shift")
    first = daemon.jobs.ListJobs(
        jobs_pb2.ListJobsRequest(page_size=2, labels={"test": "shift"})
    )
    labelled(daemon, 3, test="shift")

    rest = []
    token = first.next_page_token
    while token:
        answer = daemon.jobs.ListJobs(
            jobs_pb2.ListJobsRequest(page_size=2, labels={"test": "shift"}, page_token=token)
        )
        rest += [job.name for job in answer.jobs]
        token = answer.next_page_token

    assert [job.name for job in first.jobs] + rest == list(reversed(made))


def test_a_list_can_be_narrowed_by_labels(daemon):
    both = labelled(daemon, 1, test="labels", colour="red")
    labelled(daemon, 1, test="labels", colour="blue")

    assert names(daemon, labels={"test": "labels", "colour": "red"}) == both
    assert len(names(daemon, labels={"test": "labels"})) == 2
    assert names(daemon, labels={"test": "nobody"}) == []


def test_a_list_can_be_narrowed_by_states(daemon):
    options = {"labels": {"test": "states"}}
    done = wait(daemon, submit(daemon, rows.inline([]), spec_options=options).name).name
    slow = submit(daemon, rows.slow_input(30), 0.5, spec_options=options).name
    wait_for_progress(daemon, slow)
    mine = {"labels": {"test": "states"}}

    assert names(daemon, states=[job_pb2.JOB_STATE_RUNNING], **mine) == [slow]
    assert names(daemon, states=[job_pb2.JOB_STATE_SUCCEEDED], **mine) == [done]
    cancel(daemon, slow)
    wait(daemon, slow)
    ended = [job_pb2.JOB_STATE_SUCCEEDED, job_pb2.JOB_STATE_CANCELLED]
    assert names(daemon, states=ended, **mine) == [slow, done]


def test_a_page_token_belongs_to_its_filter(daemon):
    labelled(daemon, 3, test="token")
    first = daemon.jobs.ListJobs(
        jobs_pb2.ListJobsRequest(page_size=1, labels={"test": "token"})
    )
    other_filter = jobs_pb2.ListJobsRequest(page_token=first.next_page_token)

    with refused(grpc.StatusCode.INVALID_ARGUMENT, "INVALID_PAGE_TOKEN", "page_token"):
        daemon.jobs.ListJobs(other_filter)
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "INVALID_PAGE_TOKEN", "page_token"):
        daemon.jobs.ListJobs(jobs_pb2.ListJobsRequest(page_token="made up"))


def test_a_negative_page_size_is_refused(daemon):
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "OUT_OF_RANGE", "page_size"):
        daemon.jobs.ListJobs(jobs_pb2.ListJobsRequest(page_size=-1))


def test_a_deleted_job_is_gone_with_its_result(daemon):
    [name] = labelled(daemon, 1, test="delete")

    delete(daemon, name)

    for call in (get, read, cancel, delete):
        with refused(grpc.StatusCode.NOT_FOUND, "JOB_NOT_FOUND", "name"):
            call(daemon, name)
    assert names(daemon, labels={"test": "delete"}) == []


def test_deleting_gives_the_disk_back(daemon):
    before = daemon.spool_bytes()
    job = wait(daemon, submit(daemon, rows.inline(["POINT (0 0)"] * 1000), segments=50).name)
    assert daemon.spool_bytes() > before

    delete(daemon, job.name)

    assert daemon.spool_bytes() == before


def test_deleting_never_cancels(daemon):
    job = submit(daemon, rows.slow_input(30), 0.5)
    wait_for_progress(daemon, job.name)

    with refused(grpc.StatusCode.FAILED_PRECONDITION, "JOB_NOT_FINISHED", "name"):
        delete(daemon, job.name)

    assert get(daemon, job.name).state == job_pb2.JOB_STATE_RUNNING
    cancel(daemon, job.name)
    wait(daemon, job.name)
    delete(daemon, job.name)


def test_an_id_is_free_again_once_its_job_is_deleted(daemon):
    options = {"job_id": "again"}
    for _ in range(2):
        job = wait(daemon, submit(daemon, rows.inline([]), submit_options=options).name)
        delete(daemon, job.name)


def test_a_list_of_an_empty_filter_has_every_job(daemon):
    made = set(labelled(daemon, 2, test="all"))

    assert made <= set(names(daemon))


@pytest.mark.parametrize("page_size", [0, 1000, 100_000])
def test_any_page_size_from_0_on_is_taken(daemon, page_size):
    made = labelled(daemon, 2, test=f"size{page_size}")

    assert names(daemon, page_size=page_size, labels={"test": f"size{page_size}"}) == made[::-1]

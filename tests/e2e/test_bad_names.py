# SPDX-License-Identifier: GPL-2.0-or-later
"""Names of what is none: layers, sources, datasets, jobs, ids, page tokens; each refusal helps."""

import socket

import grpc
import pytest

from geotask.v1 import job_pb2, jobs_pb2, server_pb2
from support import calls, datasets, rows
from support.bad_input import GOOD_ROW, helpfully_refused, submit_of
from support.bad_input import nothing_left_behind  # noqa: F401
from support.calls import delete, layer, refused, submit, upload, wait

BAD = grpc.StatusCode.INVALID_ARGUMENT
MISSING = grpc.StatusCode.NOT_FOUND


@pytest.fixture
def trap():
    """A port of this machine on which nobody should call."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server.getsockname()[1]
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../../etc/passwd",
        "data:/etc/passwd",
        "data:../world/countries",
        "data:world/../../../etc/passwd",
        "data:world",
        "data:",
        "",
        "data:mars/countries",
        "data:world/countries|layername=states_provinces",
        "data:/vsicurl/http://127.0.0.1:{port}/countries.gpkg",
        "/vsicurl/http://127.0.0.1:{port}/countries.gpkg",
        "data:world//vsicurl/http://127.0.0.1:{port}/countries.gpkg",
        "http://127.0.0.1:{port}/countries.gpkg",
        "PG:host=127.0.0.1 port={port}",
    ],
)
def test_what_is_no_layer(daemon, trap, name):
    with pytest.raises(grpc.RpcError) as caught:
        submit(daemon, layer(name.format(port=trap)))

    detail = calls.error_detail(caught.value)
    expected = {
        BAD: {"INVALID_LAYER", "MISSING_FIELD"}, MISSING: {"UNKNOWN_SOURCE", "UNKNOWN_LAYER"},
    }
    assert detail.reason in expected[caught.value.code()]
    assert detail.field == "spec.input.layer" and detail.remedy
    assert "root:" not in caught.value.details()


@pytest.mark.parametrize("name", ["/etc/passwd", "../..", "/vsicurl/http://x/y", "World", "mars"])
def test_what_is_no_source(daemon, name):
    with helpfully_refused(MISSING, "UNKNOWN_SOURCE", "source"):
        daemon.server.GetServerInfo(server_pb2.GetServerInfoRequest(source=name), timeout=60)


@pytest.mark.parametrize(
    "name",
    [
        "", "{kind}", "{kind}/", "/etc/passwd", "{kind}/../../etc/passwd", "{kind}/a/b",
        "{kind}//vsicurl/http://x/y", "other/a", "{kind}/a/.."
    ],
)
def test_what_is_no_name(daemon, name):
    dataset, job = name.format(kind="datasets"), name.format(kind="jobs")

    for call in (datasets.get, datasets.delete):
        with helpfully_refused(BAD, "INVALID_NAME", "name"):
            call(daemon, dataset)
    for call in (calls.get, calls.cancel, calls.delete, calls.read):
        with helpfully_refused(BAD, "INVALID_NAME", "name"):
            call(daemon, job)
    with helpfully_refused(BAD, "INVALID_NAME", "spec.input.dataset"):
        submit(daemon, job_pb2.Input(dataset=dataset))
    with helpfully_refused(BAD, "INVALID_NAME", "spec.input.job"):
        submit(daemon, job_pb2.Input(job=job))


@pytest.mark.parametrize("nobody", ["nobody", "..", "UP", "a" * 64, "a "])
def test_a_name_that_nobody_has(daemon, nobody):
    for call in (datasets.get, datasets.delete):
        with refused(MISSING, "DATASET_NOT_FOUND", "name"):
            call(daemon, f"datasets/{nobody}")
    with helpfully_refused(MISSING, "DATASET_NOT_FOUND", "spec.input.dataset"):
        submit(daemon, job_pb2.Input(dataset=f"datasets/{nobody}"))
    with helpfully_refused(MISSING, "JOB_NOT_FOUND", "spec.input.job"):
        submit(daemon, job_pb2.Input(job=f"jobs/{nobody}"))


@pytest.mark.parametrize("chosen", ["Up", "a b", "../../etc", "-a", "a-", "a" * 64, "ü", "a/b"])
def test_what_is_no_id(daemon, chosen):
    with helpfully_refused(BAD, "INVALID_ID", "header.dataset_id"):
        datasets.upload(daemon, rows.schema(), [], dataset_id=chosen)
    with helpfully_refused(BAD, "INVALID_ID", "job_id"):
        submit(daemon, rows.inline([]), submit_options={"job_id": chosen})


def test_an_id_that_is_taken(daemon):
    taken = wait(daemon, submit(daemon, rows.inline([]), submit_options={"job_id": "taken"}).name)

    with helpfully_refused(grpc.StatusCode.ALREADY_EXISTS, "JOB_EXISTS", "job_id") as details:
        submit(daemon, rows.inline(["POINT (0 0)"]), submit_options={"job_id": "taken"})
    assert details[0].given == "taken"
    with refused(grpc.StatusCode.ALREADY_EXISTS, "JOB_EXISTS", "submit.job_id"):
        upload(daemon, submit_of(rows.schema(), submit_options={"job_id": "taken"}), [GOOD_ROW])

    delete(daemon, taken.name)


def test_a_page_token_of_another_list(daemon):
    labels = {"labels": {"test": "token"}}
    names = [submit(daemon, rows.inline([]), spec_options=labels).name for _ in range(2)]
    uploads = [datasets.upload(daemon, rows.schema(), [], **labels).name for _ in range(2)]
    first_jobs = daemon.jobs.ListJobs(jobs_pb2.ListJobsRequest(page_size=1, **labels))
    first_datasets = datasets.page(daemon, page_size=1, **labels)
    job_token, dataset_token = first_jobs.next_page_token, first_datasets.next_page_token
    assert job_token and dataset_token

    for wrong in (
        {"page_token": job_token, **labels},
        {"page_token": dataset_token},
        {"page_token": dataset_token, "labels": {"test": "other"}},
        {"page_token": dataset_token[:-1], **labels},
        {"page_token": "made up", **labels},
    ):
        with helpfully_refused(BAD, "INVALID_PAGE_TOKEN", "page_token"):
            datasets.page(daemon, **wrong)
    for wrong in (
        {"page_token": dataset_token, **labels},
        {"page_token": job_token},
        {"page_token": job_token, "states": [job_pb2.JOB_STATE_FAILED], **labels},
    ):
        with helpfully_refused(BAD, "INVALID_PAGE_TOKEN", "page_token"):
            daemon.jobs.ListJobs(jobs_pb2.ListJobsRequest(**wrong), timeout=60)

    for name in names:
        wait(daemon, name)
        delete(daemon, name)
    for name in uploads:
        datasets.delete(daemon, name)


def test_a_request_id_that_is_too_long(daemon):
    with refused(BAD, "INVALID_ID", "header.request_id"):
        datasets.upload(daemon, rows.schema(), [], request_id="x" * 129)

# SPDX-License-Identifier: GPL-2.0-or-later
"""Client: the calls of the API, with its messages (geotask/v1/*.proto says what each field means).

    client = Client("127.0.0.1:9090")
    spec = job_pb2.JobSpec()
    spec.input.layer = "data:world/countries"
    spec.buffer.distance = 0.1
    job = client.submit_job(spec)
    for event in client.watch_job(job.name): ...
    for row in client.read_features(job.name): ...

It needs nothing but protobuf and a transport. Most people want `geotask.connect()`, which stands on
it. All members may be called from any thread at once, and block it; what fails raises a GeotaskError.
Calls that can be repeated safely are, after UNAVAILABLE, as RetryPolicy says: all of them.
"""

from __future__ import annotations

import os
import threading
import uuid
from typing import Any, Callable, Iterable, Iterator, List, Mapping, Optional, Sequence, Type
from typing import TypeVar, Union

from google.protobuf import duration_pb2, empty_pb2

from geotask.errors import Cancelled, GeotaskError
from geotask.features import Row, packed
from geotask.files import LocalFile, file_messages, find_files
from geotask.retry import Retry, RetryPolicy
from geotask.streams import Events, FileBytes, Rows
from geotask.transport import Metadata, Request, Tls, Transport, open_transport
from geotask.v1 import algorithms_pb2, datasets_pb2, feature_pb2, job_pb2, jobs_pb2, server_pb2

R = TypeVar("R")

Labels = Mapping[str, str]
# Begins to give the rows: called once an attempt, always from the first row on.
OpenRows = Callable[[], Iterable[Row]]

DEFAULT_ADDRESS = "127.0.0.1:9090"


def default_address() -> str:
    """GEOTASK_SERVER of the environment, as for the command line `geotask`."""
    return os.environ.get("GEOTASK_SERVER") or DEFAULT_ADDRESS


def new_request_id() -> str:
    """Made up for each submit and upload, so that a repeat of it makes nothing twice."""
    return str(uuid.uuid4())


def full_name(kind: str, name: str) -> str:
    """`jobs/ID` from `ID` or `jobs/ID`."""
    return name if name.startswith(f"{kind}/") else f"{kind}/{name}"


class Client:
    def __init__(
        self,
        address: Optional[str] = None,
        *,
        prefer: Optional[str] = None,
        tls: Union[Tls, bool, None] = None,
        metadata: Optional[Metadata] = None,
        retry: Optional[RetryPolicy] = None,
        transport: Optional[Transport] = None,
    ) -> None:
        """As geotask.transport.open_transport(). Does not connect yet: the first call does."""
        self.address = address or default_address()
        self.policy = retry or RetryPolicy()
        self.transport = transport or open_transport(
            self.address, prefer=prefer, tls=tls, metadata=metadata
        )
        self._closed = threading.Event()

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends all calls. Jobs go on, unless submitted with `cancel_on_disconnect`."""
        self._closed.set()
        self.transport.close()

    # ---- Server and algorithms ----

    def get_server_info(self, source: str = "") -> server_pb2.ServerInfo:
        """Versions, limits and sources; with a name, that source alone."""
        request = server_pb2.GetServerInfoRequest(source=source)
        return self._unary("Server/GetServerInfo", request, server_pb2.ServerInfo)

    def list_algorithms(
        self,
        search: str = "",
        *,
        provider: str = "",
        group: str = "",
        tags: Sequence[str] = (),
        show_all: bool = False,
    ) -> List[algorithms_pb2.Algorithm]:
        """The algorithms that match, by id, without parameters, outputs and help."""
        request = algorithms_pb2.ListAlgorithmsRequest(
            search=search, provider=provider, group=group, tags=tags, show_all=show_all,
            page_size=1000,
        )
        answer = algorithms_pb2.ListAlgorithmsResponse
        pages = self._pages("Algorithms/ListAlgorithms", request, answer)
        return [algorithm for page in pages for algorithm in page.algorithms]

    def get_algorithm(self, name: str) -> algorithms_pb2.Algorithm:
        """One, whole: `native:buffer` or `algorithms/native:buffer`."""
        request = algorithms_pb2.GetAlgorithmRequest(name=full_name("algorithms", name))
        return self._unary("Algorithms/GetAlgorithm", request, algorithms_pb2.Algorithm)

    # ---- Submitting ----

    def submit_job(
        self,
        spec: job_pb2.JobSpec,
        *,
        job_id: str = "",
        request_id: Optional[str] = None,
        validate_only: bool = False,
    ) -> job_pb2.Job:
        request = _submit(spec, job_id, request_id, validate_only)
        return self._unary("Jobs/SubmitJob", request, job_pb2.Job)

    def submit_job_with_features(
        self,
        spec: job_pb2.JobSpec,
        rows: Union[OpenRows, Sequence[Row]],
        *,
        job_id: str = "",
        request_id: Optional[str] = None,
        validate_only: bool = False,
    ) -> job_pb2.Job:
        """`spec.input.features.schema` is set and holds no rows: these come from `rows`."""
        submit = _submit(spec, job_id, request_id, validate_only)
        first = jobs_pb2.SubmitJobWithFeaturesRequest(submit=submit)
        return self._upload("Jobs/SubmitJobWithFeatures", first, _packing(rows), job_pb2.Job)

    # ---- Datasets ----

    def upload_rows(
        self,
        schema: feature_pb2.Schema,
        rows: Union[OpenRows, Sequence[Row]],
        *,
        dataset_id: str = "",
        request_id: Optional[str] = None,
        labels: Optional[Labels] = None,
        ttl: Optional[float] = None,
    ) -> datasets_pb2.Dataset:
        """Uploads rows to be the input of any number of jobs. `ttl` in seconds."""
        header = _header(dataset_id, request_id, labels, ttl)
        header.schema.CopyFrom(schema)
        first = datasets_pb2.UploadDatasetRequest(header=header)
        answer = datasets_pb2.Dataset
        return self._upload("Datasets/UploadDataset", first, _packing(rows), answer)

    def upload_files(
        self,
        paths: Union[str, "os.PathLike[str]", Sequence[Union[str, "os.PathLike[str]", LocalFile]]],
        *,
        dataset_id: str = "",
        request_id: Optional[str] = None,
        labels: Optional[Labels] = None,
        ttl: Optional[float] = None,
        sent: Optional[Callable[[int], None]] = None,
    ) -> datasets_pb2.Dataset:
        """Uploads files to be inputs of algorithms, the one to be read first.

        A file brings those that belong to it (`roads.shp` its `roads.dbf`), a folder all that it
        holds. `sent` is told how many bytes have been sent so far, on another thread; what it
        raises ends the upload.
        """
        files = find_files(paths)
        header = _header(dataset_id, request_id, labels, ttl)
        header.files.SetInParent()
        first = datasets_pb2.UploadDatasetRequest(header=header)
        answer = datasets_pb2.Dataset
        return self._upload(
            "Datasets/UploadDataset", first, lambda: file_messages(files, sent), answer
        )

    def get_dataset(self, name: str) -> datasets_pb2.Dataset:
        request = datasets_pb2.GetDatasetRequest(name=full_name("datasets", name))
        return self._unary("Datasets/GetDataset", request, datasets_pb2.Dataset)

    def list_datasets(self, *, labels: Optional[Labels] = None) -> Iterator[datasets_pb2.Dataset]:
        """Newest first; page after page is fetched as they are taken."""
        request = datasets_pb2.ListDatasetsRequest(labels=labels or {})
        answer = datasets_pb2.ListDatasetsResponse
        for page in self._pages("Datasets/ListDatasets", request, answer):
            yield from page.datasets

    def delete_dataset(self, name: str) -> None:
        request = datasets_pb2.DeleteDatasetRequest(name=full_name("datasets", name))
        self._unary("Datasets/DeleteDataset", request, empty_pb2.Empty)

    # ---- Jobs, by name: `jobs/ID` or ID ----

    def get_job(self, name: str) -> job_pb2.Job:
        request = jobs_pb2.GetJobRequest(name=full_name("jobs", name))
        return self._unary("Jobs/GetJob", request, job_pb2.Job)

    def list_jobs(
        self, *, states: Sequence[int] = (), labels: Optional[Labels] = None, page_size: int = 0
    ) -> Iterator[job_pb2.Job]:
        """Newest first; page after page is fetched as they are taken."""
        request = jobs_pb2.ListJobsRequest(labels=labels or {}, page_size=page_size)
        request.states.extend(states)  # type: ignore[arg-type]
        for page in self._pages("Jobs/ListJobs", request, jobs_pb2.ListJobsResponse):
            yield from page.jobs

    def watch_job(
        self, name: str, *, replay: bool = False, after_sequence: Optional[int] = None
    ) -> Events:
        """The events of a job until it has ended; see streams.Events."""
        request = jobs_pb2.WatchJobRequest(name=full_name("jobs", name))
        if after_sequence is not None:
            request.after_sequence = after_sequence
        elif replay:
            request.replay = True
        return Events(self.policy, self._streaming("Jobs/WatchJob", jobs_pb2.JobEvent), request)

    def cancel_job(self, name: str) -> job_pb2.Job:
        request = jobs_pb2.CancelJobRequest(name=full_name("jobs", name))
        return self._unary("Jobs/CancelJob", request, job_pb2.Job)

    def delete_job(self, name: str) -> None:
        request = jobs_pb2.DeleteJobRequest(name=full_name("jobs", name))
        self._unary("Jobs/DeleteJob", request, empty_pb2.Empty)

    # ---- Results ----

    def read_features(self, name: str, output: str = "", *, start_ordinal: int = 0) -> Rows:
        """The rows of a job; one at work is followed to its end. See streams.Rows."""
        request = jobs_pb2.ReadFeaturesRequest(
            name=full_name("jobs", name), output=output, start_ordinal=start_ordinal
        )
        call = self._streaming("Jobs/ReadFeatures", jobs_pb2.ReadFeaturesResponse)
        return Rows(self.policy, call, request)

    def read_file(self, name: str, output: str = "", path: str = "", *, offset: int = 0) -> FileBytes:
        """The bytes of a file that a job has made. See streams.FileBytes."""
        request = jobs_pb2.ReadFileRequest(
            name=full_name("jobs", name), output=output, path=path, offset=offset
        )
        call = self._streaming("Jobs/ReadFile", jobs_pb2.ReadFileResponse)
        return FileBytes(self.policy, call, request)

    # ---- What they stand on ----

    def _retrying(self, call: Callable[[], R]) -> R:
        retry = Retry(self.policy)
        while True:
            try:
                return call()
            except GeotaskError as error:
                if self._closed.is_set():
                    raise Cancelled("The connection was closed.", reason="STOPPED") from None
                wait = retry.next(error)
                if wait is None:
                    raise
                if self._closed.wait(wait):
                    raise Cancelled("The connection was closed.", reason="STOPPED") from None

    def _unary(self, method: str, request: Request, answer: Type[R]) -> R:
        deadline = self.policy.call_deadline
        path = f"/geotask.v1.{method}"
        return self._retrying(
            lambda: self.transport.unary(path, request, answer, timeout=deadline)
        )

    def _upload(
        self, method: str, first: Request, rest: Callable[[], Iterable[Request]], answer: Type[R]
    ) -> R:
        def messages() -> Iterator[Request]:
            yield first
            yield from rest()

        path = f"/geotask.v1.{method}"
        return self._retrying(lambda: self.transport.client_stream(path, messages(), answer))

    def _streaming(self, method: str, answer: Type[R]) -> Callable[[Request], Any]:
        path = f"/geotask.v1.{method}"
        return lambda request: self.transport.server_stream(path, request, answer)

    def _pages(self, method: str, request: Any, answer: Type[R]) -> Iterator[R]:
        while True:
            page: Any = self._unary(method, request, answer)
            yield page
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token


def _submit(
    spec: job_pb2.JobSpec, job_id: str, request_id: Optional[str], validate_only: bool
) -> jobs_pb2.SubmitJobRequest:
    return jobs_pb2.SubmitJobRequest(
        spec=spec, job_id=job_id, request_id=request_id or new_request_id(),
        validate_only=validate_only,
    )


def _header(
    dataset_id: str, request_id: Optional[str], labels: Optional[Labels], ttl: Optional[float]
) -> datasets_pb2.UploadDatasetHeader:
    header = datasets_pb2.UploadDatasetHeader(
        dataset_id=dataset_id, request_id=request_id or new_request_id(), labels=labels or {}
    )
    if ttl is not None:
        header.ttl.CopyFrom(duration(ttl))
    return header


def duration(seconds: float) -> duration_pb2.Duration:
    """Seconds as a message."""
    message = duration_pb2.Duration()
    message.FromNanoseconds(round(seconds * 1e9))
    return message


def _packing(rows: Union[OpenRows, Sequence[Row]]) -> Callable[[], Iterable[Request]]:
    return lambda: packed(rows() if callable(rows) else rows)

# SPDX-License-Identifier: GPL-2.0-or-later
"""Connection: what people work with.

    with geotask.connect("127.0.0.1:9090") as server:
        near = server.buffer(roads, 500, unit="metres")
        centroids = server.run("native:centroids", INPUT=parcels)
        job = server.submit("native:dissolve", INPUT="data:world/countries")
        job.result(timeout=60)

All members may be called from any thread at once.
"""

from __future__ import annotations

import contextlib
import functools
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple

from google.protobuf import json_format

from geotask.catalogue import Algorithm, AlgorithmList
from geotask.buffering import Distance, input_of, prepare
from geotask.client import Client, duration
from geotask.dataset import Dataset
from geotask.errors import GeotaskError, InvalidArgument
from geotask.files import PathLike, find_files
from geotask.geo.crs import crs_text
from geotask.geo.layer import Layer, layer_of
from geotask.geo.table import Table
from geotask.job import Job
from geotask.parameters import Preparation
from geotask.bars import shown, wait_for
from geotask.results import Dress, convert, dressing
from geotask.v1 import job_pb2, processing_pb2, server_pb2


class Connection:
    """`client` makes the calls: geotask.client.Client."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends all calls. Jobs that were submitted go on."""
        self.client.close()

    def __repr__(self) -> str:
        return f"<geotask {self.client.address}>"

    # ---- Buffer ----

    def buffer(
        self,
        /,
        data: Any,
        distance: Distance,
        *,
        unit: Optional[str] = None,
        crs: Any = None,
        kind: Optional[str] = None,
        progress: Optional[bool] = None,
        timeout: Optional[float] = None,
        **options: Any,
    ) -> Any:
        """The area within a distance of each feature, in the kind of `data`.

        data: GeoDataFrame, GeoSeries, shapely geometries, GeoJSON-like dict, WKB, a path, or what
        the server has (`data:SOURCE/LAYER`, a Job, a Dataset). Attributes stay here and are put back.
        distance: a number, the name of a field, or one number a row.
        unit: `metres` (true ones on the ellipsoid), `km`, `feet`, `miles`; `degrees` or `layer` for
        the unit of the coordinates. Data in degrees without a unit is refused.
        crs: that of data which does not say. kind: see geotask.geo.output. progress: whether to show
        a bar; by default in notebooks. timeout: seconds until the job is cancelled: TimeoutError.
        Further: segments, cap_style (`round`, `flat`, `square`), join_style (`round`, `mitre`,
        `bevel`), mitre_limit, side (`left`, `right`), dissolve, separate_disjoint, output_crs; and
        priority, labels.
        """
        job, shape = self.begin_buffer(data, distance, unit=unit, crs=crs, kind=kind, **options)
        with passing(job):
            if timeout is not None or shown(progress):
                wait_for(job, progress, timeout)
            return shape(rows_of(job))

    def begin_buffer(
        self,
        /,
        data: Any,
        distance: Distance,
        *,
        unit: Optional[str] = None,
        crs: Any = None,
        kind: Optional[str] = None,
        **options: Any,
    ) -> Tuple[Job, Dress]:
        """The job of a buffer(), and what makes its result of the rows; the attributes stay here."""
        source = input_of(data, crs)
        shape = dressing(kind, source.dressed if isinstance(source, Layer) else None)
        job = self._submit_buffer(
            source, distance, unit=unit, at_home=True, cancel_on_disconnect=True, **options
        )
        return job, shape

    def submit_buffer(
        self,
        /,
        data: Any,
        distance: Distance,
        *,
        unit: Optional[str] = None,
        crs: Any = None,
        **options: Any,
    ) -> Job:
        """As buffer(), without waiting. Attributes are sent too, so that the result can be fetched
        from anywhere. Further options: job_id, request_id, ttl, cancel_on_disconnect."""
        source = input_of(data, crs)
        job = self._submit_buffer(source, distance, unit=unit, at_home=False, **options)
        if isinstance(source, Layer):
            job._convert = functools.partial(convert, dress=source.labelled)
        return job

    def _submit_buffer(
        self, source: Any, distance: Distance, *, job_id: str = "", request_id: Optional[str] = None,
        **options: Any,
    ) -> Job:
        treatment = {key: options.pop(key) for key in list(options) if key in _TREATMENT}
        unknown = set(options) - _BUFFER_OPTIONS
        if unknown:
            raise TypeError(f"buffer() takes no {', '.join(sorted(unknown))}")
        spec, table = prepare(self.client, source, distance, **options)
        _treat(spec, **treatment)
        if table is None:
            message = self.client.submit_job(spec, job_id=job_id, request_id=request_id)
        else:
            message = self.client.submit_job_with_features(
                spec, table.rows, job_id=job_id, request_id=request_id
            )
        return Job(self.client, message)

    # ---- Any algorithm ----

    def run(
        self,
        algorithm: str,
        parameters: Optional[Mapping[str, Any]] = None,
        /,
        *,
        kind: Optional[str] = None,
        folder: Optional[PathLike] = None,
        progress: Optional[bool] = None,
        timeout: Optional[float] = None,
        **named: Any,
    ) -> Any:
        """Runs an algorithm of QGIS with the parameters that QGIS takes, and gives what it made.

            server.run("native:clip", INPUT=roads, OVERLAY="border.gpkg")
            server.run("native:slope", INPUT="dem.tif", OUTPUT="slope.tif")

        Layers are what buffer() takes; paths are uploaded with what belongs to them. An output that
        is a path is fetched there. One output is given as it is, several as a dict by name; rows in
        the kind of the first layer that went in, or in `kind`; other files in `folder`, a temporary
        one by default, as pathlib.Path.
        Options: as of submit().
        """
        job = self.submit(algorithm, parameters, cancel_on_disconnect=True, **named)
        with passing(job):
            wait_for(job, progress, timeout)
            return job.result(kind=kind, folder=folder)

    def submit(
        self,
        algorithm: str,
        parameters: Optional[Mapping[str, Any]] = None,
        /,
        *,
        invalid_features: Optional[str] = None,
        project_crs: Any = None,
        ellipsoid: str = "",
        distance_unit: str = "",
        area_unit: str = "",
        project: Optional[PathLike] = None,
        priority: int = 0,
        labels: Optional[Mapping[str, str]] = None,
        ttl: Optional[float] = None,
        cancel_on_disconnect: bool = False,
        job_id: str = "",
        request_id: Optional[str] = None,
        **named: Any,
    ) -> Job:
        """As run(), without waiting.

        invalid_features: `abort`, `skip` or `ignore` those whose geometry is not valid. project_crs,
        ellipsoid, distance_unit, area_unit, project (a file or a reference): the context of QGIS.
        priority: from -10 to 10, more is sooner. ttl: seconds that the result is kept.
        """
        definition = self.client.get_algorithm(algorithm)
        spec = job_pb2.JobSpec()
        _treat(
            spec, priority=priority, labels=labels, ttl=ttl, cancel_on_disconnect=cancel_on_disconnect
        )
        processing = spec.processing
        processing.algorithm = algorithm
        processing.ellipsoid = ellipsoid
        processing.distance_unit, processing.area_unit = distance_unit, area_unit
        processing.project_crs = crs_text(project_crs)
        processing.invalid_features = _invalid_features(invalid_features)  # type: ignore[assignment]
        with Preparation(self.client, definition) as prepared:
            prepared.add({**(parameters or {}), **named})
            if project is not None:
                processing.project = prepared.reference_to_file(str(project))
            json_format.ParseDict(prepared.parameters, processing.parameters)
            message = self.client.submit_job(spec, job_id=job_id, request_id=request_id)
        dress = prepared.dress if prepared.first is not None else None
        made = functools.partial(convert, places=prepared.places, dress=dress)
        return Job(self.client, message, made)

    def map(
        self,
        algorithm: str,
        parameters: Iterable[Mapping[str, Any]],
        /,
        *,
        timeout: Optional[float] = None,
        **common: Any,
    ) -> Iterator[Any]:
        """Runs an algorithm once for each of `parameters`, all at once, and gives the results in
        their order. What has not ended is cancelled when one fails or the iterator is closed.

            server.map("native:buffer", [{"INPUT": each} for each in layers], DISTANCE=10)
        """
        jobs: List[Job] = []
        try:
            for each in parameters:
                jobs.append(self.submit(algorithm, each, cancel_on_disconnect=True, **common))
        except BaseException:
            _cancel_all(jobs)
            raise
        return _results_of(jobs, timeout)

    def algorithms(self, /, search: str = "", **filters: Any) -> AlgorithmList:
        """Those that match: `search` words; provider, group, tags, show_all."""
        return AlgorithmList(
            [Algorithm(each) for each in self.client.list_algorithms(search, **filters)]
        )

    def algorithm(self, name: str) -> Algorithm:
        """One, with its parameters and help."""
        return Algorithm(self.client.get_algorithm(name))

    # ---- Jobs and datasets ----

    def job(self, name: str) -> Job:
        """A job that was submitted before, from wherever: `ID` or `jobs/ID`."""
        return Job(self.client, self.client.get_job(name))

    def jobs(
        self, *, states: Sequence[str] = (), labels: Optional[Mapping[str, str]] = None
    ) -> Iterator[Job]:
        """My jobs, newest first; only those in one of these states, and with these labels."""
        numbers = [job_pb2.JobState.Value(f"JOB_STATE_{state.upper()}") for state in states]
        for message in self.client.list_jobs(states=numbers, labels=labels):
            yield Job(self.client, message)

    def upload(self, /, data: Any, *, crs: Any = None, **options: Any) -> Dataset:
        """Uploads rows or files to use them in any number of jobs: `with server.upload(...) as d:`.

        data: as of buffer(), or paths: a file brings those that belong to it. dataset_id, labels,
        ttl (seconds), request_id.
        """
        layer = layer_of(data, crs)
        if layer is not None:
            table = layer.table()
            return Dataset(
                self.client, self.client.upload_rows(table.schema(), table.rows, **options)
            )
        find_files(data)  # A mistake is told before anything is sent.
        return Dataset(self.client, self.client.upload_files(data, **options))

    def dataset(self, name: str) -> Dataset:
        return Dataset(self.client, self.client.get_dataset(name))

    def datasets(self, *, labels: Optional[Mapping[str, str]] = None) -> Iterator[Dataset]:
        """My datasets, newest first."""
        for message in self.client.list_datasets(labels=labels):
            yield Dataset(self.client, message)

    # ---- Server ----

    def info(self) -> server_pb2.ServerInfo:
        """Versions, limits and sources."""
        return self.client.get_server_info()

    def sources(self) -> Dict[str, List[str]]:
        """What the server has by itself: the layers and rasters of each source, as references."""
        return {
            source.name: [
                f"data:{source.name}/{each.name}" for each in [*source.layers, *source.rasters]
            ]
            for source in self.info().sources
        }


@contextlib.contextmanager
def passing(job: Job) -> Iterator[None]:
    """A job that is only a means: cancelled when something is raised inside, deleted after it."""
    try:
        yield
    except BaseException:
        with contextlib.suppress(GeotaskError):
            job.cancel()
        raise
    with contextlib.suppress(GeotaskError):
        job.delete()


def rows_of(job: Job) -> Table:
    """The rows of a job, read as they are made; JobFailed or JobCancelled when it ends so."""
    try:
        return Table.read(job.client.read_features(job.name))
    except GeotaskError:
        failure = job.exception()
        if failure is not None:
            raise failure from None
        raise


_TREATMENT = {"priority", "labels", "ttl", "cancel_on_disconnect"}
_BUFFER_OPTIONS = {
    "unit", "at_home", "output_crs", "segments", "cap_style", "join_style", "mitre_limit", "side",
    "dissolve", "separate_disjoint",
}


def _treat(
    spec: job_pb2.JobSpec,
    priority: int = 0,
    labels: Optional[Mapping[str, str]] = None,
    ttl: Optional[float] = None,
    cancel_on_disconnect: bool = False,
) -> None:
    spec.priority = priority
    spec.labels.update(labels or {})
    spec.cancel_on_disconnect = cancel_on_disconnect
    if ttl is not None:
        spec.ttl.CopyFrom(duration(ttl))


def _invalid_features(word: Optional[str]) -> int:
    if word is None:
        return 0
    enum: Any = processing_pb2.Processing.InvalidFeatures
    name = f"INVALID_FEATURES_{word.upper()}"
    if name in enum.keys() and word.lower() != "unspecified":
        return int(enum.Value(name))
    raise InvalidArgument(
        f"Invalid features cannot be treated so: {word!r}.", reason="INVALID_ARGUMENT",
        field="invalid_features", given=word, accepted="abort, skip, ignore",
        remedy="Give one of these.",
    )


def _cancel_all(jobs: Iterable[Job]) -> None:
    for job in jobs:
        with contextlib.suppress(GeotaskError):
            job.cancel()


def _results_of(jobs: List[Job], timeout: Optional[float]) -> Iterator[Any]:
    try:
        while jobs:
            made = jobs[0].result(timeout)
            with contextlib.suppress(GeotaskError):
                jobs.pop(0).delete()
            yield made
    finally:
        _cancel_all(jobs)

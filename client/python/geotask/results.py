# SPDX-License-Identifier: GPL-2.0-or-later
"""What a job has made, as Python has it: rows in a kind, files in a folder, values as values."""

from __future__ import annotations

import pathlib
import tempfile
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterator, Mapping, Optional, Union

from google.protobuf import json_format

from geotask.files import PathLike, safe_place, save
from geotask.geo.output import check_kind, default_kind, in_kind
from geotask.geo.table import Builder, Table
from geotask.v1 import job_pb2

if TYPE_CHECKING:
    from geotask.job import Job

# Makes of rows what the caller gets.
Dress = Callable[[Table], Any]


def convert(
    job: Job,
    *,
    kind: Optional[str] = None,
    folder: Optional[PathLike] = None,
    places: Optional[Mapping[str, pathlib.Path]] = None,
    dress: Optional[Dress] = None,
) -> Any:
    """One output: that; several: a dict by name. `dress` makes the rows when no `kind` is given."""
    made = results(job, kind=kind, folder=folder, places=places, dress=dress)
    return next(iter(made.values())) if len(made) == 1 else made


def results(
    job: Job,
    *,
    kind: Optional[str] = None,
    folder: Optional[PathLike] = None,
    places: Optional[Mapping[str, pathlib.Path]] = None,
    dress: Optional[Dress] = None,
) -> Dict[str, Any]:
    """All outputs of a job that has SUCCEEDED, by name."""
    made: Dict[str, Any] = {}
    shape = dressing(kind, dress)
    below = pathlib.Path(folder) if folder is not None else None
    for output in job.message.outputs:
        content = output.WhichOneof("kind")
        if content == "features":
            made[output.name] = shape(Table.read(job.client.read_features(job.name, output.name)))
        elif content == "files":
            if below is None and output.name not in (places or {}):
                below = pathlib.Path(tempfile.mkdtemp(prefix=f"geotask-{job.id}-"))
            made[output.name] = fetch(job, output, below, (places or {}).get(output.name))
        else:
            made[output.name] = json_format.MessageToDict(output.value)
    return made


def dressing(kind: Optional[str], dress: Optional[Dress] = None) -> Dress:
    if kind is None and dress is not None:
        return dress
    wanted = check_kind(kind) if kind else default_kind()
    return lambda table: in_kind(table, wanted)


class Batches(Iterator[Any]):
    """The rows of a job as they are made, many at a time. cancel() ends it from any thread."""

    def __init__(self, job: Job, output: str = "", *, kind: Optional[str] = None) -> None:
        self._shape = dressing(kind)
        self._rows = job.client.read_features(job.name, output)
        self._builder = Builder(self._rows.schema)

    def __next__(self) -> Any:
        self._builder.add(self._rows.next_batch())
        return self._shape(self._builder.table())

    def cancel(self) -> None:
        self._rows.cancel()


def fetch(
    job: Job,
    output: job_pb2.Output,
    folder: Optional[pathlib.Path],
    place: Optional[pathlib.Path] = None,
) -> Union[pathlib.Path, None]:
    """Fetches the files of an output and gives the main one, or the folder that they make.

    They go below `folder` under the names that they have; or the main one to `place`, and those
    that belong to it beside it, named alike.
    """
    files = output.files
    root = place if place is not None else (folder or pathlib.Path())
    if files.folder and place is None:
        root = root / output.name
    if files.folder:
        root.mkdir(parents=True, exist_ok=True)
    main: Optional[pathlib.Path] = None
    for info in files.files:
        if place is not None and not files.folder:
            target = _beside(place, files.files[0].path, info.path)
        else:
            target = safe_place(root, info.path)
        save(job.client.read_file(job.name, output.name, info.path), target)
        main = main or target
    return root if files.folder else main


def _beside(place: pathlib.Path, main: str, path: str) -> pathlib.Path:
    """Where a file of an output goes whose main one goes to `place`."""
    if path == main:
        return place
    stem = pathlib.PurePosixPath(main).stem
    name = pathlib.PurePosixPath(path).name
    if name.startswith(pathlib.PurePosixPath(main).name):
        return safe_place(place.parent, place.name + name[len(pathlib.PurePosixPath(main).name) :])
    if name.startswith(stem + "."):
        return safe_place(place.parent, place.stem + name[len(stem) :])
    return safe_place(place.parent, name)

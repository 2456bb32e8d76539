# SPDX-License-Identifier: GPL-2.0-or-later
"""Files on their way: which belong to an upload, and where those of a result are put.

    find_files("roads.shp")      # roads.shp, roads.dbf, roads.prj, roads.shx
    find_files("survey/")        # all files below the folder
"""

from __future__ import annotations

import dataclasses
import os
import pathlib
from typing import Callable, Dict, Iterator, List, Optional, Sequence, Set, Union

from geotask.errors import GeotaskError, InvalidArgument
from geotask.features import BATCH_BYTES
from geotask.v1 import datasets_pb2, file_pb2

PathLike = Union[str, "os.PathLike[str]"]


@dataclasses.dataclass(frozen=True)
class LocalFile:
    """A file on this machine, and its path in the dataset, with `/`."""

    place: pathlib.Path
    path: str


# Formats of several files: those of the same stem go along.
_FAMILIES: Dict[str, Set[str]] = {
    ".shp": {".shx", ".dbf", ".prj", ".cpg", ".qpj", ".qix", ".sbn", ".sbx", ".qmd"},
    ".tab": {".dat", ".map", ".id", ".ind"},
    ".mif": {".mid"},
    ".gml": {".gfs", ".xsd"},
    ".csv": {".csvt", ".prj", ".vrt"},
    ".dbf": {".cpg"},
    ".bil": {".hdr", ".prj", ".blw", ".stx", ".clr"},
    ".img": {".ige", ".rrd", ".hdr"},
    ".adf": {".prj"},
}
# What may lie beside a file of any format: georeference, CRS, style, metadata.
_ANY = {".prj", ".qml", ".qmd", ".wld", ".tfw", ".tifw", ".pgw", ".jgw", ".jpgw", ".pngw", ".hdr"}
# What may be appended to its whole name.
_APPENDED = (".aux.xml", ".ovr", ".msk", ".xml")


def find_files(
    paths: Union[PathLike, LocalFile, Sequence[Union[PathLike, LocalFile]]]
) -> List[LocalFile]:
    """The files to upload, the one to be read first. Raises InvalidArgument when there are none."""
    several = isinstance(paths, Sequence) and not isinstance(paths, str)
    given: Sequence[Union[PathLike, LocalFile]] = paths if several else [paths]  # type: ignore
    found: List[LocalFile] = []
    for each in given:
        for file in [each] if isinstance(each, LocalFile) else _bundle(pathlib.Path(each)):
            if all(file.path != known.path for known in found):
                found.append(file)
    if not found:
        raise _mistake(f"There are no files in {paths!r}.")
    return found


def _mistake(message: str) -> InvalidArgument:
    return InvalidArgument(
        message, reason="INVALID_INPUT",
        remedy="Name a file, or a folder with files, that is there.",
    )


def _bundle(place: pathlib.Path) -> List[LocalFile]:
    if place.is_dir():
        below = sorted(file for file in place.rglob("*") if file.is_file())
        return [LocalFile(file, file.relative_to(place).as_posix()) for file in below]
    if not place.is_file():
        raise _mistake(f"There is no file {place}.")
    others = sorted(other for other in place.parent.iterdir() if _belongs(other, place))
    return [LocalFile(file, file.name) for file in [place, *others]]


def _belongs(other: pathlib.Path, main: pathlib.Path) -> bool:
    if other == main or not other.is_file():
        return False
    if any(other.name == main.name + end for end in _APPENDED):
        return True
    suffix = other.suffix.lower()
    if other.name == f"{main.stem}.aux.xml":
        return True
    family = _FAMILIES.get(main.suffix.lower(), set()) | _ANY
    return other.stem == main.stem and suffix in family


def file_messages(
    files: Sequence[LocalFile], sent: Optional[Callable[[int], None]] = None
) -> Iterator[datasets_pb2.UploadDatasetRequest]:
    """All messages that follow the header of an upload of files."""
    total = 0
    for file in files:
        yield datasets_pb2.UploadDatasetRequest(file=file_pb2.FileStart(path=file.path))
        with open(file.place, "rb") as source:
            while True:
                data = source.read(BATCH_BYTES)
                if not data:
                    break
                yield datasets_pb2.UploadDatasetRequest(file_data=data)
                total += len(data)
                if sent is not None:
                    sent(total)
    end = file_pb2.FilesEnd(file_count=len(files))
    yield datasets_pb2.UploadDatasetRequest(files_end=end)


def safe_place(folder: pathlib.Path, path: str) -> pathlib.Path:
    """Where the file `path` of an output goes below `folder`; never outside it."""
    parts = pathlib.PurePosixPath(path).parts
    windows = pathlib.PureWindowsPath(path)
    if not parts or ".." in parts or path.startswith("/") or windows.drive or "\\" in path:
        raise GeotaskError(
            f"The server gave a file a path that leads elsewhere: {path!r}.",
            code="INTERNAL", reason="INVALID_PATH",
        )
    return folder.joinpath(*parts)


def save(data: Iterator[bytes], place: pathlib.Path) -> pathlib.Path:
    """Writes what comes to a file, which is there only once it is whole."""
    place.parent.mkdir(parents=True, exist_ok=True)
    partial = place.with_name(place.name + ".part")
    try:
        with open(partial, "wb") as target:
            for piece in data:
                target.write(piece)
        os.replace(partial, place)
    finally:
        partial.unlink(missing_ok=True)
    return place

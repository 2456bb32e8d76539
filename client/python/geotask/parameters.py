# SPDX-License-Identifier: GPL-2.0-or-later
"""Parameters of an algorithm from Python values: layers and files are uploaded, the rest is put as the
API has it.

    with Preparation(client, client.get_algorithm("native:clip")) as prepared:
        prepared.add({"INPUT": frame, "OVERLAY": "border.gpkg", "OUTPUT": "clipped.fgb"})
        client.submit_job(... prepared.parameters ...)      # what was uploaded is deleted after it
"""

from __future__ import annotations

import base64
import contextlib
import datetime
import difflib
import enum
import math
import os
import pathlib
import warnings
from typing import Any, Dict, List, Mapping, Optional

from geotask.client import Client
from geotask.dataset import Dataset
from geotask.errors import GeotaskError, InvalidArgument
from geotask.geo.crs import crs_text
from geotask.geo.layer import Layer, layer_of
from geotask.geo.table import Table
from geotask.job import Job
from geotask.references import is_reference
from geotask.v1 import algorithms_pb2

# Whole numbers beyond it travel as text.
_EXACT = 2**53
_NOWHERE = ("", "TEMPORARY_OUTPUT", "memory:")


class Preparation:
    """parameters: what the server is told. places: where outputs go on this machine, by name.
    first: the first layer among the inputs, whose kind the outputs get."""

    def __init__(self, client: Client, algorithm: algorithms_pb2.Algorithm) -> None:
        self.parameters: Dict[str, Any] = {}
        self.places: Dict[str, pathlib.Path] = {}
        self.first: Optional[Layer] = None
        self._places_known = False  # Whether anything says in which CRS coordinates are.
        self._client = client
        self._algorithm = algorithm
        self._known = {each.name: each for each in algorithm.parameters}
        self._references: Dict[Any, str] = {}
        self._given: List[Any] = []  # Keeps alive what _references knows by id().
        self._uploaded: List[str] = []

    def __enter__(self) -> "Preparation":
        return self

    def __exit__(self, *_: object) -> None:
        for name in self._uploaded:
            with contextlib.suppress(GeotaskError):  # It expires by itself.
                self._client.delete_dataset(name)

    def add(self, given: Mapping[str, Any]) -> None:
        # Places first: a mistake there should cost no upload.
        def is_input(name: str) -> bool:
            return name not in self._known or not self._known[name].destination

        for name in sorted(given, key=is_input):
            parameter = self._known.get(name)
            if parameter is None:
                self._tell_of_unknown(name)
                self.parameters[name] = self._plain(name, given[name])
            elif parameter.destination:
                self.parameters[name] = self._destination(parameter, given[name])
            else:
                self.parameters[name] = self._value(parameter, given[name])

    def dress(self, table: Table) -> Any:
        """Rows that the algorithm made, in the kind of the first layer that went in."""
        assert self.first is not None
        # QGIS takes a layer in memory that has no CRS for one in EPSG:4326.
        if not self._places_known and table.crs == "EPSG:4326":
            table.crs = ""
        return self.first.anew(table)

    def reference_to_file(self, text: str) -> str:
        """Uploads a file, or takes a reference as it is."""
        return text if is_reference(text) else self._files(text)

    # ---- Outputs ----

    def _destination(self, parameter: Any, value: Any) -> Any:
        if value is None or isinstance(value, bool) or value in _NOWHERE:
            return value
        if not isinstance(value, (str, os.PathLike)):
            raise _mistake(parameter.name, value, "a path, or TEMPORARY_OUTPUT")
        place = pathlib.Path(value)
        if not place.absolute().parent.is_dir():
            raise _mistake(parameter.name, value, "a path in a folder that is there")
        if place.absolute() in [other.absolute() for other in self.places.values()]:
            raise _mistake(parameter.name, value, "a place of its own for each output")
        self.places[parameter.name] = place
        return "TEMPORARY_OUTPUT" if parameter.type == "folderDestination" else place.name

    # ---- Inputs ----

    def _value(self, parameter: Any, value: Any) -> Any:
        name = parameter.name
        elsewhere = isinstance(value, (Job, Dataset, str, os.PathLike))
        if parameter.type == "crs" or (elsewhere and parameter.data_types):
            self._places_known = True
        if isinstance(value, Job):
            return value.reference()
        if isinstance(value, Dataset):
            return value.reference
        if parameter.type in ("point", "extent", "geometry"):
            return self._geometry(parameter.type, name, value)
        if parameter.type == "crs":
            return crs_text(value) if value is not None else None
        if not parameter.data_types and parameter.type != "file":
            return self._plain(name, value)
        if isinstance(value, (str, os.PathLike)):
            text = os.fspath(value)
            return text if not text or is_reference(text) else self._files(text, name)
        layer = layer_of(value)
        if layer is not None:
            return self._rows(layer)
        if isinstance(value, Mapping):
            return {
                key: self._value(parameter, each) if key == "source" else self._plain(name, each)
                for key, each in value.items()
            }
        if isinstance(value, (list, tuple)):
            return [self._value(parameter, each) for each in value]
        return self._plain(name, value)

    def _rows(self, layer: Layer) -> str:
        if self.first is None:
            self.first = layer
        self._places_known |= bool(layer.crs)
        key = id(layer.given)
        if key not in self._references:
            table = layer.table()
            self._note(key, self._client.upload_rows(table.schema(), table.rows))
            self._given.append(layer.given)
        return self._references[key]

    def _files(self, text: str, name: str = "project") -> str:
        """The reference of a dataset with a file or folder; what follows a bar stays where it is."""
        path, bar, rest = (text, "", "") if os.path.exists(text) else text.partition("|")
        if not os.path.exists(path):
            raise _mistake(
                name, text, "a file that is there, data:SOURCE/LAYER, dataset:ID or job:ID"
            )
        if path not in self._references:
            self._note(path, self._client.upload_files(path), "/" if os.path.isdir(path) else "")
        return self._references[path] + bar + rest

    def _note(self, key: Any, dataset: Any, end: str = "") -> None:
        self._uploaded.append(dataset.name)
        self._references[key] = f"dataset:{dataset.name[len('datasets/'):]}{end}"

    def _geometry(self, kind: str, name: str, value: Any) -> Any:
        if isinstance(value, str) or value is None:
            return value
        layer = layer_of(value)
        if layer is None:
            if isinstance(value, Mapping):
                return self._plain(name, value)
            raise _mistake(name, value, "a geometry of shapely, or text as QGIS writes it")
        if kind == "geometry":
            wkb = (layer.table().wkbs or [None])[0]
            if wkb is None:
                return None
            made = {"type": "wkb", "base64": base64.b64encode(wkb).decode()}
            return {**made, "crs": layer.crs} if layer.crs else made
        west, south, east, north = _bounds(layer)
        end = f" [{layer.crs}]" if layer.crs else ""
        if kind == "point":
            return f"{west!r},{south!r}{end}"
        return f"{west!r},{east!r},{south!r},{north!r}{end}"

    def _plain(self, name: str, value: Any) -> Any:
        """As JSON has it."""
        if value is None or isinstance(value, (str, bool)):
            return value
        if isinstance(value, enum.Enum):
            return self._plain(name, value.value)
        if type(value).__module__ == "numpy" and hasattr(value, "tolist"):
            return self._plain(name, value.tolist())
        if isinstance(value, int):
            return value if abs(value) <= _EXACT else str(value)
        if isinstance(value, float):
            if math.isfinite(value):
                return value
            raise _mistake(name, value, "a finite number")
        if isinstance(value, (datetime.date, datetime.time)):
            return value.isoformat()
        if isinstance(value, os.PathLike):
            return self._files(os.fspath(value), name)
        if isinstance(value, Job):
            return value.reference()
        if isinstance(value, Dataset):
            return value.reference
        if isinstance(value, Mapping):
            return {str(key): self._plain(name, each) for key, each in value.items()}
        if isinstance(value, (list, tuple, set, frozenset)):
            return [self._plain(name, each) for each in value]
        if hasattr(value, "to_wkt") and hasattr(value, "to_authority"):
            return crs_text(value)
        raise _mistake(name, value, "what JSON has a form for, a layer, a file or a date")

    def _tell_of_unknown(self, name: str) -> None:
        near = difflib.get_close_matches(name.upper(), self._known, 1)
        hint = f"; did you mean {near[0]}?" if near else f"; it has {', '.join(self._known)}"
        warnings.warn(
            f"{self._algorithm.id} has no parameter {name}, and QGIS ignores it{hint}", stacklevel=5
        )


def _bounds(layer: Layer) -> Any:
    import numpy

    from geotask.geo import shapes

    boxes = [each.bounds for each in shapes.from_wkb(layer.bare().wkbs or []) if each is not None]
    boxes = [box for box in boxes if len(box) == 4]
    corners = numpy.array(boxes or [(0.0, 0.0, 0.0, 0.0)])
    low, high = corners.min(axis=0), corners.max(axis=0)
    return float(low[0]), float(low[1]), float(high[2]), float(high[3])


def _mistake(name: str, given: Any, accepted: str) -> InvalidArgument:
    return InvalidArgument(
        f"{name}: {str(given)[:200]!r} is not {accepted}.", reason="INVALID_PARAMETER", field=name,
        given=str(given)[:200], accepted=accepted, remedy="Give that.",
    )

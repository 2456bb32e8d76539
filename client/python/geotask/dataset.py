# SPDX-License-Identifier: GPL-2.0-or-later
"""Dataset: rows or files that were uploaded once, to be the input of any number of jobs.

    with server.upload(parcels) as dataset:
        for distance in (100, 200, 500):
            server.buffer(dataset, distance, unit="metres")
"""

from __future__ import annotations

import html
from typing import Any, Tuple

from geotask.client import Client
from geotask.v1 import datasets_pb2


class Dataset:
    """message: geotask.v1.Dataset. As a context manager it is deleted at the end."""

    def __init__(self, client: Client, message: datasets_pb2.Dataset) -> None:
        self.client = client
        self.message = message

    @property
    def name(self) -> str:
        """`datasets/ID`."""
        return str(self.message.name)

    @property
    def id(self) -> str:
        return self.name[len("datasets/") :]

    @property
    def reference(self) -> str:
        """As input of a job: `dataset:ID`. Of several files: `dataset.reference + "/roads.shp"`."""
        return f"dataset:{self.id}"

    @property
    def files(self) -> Tuple[str, ...]:
        """The paths of its files; none when it holds rows."""
        return tuple(file.path for file in self.message.files)

    @property
    def feature_count(self) -> int:
        return int(self.message.feature_count)

    def delete(self) -> None:
        """Jobs that were accepted with it go on."""
        self.client.delete_dataset(self.name)

    def __enter__(self) -> "Dataset":
        return self

    def __exit__(self, *_: object) -> None:
        self.delete()

    def __repr__(self) -> str:
        return f"<Dataset {self.id}: {self._content()}>"

    def _repr_html_(self) -> str:
        return f"<b>Dataset</b> <code>{html.escape(self.id)}</code>: {html.escape(self._content())}"

    def _content(self) -> str:
        if self.message.HasField("schema"):
            schema: Any = self.message.schema
            return f"{self.feature_count} rows of {schema.geometry_type}, {schema.crs or 'no CRS'}"
        return f"{self.message.file_count} files, {self.files[0] if self.files else '?'} first"

# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers on the server by reference: `data:SOURCE/LAYER`, `dataset:ID`, `job:ID`, `job:ID/OUTPUT`."""

from __future__ import annotations

from geotask.client import Client
from geotask.errors import GeotaskError
from geotask.v1 import job_pb2

_SCHEMES = ("data:", "dataset:", "job:")


def is_reference(text: str) -> bool:
    return text.startswith(_SCHEMES)


def set_input(message: job_pb2.Input, reference: str) -> None:
    """Makes it the input of a buffer job."""
    scheme, _, rest = reference.partition(":")
    if scheme == "data":
        message.layer = reference
    elif scheme == "dataset":
        message.dataset = f"datasets/{rest}"
    else:
        name, slash, output = rest.partition("/")
        message.job = f"jobs/{name}/outputs/{output}" if slash else f"jobs/{name}"


def crs_of_reference(client: Client, reference: str) -> str:
    """The CRS of a layer on the server; empty when it has none, or when there is no such layer, which
    the submit tells better."""
    scheme, _, rest = reference.partition(":")
    name, _, part = rest.partition("/")
    try:
        if scheme == "dataset":
            return str(client.get_dataset(name).schema.crs)
        if scheme == "data":
            for source in client.get_server_info(name).sources:
                for layer in source.layers:
                    if layer.name == part or not part:
                        return str(layer.schema.crs)
            return ""
        for output in client.get_job(name).outputs:
            if output.HasField("features") and part in ("", output.name):
                return str(output.features.schema.crs)
    except GeotaskError as error:
        if error.code not in ("NOT_FOUND", "INVALID_ARGUMENT"):
            raise
    return ""

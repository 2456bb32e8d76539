# SPDX-License-Identifier: GPL-2.0-or-later
"""geotask: geoprocessing on a geotaskd, from Python.

    import geotask

    server = geotask.connect("127.0.0.1:9090")
    near = server.buffer(roads, 500, unit="metres")              # GeoDataFrame in, GeoDataFrame out
    centroids = server.run("native:centroids", INPUT=parcels)    # any algorithm of QGIS

    job = server.submit("native:dissolve", INPUT=parcels)        # without waiting
    for event in job.watch():
        print(event.state, event.progress.percent)
    dissolved = job.result()

`geotask.buffer()`, `run()`, `submit()` and so on are those of the last connection that was made, or
of one to GEOTASK_SERVER (127.0.0.1:9090). `geotask.aio` is the same for asyncio. What fails raises a
GeotaskError, which says why and what to do.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from geotask.errors import (
    Aborted,
    AlreadyExists,
    Cancelled,
    DataLoss,
    DeadlineExceeded,
    FailedPrecondition,
    GeotaskError,
    Internal,
    InvalidArgument,
    JobCancelled,
    JobFailed,
    NotFound,
    OutOfRange,
    PermissionDenied,
    ResourceExhausted,
    Unauthenticated,
    Unavailable,
)

if TYPE_CHECKING:
    from geotask.catalogue import Algorithm, AlgorithmList
    from geotask.client import Client
    from geotask.connection import Connection
    from geotask.dataset import Dataset
    from geotask.futures import as_completed, wait
    from geotask.job import Event, Job, LogLine, Progress
    from geotask.local import local_server
    from geotask.bars import progress
    from geotask.retry import RetryPolicy
    from geotask.toplevel import algorithms, buffer, connect, map, run, submit, submit_buffer, upload
    from geotask.transport import Tls

__version__ = "0.1.0"

# What is loaded when it is first used: an import of geotask brings neither gRPC nor geopandas.
_LAZY = {
    "Algorithm": "catalogue",
    "AlgorithmList": "catalogue",
    "Client": "client",
    "Connection": "connection",
    "Dataset": "dataset",
    "Event": "job",
    "Job": "job",
    "LogLine": "job",
    "Progress": "job",
    "RetryPolicy": "retry",
    "Tls": "transport",
    "algorithms": "toplevel",
    "as_completed": "futures",
    "buffer": "toplevel",
    "connect": "toplevel",
    "local_server": "local",
    "map": "toplevel",
    "progress": "bars",
    "run": "toplevel",
    "submit": "toplevel",
    "submit_buffer": "toplevel",
    "upload": "toplevel",
    "wait": "futures",
}

__all__ = [
    "Aborted", "Algorithm", "AlgorithmList", "AlreadyExists", "Cancelled", "Client", "Connection",
    "DataLoss", "Dataset", "DeadlineExceeded", "Event", "FailedPrecondition", "GeotaskError",
    "Internal", "InvalidArgument", "Job", "JobCancelled", "JobFailed", "LogLine", "NotFound",
    "OutOfRange", "PermissionDenied", "Progress", "ResourceExhausted", "RetryPolicy", "Tls",
    "Unauthenticated", "Unavailable", "algorithms", "as_completed", "buffer", "connect",
    "local_server", "map", "progress", "run", "submit", "submit_buffer", "upload", "wait",
]


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'geotask' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"geotask.{_LAZY[name]}"), name)
    globals()[name] = value
    return value

# SPDX-License-Identifier: GPL-2.0-or-later
"""geotask: geoprocessing on a geotaskd, from Python.

    import geotask

    server = geotask.connect("127.0.0.1:9090")
    near = server.buffer(roads, 500, unit="metres")              # GeoDataFrame in, GeoDataFrame out
    centroids = server.run("native:centroids", INPUT=parcels)    # any algorithm of QGIS
"""

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

__version__ = "0.1.0"

# SPDX-License-Identifier: GPL-2.0-or-later
"""Uploads polygons as a dataset and runs QGIS's native:centroids on it.

Demonstrates: UploadDataset, a stream of the client's; WKB made by hand; an algorithm with its
parameters; outputs by name. Read handle_errors.py and watch_and_cancel.py first.
"""

import struct
import uuid

from buffer_geojson import read_rows
from connect import connect
from geotask.v1 import datasets_pb2, datasets_pb2_grpc, feature_pb2, jobs_pb2, jobs_pb2_grpc
from handle_errors import patiently
from watch_and_cancel import watch
import wkb

BATCH = 100  # Rows. A message holds at most 1 MiB; these are 93 bytes each.


def square(x, y):
    """ISO WKB of a square with sides of 1: byte order, type 3 (Polygon), 1 ring, 5 positions."""
    ring = [x, y, x + 1, y, x + 1, y + 1, x, y + 1, x, y]
    return struct.pack("<BIII10d", 1, 3, 1, 5, *ring)


def messages():
    """What UploadDataset takes: a header, the rows in batches, the end with their number."""
    name = feature_pb2.Field(name="name", type=feature_pb2.FIELD_TYPE_STRING)
    schema = feature_pb2.Schema(crs="EPSG:25832", geometry_type="Polygon", fields=[name])
    header = datasets_pb2.UploadDatasetHeader(schema=schema, request_id=str(uuid.uuid4()))
    yield datasets_pb2.UploadDatasetRequest(header=header)
    rows = []
    for number in range(250):
        label = feature_pb2.Value(string_value=f"square {number}")
        rows.append(feature_pb2.Feature(id=number, wkb=square(number, 0), attributes=[label]))
    for start in range(0, len(rows), BATCH):
        batch = feature_pb2.FeatureBatch(features=rows[start : start + BATCH])
        yield datasets_pb2.UploadDatasetRequest(batch=batch)
    end = feature_pb2.FeaturesEnd(feature_count=len(rows))
    yield datasets_pb2.UploadDatasetRequest(end=end)


def main():
    with connect() as channel:
        datasets = datasets_pb2_grpc.DatasetsStub(channel)
        jobs = jobs_pb2_grpc.JobsStub(channel)
        dataset = datasets.UploadDataset(messages(), timeout=30)
        print(f"uploaded {dataset.feature_count} rows")

        request = jobs_pb2.SubmitJobRequest(request_id=str(uuid.uuid4()))
        run = request.spec.processing
        run.algorithm = "native:centroids"
        run.parameters["INPUT"] = dataset.name.replace("datasets/", "dataset:")
        run.parameters["OUTPUT"] = "TEMPORARY_OUTPUT"  # Rows; a file name would give a file.
        # A server that has just started reads its algorithms first.
        job = patiently(jobs.SubmitJob, request)
        job = watch(jobs, job.name, lambda progress: None)
        for row in list(read_rows(jobs, job.name))[:2]:
            x, y = wkb.decode(row.wkb)["coordinates"]
            print(f"{row.attributes[0].string_value}: {x} {y}")

        datasets.DeleteDataset(datasets_pb2.DeleteDatasetRequest(name=dataset.name), timeout=30)


if __name__ == "__main__":
    main()

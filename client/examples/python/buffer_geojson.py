# SPDX-License-Identifier: GPL-2.0-or-later
"""Buffers two places, given as GeoJSON, by 500 true metres and reads the result as WKB.

Demonstrates: SubmitJob with inline GeoJSON; ReadFeatures, a stream, which waits for the job; large
rows that come in pieces; WKB decoded to coordinates. Read connect.py first; wkb.py is the decoder.
"""

import json

from connect import connect
from geotask.v1 import feature_pb2, jobs_pb2, jobs_pb2_grpc
import wkb

PLACES = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "id": 1, "properties": {"name": "Station"},
         "geometry": {"type": "Point", "coordinates": [7.635, 51.956]}},
        {"type": "Feature", "id": 2, "properties": {"name": "Market"},
         "geometry": {"type": "Point", "coordinates": [7.628, 51.962]}},
    ],
}


def read_rows(jobs, name):
    """The rows that a job has made, in the order of its input."""
    parts = b""
    for message in jobs.ReadFeatures(jobs_pb2.ReadFeaturesRequest(name=name)):
        kind = message.WhichOneof("part")  # "header" comes once, first: schema and CRS.
        if kind == "batch":
            yield from message.batch.features
        elif kind == "piece":
            parts += message.piece.data
            if message.piece.index + 1 == message.piece.count:
                yield feature_pb2.Feature.FromString(parts)
                parts = b""


def main():
    request = jobs_pb2.SubmitJobRequest()
    request.spec.input.geojson = json.dumps(PLACES)
    request.spec.buffer.distance = 500
    request.spec.buffer.unit = request.spec.buffer.UNIT_METRES
    with connect() as channel:
        jobs = jobs_pb2_grpc.JobsStub(channel)
        job = jobs.SubmitJob(request, timeout=30)
        for row in read_rows(jobs, job.name):
            shape = wkb.decode(row.wkb)
            corners = wkb.positions(shape)
            west, east = min(x for x, _ in corners), max(x for x, _ in corners)
            print(f"{row.attributes[0].string_value}: {shape['type']} of {len(corners)} corners, "
                  f"from {west:.4f} to {east:.4f}")


if __name__ == "__main__":
    main()

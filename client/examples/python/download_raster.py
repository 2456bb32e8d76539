# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes a raster on the server and downloads it, with a break in the middle.

Demonstrates: an output as a file; ReadFile; going on from the byte that is due; the checksum. Read
upload_and_run.py first. The file is saved as noise.tif in the folder it is called in.
"""

import hashlib
import pathlib
import uuid

from connect import connect
from geotask.v1 import jobs_pb2, jobs_pb2_grpc
from handle_errors import patiently
from watch_and_cancel import watch


def download(jobs, name, path, messages=None):
    """Appends to a file what it lacks; breaks off after so many messages. Returns its FileInfo."""
    offset = path.stat().st_size if path.exists() else 0
    call = jobs.ReadFile(jobs_pb2.ReadFileRequest(name=name, output="OUTPUT", offset=offset))
    with path.open("ab") as file:
        for number, message in enumerate(call):
            if message.HasField("header"):
                info = message.header
            else:
                file.write(message.data)
            if number == messages:
                call.cancel()
                break
    return info


def main():
    path = pathlib.Path("noise.tif")
    path.unlink(missing_ok=True)
    request = jobs_pb2.SubmitJobRequest(request_id=str(uuid.uuid4()))
    run = request.spec.processing
    run.algorithm = "native:createrandomuniformrasterlayer"
    run.parameters["EXTENT"] = "0,1000,0,1000 [EPSG:25832]"
    run.parameters["TARGET_CRS"] = "EPSG:25832"
    run.parameters["PIXEL_SIZE"] = 1
    run.parameters["LOWER_BOUND"] = 0
    run.parameters["UPPER_BOUND"] = 1
    run.parameters["OUTPUT"] = path.name
    with connect() as channel:
        jobs = jobs_pb2_grpc.JobsStub(channel)
        job = patiently(jobs.SubmitJob, request)
        job = watch(jobs, job.name, lambda progress: None)
        info = download(jobs, job.name, path, messages=1)
        print(f"{info.path}, {info.media_type}: {path.stat().st_size} of {info.byte_count} bytes")
        info = download(jobs, job.name, path)
    print(f"{info.path}, {info.media_type}: {path.stat().st_size} of {info.byte_count} bytes")
    same = hashlib.sha256(path.read_bytes()).hexdigest() == info.sha256
    print("the checksum is right" if same else "the file is damaged")


if __name__ == "__main__":
    main()

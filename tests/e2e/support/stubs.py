# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes Python code from the .proto files: the tests speak to the daemon by the proto alone.

    import support.stubs                      # once, before the first
    from geotask.v1 import jobs_pb2
"""

import atexit
import pathlib
import shutil
import subprocess
import sys
import tempfile

SUPPORT = pathlib.Path(__file__).resolve().parent
REPOSITORY = SUPPORT.parents[2]
HEALTH = REPOSITORY / "proto/grpc/health/v1"


def _generate(folder):
    plugin = shutil.which("grpc_python_plugin")
    ours = sorted((REPOSITORY / "proto").glob("geotask/v1/*.proto"))
    roots = {
        REPOSITORY / "proto": ours,
        # With a root of its own: as grpc.health.v1 it would hide the package grpc.
        HEALTH: [HEALTH / "health.proto"],
        SUPPORT: [SUPPORT / "reflection.proto"],
    }
    for root, files in roots.items():
        subprocess.run(
            [
                "protoc",
                f"--plugin=protoc-gen-grpc_python={plugin}",
                f"--proto_path={root}",
                f"--python_out={folder}",
                f"--grpc_python_out={folder}",
                *map(str, files),
            ],
            check=True,
        )


FOLDER = pathlib.Path(tempfile.mkdtemp(prefix="geotask-stubs-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
_generate(FOLDER)
sys.path.insert(0, str(FOLDER))

# SPDX-License-Identifier: GPL-2.0-or-later
"""The peers that are programs: a loop over GEOS, gRPC alone, qgis_process, geopandas.

    peers = Peers(programs, data)
    peers.geos("states", 0.1, 8, threads=2)     # A Probe.
"""

import importlib.util
import json
import os
import pathlib
import subprocess
import time

from probe import NotMeasured, Probe
from support.daemon import WORLD_MAP

HERE = pathlib.Path(__file__).resolve().parent
CORES = len(os.sched_getaffinity(0))
# The wrapper of 3.22 passes an option to it that it does not know.
QGIS_PROCESS = next((path for path in ("/usr/bin/qgis_process.bin", "/usr/bin/qgis_process")
                     if os.path.exists(path)), None)


def figures(command, limit=None, **options):
    """The figures that a program prints, as {key: number}; `seconds` is `limit` when it takes longer."""
    try:
        done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, text=True,
                              check=True, timeout=limit, **options)
    except subprocess.TimeoutExpired:
        return {"seconds": limit, "limited": 1}
    return json.loads(done.stdout)


class Peers:
    def __init__(self, programs, data):
        self._programs = programs
        self._data = data

    def geos(self, name, distance, segments, threads=CORES, dissolve=False, limit=None):
        """Buffers on so many threads; `dissolve` unites on one; broken off after `limit` seconds."""
        options = ["--buffer", distance, "--segments", segments, "--threads", threads]
        options += ["--dissolve"] if dissolve else []
        command = [self._programs / "bench_geos", self._data.path(name), *options]
        title = f"GEOS, {threads} thread{'s' if threads > 1 else ''}"
        return Probe(title, lambda: figures(command, limit))

    def geos_centroids(self, name, threads=CORES):
        command = [self._programs / "bench_geos", self._data.path(name), "--centroid"]
        return Probe(f"GEOS, {threads} threads",
                     lambda: figures([*command, "--threads", threads]))

    def geopandas(self, name, distance, segments, dissolve=False):
        command = ["/usr/bin/python3", HERE / "geopandas_loop.py", self._data.path(name), distance,
                   segments, *(["--dissolve"] if dissolve else [])]

        def run():
            if importlib.util.find_spec("geopandas") is None:
                raise NotMeasured("geopandas is not installed (python3-geopandas)")
            return figures(command)

        return Probe("geopandas", run)

    def qgis_process(self, layer, distance, segments, folder, dissolve=False):
        """A call of it, from file to file."""
        output = folder / "qgis_process.gpkg"
        command = [QGIS_PROCESS, "run", "native:buffer", f"--INPUT={WORLD_MAP}|layername={layer}",
                   f"--DISTANCE={distance}", f"--SEGMENTS={segments}",
                   f"--DISSOLVE={str(dissolve).lower()}", f"--OUTPUT={output}"]

        def run():
            if QGIS_PROCESS is None:
                raise NotMeasured("qgis_process is not installed (qgis)")
            output.unlink(missing_ok=True)
            began = time.monotonic()
            subprocess.run(command, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            return {"seconds": time.monotonic() - began}

        return Probe("qgis_process", run)

    def echo_call(self, count):
        """One call after another, with the bytes of a point and of its buffer."""
        return self._echo("gRPC unary echo",
                          ["call", "--bytes", 120, "--answer-bytes", 650, "--count", count])

    def echo_stream(self, bytes_in, like):
        """As many bytes back as the probe `like` has last measured."""
        def size():
            return like.results[-1]["bytes"]
        return self._echo("gRPC echo", ["stream", "--bytes", bytes_in, "--answer-bytes", size])

    def _echo(self, title, words):
        program = self._programs / "bench_echo"

        def run():
            given = [word() if callable(word) else word for word in words]
            with subprocess.Popen([program, "serve"], stdin=subprocess.PIPE, text=True,
                                  stdout=subprocess.PIPE) as server:
                address = f"127.0.0.1:{server.stdout.readline().strip()}"
                measured = figures([program, given[0], address, *given[1:]])
                server.stdin.close()
            return measured

        return Probe(title, run)

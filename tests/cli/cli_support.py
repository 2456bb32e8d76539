# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of the command line share: the two programs, data, and how results are read.

GEOTASKD and GEOTASK name the programs.
"""

import contextlib
import json
import os
import socket
import struct
import subprocess
import time

from osgeo import gdal, ogr, osr

gdal.UseExceptions()
ogr.UseExceptions()

WORLD = "/usr/share/qgis/resources/data/world_map.gpkg"
POINT = '{"type":"Point","coordinates":[8,47]}'
# Uniting the provinces of the world one after the other keeps a daemon at work for seconds.
LONG_JOB = ["data:world/states_provinces", "--distance", "1", "--segments", "200", "--dissolve"]
# Goes on for minutes and is cancelled within a row.
ENDLESS_JOB = ["data:world/states_provinces", "--distance", "1", "--segments", "1000"]


class Cli:
    """Runs `geotask` against one server."""

    def __init__(self, address):
        self.address = address
        self.program = os.environ["GEOTASK"]

    def environment(self):
        return {**os.environ, "GEOTASK_SERVER": self.address, "NO_COLOR": "1"}

    def __call__(self, *words, stdin=None, cwd=None):
        return subprocess.run([os.path.abspath(self.program), *words], env=self.environment(),
                              input=stdin, cwd=cwd, capture_output=True, text=True, timeout=300)

    def start(self, *words, **options):
        return subprocess.Popen([self.program, *words], stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True,
                                **{"env": self.environment(), **options})

    def ok(self, *words, stdin=None, cwd=None):
        done = self(*words, stdin=stdin, cwd=cwd)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def detached(self, *words):
        return self.ok("buffer", *words, "--detach").strip()

    def names_of_jobs(self):
        return {job["name"] for job in lines_of(self.ok("jobs", "--json"))}

    def job(self, name):
        return json.loads(self.ok("show", name, "--json"))

    def await_end(self, name):
        """The job once it has ended. Looks at it, which is no following."""
        while True:
            job = self.job(name)
            if job["state"] in ("JOB_STATE_SUCCEEDED", "JOB_STATE_FAILED", "JOB_STATE_CANCELLED"):
                return job
            time.sleep(0.1)


def write_raster(path, columns=40, rows=30):
    """A slope to the east, one metre a cell of one metre, in EPSG:3857."""
    raster = gdal.GetDriverByName("GTiff").Create(str(path), columns, rows, 1, gdal.GDT_Float32)
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(3857)
    raster.SetProjection(crs.ExportToWkt())
    raster.SetGeoTransform([0, 1, 0, rows, 0, -1])
    heights = struct.pack(f"{columns * rows}f", *(list(range(columns)) * rows))
    raster.WriteRaster(0, 0, columns, rows, heights, buf_type=gdal.GDT_Float32)


@contextlib.contextmanager
def daemon(folder, *options):
    """A daemon with the map of the world on offer; gives the Cli for it."""
    address_file = folder / "address"
    with open(folder / "log", "w") as log:
        process = subprocess.Popen(
            [os.environ["GEOTASKD"], "--listen", "127.0.0.1:0", "--address-file", str(address_file),
             "--state-dir", str(folder / "state"), "--source", f"world={WORLD}", *options],
            stdout=log, stderr=log)
    try:
        while not address_file.exists():
            assert process.poll() is None, (folder / "log").read_text()
            time.sleep(0.05)
        yield Cli(address_file.read_text().strip())
    finally:
        process.terminate()
        process.wait(60)


def lines_of(text):
    return [json.loads(line) for line in text.splitlines()]


def rows_of(path, layer_name=None):
    """The rows of a layer: (id, attributes, geometry or None)."""
    dataset = ogr.Open(str(path))
    layer = dataset.GetLayerByName(layer_name) if layer_name else dataset.GetLayer(0)
    rows = []
    for row in layer:
        geometry = row.GetGeometryRef()
        # GDAL frees a row's geometry with the row.
        rows.append((row.GetFID(), row.items(), geometry.Clone() if geometry else None))
    return rows


class SilentServer:
    """Takes connections and says nothing; says when the first one is there."""

    def __enter__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"
        return self

    def await_a_client(self):
        self.client, _ = self.socket.accept()

    def __exit__(self, *_):
        self.client.close()
        self.socket.close()

# SPDX-License-Identifier: GPL-2.0-or-later
"""What a call costs: the same small algorithm through a warm geotaskd and through qgis_process, and
how many jobs workers do side by side. Ratios, measured in one run.

    GEOTASKD=build/release/bin/geotaskd python3 tests/bench/processing_calls.py [--calls 200]
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

os.environ["GRPC_ENABLE_FORK_SUPPORT"] = "0"  # Programs are started; no gRPC is used in them.
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "e2e"))

import support.stubs  # noqa: E402,F401
from support import calls, datasets, processing, rows  # noqa: E402
from support.daemon import Daemon  # noqa: E402

ALGORITHM = "native:centroids"
# The wrapper of 3.22 passes an option to it that it does not know.
PROGRAM = next((path for path in ("/usr/bin/qgis_process.bin", "/usr/bin/qgis_process")
                if os.path.exists(path)), "qgis_process")
AT_LEAST = 50  # Times faster a call.
SQUARES = [f"POLYGON (({i} 0, {i + 1} 0, {i + 1} 1, {i} 1, {i} 0))" for i in range(10)]
GEOJSON = """{"type": "FeatureCollection", "features": [%s]}""" % ",".join(
    '{"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": '
    f"[[[{i}, 0], [{i + 1}, 0], [{i + 1}, 1], [{i}, 1], [{i}, 0]]]}}}}" for i in range(10))


def seconds_of(work):
    began = time.monotonic()
    work()
    return time.monotonic() - began


def a_call_of_ours(daemon, given):
    """Submits, follows to the end, reads the rows: three calls of the API."""
    job = processing.done(daemon, ALGORITHM, INPUT=given)
    assert len(processing.rows(daemon, job).features) == len(SQUARES)


def a_call_of_qgis_process(given, output):
    output.unlink(missing_ok=True)
    subprocess.run([PROGRAM, "run", ALGORITHM, f"--INPUT={given}", f"--OUTPUT={output}"],
                   env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert output.exists()


def compare_calls(folder, count):
    """The two in turns, so that both see the same machine."""
    given = folder / "squares.geojson"
    given.write_text(GEOJSON)
    ours, theirs = [], []
    (folder / "calls").mkdir()
    with Daemon(folder / "calls", "--workers", "1") as daemon:
        dataset = datasets.upload_inline(daemon, rows.inline(SQUARES, crs="EPSG:4326"))
        reference = datasets.reference(dataset)
        a_call_of_ours(daemon, reference)  # Warm.
        for _ in range(count):
            ours.append(seconds_of(lambda: a_call_of_ours(daemon, reference)))
            theirs.append(
                seconds_of(lambda: a_call_of_qgis_process(given, folder / "squares.gpkg")))
    return statistics.median(ours), statistics.median(theirs)


def throughput(folder, workers, count):
    """Jobs a second; each takes a worker some tenths of a second."""
    place = folder / f"workers-{workers}"
    place.mkdir()
    with Daemon(place, "--workers", str(workers), "--python", "off") as daemon:
        def submit():
            return processing.submit(
                daemon, "native:buffer",
                {"INPUT": "data:world/countries", "DISTANCE": 0.1, "SEGMENTS": 5})

        def all_of(number):
            for job in [submit() for _ in range(number)]:
                calls.wait(daemon, job.name)

        all_of(2 * workers)  # Warm.
        return count / seconds_of(lambda: all_of(count))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--calls", type=int, default=200)
    options = parser.parse_args()
    cores = os.cpu_count()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        ours, theirs = compare_calls(folder, options.calls)
        one = throughput(folder, 1, 60)
        many = throughput(folder, cores, 60)
    ratio = theirs / ours
    print(f"a call, median of {options.calls}: geotaskd {ours * 1000:.1f} ms,"
          f" qgis_process {theirs * 1000:.0f} ms: {ratio:.0f} times faster")
    print(f"throughput with {cores} workers beside one: {many / one:.2f} times")
    return 0 if ratio >= AT_LEAST else 1


if __name__ == "__main__":
    sys.exit(main())

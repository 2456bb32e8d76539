# SPDX-License-Identifier: GPL-2.0-or-later
"""geotaskd as it is measured: a daemon, and bench_client in a process of its own.

    ours = Ours(programs, data, daemon)
    ours.layer("data:world/countries", 0.1, 8)     # A Probe.
"""

import contextlib
import pathlib
import subprocess
import tempfile

from idle import until_idle
from peers import figures
from probe import NotMeasured, Probe
from support import processing
from support.daemon import Daemon

NO_SUCH_SERVICE = 3  # Exit code of bench_client.
MIB = 1 << 20


@contextlib.contextmanager
def fresh_daemon(*options):
    """A daemon that has started: its workers know their algorithms, and nothing computes."""
    with tempfile.TemporaryDirectory() as folder, Daemon(folder, *options) as daemon:
        processing.done(daemon, "native:createconstantrasterlayer", EXTENT="0,1,0,1",
                        TARGET_CRS="EPSG:4326", PIXEL_SIZE=1, NUMBER=1)
        until_idle(daemon)
        yield daemon


class Ours:
    def __init__(self, programs, data, daemon):
        self._client = pathlib.Path(programs) / "bench_client"
        self._data = data
        self._daemon = daemon

    def layer(self, layer, distance, segments, dissolve=False):
        """A layer of the server, until the client has the WKB."""
        return self._probe("layer", layer, *_buffer(distance, segments, dissolve))

    def file(self, name, distance, segments, dissolve=False):
        """Rows streamed in, results streamed out."""
        return self._probe("file", self._data.path(name), *_buffer(distance, segments, dissolve))

    def centroids(self, name):
        return self._probe("centroids", self._data.path(name))

    def point(self, count):
        """One point a call of the Features service."""
        return self._probe("point", "--count", count)

    def stored_point(self, count):
        """One point as a stored job."""
        return self._probe("stored-point", "--count", count)

    def alone(self, name, distance, segments, limit):
        """As file(), with a daemon that goes when it takes longer than `limit` seconds."""
        def run():
            with fresh_daemon() as daemon:
                return self._call(daemon, "file", self._data.path(name),
                                  *_buffer(distance, segments), limit=limit)
        return Probe("geotaskd", run)

    def memory(self, count):
        """How much the daemon grows, in MiB, while so many points are streamed."""
        def run():
            with fresh_daemon() as daemon:
                self._call(daemon, "point", "--count", 100)  # What a first call takes.
                before = daemon.memory()
                self._call(daemon, "points", "--count", count)
                return {"growth": (daemon.memory_peak() - before) / MIB}
        return Probe("geotaskd", run)

    def small_jobs(self, queued, count):
        """Small jobs a second behind so many others, for 1 and for 32 clients."""
        # The job that holds the place of the small ones computes, too: it leaves the others a core.
        few_at_once = ("--max-running-jobs", "1", "--compute-threads", "1",
                       "--max-queued-jobs", "200000")

        def run():
            with fresh_daemon(*few_at_once) as daemon:
                return self._call(daemon, "small-jobs", "--queued", queued, "--count", count)
        return Probe(f"{queued:,} queued", run)

    def watched_jobs(self, count, watched):
        """Processor time of the daemon for so many jobs side by side, each watched or none."""
        def run():
            with fresh_daemon("--max-running-jobs", str(count)) as daemon:
                self._call(daemon, "watched-jobs", "--count", count,
                           *(["--watched"] if watched else []))
                return {"seconds": processor_time(daemon)}
        return Probe("each watched" if watched else "none watched", run)

    def _probe(self, *words):
        return Probe("geotaskd", lambda: self._call(self._daemon, *words))

    def _call(self, daemon, command, *words, limit=None):
        try:
            return figures([self._client, command, daemon.address, *words], limit)
        except subprocess.CalledProcessError as error:
            if error.returncode == NO_SUCH_SERVICE:
                raise NotMeasured("this server has no Features service") from error
            raise


def _buffer(distance, segments, dissolve=False):
    return ["--distance", distance, "--segments", segments, *(["--dissolve"] if dissolve else [])]


def processor_time(daemon):
    """Seconds that the daemon's process has computed for."""
    fields = pathlib.Path(f"/proc/{daemon.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100  # Of user and system, in ticks of 10 ms.

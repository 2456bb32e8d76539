# SPDX-License-Identifier: GPL-2.0-or-later
"""PostGIS as a peer, in a cluster of its own: as many connections as cores, each with its share.

    with PostGis(data) as postgis:
        probe = postgis.buffer("states", 0.1, 8)
"""

import subprocess
import time

from peers import CORES
from probe import NotMeasured, Probe
from support import postgres


class PostGis:
    def __init__(self, data):
        self._data = data
        self._cluster = None
        self._tables = set()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        if self._cluster:
            self._cluster.__exit__(*error)

    def buffer(self, name, distance, segments):
        """All buffers as WKB, read over so many connections at the same time."""
        ask = (f"SELECT ST_AsBinary(ST_Buffer(geom, {distance}, 'quad_segs={segments}'))"
               f" FROM {name} WHERE id % {CORES} = ")
        return Probe(f"PostGIS, {CORES} connections",
                     lambda: self._time(name, [f"{ask}{i}" for i in range(CORES)]))

    def dissolve(self, name, distance, segments):
        ask = (f"SELECT ST_AsBinary(ST_Union(ST_Buffer(geom, {distance},"
               f" 'quad_segs={segments}'))) FROM {name}")
        return Probe("PostGIS, 1 connection", lambda: self._time(name, [ask]))

    def _time(self, name, queries):
        self._load(name)
        psql = self._cluster.command("-c")
        began = time.monotonic()
        running = [
            subprocess.Popen([*psql, f"COPY ({query}) TO STDOUT (FORMAT binary)"],
                             cwd=self._cluster.folder, stdout=subprocess.DEVNULL)
            for query in queries
        ]
        codes = [each.wait() for each in running]
        seconds = time.monotonic() - began
        assert not any(codes), "psql failed"
        return {"seconds": seconds}

    def _load(self, name):
        """Makes the cluster and the table, once."""
        if postgres.missing():
            raise NotMeasured(postgres.missing())
        if self._cluster is None:
            self._cluster = postgres.Postgres().__enter__()
        if name in self._tables:
            return
        self._tables.add(name)
        self._cluster.sql(f"CREATE TABLE {name} (id integer, geom geometry)")
        lines = "".join(
            f"{i}\t{wkb.hex()}\n" for i, wkb in enumerate(self._data.read(name))
        )
        subprocess.run(
            self._cluster.command("-c", f"COPY {name} FROM STDIN"),
            input=lines, text=True, check=True, cwd=self._cluster.folder,
        )
        self._cluster.sql(f"VACUUM ANALYZE {name}")

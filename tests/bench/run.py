# SPDX-License-Identifier: GPL-2.0-or-later
"""Measures geotaskd beside its peers, in turns, and prints one table. run.sh calls it.

    GEOTASKD=build/release/bin/geotaskd python3 tests/bench/run.py --rounds 1 --only latency
"""

import argparse
import os
import pathlib
import sys
import tempfile

os.environ["GRPC_ENABLE_FORK_SUPPORT"] = "0"  # Programs are started; no gRPC is used in them.
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "e2e"))

import machine  # noqa: E402
import workloads  # noqa: E402
from data import Data  # noqa: E402
from ours import Ours, fresh_daemon  # noqa: E402
from peers import Peers  # noqa: E402
from postgis import PostGis  # noqa: E402
from probe import measure  # noqa: E402
from support.daemon import PROGRAM  # noqa: E402
from table import markdown  # noqa: E402
from geotask.v1 import server_pb2  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5, help="default 5; medians are shown")
    parser.add_argument("--only", action="append", help="rows of this name alone; may be repeated")
    options = parser.parse_args()
    programs = pathlib.Path(PROGRAM).parent
    with tempfile.TemporaryDirectory() as name, PostGis(data := Data(programs / "bench")) as postgis:
        folder = pathlib.Path(name)
        with fresh_daemon() as daemon:
            info = daemon.server.GetServerInfo(server_pb2.GetServerInfoRequest())
            figures = machine.lines(info.versions)
            known = workloads.all_rows(
                Peers(programs, data), postgis, Ours(programs, data, daemon), data, folder)
            chosen = options.only or list(known)
            unknown = set(chosen) - set(known)
            if unknown:
                parser.error(f"--only takes {', '.join(known)}; not {', '.join(unknown)}")
            rows = [row for each in chosen for row in known[each]]
            probes = list(dict.fromkeys(probe for row in rows for probe in row.probes()))
            measure(probes, options.rounds, say=lambda text: print(text, file=sys.stderr, flush=True))
    print("\n".join([*figures, f"- medians of {options.rounds} rounds", "", markdown(rows)]))
    left_out = dict.fromkeys(
        f"{probe.name}: {probe.missing}" for probe in probes if probe.missing)
    if left_out:
        print("\nLeft out:\n" + "\n".join(f"- {each}" for each in left_out))


if __name__ == "__main__":
    main()

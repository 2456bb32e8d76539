# SPDX-License-Identifier: GPL-2.0-or-later
"""What a notebook does: WKB into a GeoSeries, buffer, WKB out. Prints the time and the bytes.

    python3 geopandas_loop.py states.wkb 0.1 8 [--dissolve]
"""

import json
import pathlib
import sys
import time

import geopandas

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))
import data  # noqa: E402


def main(path, distance, segments, *dissolve):
    path = pathlib.Path(path)
    wkb = data.Data(path.parent).read(path.stem)
    began = time.monotonic()
    buffers = geopandas.GeoSeries.from_wkb(wkb).buffer(float(distance), resolution=int(segments))
    made = [buffers.unary_union.wkb] if dissolve else list(buffers.to_wkb())
    seconds = time.monotonic() - began
    print(json.dumps({"seconds": seconds, "bytes": sum(map(len, made))}))


if __name__ == "__main__":
    main(*sys.argv[1:])

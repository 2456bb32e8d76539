# SPDX-License-Identifier: GPL-2.0-or-later
"""A raster goes in as a file, with what belongs to it, and a raster comes back.

    python3 raster.py dem.tif slope.tif
"""

import sys

import geotask

source, target = sys.argv[1:]
with geotask.connect() as server:
    print(server.run("native:slope", INPUT=source, OUTPUT=target))

# SPDX-License-Identifier: GPL-2.0-or-later
"""A GeoDataFrame within 500 true metres, its attributes kept.

    python3 buffer_frame.py        # GEOTASK_SERVER names the server, else 127.0.0.1:9090
"""

import geopandas
from shapely.geometry import Point

import geotask

stops = geopandas.GeoDataFrame(
    {"stop": ["Domplatz", "Prinzipalmarkt"]},
    geometry=[Point(7.6257, 51.9629), Point(7.6283, 51.9617)], crs="EPSG:4326",
)
with geotask.connect() as server:
    near = server.buffer(stops, 500, unit="metres")
    print(near[["stop"]].assign(hectares=(near.to_crs(25832).area / 1e4).round(1)))

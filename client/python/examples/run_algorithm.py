# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithms of QGIS: found, described, run on a layer of the server, chained by reference.

    python3 run_algorithm.py
"""

import geotask

with geotask.connect() as server:
    print(server.algorithms("centroid"))
    print(server.algorithm("native:centroids"))

    centroids = server.submit("native:centroids", INPUT="data:world/countries").wait()
    together = server.run("native:collect", INPUT=centroids)
    print(len(together), together.geometry[0].wkt[:60])

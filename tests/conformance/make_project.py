# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes a project with one layer and a print layout, by PyQGIS.

    python3 make_project.py LAYER_FILE PROJECT.qgz
"""

import os
import sys

from qgis.core import (
    QgsApplication,
    QgsFillSymbol,
    QgsLayoutItemMap,
    QgsPrintLayout,
    QgsProject,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QRectF

layer_file, project_file = sys.argv[1:]
application = QgsApplication([], False)
application.initQgis()
project = QgsProject.instance()
layer = QgsVectorLayer(layer_file, "countries", "ogr")
symbol = QgsFillSymbol.createSimple({"color": "#336699", "outline_color": "#ffffff"})
layer.setRenderer(QgsSingleSymbolRenderer(symbol))
project.addMapLayer(layer)
project.setCrs(layer.crs())
layout = QgsPrintLayout(project)
layout.initializeDefaults()
layout.setName("Map")
layout.renderContext().setDpi(50)
item = QgsLayoutItemMap(layout)
item.setId("Map 1")
item.attemptSetSceneRect(QRectF(10, 10, 200, 150))
item.setLayers([layer])
item.setExtent(layer.extent())
layout.addLayoutItem(item)
layout.atlas().setEnabled(True)
layout.atlas().setCoverageLayer(layer)
layout.atlas().setFilterFeatures(True)
layout.atlas().setFilterExpression('"number" < 3')
project.layoutManager().addLayout(layout)
sys.stdout.flush()
assert project.write(project_file)
os._exit(0)

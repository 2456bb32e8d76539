# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes a project by PyQGIS, and styles beside it.

    python3 make_project.py FOLDER     # With polygons.fgb and points.fgb in it.

countries.qgz has two layers with a relation, a print layout and a bookmark; polygons.qml and symbols.xml are
styles.
"""

import os
import sys

from qgis.core import (
    QgsApplication,
    QgsBookmark,
    QgsFillSymbol,
    QgsLayoutItemMap,
    QgsPrintLayout,
    QgsProject,
    QgsReferencedRectangle,
    QgsRelation,
    QgsSingleSymbolRenderer,
    QgsStyle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QRectF

(folder,) = sys.argv[1:]
application = QgsApplication([], False)
application.initQgis()
project = QgsProject.instance()
layer = QgsVectorLayer(f"{folder}/polygons.fgb", "countries", "ogr")
symbol = QgsFillSymbol.createSimple({"color": "#336699", "outline_color": "#ffffff"})
layer.setRenderer(QgsSingleSymbolRenderer(symbol))
project.addMapLayer(layer)
project.setCrs(layer.crs())
points = QgsVectorLayer(f"{folder}/points.fgb", "towns", "ogr")
project.addMapLayer(points)
relation = QgsRelation()
relation.setId("towns_of_countries")
relation.setName("towns")
relation.setReferencedLayer(layer.id())
relation.setReferencingLayer(points.id())
relation.addFieldPair("number", "number")
project.relationManager().addRelation(relation)
bookmark = QgsBookmark()
bookmark.setName("here")
bookmark.setExtent(QgsReferencedRectangle(layer.extent(), layer.crs()))
project.bookmarkManager().addBookmark(bookmark)
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
layer.saveNamedStyle(f"{folder}/polygons.qml")
style = QgsStyle()
style.createMemoryDatabase()
for number in range(1, 6):
    style.addSymbol(str(number), QgsFillSymbol.createSimple({"color": f"#{number}0{number}0ff"}), True)
style.exportXml(f"{folder}/symbols.xml")
sys.stdout.flush()
assert project.write(f"{folder}/countries.qgz")
os._exit(0)

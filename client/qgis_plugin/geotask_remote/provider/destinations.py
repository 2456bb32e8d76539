# SPDX-License-Identifier: GPL-2.0-or-later
"""Where the outputs of a call go: what is asked of the server, and the place here.

    plan = Destinations(algorithm, parameters, context)
    plan.asked                   # {"OUTPUT": "TEMPORARY_OUTPUT", "RASTER": "slope.tif"}
    plan.place("RASTER")         # "/maps/slope.tif"
"""

import os
import re

from qgis.core import QgsProperty, QgsProcessingOutputLayerDefinition

from .row_values import is_null

_GOOD_NAME = re.compile(r"[^./\\|:\"'<>?*\x00-\x1f][^/\\|:\"'<>?*\x00-\x1f]{0,150}")
_LAYERS = ("rasterDestination", "vectorDestination", "pointCloudDestination",
           "vectorTileDestination")


class Destinations:
    """Made, once, by the thread that runs the algorithm, with its context."""

    def __init__(self, algorithm, parameters, context):
        self.asked = {}
        self.sinks = set()
        self._places = {}
        for parameter in algorithm.destinationParameterDefinitions():
            name = parameter.name()
            if _is_nothing(parameters.get(name)):
                continue
            if parameter.type() == "sink":
                self.sinks.add(name)
                self.asked[name] = "TEMPORARY_OUTPUT"
                continue
            place = _place(algorithm, parameter, parameters, context)
            self._places[name] = place
            self.asked[name] = self._file_name(parameter, place)

    def place(self, name):
        """The path of an output that is a file or a folder; None if it has none of its own."""
        return self._places.get(name)

    def _file_name(self, parameter, place):
        if parameter.type() == "folderDestination":
            return "TEMPORARY_OUTPUT"
        name = os.path.basename(place)
        if not _GOOD_NAME.fullmatch(name) or name in self.asked.values():
            name = parameter.name() + os.path.splitext(place)[1]
        return name


def _is_nothing(value):
    """Whether an output is not asked for."""
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink
    if isinstance(value, QgsProperty):
        value = value.staticValue()
    return is_null(value) or value == ""


def _place(algorithm, parameter, parameters, context):
    if parameter.type() in _LAYERS:
        return algorithm.parameterAsOutputLayer(parameters, parameter.name(), context)
    return algorithm.parameterAsFileOutput(parameters, parameter.name(), context)

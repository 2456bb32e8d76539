# SPDX-License-Identifier: GPL-2.0-or-later
"""A plugin of QGIS with a provider of one algorithm, as an operator may offer it."""

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingOutputNumber,
    QgsProcessingParameterNumber,
    QgsProcessingProvider,
)


class Double(QgsProcessingAlgorithm):
    def createInstance(self):
        return Double()

    def name(self):
        return "double"

    def displayName(self):
        return "Double"

    def initAlgorithm(self, _=None):
        self.addParameter(QgsProcessingParameterNumber("NUMBER", "Number"))
        self.addOutput(QgsProcessingOutputNumber("DOUBLE", "Twice the number"))

    def processAlgorithm(self, parameters, context, feedback):
        return {"DOUBLE": 2 * self.parameterAsDouble(parameters, "NUMBER", context)}


class Provider(QgsProcessingProvider):
    def id(self):
        return "doubler"

    def name(self):
        return "Doubler"

    def loadAlgorithms(self):
        self.addAlgorithm(Double())


class Plugin:
    def initProcessing(self):
        self.provider = Provider()
        QgsApplication.processingRegistry().addProvider(self.provider)


def classFactory(_):
    return Plugin()

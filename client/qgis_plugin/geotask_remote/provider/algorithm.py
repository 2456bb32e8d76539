# SPDX-License-Identifier: GPL-2.0-or-later
"""An algorithm of a server as one of QGIS's: its parameters, and what running it means."""

import html
import re

from geotask.errors import GeotaskError
from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingException,
)

from ..link.texts import tr
from .call import Call
from .inputs import is_reference
from .layer_values import plain_value
from .parameters import local_twin, make_output, make_parameter, same_here
from .values import server_type
from .waiting import GivenUp

_FLAGS = {
    "FLAG_HIDDEN": QgsProcessingAlgorithm.FlagHideFromToolbox,
    "FLAG_DEPRECATED": QgsProcessingAlgorithm.FlagHideFromToolbox
    | QgsProcessingAlgorithm.FlagHideFromModeler,
    "FLAG_REQUIRES_MATCHING_CRS": QgsProcessingAlgorithm.FlagRequiresMatchingCrs,
    "FLAG_REQUIRES_PROJECT": QgsProcessingAlgorithm.FlagRequiresProject,
    "FLAG_KNOWN_ISSUES": QgsProcessingAlgorithm.FlagKnownIssues,
}
# Providers whose groups QGIS's own toolbox shows without their name.
_AT_HOME = ("native", "qgis", "3d")


def algorithm_name(record):
    """Its name in QGIS, which has neither colons nor hyphens: `native_buffer`."""
    return re.sub(r"[^0-9A-Za-z]", "_", record["id"])


class RemoteAlgorithm(QgsProcessingAlgorithm):
    """`record` is an Algorithm message as a dictionary, `server` where it runs (servers.py)."""

    def __init__(self, record, server):
        super().__init__()
        self._record = record
        self._server = server
        self._name = algorithm_name(record)
        self._call = None
        self._failure = None

    def createInstance(self):
        return RemoteAlgorithm(self._record, self._server)

    def name(self):
        return self._name

    def displayName(self):
        return self._record.get("title") or self._record["id"]

    def group(self):
        group = self._record.get("group", "")
        if self._record.get("provider") in _AT_HOME:
            return group
        return " – ".join(filter(None, (self._record.get("provider_title"), group)))

    def groupId(self):
        return self.group().lower().replace(" ", "")

    def tags(self):
        return [*self._record.get("tags", []), self._record["id"], self._server.name]

    def shortDescription(self):
        return self._record.get("short_description", "")

    def shortHelpString(self):
        said = html.escape(self._record.get("help", "")).replace("\n", "<br>")
        place = tr("Runs as {} on {}.").format(
            f"<code>{html.escape(self._record['id'])}</code>", html.escape(self._server.place))
        return f"{said}<p>{place}</p>" if said else place

    def helpUrl(self):
        return self._record.get("help_url", "")

    def icon(self):
        here = local_twin(self._record["id"])
        return here.icon() if here is not None else self._server.icon()

    def svgIconPath(self):
        return self._server.icon_path

    def flags(self):
        flags = QgsProcessingAlgorithm.FlagCanCancel | QgsProcessingAlgorithm.FlagSupportsBatch
        for name in self._record.get("flags", []):
            if name in _FLAGS:
                flags |= _FLAGS[name]
        return flags

    def initAlgorithm(self, configuration=None):
        here = same_here(self._record["id"])
        for parameter in self._record.get("parameters", []):
            made = make_parameter(parameter, self._server.id, here.get(parameter["name"]))
            self.addParameter(made)
        for output in self._record.get("outputs", []):
            if self.outputDefinition(output["name"]) is None:
                self.addOutput(make_output(output))

    def checkParameterValues(self, parameters, context):
        """As QGIS does, but for what lies on the server: it says itself what is wrong with that."""
        for definition in self.parameterDefinitions():
            value = parameters.get(definition.name())
            if _names_the_server(value, context):
                continue
            if not definition.checkValueIsAcceptable(value, context):
                return False, self._refusal(definition, parameters)
        return True, ""

    def _refusal(self, definition, parameters):
        kind = server_type(definition)
        if kind == "source":
            return self.invalidSourceError(parameters, definition.name())
        if kind == "sink":
            return self.invalidSinkError(parameters, definition.name())
        if kind == "raster":
            return self.invalidRasterError(parameters, definition.name())
        return tr("Incorrect parameter value for {}").format(definition.name())

    def prepareAlgorithm(self, parameters, context, feedback):
        """Looks at layers and project, on the thread that owns them."""
        self._failure = None
        try:
            self._call = Call(self._record, self._server, self, parameters, context)
        except QgsProcessingException as error:
            # processAlgorithm() says it: what fails here is lost in some versions of QGIS.
            self._failure = error
        return True

    def processAlgorithm(self, parameters, context, feedback):
        if self._failure is not None:
            raise self._failure
        try:
            return self._call.run(self, parameters, context, feedback)
        except GivenUp:
            return {}
        except GeotaskError as error:
            raise QgsProcessingException(self._server.explain(error)) from error


def _names_the_server(value, context):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return any(_names_the_server(each, context) for each in value)
    return is_reference(plain_value(value, context))

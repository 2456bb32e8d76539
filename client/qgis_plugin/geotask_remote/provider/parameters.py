# SPDX-License-Identifier: GPL-2.0-or-later
"""Parameters and outputs of QGIS, made again from what a server tells of them.

    parameter = make_parameter(record)    # A QgsProcessingParameterDefinition; never None.

A record is a Parameter message as a dictionary. Its `definition` is what
QgsProcessingParameterDefinition.toVariantMap() gave in the QGIS of the server, which may be older
or newer than this one, so a type that is unknown here becomes the nearest one that is known.
"""

import functools
import importlib.util

from qgis.core import (
    QgsApplication,
    QgsProcessingOutputBoolean,
    QgsProcessingOutputFile,
    QgsProcessingOutputFolder,
    QgsProcessingOutputHtml,
    QgsProcessingOutputMapLayer,
    QgsProcessingOutputMultipleLayers,
    QgsProcessingOutputNumber,
    QgsProcessingOutputRasterLayer,
    QgsProcessingOutputString,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameters,
    QgsProcessingParameterString,
)

from ..link.texts import tr

# What of its definition a parameter keeps besides, for those who read its value.
SERVER_TYPE = "geotask_type"
WIDGET = "widget_wrapper"

# Types that a QGIS may not have, and what does instead.
_NEAREST = {
    "area": ("distance", "number"),
    "volume": ("number",),
    "distance": ("number",),
    "duration": ("number",),
    "scale": ("number",),
    "pointcloud": ("layer",),
    "annotation": ("layer",),
    "mesh": ("layer",),
    "tiledscene": ("layer",),
    "vectortile": ("layer",),
    "pointCloudDestination": ("fileDestination",),
    "vectorTileDestination": ("fileDestination",),
}

_OUTPUTS = {
    "outputVector": QgsProcessingOutputVectorLayer,
    "outputRaster": QgsProcessingOutputRasterLayer,
    "outputLayer": QgsProcessingOutputMapLayer,
    "outputMultilayer": QgsProcessingOutputMultipleLayers,
    "outputFile": QgsProcessingOutputFile,
    "outputFolder": QgsProcessingOutputFolder,
    "outputHtml": QgsProcessingOutputHtml,
    "outputNumber": QgsProcessingOutputNumber,
    "outputBoolean": QgsProcessingOutputBoolean,
}


def make_parameter(record, server="", like=None):
    """The parameter of a record, with the widget that offers the layers of `server`.

    `like` is the same parameter in this QGIS, if it has one: what toVariantMap() leaves out
    (whether the value may be an expression for each feature) is taken from it.
    """
    definition = dict(record.get("definition", {}))
    definition.setdefault("name", record["name"])
    definition.setdefault("description", record.get("description", record["name"]))
    definition.setdefault("parameter_type", record["type"])
    definition["help"] = record.get("help") or definition.get("help") or ""
    if record["type"] == "enum":
        definition["default"] = record.get("default_value", definition.get("default"))
    metadata = _metadata(definition.get("metadata") or {})
    definition["metadata"] = metadata
    parameter = _remake(definition)
    known = parameter is not None
    if not known:
        parameter = _text_instead(record, definition)
    if not known or parameter.type() != record["type"]:
        metadata[SERVER_TYPE] = record["type"]
    if takes_layers(record) and WIDGET not in metadata and server:
        metadata[WIDGET] = {"class": f"{__package__}.widgets.LayerWidget", "server": server}
    parameter.setMetadata(metadata)
    if like is not None and like.type() == parameter.type() and like.isDynamic():
        parameter.setIsDynamic(True)
        parameter.setDynamicPropertyDefinition(like.dynamicPropertyDefinition())
        parameter.setDynamicLayerParameterName(like.dynamicLayerParameterName())
    return parameter


def make_output(record):
    """The output of a record: OutputDefinition as a dictionary."""
    kind = _OUTPUTS.get(record["type"], QgsProcessingOutputString)
    return kind(record["name"], record.get("description", ""))


def takes_layers(record):
    """Whether a value of it can be a layer, and so one of the server."""
    return bool(record.get("data_types")) and not record.get("destination")


def local_twin(algorithm_id):
    """The algorithm of the same id in this QGIS; None if it has none."""
    provider, _, name = algorithm_id.partition(":")
    # Not by the registry's algorithmById(), which looks at all algorithms of all providers.
    found = QgsApplication.processingRegistry().providerById(provider)
    return found.algorithm(name) if found is not None else None


def same_here(algorithm_id):
    """The parameters of the same algorithm in this QGIS, by name; none if it has none."""
    algorithm = local_twin(algorithm_id)
    if algorithm is None:
        return {}
    return {parameter.name(): parameter for parameter in algorithm.parameterDefinitions()}


def _remake(definition):
    types = (definition["parameter_type"], *_NEAREST.get(definition["parameter_type"], ()))
    for each in types:
        parameter = QgsProcessingParameters.parameterFromVariantMap(
            {**definition, "parameter_type": each})
        if parameter is not None:
            return parameter
    return None


def _text_instead(record, definition):
    parameter = QgsProcessingParameterString(
        record["name"], definition["description"], definition.get("default"), multiLine=True,
        optional=bool(record.get("optional")))
    for given, flag in (("advanced", QgsProcessingParameterString.FlagAdvanced),
                        ("hidden", QgsProcessingParameterString.FlagHidden)):
        if record.get(given):
            parameter.setFlags(parameter.flags() | flag)
    said = tr(
        "This QGIS does not know values of the type {}: write one as qgis_process takes it.")
    parameter.setHelp(" ".join(filter(None, (
        definition["help"], said.format(record["type"])))))
    return parameter


def _metadata(metadata):
    """Without widgets that this QGIS does not have."""
    kept = dict(metadata)
    wrapper = kept.get(WIDGET)
    path = wrapper.get("class") if isinstance(wrapper, dict) else wrapper
    if isinstance(path, str) and not _is_there(path):
        del kept[WIDGET]
    return kept


@functools.lru_cache(maxsize=None)
def _is_there(path):
    module = path.rpartition(".")[0]
    if not module.startswith("processing."):
        return False  # A server names nothing but QGIS's own widgets.
    try:
        return importlib.util.find_spec(module) is not None
    except ImportError:
        return False

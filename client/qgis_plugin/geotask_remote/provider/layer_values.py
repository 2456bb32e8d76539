# SPDX-License-Identifier: GPL-2.0-or-later
"""Values of parameters that take layers or files, as inputs of a call.

Wherever the server expects a reference these functions put an input (inputs.py), which becomes one
once it has been sent.
"""

import os

from qgis.core import (
    Qgis,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingUtils,
    QgsProperty,
)

from ..link.texts import tr
from .field_types import number
from .inputs import file_input, is_reference, layer_input

_CHECKS = {0: "ignore", 1: "skip", 2: "abort"}
_OVERRIDES_CHECK = 1 << 3
_HINTS = {"source": "Vector", "vector": "Vector", "raster": "Raster", "mesh": "Mesh"}
_TYPE_FILE = number(QgsProcessing.TypeFile)


def plain_value(value, context):
    """Without the property or the definition around it."""
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        value = value.source
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink
    if isinstance(value, QgsProperty):
        value = value.valueAsString(context.expressionContext(), "")[0]
    return value


def find_layer(value, kind, context):
    """The layer that a value names, a reference, or None."""
    value = plain_value(value, context)
    if value is None or value == "" or is_reference(value):
        return value or None
    if isinstance(value, QgsMapLayer):
        return value
    hint = getattr(QgsProcessingUtils.LayerHint, _HINTS.get(kind, "UnknownType"))
    return QgsProcessingUtils.mapLayerFromString(str(value), context, True, hint)


def one_layer(name, kind, value, context, as_file=False):
    """Of `source`, `vector`, `raster`, `layer`, `mesh` and their like."""
    layer = find_layer(value, kind, context)
    if layer is None:
        raise QgsProcessingException(
            tr("{}: there is no layer {}.").format(name, plain_value(value, context)))
    options = value if isinstance(value, QgsProcessingFeatureSourceDefinition) else None
    if options is None:
        return layer if isinstance(layer, str) else layer_input(layer, as_file=as_file)
    return _source_with_options(name, layer, options)


def _source_with_options(name, layer, options):
    limit = int(options.featureLimit)
    expression = options.filterExpression if Qgis.QGIS_VERSION_INT >= 33200 else ""
    told = {}
    if number(options.flags) & _OVERRIDES_CHECK:
        told["invalid_features"] = _CHECKS[number(options.geometryCheck)]
    if isinstance(layer, str):
        if options.selectedFeaturesOnly:
            raise QgsProcessingException(tr(
                "{}: {} lies on the server, where nothing is selected. Take all features or give a "
                "filter.").format(name, layer))
        source = layer
        if limit >= 0:
            told["feature_limit"] = limit
        if expression:
            told["filter"] = expression
    else:
        source = layer_input(layer, options.selectedFeaturesOnly, limit, expression)
    return {"source": source, **told} if told else source


def many_layers(name, value, context, layer_type):
    """Of `multilayer`: a list, which may be empty."""
    values = value if isinstance(value, (list, tuple)) else [value]
    values = [each for each in values if each not in (None, "")]
    if number(layer_type) == _TYPE_FILE:
        return [one_file(name, each, context) for each in values]
    kind = "raster" if number(layer_type) == number(QgsProcessing.TypeRaster) else "layer"
    return [one_layer(name, kind, each, context) for each in values]


def one_file(name, value, context):
    value = plain_value(value, context)
    if isinstance(value, QgsMapLayer):
        return layer_input(value, as_file=True)
    if not is_reference(value) and not os.path.exists(str(value)):
        raise QgsProcessingException(tr("{}: there is no file {}.").format(name, value))
    return file_input(str(value))


def objects_with_layers(name, value, context):
    """Of `tininputlayers`, `vectortilewriterlayers` and `dxflayers`: a list of maps."""
    told = []
    for each in value if isinstance(value, (list, tuple)) else [value]:
        if not isinstance(each, dict):
            told.append(one_layer(name, "vector", each, context))
            continue
        entry = dict(each)
        for key in ("source", "layer"):
            if key in entry:
                entry[key] = one_layer(name, "vector", entry[key], context)
        told.append(entry)
    return told


class Joined:
    """A text with references in it: parts that are texts or inputs."""

    def __init__(self, parts):
        self.parts = parts


def interpolation_rows(name, value, context):
    """Of `idw_interpolation_data`: LAYER::~::Z::~::FIELD::~::TYPE, several with ::|:: between."""
    parts = []
    for row in str(value).split("::|::"):
        layer, _, rest = row.partition("::~::")
        parts += [one_layer(name, "vector", layer, context), "::~::" + rest, "::|::"]
    return Joined(parts[:-1])

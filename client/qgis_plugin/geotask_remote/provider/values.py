# SPDX-License-Identifier: GPL-2.0-or-later
"""Values of parameters as the server takes them: the JSON of qgis_process, with inputs in it.

    Values(algorithm, parameters, context).all()    # {"INPUT": RowsInput, "DISTANCE": 5.0}

What is not among `parameters` is left out: the server takes its default then. On the thread that
owns the layers.
"""

import base64
import json

from qgis.core import (
    QgsMapLayer,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterNumber,
    QgsProcessingParameters,
    QgsProperty,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

from . import layer_values
from .crs_text import crs_text
from .inputs import is_reference
from .parameters import SERVER_TYPE
from .row_values import iso_wkb, is_null, plain

_FULL = 17  # Digits that bring a number back as it was.


def server_type(parameter):
    """The type that the parameter has on the server."""
    return parameter.metadata().get(SERVER_TYPE) or parameter.type()


class Values:
    def __init__(self, algorithm, parameters, context, in_place=False):
        self._algorithm = algorithm
        self._parameters = parameters
        self._context = context
        self._in_place = in_place

    def all(self):
        """By name, destinations left out. QgsProcessingException names the parameter at fault."""
        told = {}
        for parameter in self._algorithm.parameterDefinitions():
            name = parameter.name()
            if parameter.isDestination() or name not in self._parameters:
                continue
            value = self._parameters[name]
            if is_null(value):
                if parameter.flags() & QgsProcessingParameterDefinition.FlagOptional:
                    told[name] = None
                continue
            told[name] = self._one(parameter, value)
        return told

    def _one(self, parameter, value):
        kind = server_type(parameter)
        defined = _data_defined(value)
        if defined is not None:
            return defined
        if value == "" and kind not in ("string", "crs"):
            return None if kind in _EMPTY_IS_NOTHING else ""
        convert = _CONVERSIONS.get(kind)
        if convert is None:
            return self._unknown(parameter, value)
        return convert(self, parameter, value)

    def _layer(self, parameter, value):
        return layer_values.one_layer(
            parameter.name(), server_type(parameter), value, self._context, self._in_place)

    def _layers(self, parameter, value):
        return layer_values.many_layers(
            parameter.name(), value, self._context, parameter.layerType())

    def _file(self, parameter, value):
        return layer_values.one_file(parameter.name(), value, self._context)

    def _objects(self, parameter, value):
        return plain_objects(
            layer_values.objects_with_layers(parameter.name(), value, self._context))

    def _interpolation(self, parameter, value):
        return layer_values.interpolation_rows(parameter.name(), value, self._context)

    def _number(self, parameter, value):
        whole = isinstance(parameter, QgsProcessingParameterNumber) and \
            parameter.dataType() == QgsProcessingParameterNumber.Integer
        ask = self._algorithm.parameterAsInt if whole else self._algorithm.parameterAsDouble
        return ask(self._parameters, parameter.name(), self._context)

    def _boolean(self, parameter, value):
        return self._algorithm.parameterAsBool(self._parameters, parameter.name(), self._context)

    def _enum(self, parameter, value):
        name, several = parameter.name(), parameter.allowMultiple()
        if parameter.usesStaticStrings():
            ask = self._algorithm.parameterAsEnumStrings if several \
                else self._algorithm.parameterAsEnumString
        else:
            ask = self._algorithm.parameterAsEnums if several else self._algorithm.parameterAsEnum
        told = ask(self._parameters, name, self._context)
        return list(told) if several else told

    def _text(self, parameter, value):
        return self._algorithm.parameterAsString(self._parameters, parameter.name(), self._context)

    def _fields(self, parameter, value):
        told = self._algorithm.parameterAsFields(self._parameters, parameter.name(), self._context)
        return list(told) if parameter.allowMultiple() else (told[0] if told else None)

    def _bands(self, parameter, value):
        if parameter.allowMultiple():
            return list(self._algorithm.parameterAsInts(
                self._parameters, parameter.name(), self._context))
        return self._algorithm.parameterAsInt(self._parameters, parameter.name(), self._context)

    def _matrix(self, parameter, value):
        return plain(self._algorithm.parameterAsMatrix(
            self._parameters, parameter.name(), self._context))

    def _range(self, parameter, value):
        if isinstance(value, str):
            return value
        return plain(list(self._algorithm.parameterAsRange(
            self._parameters, parameter.name(), self._context)))

    def _time(self, parameter, value):
        return value if isinstance(value, str) else value.toString(Qt.DateFormat.ISODate)

    def _colour(self, parameter, value):
        return QColor(value).name(QColor.NameFormat.HexArgb)

    def _crs(self, parameter, value):
        if is_reference(value):
            return value
        return crs_text(self._algorithm.parameterAsCrs(
            self._parameters, parameter.name(), self._context))

    def _extent(self, parameter, value):
        if is_reference(value):
            return value
        ask = self._parameters, parameter.name(), self._context
        box = self._algorithm.parameterAsExtent(*ask)
        numbers = (box.xMinimum(), box.xMaximum(), box.yMinimum(), box.yMaximum())
        return self._with_crs(numbers, self._algorithm.parameterAsExtentCrs(*ask))

    def _point(self, parameter, value):
        ask = self._parameters, parameter.name(), self._context
        point = self._algorithm.parameterAsPoint(*ask)
        return self._with_crs((point.x(), point.y()), self._algorithm.parameterAsPointCrs(*ask))

    @staticmethod
    def _with_crs(numbers, crs):
        told = ",".join(f"{each:.{_FULL}g}" for each in numbers)
        text = crs_text(crs)
        return f"{told} [{text}]" if text else told

    def _geometry(self, parameter, value):
        ask = self._parameters, parameter.name(), self._context
        geometry = QgsProcessingParameters.parameterAsGeometry(parameter, *ask[::2])
        told = {"type": "wkb", "base64": base64.b64encode(iso_wkb(geometry)).decode("ascii")}
        crs = crs_text(QgsProcessingParameters.parameterAsGeometryCrs(parameter, *ask[::2]))
        return {**told, "crs": crs} if crs else told

    def _plain(self, parameter, value):
        return plain(value)

    def _unknown(self, parameter, value):
        """Of a type that this QGIS does not know: text as it is, but for lists and objects."""
        if not isinstance(value, str):
            return self._layer(parameter, value) if isinstance(value, QgsMapLayer) else plain(value)
        if value.lstrip().startswith(("[", "{")):
            try:
                return json.loads(value)
            except ValueError:
                return value
        return value


def plain_objects(told):
    """Maps whose layers are inputs by now: the rest of them as JSON has it."""
    return [{key: member if key in ("source", "layer") else plain(member)
             for key, member in each.items()} if isinstance(each, dict) else each
            for each in told]


def _data_defined(value):
    if not isinstance(value, QgsProperty):
        return None
    if value.propertyType() == QgsProperty.FieldBasedProperty:
        return {"type": "data_defined", "field": value.field()}
    if value.propertyType() == QgsProperty.ExpressionBasedProperty:
        return {"type": "data_defined", "expression": value.expressionString()}
    return None


_EMPTY_IS_NOTHING = ("source", "vector", "raster", "layer", "mesh", "pointcloud", "annotation",
                     "field", "band", "number", "distance", "file", "extent", "point", "geometry")

_CONVERSIONS = {
    **dict.fromkeys(("number", "distance", "area", "volume", "duration", "scale"), Values._number),
    **dict.fromkeys(("string", "expression", "layout", "layoutitem", "maptheme", "authcfg",
                     "providerconnection", "databaseschema", "databasetable",
                     "coordinateoperation", "raster_calc_expression", "relief_colors",
                     "execute_sql"), Values._text),
    **dict.fromkeys(("source", "vector", "raster", "layer", "mesh", "pointcloud", "annotation",
                     "tiledscene", "vectortile"), Values._layer),
    **dict.fromkeys(("tininputlayers", "vectortilewriterlayers", "dxflayers"), Values._objects),
    **dict.fromkeys(("fields_mapping", "aggregates", "meshdatasetgroups", "meshdatasettime"),
                    Values._plain),
    "idw_interpolation_data": Values._interpolation,
    "multilayer": Values._layers,
    "file": Values._file,
    "boolean": Values._boolean,
    "enum": Values._enum,
    "field": Values._fields,
    "band": Values._bands,
    "matrix": Values._matrix,
    "range": Values._range,
    "datetime": Values._time,
    "color": Values._colour,
    "crs": Values._crs,
    "extent": Values._extent,
    "point": Values._point,
    "geometry": Values._geometry,
}

# SPDX-License-Identifier: GPL-2.0-or-later
"""Attributes and geometries of QGIS as those of the API, and back.

    message = to_feature(qgs_feature, types)          # types: a FieldType for each attribute
    qgs_feature = from_feature(message, qgs_fields, types)
"""

import json

from geotask.v1 import feature_pb2
from qgis.core import NULL, QgsFeature, QgsGeometry, QgsWkbTypes
from qgis.PyQt.QtCore import QByteArray, QDate, QDateTime, QTime, Qt, QVariant

from .field_types import LIST, MAP, STRING_LIST, number

_INTEGERS = (feature_pb2.FIELD_TYPE_INTEGER, feature_pb2.FIELD_TYPE_INTEGER64)
_FIRST_OF_OLD = 0x80000000  # Types with a Z from before ISO had them.


def is_null(value):
    return value is None or value == NULL or (isinstance(value, QVariant) and value.isNull())


def to_feature(feature, types):
    """A Feature message of a QgsFeature."""
    message = feature_pb2.Feature(id=feature.id())
    geometry = feature.geometry()
    if not geometry.isNull():
        message.wkb = iso_wkb(geometry)
    for value, kind in zip(feature.attributes(), types):
        set_value(message.attributes.add(), value, kind)
    return message


def iso_wkb(geometry):
    """The bytes of a geometry that is not null."""
    if number(geometry.wkbType()) >= _FIRST_OF_OLD:
        geometry = QgsGeometry.fromWkt(geometry.asWkt(17))
    return bytes(geometry.asWkb())


def set_value(message, value, kind):
    """Sets a Value; leaves it alone for null."""
    if is_null(value):
        return
    if kind == feature_pb2.FIELD_TYPE_STRING:
        message.string_value = value if isinstance(value, str) else _text(value)
    elif kind in _INTEGERS:
        message.integer_value = int(value)
    elif kind == feature_pb2.FIELD_TYPE_DOUBLE:
        message.double_value = float(value)
    elif kind == feature_pb2.FIELD_TYPE_BOOLEAN:
        message.bool_value = bool(value)
    elif kind == feature_pb2.FIELD_TYPE_BINARY:
        message.binary_value = bytes(value)
    elif kind == feature_pb2.FIELD_TYPE_JSON:
        message.string_value = json.dumps(plain(value), ensure_ascii=False)
    else:
        _set_time(message, value)


def _set_time(message, value):
    if isinstance(value, QDateTime):
        value = value.toString(_with_fraction(
            value.time(), Qt.DateFormat.ISODateWithMs, Qt.DateFormat.ISODate))
    elif isinstance(value, QTime):
        value = value.toString(_with_fraction(value, "HH:mm:ss.zzz", "HH:mm:ss"))
    elif isinstance(value, QDate):
        value = value.toString(Qt.DateFormat.ISODate)
    message.string_value = str(value)


def _with_fraction(time, fine, plain_form):
    return fine if time.msec() else plain_form


def plain(value):
    """A value of QGIS as JSON can have it."""
    if is_null(value):
        return None
    if isinstance(value, dict):
        return {str(key): plain(member) for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(member) for member in value]
    if isinstance(value, (bool, int, float, str)):
        return value
    return _text(value)


def _text(value):
    if isinstance(value, QByteArray):
        return bytes(value.toBase64()).decode("ascii")
    if isinstance(value, (QDate, QTime, QDateTime)):
        return value.toString(Qt.DateFormat.ISODate)
    if isinstance(value, QgsGeometry):
        return value.asWkt(17)
    return str(value)


def from_feature(message, fields, types):
    """A QgsFeature of a Feature message. Its id is the one it has on the server."""
    feature = QgsFeature(fields, message.id)
    if message.HasField("wkb"):
        geometry = QgsGeometry()
        geometry.fromWkb(message.wkb)
        feature.setGeometry(geometry)
    feature.setAttributes([
        get_value(value, kind, fields.at(index))
        for index, (value, kind) in enumerate(zip(message.attributes, types))])
    return feature


def get_value(message, kind, field):
    """The attribute that a Value holds; NULL of the field's type for null."""
    which = message.WhichOneof("kind")
    if which is None:
        return NULL
    value = getattr(message, which)
    if which == "binary_value":
        return QByteArray(value)
    if which != "string_value" or kind == feature_pb2.FIELD_TYPE_STRING:
        return value
    if kind == feature_pb2.FIELD_TYPE_DATE:
        return QDate.fromString(value, Qt.DateFormat.ISODate)
    if kind == feature_pb2.FIELD_TYPE_TIME:
        return QTime.fromString(value, Qt.DateFormat.ISODateWithMs)
    if kind == feature_pb2.FIELD_TYPE_DATETIME:
        return QDateTime.fromString(value, Qt.DateFormat.ISODateWithMs)
    parsed = json.loads(value)
    return parsed if number(field.type()) in (MAP, LIST, STRING_LIST) else value


def json_type(messages, index):
    """What a JSON field holds, going by its first values: MAP, LIST or STRING_LIST."""
    for message in messages:
        text = message.attributes[index].string_value
        if not text:
            continue
        value = json.loads(text)
        if not isinstance(value, list):
            return MAP
        if value:
            return STRING_LIST if all(isinstance(each, str) for each in value) else LIST
    return MAP


def geometry_type(name):
    """QGIS's type of the OGC name that a schema has."""
    if name == "NoGeometry":
        return QgsWkbTypes.NoGeometry
    if name in ("", "Geometry"):
        return QgsWkbTypes.Unknown
    return QgsWkbTypes.parseType(name)


def geometry_name(wkb_type):
    """The OGC name of a type of QGIS's."""
    flat = QgsWkbTypes.flatType(wkb_type)
    if flat == QgsWkbTypes.NoGeometry:
        return "NoGeometry"
    if flat == QgsWkbTypes.Unknown:
        return "Geometry"
    name = QgsWkbTypes.displayString(flat)
    return name + "Z" * QgsWkbTypes.hasZ(wkb_type) + "M" * QgsWkbTypes.hasM(wkb_type)

# SPDX-License-Identifier: GPL-2.0-or-later
"""Types of attributes: QGIS's, which are numbers of QMetaType, and those of the API.

    schema.fields.add(name="n", type=field_type(field))      # QgsField to FieldType
    fields.append(make_field(schema.fields[0]))               # and back
"""

from geotask.v1 import feature_pb2
from qgis.core import Qgis, QgsField
from qgis.PyQt.QtCore import QVariant

# Numbers of QMetaType, which Qt 5 and Qt 6 share.
BOOL, INT, UINT, LONG_LONG, DOUBLE = 1, 2, 3, 4, 6
MAP, LIST, STRING, STRING_LIST, BYTES = 8, 9, 10, 11, 12
DATE, TIME, DATETIME = 14, 15, 16
SHORT, FLOAT = 33, 38

_TO_API = {
    BOOL: feature_pb2.FIELD_TYPE_BOOLEAN,
    INT: feature_pb2.FIELD_TYPE_INTEGER,
    SHORT: feature_pb2.FIELD_TYPE_INTEGER,
    UINT: feature_pb2.FIELD_TYPE_INTEGER64,
    LONG_LONG: feature_pb2.FIELD_TYPE_INTEGER64,
    DOUBLE: feature_pb2.FIELD_TYPE_DOUBLE,
    FLOAT: feature_pb2.FIELD_TYPE_DOUBLE,
    DATE: feature_pb2.FIELD_TYPE_DATE,
    TIME: feature_pb2.FIELD_TYPE_TIME,
    DATETIME: feature_pb2.FIELD_TYPE_DATETIME,
    BYTES: feature_pb2.FIELD_TYPE_BINARY,
    MAP: feature_pb2.FIELD_TYPE_JSON,
    LIST: feature_pb2.FIELD_TYPE_JSON,
    STRING_LIST: feature_pb2.FIELD_TYPE_JSON,
}

_TO_QGIS = {
    feature_pb2.FIELD_TYPE_BOOLEAN: BOOL,
    feature_pb2.FIELD_TYPE_INTEGER: INT,
    feature_pb2.FIELD_TYPE_INTEGER64: LONG_LONG,
    feature_pb2.FIELD_TYPE_DOUBLE: DOUBLE,
    feature_pb2.FIELD_TYPE_DATE: DATE,
    feature_pb2.FIELD_TYPE_TIME: TIME,
    feature_pb2.FIELD_TYPE_DATETIME: DATETIME,
    feature_pb2.FIELD_TYPE_BINARY: BYTES,
    feature_pb2.FIELD_TYPE_JSON: MAP,
}


def number(member):
    """The number of a member of an enumeration, of Qt 5 or Qt 6."""
    return int(getattr(member, "value", member))


def qgis_type(meta_type):
    """The number of a type as QgsField and NULLs want it in this QGIS."""
    if Qgis.QGIS_VERSION_INT >= 33800:
        from qgis.PyQt.QtCore import QMetaType

        return QMetaType.Type(meta_type)
    return QVariant.Type(meta_type)


def field_type(field):
    """The FieldType of a QgsField; STRING for what the API has no type of."""
    return _TO_API.get(number(field.type()), feature_pb2.FIELD_TYPE_STRING)


def make_field(field, json_type=MAP):
    """The QgsField of a Field; `json_type` is that of a JSON field: MAP, LIST or STRING_LIST."""
    meta_type = _TO_QGIS.get(field.type, STRING)
    member = 0
    if meta_type == MAP:
        meta_type = json_type
        member = STRING if json_type == STRING_LIST else 0
    return QgsField(field.name, qgis_type(meta_type), "", field.length, field.precision, "",
                    qgis_type(member))

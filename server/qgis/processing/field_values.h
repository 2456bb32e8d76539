// SPDX-License-Identifier: GPL-2.0-or-later
//
// Fields and attributes of QGIS, and ours.
//
// QGIS's types that have no FieldType of their own: unsigned 32-bit integers are kInteger64,
// unsigned 64-bit ones kString; lists and maps are kJson; all others are kString, as QVariant writes
// them. kJson becomes a map where QGIS's memory layers have such a type, else text.
#pragma once

#include <qgsfield.h>

#include <QVariant>

#include "domain/features.h"

namespace geotask {

Field fieldOf(const QgsField& field);
QgsField qgisField(const Field& field);

// An attribute of a field of this type.
Value valueOf(const QVariant& attribute, FieldType type);
// What `field` holds for a value of a field of type `type`.
QVariant attributeOf(const Value& value, FieldType type, const QgsField& field);

}  // namespace geotask

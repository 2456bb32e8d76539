// SPDX-License-Identifier: GPL-2.0-or-later
//
// QVariant from and to JSON.
#pragma once

#include <QVariant>

#include "domain/json.h"

namespace geotask {

// Invalid and null values, and numbers that are not finite, are null; dates and times are ISO 8601,
// colours "#rrggbb" or "#aarrggbb", bytes base64, geometries WKT, a CRS its authority code or WKT2,
// layers their id. What is of no known type is the text that QVariant makes of it.
Json toJson(const QVariant& value);

// As qgis_process reads its JSON: objects are maps, arrays lists. Whole numbers keep 64 bits; those
// that fit are int, which is what QGIS's own checks expect of an index.
QVariant toVariant(const Json& value);

}  // namespace geotask

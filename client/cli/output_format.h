// SPDX-License-Identifier: GPL-2.0-or-later
//
// Which GDAL driver writes a file, and how the API's fields look in its format.
#pragma once

#include <gdal_priv.h>

#include <memory>
#include <string>

#include "geotask/result.h"
#include "geotask/v1/feature.pb.h"

namespace geotask::cli {

// The driver for a file by its ending; GeoJSON for `-`. INVALID_ARGUMENT names the usual endings.
client::Result<GDALDriver*> driverFor(const std::string& file);

// The field as the format can have it: what it has no type for becomes text.
std::unique_ptr<OGRFieldDefn> fieldFor(const v1::Field& field, GDALDriver& driver);

}  // namespace geotask::cli

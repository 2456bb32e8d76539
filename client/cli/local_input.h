// SPDX-License-Identifier: GPL-2.0-or-later
//
// LocalInput: the rows of a layer that GDAL reads on this machine, as the API takes them.
//
//     Result<std::unique_ptr<LocalInput>> input = LocalInput::open(spec, "");
//     v1::Feature row;
//     for (auto more = (*input)->next(&row); more.ok() && *more; more = (*input)->next(&row)) ...
//
// Rows are read one after the other; where the format allows it memory stays flat. OGR's feature
// ids are kept. Geometries become ISO WKB, little endian, x first; where a layer of multi-parts
// holds single parts they are made multi, as QGIS does. Not thread-safe.
#pragma once

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "cli/input_spec.h"
#include "geotask/result.h"
#include "geotask/v1/feature.pb.h"

namespace geotask::cli {

class LocalInput {
 public:
  // Opens a file or standard input (GeoJSON, copied to a file without a name first, so that it can
  // be read twice). `crs` stands in place of what the data says, unless empty. INVALID_ARGUMENT:
  // the file cannot be read, has several layers and none is named, or none of that name.
  static client::Result<std::unique_ptr<LocalInput>> open(const InputSpec& spec,
                                                          const std::string& crs);

  const v1::Schema& schema() const { return schema_; }

  // Rows in all, when the format knows without counting.
  std::optional<uint64_t> count() const;

  // The next row; false after the last one.
  client::Result<bool> next(v1::Feature* row);

  // Begins again with the first row.
  void rewind() { layer_->ResetReading(); }

 private:
  LocalInput(GDALDatasetUniquePtr dataset, OGRLayer* layer, std::string name,
             const std::string& crs);

  const GDALDatasetUniquePtr dataset_;
  OGRLayer* const layer_;   // Belongs to dataset_.
  const std::string name_;  // For messages.
  v1::Schema schema_;
  OGRwkbGeometryType type_;  // Of the schema, without Z and M.
  bool swap_ = false;        // Coordinates come y first.
};

}  // namespace geotask::cli

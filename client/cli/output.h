// SPDX-License-Identifier: GPL-2.0-or-later
//
// Output: writes features to a file whose ending chooses the format, or as GeoJSON to standard
// output.
//
//     Result<std::unique_ptr<Output>> output = Output::create({"out.gpkg"});
//     (*output)->begin(schema); (*output)->add(row); ... (*output)->finish();
//
// The file is written in a hidden folder beside its place, which the first row or finish() makes,
// and moved there by finish(): what is there before is either nothing, the old file, or the whole
// new one. Without finish() nothing remains. Feature ids are kept where the format has them;
// GeoPackage calls its id column `fid` unless a field of that name says otherwise. GeoJSON files
// keep the coordinates and the CRS as they are; GeoJSON on standard output is RFC 7946: longitude
// and latitude in WGS 84. Not thread-safe.
#pragma once

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "geotask/result.h"
#include "geotask/v1/feature.pb.h"

namespace geotask::cli {

struct OutputOptions {
  std::string file = "";   // Path, or `-`.
  std::string layer = "";  // Its name; empty for that of the file.
  bool overwrite = false;  // An existing file may be replaced.
  // Several rows may have the same id: formats that forbid that number them anew.
  bool ids_repeat = false;
};

class Output {
 public:
  // Checks what can be checked before there is anything to write: the ending, the folder, an
  // existing file. Makes nothing. INVALID_ARGUMENT, ALREADY_EXISTS, FAILED_PRECONDITION.
  static client::Result<std::unique_ptr<Output>> create(OutputOptions options);
  ~Output();

  client::Result<void> begin(const v1::Schema& schema);
  client::Result<void> add(const v1::Feature& row);
  client::Result<void> finish();

  // Removes what was written and not finished, as the destructor does. Nothing can be added after
  // it.
  void discard();

  // Rows that the format had no place for: FlatGeobuf takes none without geometry. After finish().
  uint64_t leftOut() const { return left_out_; }

  // For messages: the path, or `standard output`.
  std::string name() const;

 private:
  Output(OutputOptions options, GDALDriver* driver);

  client::Result<void> makeFolder();
  client::Result<void> createLayer(const v1::Feature* first);
  client::Result<void> createFields();
  client::Result<void> moveIntoPlace();
  bool sharesFid(const v1::Feature* first) const;
  bool isDriver(const char* name) const;
  client::Error failure(const std::string& what) const;

  const OutputOptions options_;
  GDALDriver* const driver_;  // Belongs to GDAL.
  std::string folder_;        // The hidden folder; empty until it is made, and for standard output.
  GDALDatasetUniquePtr dataset_;
  OGRLayer* layer_ = nullptr;  // Belongs to dataset_; set once the first row is there.
  bool in_transaction_ = false;
  v1::Schema schema_;
  uint64_t rows_ = 0;
  uint64_t left_out_ = 0;
  std::vector<int> fields_;  // Place in the layer of each field of the schema.
};

}  // namespace geotask::cli

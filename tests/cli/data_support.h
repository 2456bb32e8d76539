// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the tests of data share: a folder of their own, rows drawn as WKT, rows read back.
#pragma once

#include <gtest/gtest.h>
#include <ogr_geometry.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "cli/local_input.h"
#include "cli/output.h"

namespace geotask::cli {

// A test with an empty folder that goes when the test ends.
class DataTest : public testing::Test {
 protected:
  DataTest() {
    std::string folder = (std::filesystem::temp_directory_path() / "cli-test-XXXXXX").string();
    folder_ = mkdtemp(folder.data());
  }
  ~DataTest() override { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name) const { return folder_ + "/" + name; }

  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path(name)) << text;
    return path(name);
  }

  // The names of the files in the folder, hidden ones too.
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      names.push_back(entry.path().filename().string());
    }
    return names;
  }

 private:
  std::string folder_;
};

inline std::string wkbOf(const std::string& wkt) {
  OGRGeometry* made = nullptr;
  EXPECT_EQ(OGRGeometryFactory::createFromWkt(wkt.c_str(), nullptr, &made), OGRERR_NONE) << wkt;
  const std::unique_ptr<OGRGeometry> geometry(made);
  std::string wkb(geometry->WkbSize(), '\0');
  geometry->exportToWkb(wkbNDR, reinterpret_cast<unsigned char*>(wkb.data()), wkbVariantIso);
  return wkb;
}

inline std::string wktOf(const v1::Feature& row) {
  if (!row.has_wkb()) return "null";
  OGRGeometry* made = nullptr;
  EXPECT_EQ(OGRGeometryFactory::createFromWkb(row.wkb().data(), nullptr, &made, row.wkb().size()),
            OGRERR_NONE);
  const std::unique_ptr<OGRGeometry> geometry(made);
  OGRWktOptions options;
  options.variant = wkbVariantIso;
  return geometry->exportToWkt(options);
}

// A row with a geometry drawn as WKT, or none for an empty text.
inline v1::Feature rowOf(int64_t id, const std::string& wkt,
                         const std::vector<v1::Value>& values = {}) {
  v1::Feature row;
  row.set_id(id);
  if (!wkt.empty()) row.set_wkb(wkbOf(wkt));
  for (const v1::Value& value : values) *row.add_attributes() = value;
  return row;
}

inline v1::Schema schemaOf(const std::string& geometry_type,
                           const std::vector<std::pair<std::string, v1::FieldType>>& fields = {},
                           const std::string& crs = "EPSG:4326") {
  v1::Schema schema;
  schema.set_geometry_type(geometry_type);
  schema.set_crs(crs);
  for (const auto& [name, type] : fields) {
    v1::Field* field = schema.add_fields();
    field->set_name(name);
    field->set_type(type);
  }
  return schema;
}

inline std::unique_ptr<LocalInput> openInput(const std::string& text, const std::string& crs = "") {
  auto input = LocalInput::open(*parseInput(text), crs);
  EXPECT_TRUE(input.ok()) << (input.ok() ? "" : input.error().message);
  return input.ok() ? std::move(*input) : nullptr;
}

inline std::vector<v1::Feature> rowsOf(LocalInput& input) {
  std::vector<v1::Feature> rows;
  v1::Feature row;
  for (auto more = input.next(&row); more.ok() && *more; more = input.next(&row)) {
    rows.push_back(row);
  }
  return rows;
}

// Writes rows as a job's result is written.
inline void writeOutput(const OutputOptions& options, const v1::Schema& schema,
                        const std::vector<v1::Feature>& rows) {
  auto output = Output::create(options);
  ASSERT_TRUE(output.ok()) << output.error().message;
  const auto begun = (*output)->begin(schema);
  ASSERT_TRUE(begun.ok()) << begun.error().message;
  for (const v1::Feature& row : rows) {
    const auto added = (*output)->add(row);
    ASSERT_TRUE(added.ok()) << added.error().message;
  }
  const auto finished = (*output)->finish();
  ASSERT_TRUE(finished.ok()) << finished.error().message;
}

}  // namespace geotask::cli

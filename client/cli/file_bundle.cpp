// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/file_bundle.h"

#include <gdal_priv.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "cli/gdal_session.h"

namespace geotask::cli {
namespace {

namespace fs = std::filesystem;
using client::Result;
using Files = std::vector<client::Client::LocalFile>;

client::Error mistake(const std::string& message) {
  return client::localError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_INPUT", message,
                            "Name a file, or a folder with files, that is there.");
}

// Below the folder's own name, without which many a format is not known: `parcels.gdb/a00000001.gdbtable`.
Result<Files> filesBelow(const fs::path& folder) {
  const fs::path above = fs::path(folderName(folder));
  Files files;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (!entry->is_regular_file()) continue;
    const fs::path below = above / entry->path().lexically_relative(folder);
    files.push_back({entry->path().string(), below.generic_string()});
  }
  if (error) return mistake(folder.string() + " cannot be read: " + error.message() + ".");
  if (files.empty()) return mistake(folder.string() + " holds no files.");
  std::sort(files.begin(), files.end(),
            [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

// What GDAL says belongs to the file, and what it reads without saying so.
std::vector<fs::path> companions(const fs::path& file) {
  std::vector<fs::path> found;
  startGdal();
  const GDALDatasetUniquePtr dataset(GDALDataset::Open(file.c_str(), GDAL_OF_READONLY));
  if (dataset) {
    const CPLStringList list(dataset->GetFileList());
    for (int i = 0; i < list.size(); ++i) found.emplace_back(list[i]);
  }
  // Styles, encodings and schemas beside it: QGIS looks for them by name.
  constexpr std::array<const char*, 9> kKnown = {".qpj", ".cpg", ".qml", ".gfs",    ".xsd",
                                                 ".prj", ".qix", ".qmd", ".aux.xml"};
  for (const char* extension : kKnown) {
    found.push_back(fs::path(file).replace_extension(extension));
  }
  found.emplace_back(file.string() + ".aux.xml");
  return found;
}

}  // namespace

std::string folderName(const fs::path& folder) {
  const fs::path whole = fs::absolute(folder).lexically_normal();
  return (whole.has_filename() ? whole : whole.parent_path()).filename().string();
}

Result<Files> fileBundle(const std::string& path) {
  std::error_code error;
  const fs::path place = fs::path(path).lexically_normal();
  if (fs::is_directory(place, error)) return filesBelow(place);
  if (!fs::is_regular_file(place, error)) return mistake("There is no file " + path + ".");
  const fs::path folder = place.parent_path();
  Files files{{place.string(), place.filename().string()}};
  for (const fs::path& companion : companions(place)) {
    const fs::path relative = folder.empty() ? companion : companion.lexically_relative(folder);
    const std::string name = relative.generic_string();
    const bool below = !name.empty() && name != "." && name.rfind("..", 0) != 0 && name[0] != '/';
    const bool known = std::any_of(files.begin(), files.end(),
                                   [&](const auto& file) { return file.path == name; });
    if (below && !known && fs::is_regular_file(companion, error)) {
      files.push_back({companion.string(), name});
    }
  }
  return files;
}

}  // namespace geotask::cli

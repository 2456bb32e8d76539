// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/project_files.h"

#include <cpl_minixml.h>
#include <cpl_string.h>
#include <cpl_vsi.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>

#include "cli/file_bundle.h"

namespace geotask::cli {
namespace {

namespace fs = std::filesystem;
using client::Result;
using Files = std::vector<client::Client::LocalFile>;
using Xml = std::unique_ptr<CPLXMLNode, decltype(&CPLDestroyXMLNode)>;

// The text of a .qgs, also of the one that is packed in a .qgz; empty when there is none.
std::string textOf(const fs::path& project) {
  std::string place = project.string();
  if (project.extension() == ".qgz") {
    place = "/vsizip/" + place;
    const CPLStringList packed(VSIReadDir(place.c_str()));
    for (int i = 0; i < packed.size(); ++i) {
      if (fs::path(packed[i]).extension() != ".qgs") continue;
      place += std::string("/") + packed[i];
      break;
    }
  }
  GByte* bytes = nullptr;
  vsi_l_offset size = 0;
  if (!VSIIngestFile(nullptr, place.c_str(), &bytes, &size, -1)) return "";
  std::string text(reinterpret_cast<const char*>(bytes), size);
  VSIFree(bytes);
  return text;
}

// "./roads.gpkg" of "./roads.gpkg|layername=a" and of "file:./roads.csv?type=csv".
std::string pathIn(std::string source) {
  if (source.rfind("file:", 0) == 0) source.erase(0, 5);
  source = source.substr(0, source.find_first_of("|?"));
  const bool relative = source.rfind("./", 0) == 0 || source.rfind("../", 0) == 0;
  return relative ? source : "";
}

// What the elements `datasource` hold, at any depth.
void collectSources(const CPLXMLNode* node, std::set<std::string>& sources) {
  for (; node != nullptr; node = node->psNext) {
    if (node->eType == CXT_Element && std::string(node->pszValue) == "datasource") {
      sources.insert(pathIn(CPLGetXMLValue(node, nullptr, "")));
    }
    collectSources(node->psChild, sources);
  }
}

// The innermost folder that holds all files.
fs::path folderOf(const Files& files) {
  fs::path folder = fs::path(files.front().place).parent_path();
  for (const auto& file : files) {
    const fs::path place(file.place);
    const auto apart = std::mismatch(folder.begin(), folder.end(), place.begin(), place.end());
    fs::path shared;
    for (auto part = folder.begin(); part != apart.first; ++part) shared /= *part;
    folder = shared;
  }
  return folder;
}

}  // namespace

Result<Files> projectBundle(const std::string& path) {
  const fs::path project = fs::absolute(path).lexically_normal();
  const Xml root(CPLParseXMLString(textOf(project).c_str()), &CPLDestroyXMLNode);
  if (!root || CPLGetXMLNode(root.get(), "=qgis") == nullptr) {
    return client::localError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_INPUT",
                              path + " is no QGIS project.", "Name a .qgz or .qgs that is there.");
  }
  std::set<std::string> sources;
  collectSources(root.get(), sources);

  Files files{{project.string(), ""}};
  std::error_code error;
  for (const std::string& source : sources) {
    const fs::path layer = (project.parent_path() / source).lexically_normal();
    if (source.empty() || !fs::exists(layer, error)) continue;
    const Result<Files> bundle = fileBundle(layer.string());
    if (!bundle.ok()) return bundle.error();
    for (const auto& file : *bundle) {
      const bool known = std::any_of(files.begin(), files.end(),
                                     [&](const auto& other) { return other.place == file.place; });
      if (!known) files.push_back(file);
    }
  }
  const fs::path above = folderOf(files);
  for (auto& file : files) {
    file.path = fs::path(file.place).lexically_relative(above).generic_string();
  }
  return files;
}

}  // namespace geotask::cli

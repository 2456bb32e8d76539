// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/local_files.h"

#include <filesystem>

#include "cli/file_bundle.h"
#include "cli/file_feed.h"
#include "cli/interrupt.h"
#include "cli/project_files.h"
#include "cli/resource_name.h"

namespace geotask::cli {

using client::Result;

Result<std::string> LocalFiles::reference(const std::string& text) {
  namespace fs = std::filesystem;
  // A file with a bar in its name goes before what QGIS takes after a bar.
  std::error_code error;
  const size_t bar = fs::exists(text, error) ? std::string::npos : text.find('|');
  const std::string path = text.substr(0, bar);
  const std::string rest = bar == std::string::npos ? "" : text.substr(bar);
  const auto known = references_.find(path);
  if (known != references_.end()) return known->second + rest;

  const auto files = fileBundle(path);
  if (!files.ok()) return files.error();
  const Result<std::string> dataset = upload(*files);
  if (!dataset.ok()) return dataset.error();
  const std::string folder = fs::is_directory(path, error) ? "/" + folderName(path) : "";
  return (references_[path] = *dataset + folder) + rest;
}

Result<std::string> LocalFiles::project(const std::string& path) {
  const auto files = projectBundle(path);
  if (!files.ok()) return files.error();
  const Result<std::string> dataset = upload(*files);
  if (!dataset.ok()) return dataset.error();
  return *dataset + "/" + files->front().path;
}

Result<std::string> LocalFiles::upload(const std::vector<client::Client::LocalFile>& files) {
  InterruptScope on_interrupt([&] { session_.client().stopCalls(); });
  FileFeed feed(files);
  const Result<v1::Dataset> dataset = session_.client().uploadFiles({}, files, feed.sent());
  if (!dataset.ok()) return dataset.error();
  names_.push_back(dataset->name());
  return referenceOf(dataset->name());
}

void LocalFiles::remove() {
  for (const std::string& name : names_) {
    const Result<void> removed = session_.client().removeDataset(name);
    if (!removed.ok()) report(session_, removed.error());
  }
  names_.clear();
}

}  // namespace geotask::cli

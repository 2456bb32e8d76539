// SPDX-License-Identifier: GPL-2.0-or-later
//
// Local files as inputs of one job: each is uploaded once, as it is and with what belongs to it, so
// that QGIS opens on the server what it would open here. The datasets go when the job has been
// accepted, or with this object.
//
//     LocalFiles files(session);
//     files.reference("roads.gpkg|layername=main");   // dataset:3f2a...|layername=main
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cli/session.h"
#include "geotask/client.h"
#include "geotask/result.h"

namespace geotask::cli {

// Not thread-safe.
class LocalFiles {
 public:
  explicit LocalFiles(Session& session) : session_(session) {}
  ~LocalFiles() { remove(); }
  LocalFiles(const LocalFiles&) = delete;
  LocalFiles& operator=(const LocalFiles&) = delete;

  // The reference of a dataset with a file or folder; what QGIS takes after a bar stays where it is.
  // INVALID_ARGUMENT when there is none; STOPPED after a Ctrl-C.
  client::Result<std::string> reference(const std::string& text);

  // The same of a QGIS project, with the layers that it names: `dataset:3f2a.../project.qgz`.
  client::Result<std::string> project(const std::string& path);

  // Deletes the datasets: a job that was accepted with them goes on.
  void remove();

 private:
  client::Result<std::string> upload(const std::vector<client::Client::LocalFile>& files);

  Session& session_;
  std::map<std::string, std::string> references_;  // By path.
  std::vector<std::string> names_;                 // Of the datasets.
};

}  // namespace geotask::cli

// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/gdal_session.h"

#include <cpl_error.h>
#include <gdal.h>

#include <iostream>
#include <set>

#include "cli/text.h"

namespace geotask::cli {
namespace {

void CPL_STDCALL onMessage(CPLErr level, CPLErrorNum, const char* text) {
  if (level != CE_Warning) return;
  constexpr size_t kMost = 10;  // A file that is wrong in each row must not flood the terminal.
  static std::set<std::string> said;
  if (said.size() >= kMost || !said.insert(text).second) return;
  std::cerr << "geotask: warning: " << shown(text) << "\n";
}

}  // namespace

void startGdal() {
  static bool started = false;
  if (started) return;
  started = true;
  CPLSetErrorHandler(onMessage);
  GDALAllRegister();
}

client::Error gdalError(grpc::StatusCode code, const std::string& reason, const std::string& what,
                        const std::string& remedy) {
  const std::string detail = CPLGetLastErrorMsg();
  return client::localError(code, reason, detail.empty() ? what + "." : what + ": " + detail,
                            remedy);
}

}  // namespace geotask::cli

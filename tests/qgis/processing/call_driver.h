// SPDX-License-Identifier: GPL-2.0-or-later
//
// Drives calls of algorithms in tests.
#pragma once

#include <gtest/gtest.h>

#include <QTemporaryDir>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "qgis/processing/algorithm_call.h"
#include "qgis/qgis_environment.h"

namespace geotask::testing {

constexpr const char* kWorldMap = "/usr/share/qgis/resources/data/world_map.gpkg";

// "dataset:countries" and the like: layers of the world map.
inline CallLayer worldLayer(const std::string& layer) {
  return {"dataset:" + layer, std::string(kWorldMap) + "|layername=" + layer, "", nullptr};
}

class HeardWords : public CallListener {
 public:
  void onProgress(double fraction) override {
    progress.push_back(fraction);
    if (during) during();
  }
  void onLog(Severity severity, const std::string& message) override {
    log.emplace_back(severity, message);
  }
  std::vector<double> progress;
  std::vector<std::pair<Severity, std::string>> log;
  std::function<void()> during;
};

// A request with the layers of the world map and a folder of its own for what comes out.
class DrawnCall {
 public:
  DrawnCall(const std::string& algorithm, Json parameters) {
    request.algorithm = algorithm;
    request.parameters = std::move(parameters);
    request.layers = {worldLayer("countries"), worldLayer("states_provinces"),
                      worldLayer("disputed_borders")};
    request.out_folder = folder_.path().toStdString();
  }
  CallCheck check() const { return AlgorithmCall(request).check(); }

  CallRequest request;

 private:
  QTemporaryDir folder_{QString::fromStdString(scratchDir() + "/call-XXXXXX")};
};

}  // namespace geotask::testing

// SPDX-License-Identifier: GPL-2.0-or-later
//
// Algorithms as a test draws them.
//
//     DrawnAlgorithms catalogue;
//     catalogue.set({drawn("native:buffer", "Buffer", "Vector geometry"), ...});
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "domain/processing.h"

namespace geotask {

inline AlgorithmDescription drawn(const std::string& id, const std::string& title = "",
                                  const std::string& group = "") {
  AlgorithmDescription algorithm;
  algorithm.id = id;
  algorithm.provider = id.substr(0, id.find(':'));
  algorithm.title = title;
  algorithm.group = group;
  return algorithm;
}

inline ParameterDescription drawnParameter(const std::string& name, const std::string& type) {
  ParameterDescription parameter;
  parameter.name = name;
  parameter.type = type;
  return parameter;
}

inline ParameterDescription drawnDestination(const std::string& name, const std::string& type) {
  ParameterDescription parameter = drawnParameter(name, type);
  parameter.destination = true;
  return parameter;
}

// Knows nothing until it is told.
class DrawnAlgorithms : public AlgorithmCatalogue {
 public:
  // By id.
  void set(std::vector<AlgorithmDescription> algorithms) {
    all_ = std::make_shared<const std::vector<AlgorithmDescription>>(std::move(algorithms));
  }
  std::shared_ptr<const std::vector<AlgorithmDescription>> algorithms() const override {
    return all_;
  }

 private:
  std::shared_ptr<const std::vector<AlgorithmDescription>> all_;
};

}  // namespace geotask

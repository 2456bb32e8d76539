// SPDX-License-Identifier: GPL-2.0-or-later
//
// Algorithms, and what QGIS says of their parameters, as a test draws them.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "domain/call_desk.h"
#include "domain/errors.h"
#include "domain/processing.h"

namespace geotask {

// Offers "native:centroids" (INPUT a source, NOTE a text, OUTPUT a sink), and "native:wipe", which is
// denied.
class FakeAlgorithms : public AlgorithmCatalogue {
 public:
  FakeAlgorithms() {
    AlgorithmDescription centroids;
    centroids.id = "native:centroids";
    centroids.parameters.resize(3);
    centroids.parameters[0].name = "INPUT";
    centroids.parameters[0].type = "source";
    centroids.parameters[1].name = "NOTE";
    centroids.parameters[1].type = "string";
    centroids.parameters[2].name = "OUTPUT";
    centroids.parameters[2].type = "sink";
    AlgorithmDescription wipe;
    wipe.id = "native:wipe";
    wipe.denied = "it removes data; the operator can allow it";
    all_ = std::make_shared<const std::vector<AlgorithmDescription>>(
        std::vector<AlgorithmDescription>{std::move(centroids), std::move(wipe)});
  }
  std::shared_ptr<const std::vector<AlgorithmDescription>> algorithms() const override {
    return known ? all_ : nullptr;
  }
  bool known = true;

 private:
  std::shared_ptr<const std::vector<AlgorithmDescription>> all_;
};

// Takes everything but parameters with "BAD"; warns of those with "ODD".
class FakeCallChecker : public CallChecker {
 public:
  void check(const std::string&, const ProcessingCall& call, const std::vector<CallInput>& inputs,
             Done done) override {
    asked = inputs;
    if (call.parameters.contains("BAD")) {
      return done(
          makeError(absl::StatusCode::kInvalidArgument,
                    {"INVALID_PARAMETER", "spec.processing.parameters.BAD", "1", "nothing"}),
          {});
    }
    std::vector<std::string> warnings;
    if (call.parameters.contains("ODD")) warnings.push_back("ODD is no parameter");
    done(absl::OkStatus(), std::move(warnings));
  }
  std::vector<CallInput> asked;
};

// Both, at a desk whose policy forbids the parameter EXTRA.
struct FakeCallDesk {
  FakeAlgorithms algorithms;
  FakeCallChecker checker;
  CallDesk desk{algorithms, checker, [](const AlgorithmDescription&, const Json& parameters) {
                  if (!parameters.contains("EXTRA")) return absl::OkStatus();
                  return makeError(absl::StatusCode::kPermissionDenied,
                                   {"ARGUMENT_DENIED", "parameters.EXTRA", "", "nothing"});
                }};
};

}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a submit of a Processing job is checked with before it is let in: is the algorithm there and
// allowed, what do its references stand for, are its parameters good.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/call_inputs.h"
#include "domain/catalogue.h"
#include "domain/processing.h"

namespace geotask {

class CallDesk {
 public:
  // What the operator does not want to be done with an algorithm that is allowed: PERMISSION_DENIED
  // with the field "parameters.NAME".
  using Policy = std::function<absl::Status(const AlgorithmDescription&, const Json& parameters)>;

  CallDesk(const AlgorithmCatalogue& catalogue, CallChecker& checker, Policy policy)
      : catalogue_(catalogue), checker_(checker), policy_(std::move(policy)) {}

  // Everything that needs neither data nor QGIS. UNAVAILABLE CATALOGUE_NOT_READY, NOT_FOUND
  // UNKNOWN_ALGORITHM, PERMISSION_DENIED ALGORITHM_DENIED, INVALID_ARGUMENT; fields begin with
  // "spec.processing".
  absl::Status check(const ProcessingCall& call, const CrsRegistry& crs) const;

  // What its references stand for. After check().
  absl::StatusOr<std::vector<CallInput>> resolve(const std::string& principal,
                                                 const ProcessingCall& call,
                                                 const CallInputs& inputs) const;

  // Whether QGIS takes the parameters: see CallChecker.
  void ask(const std::string& principal, const ProcessingCall& call,
           const std::vector<CallInput>& inputs, CallChecker::Done done) const {
    checker_.check(principal, call, inputs, std::move(done));
  }

 private:
  const AlgorithmCatalogue& catalogue_;
  CallChecker& checker_;
  const Policy policy_;
};

}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
//
// Asks a worker whether parameters are good, one call after another. A check that takes longer than
// PoolOptions::check_timeout is UNAVAILABLE CHECK_UNAVAILABLE, as is one whose worker crashes.
#pragma once

#include <string>
#include <vector>

#include "domain/feature_codec.h"
#include "domain/processing.h"
#include "worker/worker_desk.h"

namespace geotask {

class WorkerChecker : public CallChecker {
 public:
  // Both outlive it; `desk` answers what was asked before it goes.
  WorkerChecker(WorkerDesk& desk, const FeatureCodec& codec) : desk_(desk), codec_(codec) {}

  // CallChecker
  void check(const std::string& principal, const ProcessingCall& call,
             const std::vector<CallInput>& inputs, Done done) override;

 private:
  WorkerDesk& desk_;
  const FeatureCodec& codec_;
};

}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
//
// The algorithms that the workers' QGIS has, as a worker told at start.
//
//     WorkerDesk desk(pool);
//     WorkerCatalogue catalogue(desk, {policy, log});
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "domain/mutex.h"
#include "domain/processing.h"
#include "worker/worker_desk.h"

namespace geotask {

// Asks in the background, again and again until it is answered. Thread-safe.
class WorkerCatalogue : public AlgorithmCatalogue {
 public:
  struct Options {
    // Why an algorithm is denied here; empty: it is not. Any thread.
    std::function<std::string(const AlgorithmDescription&)> policy;
    // Called once the algorithms are known. The desk's thread.
    std::function<void(size_t count)> ready;
  };
  // `desk` outlives it.
  WorkerCatalogue(WorkerDesk& desk, Options options);
  ~WorkerCatalogue() override;

  // AlgorithmCatalogue
  std::shared_ptr<const std::vector<AlgorithmDescription>> algorithms() const override;

 private:
  struct State;
  // Shared with the question, which may outlive the catalogue.
  const std::shared_ptr<State> state_;
};

}  // namespace geotask

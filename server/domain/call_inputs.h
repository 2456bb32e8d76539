// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the references in the parameters of an algorithm stand for.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/catalogue.h"
#include "domain/dataset_service.h"
#include "domain/job_board.h"
#include "domain/processing.h"

namespace geotask {

// The references in the parameters, each once: texts, at any depth, that begin with `data:`,
// `dataset:` or `job:`, up to a `|`. Parameters that take free text have none.
std::set<std::string> referencesOf(const ProcessingCall& call,
                                   const AlgorithmDescription& algorithm);

// The id in a reference to a dataset; empty for others.
std::string datasetOf(const std::string& reference);

// Finds what references stand for, for a principal. Any thread.
class CallInputs {
 public:
  CallInputs(const SourceCatalogue& sources, const DatasetService& datasets, const JobBoard& board)
      : sources_(sources), datasets_(datasets), board_(board) {}

  // NOT_FOUND UNKNOWN_SOURCE, UNKNOWN_LAYER, DATASET_NOT_FOUND, JOB_NOT_FOUND, FILE_NOT_FOUND,
  // OUTPUT_NOT_FOUND; FAILED_PRECONDITION INPUT_NOT_READY, AMBIGUOUS_OUTPUT; INVALID_ARGUMENT
  // INVALID_LAYER. `given` is the reference.
  absl::StatusOr<CallInput> find(const std::string& principal, const std::string& reference) const;

 private:
  absl::StatusOr<CallInput> findSource(const std::string& reference) const;
  absl::StatusOr<CallInput> findDataset(const std::string& principal,
                                        const std::string& reference) const;
  absl::StatusOr<CallInput> findOutput(const std::string& principal,
                                       const std::string& reference) const;

  const SourceCatalogue& sources_;
  const DatasetService& datasets_;
  const JobBoard& board_;
};

}  // namespace geotask

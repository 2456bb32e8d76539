// SPDX-License-Identifier: GPL-2.0-or-later
//
// Jobs that run an algorithm of QGIS: what they are told, what the references in their parameters
// stand for, and the port to those who know the algorithms.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "domain/algorithm.h"
#include "domain/feature_set.h"
#include "domain/file_set.h"
#include "domain/json.h"

namespace geotask {

// Meanings are those of geotask.v1.Processing.
struct CoordinateOperation {
  std::string source_crs;
  std::string destination_crs;
  std::string operation;
  bool allow_fallback = true;
};

struct ProcessingCall {
  std::string algorithm;
  Json parameters = Json::object();
  std::string invalid_features;  // "abort", "skip", "ignore"; empty: as QGIS.
  std::string project_crs;
  std::string ellipsoid;
  std::string distance_unit;
  std::string area_unit;
  std::string project;  // A reference; empty: none.
  std::vector<CoordinateOperation> coordinate_operations;
};

// A layer or file that parameters refer to. One of rows, files and uri is there.
struct CallInput {
  std::string reference;  // As it stands in the parameters, up to a `|`: "job:a/OUTPUT".
  std::shared_ptr<const FeatureSet> rows;
  std::string layer_name;  // Of rows.
  std::shared_ptr<const FileSet> files;
  std::string path;      // The file of the set that is meant; empty: its folder.
  bool changed = false;  // The algorithm changes it in place: it gets a copy of the files.
  std::string provider;  // Of a source of the operator: QGIS's name of the data provider,
  std::string uri;       // and what it opens.
};

class RowStream;  // row_stream.h

// Everything a job reads: `features`; of a call that brings its rows and takes the results, `stream`;
// of a ProcessingCall, what its references stand for.
struct JobInputs {
  std::shared_ptr<const FeatureSet> features;
  std::shared_ptr<RowStream> stream;
  std::vector<CallInput> call;

  // Bytes of rows in memory.
  uint64_t memoryBytes() const;
};

// The algorithms there are. Any thread, at once.
class AlgorithmCatalogue {
 public:
  virtual ~AlgorithmCatalogue() = default;
  // By id. Null until they are known.
  virtual std::shared_ptr<const std::vector<AlgorithmDescription>> algorithms() const = 0;
};

// Asks QGIS whether parameters are good. Any thread; returns at once.
class CallChecker {
 public:
  virtual ~CallChecker() = default;
  // Calls `done`, once, from any thread (also before it returns): OK, or INVALID_ARGUMENT with field
  // "spec.processing.parameters.NAME"; UNAVAILABLE when it cannot be told. `warnings` are for the job's
  // log.
  using Done = std::function<void(absl::Status, std::vector<std::string> warnings)>;
  virtual void check(const std::string& principal, const ProcessingCall& call,
                     const std::vector<CallInput>& inputs, Done done) = 0;
};

}  // namespace geotask

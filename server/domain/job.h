// SPDX-License-Identifier: GPL-2.0-or-later
//
// A job as a value: what it was told and how it stands. Snapshots are copied out under the board's
// lock and never change after. Meanings are those of proto/geotask/v1/job.proto.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "domain/buffer_options.h"
#include "domain/errors.h"
#include "domain/features.h"
#include "domain/job_output.h"
#include "domain/processing.h"
#include "domain/transform.h"

namespace geotask {

enum class JobState { kQueued = 1, kRunning, kCancelling, kSucceeded, kFailed, kCancelled };

inline bool isTerminal(JobState state) { return state >= JobState::kSucceeded; }

// Whether a job may go from one state to the other.
bool isTransition(JobState from, JobState to);

// "SUCCEEDED".
const char* jobStateName(JobState state);

enum class InputKind { kLayer, kFeatures, kGeoJson, kDataset, kJob };
enum class Operation { kBuffer, kProcessing, kTransform };

struct JobSpec {
  InputKind input = InputKind::kLayer;
  std::string source;        // kLayer: the source's name and
  std::string layer;         // the layer's in it.
  std::string input_id;      // kDataset, kJob: of which.
  std::string input_output;  // kJob: of which of its outputs; empty: the only one.
  Schema input_schema;       // All but kLayer: of the rows.
  Operation operation = Operation::kBuffer;
  BufferOptions buffer;
  Transform transform;        // Of a volatile call.
  ProcessingCall processing;  // Then there is no input but that of its parameters.
  int priority = 0;
  std::map<std::string, std::string> labels;
  std::optional<absl::Duration> ttl;
  bool cancel_on_disconnect = false;
  bool volatile_call = false;  // Its rows come and go in a call, which owns it: see RowStream.
};

// What the rows of a result look like. Not of kProcessing.
Schema resultSchema(const JobSpec& spec, const Schema& input);

// Numbered as in the contract.
enum class Stage {
  kNone,
  kBuffering,
  kUniting,
  kStaging,
  kProcessing,
  kCollecting,
  kTransforming,
  kReading,
  kEncoding
};

struct Progress {
  Stage stage = Stage::kNone;
  uint64_t features_done = 0;
  std::optional<uint64_t> features_total;
  double features_per_second = 0;
  std::optional<double> fraction;  // 0 to 1
  std::optional<absl::Duration> time_left;
  std::string place;  // In words; empty: nothing to tell.
};

struct JobError {
  ErrorDetail detail;
  std::string message;
};

struct JobSnapshot {
  std::string id;
  std::string principal;
  std::shared_ptr<const JobSpec> spec;
  std::optional<JobState> state;  // Nothing: only validated.
  uint32_t attempt = 1;
  Progress progress;
  std::vector<JobOutput> outputs;
  std::optional<ResourceUsage> usage;
  std::optional<JobError> error;
  absl::Time create_time = absl::InfinitePast();  // InfinitePast: not yet.
  absl::Time start_time = absl::InfinitePast();
  absl::Time cancel_time = absl::InfinitePast();
  absl::Time end_time = absl::InfinitePast();
  absl::Time update_time = absl::InfinitePast();
  absl::Time expire_time = absl::InfinitePast();
  uint64_t log_lines_dropped = 0;
};

}  // namespace geotask

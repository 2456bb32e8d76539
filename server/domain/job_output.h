// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a job has made: rows, files or a value.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "domain/features.h"
#include "domain/file_set.h"
#include "domain/json.h"
#include "domain/spool.h"

namespace geotask {

enum class OutputKind { kFeatures, kFiles, kValue };

// As it is told; a value.
struct JobOutput {
  std::string name;  // "OUTPUT"
  OutputKind kind = OutputKind::kValue;

  // kFeatures
  std::shared_ptr<const Schema> schema;
  uint64_t features = 0;
  std::string layer_name;
  // kFiles
  std::vector<FileInfo> files;  // The main one first.
  bool folder = false;          // No main one.
  // kFeatures, kFiles
  uint64_t bytes = 0;
  // kValue
  Json value;
};

// With what holds it: `rows` of kFeatures, `files` of kFiles.
struct StoredOutput {
  JobOutput output;  // Counts are those of `rows`, where there are any.
  std::shared_ptr<SpooledResult> rows;
  std::shared_ptr<const FileSet> files;
};

// The output with its counts as they are now.
JobOutput outputNow(const StoredOutput& stored);

StoredOutput rowsOutput(std::string name, Schema schema, std::shared_ptr<SpooledResult> rows,
                        std::string layer_name = "");
StoredOutput filesOutput(std::string name, std::shared_ptr<const FileSet> files, bool folder);
StoredOutput valueOutput(std::string name, Json value);

// Processor time and memory that a job took in a process of its own.
struct ResourceUsage {
  absl::Duration cpu_time;
  uint64_t peak_memory_bytes = 0;
};

}  // namespace geotask

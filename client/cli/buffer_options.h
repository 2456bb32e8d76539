// SPDX-License-Identifier: GPL-2.0-or-later
//
// The options of `geotask buffer`, and the request that they ask for.
#pragma once

#include <CLI/App.hpp>

#include <optional>
#include <string>

#include "cli/job_options.h"
#include "cli/output.h"
#include "cli/preview.h"
#include "geotask/result.h"
#include "geotask/v1/jobs.pb.h"

namespace geotask::cli {

struct BufferOptions {
  std::string input;
  std::string crs;
  std::optional<double> distance;
  std::string distance_field;
  std::string unit;
  std::optional<int> segments;
  std::string cap;
  std::string join;
  std::optional<double> mitre_limit;
  std::string side;
  bool dissolve = false;
  bool separate_disjoint = false;
  std::string output_crs;
  OutputOptions output;
  PreviewOptions preview;
  JobOptions job;
};

// Adds them to the verb; `options` outlives it.
void addBufferOptions(CLI::App& verb, BufferOptions& options);

// The request without its input. INVALID_ARGUMENT for labels and times that are none.
client::Result<v1::SubmitJobRequest> requestOf(const BufferOptions& options);

}  // namespace geotask::cli

// SPDX-License-Identifier: GPL-2.0-or-later
//
// What checks and runs say to a worker alike.
#pragma once

#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "domain/feature_codec.h"
#include "domain/processing.h"
#include "worker/worker.h"

namespace geotask {

// How much of the rows is sent. kFirst: some of those whose schema leaves the geometry type open, which
// are a layer of QGIS only with it.
enum class RowsSent { kAll, kFirst };

// Sends rows and the message that ends them. Errors of the reader, and of FrameChannel::send().
absl::Status sendRows(Worker& worker, const FeatureSet& rows, RowsSent how_many,
                      const FeatureCodec& codec, const std::function<bool()>& stop);

// Stages the inputs of a call and tells the worker what to do. Errors as those of stageInputs(), of
// the readers of rows, and of FrameChannel::send().
absl::Status sendCall(Worker& worker, bool run, const ProcessingCall& call,
                      const std::vector<CallInput>& inputs, RowsSent rows, bool link_inputs,
                      const FeatureCodec& codec, const std::function<bool()>& stop);

}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
//
// Tasks and answers as bytes, and their way through a channel: frames of kRecord with pieces of them,
// then one of kMessage with the last. Both ends run on one machine: numbers are in its byte order.
#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "geos/geometry_task.h"
#include "worker/frames.h"

namespace geotask {

std::string encodeTask(const GeometryTask& task);
std::string encodeAnswer(const GeometryAnswer& answer);

// INVALID_ARGUMENT for bytes that are none; nothing is believed.
absl::StatusOr<GeometryTask> decodeTask(absl::string_view bytes);
absl::StatusOr<GeometryAnswer> decodeAnswer(absl::string_view bytes);

// Errors of FrameChannel; CANCELLED soon after `stop` says so.
absl::Status sendBytes(FrameChannel& channel, absl::string_view bytes,
                       const std::function<bool()>& stop);
// INVALID_ARGUMENT when more than `most` bytes come.
absl::StatusOr<std::string> receiveBytes(FrameChannel& channel, size_t most,
                                         const std::function<bool()>& stop);

}  // namespace geotask

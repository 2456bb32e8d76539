// SPDX-License-Identifier: GPL-2.0-or-later
//
// Rows that the daemon sends, as a layer.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "domain/feature_codec.h"
#include "worker/call_message.h"
#include "worker/main/inbox.h"

class QgsVectorLayer;

namespace geotask {

// The rows of an input, up to their end, also after an error.
absl::StatusOr<std::shared_ptr<QgsVectorLayer>> receiveRows(Inbox& inbox, const FeatureCodec& codec,
                                                            const StagedInput& input);

}  // namespace geotask

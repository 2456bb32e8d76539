// SPDX-License-Identifier: GPL-2.0-or-later
//
// Algorithms, to the API's messages.
#pragma once

#include "absl/status/statusor.h"
#include "domain/algorithm_service.h"
#include "geotask/v1/algorithms.pb.h"

namespace geotask {

// What lists show: all but help, parameters and outputs.
void toSummary(const AlgorithmDescription& algorithm, v1::Algorithm& proto);

// All of it that fits into one message: of one that is too large, definitions of parameters are left
// out, the largest first.
void toProto(const AlgorithmDescription& algorithm, v1::Algorithm& proto);

// A page of at most as many algorithms as asked for that fits into one message.
absl::StatusOr<v1::ListAlgorithmsResponse> listPage(const AlgorithmService& service,
                                                    const v1::ListAlgorithmsRequest& request);

}  // namespace geotask

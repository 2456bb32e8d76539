// SPDX-License-Identifier: GPL-2.0-or-later
//
// Datasets between the API's messages and the domain.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "domain/dataset_service.h"
#include "geotask/v1/datasets.pb.h"

namespace geotask {

// Fields are named from the header on.
absl::StatusOr<DatasetUpload> takeUpload(const v1::UploadDatasetHeader& header,
                                         const std::string& principal);

enum class ShownFiles { kAll, kFirst };
void toProto(const Dataset& dataset, v1::Dataset& proto, ShownFiles shown = ShownFiles::kAll);

// A page of at most as many datasets as asked for that fits into one message.
absl::StatusOr<v1::ListDatasetsResponse> listPage(const DatasetService& service,
                                                  const v1::ListDatasetsRequest& request,
                                                  const std::string& principal);

}  // namespace geotask

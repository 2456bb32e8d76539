// SPDX-License-Identifier: GPL-2.0-or-later
//
// A result as the input of another job: its rows as a FeatureSet.
#pragma once

#include <memory>

#include "domain/feature_set.h"
#include "spool/result_file.h"

namespace geotask {

// `codec` must outlive the set and its readers.
std::shared_ptr<const FeatureSet> makeResultFeatureSet(std::shared_ptr<const ResultFile> result,
                                                       std::shared_ptr<const FileName> name,
                                                       const FeatureCodec& codec, Schema schema);

}  // namespace geotask

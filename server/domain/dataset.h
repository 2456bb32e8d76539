// SPDX-License-Identifier: GPL-2.0-or-later
//
// A dataset as a value. Meanings are those of proto/geotask/v1/datasets.proto.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "domain/feature_set.h"
#include "domain/file_set.h"

namespace geotask {

struct Dataset {
  std::string id;
  std::string principal;
  std::shared_ptr<const FeatureSet> features;  // With the schema; or
  std::shared_ptr<const FileSet> files;        // files.
  std::map<std::string, std::string> labels;
  absl::Duration ttl;
  absl::Time create_time = absl::InfinitePast();
  absl::Time use_time = absl::InfinitePast();  // InfinitePast: never.
  absl::Time expire_time = absl::InfinitePast();
};

}  // namespace geotask

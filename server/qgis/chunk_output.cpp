// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/chunk_output.h"

#include "domain/errors.h"

namespace geotask {

namespace {

constexpr uint64_t kMostBytes = uint64_t{512} << 20;

}  // namespace

absl::Status ChunkOutput::add(Feature row) {
  bytes_ += memoryOf(row);
  if (bytes_ > kMostBytes) {
    return makeError(absl::StatusCode::kResourceExhausted,
                     "rows that follow one another become more than 512 MiB",
                     {"RESULT_TOO_LARGE", field_, "", "",
                      "Ask for fewer vertices or parts, or give fewer attributes."});
  }
  rows_.push_back(std::move(row));
  return absl::OkStatus();
}

}  // namespace geotask

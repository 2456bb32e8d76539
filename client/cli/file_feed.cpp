// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/file_feed.h"

#include <algorithm>
#include <filesystem>

#include "cli/interrupt.h"

namespace geotask::cli {

using client::Result;

FileFeed::FileFeed(const std::vector<client::Client::LocalFile>& files)
    : view_(standardErrorView()) {
  for (const auto& file : files) {
    std::error_code error;
    const auto size = std::filesystem::file_size(file.place, error);
    if (!error) total_ += size;
  }
  meter_.stage = "uploading";
}

client::Client::BytesSent FileFeed::sent() {
  return [this](uint64_t bytes) -> Result<void> {
    if (interrupted()) {
      return client::localError(grpc::StatusCode::CANCELLED, "STOPPED", "The upload was stopped.");
    }
    bytes_ = bytes;
    // A file may have grown since it was measured.
    if (total_ > 0) {
      meter_.fraction = std::min(1.0, static_cast<double>(bytes) / static_cast<double>(total_));
    }
    view_.show(meter_);
    return {};
  };
}

}  // namespace geotask::cli

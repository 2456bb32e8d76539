// SPDX-License-Identifier: GPL-2.0-or-later
//
// Fills a folder with files. It goes with the writer, unless that was finished.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "domain/file_set.h"

namespace geotask {

// Makes the folder, which must not be there. `max_adopted_bytes`: of all files that are adopted.
absl::StatusOr<std::unique_ptr<FileSetWriter>> createFileFolder(const std::string& folder,
                                                                uint64_t max_adopted_bytes);

}  // namespace geotask

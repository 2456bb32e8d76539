// SPDX-License-Identifier: GPL-2.0-or-later
//
// Reads a ResultFile in the order of its chunks, through a descriptor of its own. Finding the first
// row costs a binary search over the chunks and a look at the headers of one; each record after it
// the same, however long the result is.
#pragma once

#include <cstdint>
#include <memory>

#include "spool/file.h"
#include "spool/result_file.h"

namespace geotask {

std::unique_ptr<ResultReader> makeResultFileReader(std::shared_ptr<const ResultFile> result,
                                                   File file, uint64_t ordinal);

}  // namespace geotask

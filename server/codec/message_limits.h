// SPDX-License-Identifier: GPL-2.0-or-later
//
// How large messages may be, as proto/geotask/v1/jobs.proto promises.
#pragma once

#include <cstddef>

namespace geotask {

// The largest message in either direction.
constexpr size_t kMaxMessageBytes = size_t{1} << 20;
// The largest record of a result: leaves room for what is put before it when it is sent.
constexpr size_t kMaxRecordBytes = kMaxMessageBytes - 1024;
// Batches are filled up to here: large enough to make the cost of a message vanish, small enough
// that a reader is never far behind.
constexpr size_t kBatchBytes = size_t{512} << 10;
// Bytes of a row in one piece.
constexpr size_t kPieceBytes = size_t{900} << 10;
// The largest row that is put together from pieces.
constexpr size_t kMaxRowBytes = size_t{256} << 20;

}  // namespace geotask

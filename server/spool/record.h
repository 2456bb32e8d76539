// SPDX-License-Identifier: GPL-2.0-or-later
//
// One record of a spool file: a header of 24 bytes, then the bytes themselves.
//
//     offset  size
//          0     8  number of the chunk it belongs to (0 in a set of features)
//          8     4  length of the bytes
//         12     4  rows that end in the record
//         16     4  CRC-32 of the bytes
//         20     4  CRC-32 of the header up to here
//
// Integers have the machine's byte order: a file does not outlive the daemon that wrote it. A read
// verifies all of it; what does not fit is INTERNAL SPOOL_CORRUPT.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "domain/feature_codec.h"
#include "spool/file.h"

namespace geotask {

struct RecordHeader {
  uint64_t chunk = 0;
  uint32_t length = 0;
  uint32_t features = 0;
  uint32_t bytes_crc = 0;
  uint32_t header_crc = 0;

  // In the file, with the header.
  uint64_t storedSize() const { return sizeof(RecordHeader) + length; }
};
static_assert(sizeof(RecordHeader) == 24, "the header has no padding");

// What the record takes in the file.
uint64_t storedSize(const EncodedRecord& record);

absl::Status writeRecord(const File& file, uint64_t offset, uint64_t chunk,
                         const EncodedRecord& record);

// The header at `offset`; the record must belong to `chunk` and end by `end`.
absl::StatusOr<RecordHeader> readRecordHeader(const File& file, uint64_t offset, uint64_t chunk,
                                              uint64_t end);

// The bytes of the record whose header is at `offset`.
absl::StatusOr<std::string> readRecordBytes(const File& file, uint64_t offset,
                                            const RecordHeader& header);

}  // namespace geotask

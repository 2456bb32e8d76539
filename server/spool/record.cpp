// SPDX-License-Identifier: GPL-2.0-or-later
#include "spool/record.h"

#include <zlib.h>

#include <cstddef>

namespace geotask {
namespace {

uint32_t checksum(const void* bytes, size_t size) {
  return static_cast<uint32_t>(crc32_z(0, static_cast<const Bytef*>(bytes), size));
}

uint32_t headerChecksum(const RecordHeader& header) {
  return checksum(&header, offsetof(RecordHeader, header_crc));
}

}  // namespace

uint64_t storedSize(const EncodedRecord& record) {
  return sizeof(RecordHeader) + record.bytes.size();
}

absl::Status writeRecord(const File& file, uint64_t offset, uint64_t chunk,
                         const EncodedRecord& record) {
  RecordHeader header;
  header.chunk = chunk;
  header.length = static_cast<uint32_t>(record.bytes.size());
  header.features = record.features;
  header.bytes_crc = checksum(record.bytes.data(), record.bytes.size());
  header.header_crc = headerChecksum(header);
  const absl::Status written = file.writeAt(
      offset, absl::string_view(reinterpret_cast<const char*>(&header), sizeof(header)));
  if (!written.ok()) return written;
  return file.writeAt(offset + sizeof(header), record.bytes);
}

absl::StatusOr<RecordHeader> readRecordHeader(const File& file, uint64_t offset, uint64_t chunk,
                                              uint64_t end) {
  if (offset + sizeof(RecordHeader) > end) return spoolCorrupt("a record is cut off");
  RecordHeader header;
  const absl::Status read = file.readAt(offset, reinterpret_cast<char*>(&header), sizeof(header));
  if (!read.ok()) return read;
  if (header.header_crc != headerChecksum(header)) return spoolCorrupt("a header's checksum");
  if (header.chunk != chunk) return spoolCorrupt("a record of another chunk");
  if (offset + header.storedSize() > end) return spoolCorrupt("a record is cut off");
  return header;
}

absl::StatusOr<std::string> readRecordBytes(const File& file, uint64_t offset,
                                            const RecordHeader& header) {
  std::string bytes(header.length, '\0');
  const absl::Status read = file.readAt(offset + sizeof(header), bytes.data(), bytes.size());
  if (!read.ok()) return read;
  if (header.bytes_crc != checksum(bytes.data(), bytes.size())) {
    return spoolCorrupt("a record's checksum");
  }
  return bytes;
}

}  // namespace geotask

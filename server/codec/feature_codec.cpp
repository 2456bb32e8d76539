// SPDX-License-Identifier: GPL-2.0-or-later
#include "codec/feature_codec.h"

#include <algorithm>
#include <string>
#include <utility>

#include "codec/convert_feature.h"
#include "codec/message_limits.h"
#include "codec/piece_joiner.h"
#include "domain/errors.h"
#include "geotask/v1/jobs.pb.h"

namespace geotask {
namespace {

// Tag and length of a row in a batch, and of the batch in its message.
constexpr size_t kFraming = 12;

void addBatch(v1::ReadFeaturesResponse& message, std::vector<EncodedRecord>& records) {
  if (message.batch().features().empty()) return;
  records.push_back(
      {message.SerializeAsString(), static_cast<uint32_t>(message.batch().features_size())});
  message.Clear();
}

void addPieces(const v1::Feature& row, std::vector<EncodedRecord>& records) {
  const std::string bytes = row.SerializeAsString();
  const size_t count = (bytes.size() + kPieceBytes - 1) / kPieceBytes;
  for (size_t i = 0; i < count; ++i) {
    v1::ReadFeaturesResponse message;
    message.mutable_piece()->set_index(static_cast<uint32_t>(i));
    message.mutable_piece()->set_count(static_cast<uint32_t>(count));
    message.mutable_piece()->set_data(bytes.data() + i * kPieceBytes,
                                      std::min(kPieceBytes, bytes.size() - i * kPieceBytes));
    records.push_back({message.SerializeAsString(), i + 1 == count ? 1u : 0u});
  }
}

absl::Status damaged() {
  return makeError(absl::StatusCode::kInternal,
                   {"SPOOL_CORRUPT", "", "", "", "Look at the disk of the server."});
}

class ProtoFeatureDecoder : public FeatureDecoder {
 public:
  absl::Status decode(absl::string_view record, FeatureBatch& rows) override {
    v1::ReadFeaturesResponse message;
    if (!message.ParseFromArray(record.data(), static_cast<int>(record.size()))) return damaged();
    if (message.has_piece()) return decodePiece(message.piece(), rows);
    rows.reserve(rows.size() + message.batch().features_size());
    for (v1::Feature& row : *message.mutable_batch()->mutable_features())
      rows.push_back(takeFeature(row));
    return absl::OkStatus();
  }

 private:
  absl::Status decodePiece(const v1::FeaturePiece& piece, FeatureBatch& rows) {
    const auto bytes = joiner_.add(piece);
    if (!bytes.ok()) return damaged();
    if (!bytes->has_value()) return absl::OkStatus();
    v1::Feature row;
    if (!row.ParseFromString(**bytes)) return damaged();
    rows.push_back(takeFeature(row));
    return absl::OkStatus();
  }

  PieceJoiner joiner_;
};

}  // namespace

std::vector<EncodedRecord> ProtoFeatureCodec::encode(FeatureBatch rows) const {
  std::vector<EncodedRecord> records;
  v1::ReadFeaturesResponse message;
  size_t size = kFraming;
  for (Feature& feature : rows) {
    v1::Feature* row = message.mutable_batch()->add_features();
    toProto(std::move(feature), *row);
    const size_t row_size = row->ByteSizeLong() + kFraming;
    if (size + row_size > kBatchBytes && message.batch().features_size() > 1) {
      std::unique_ptr<v1::Feature> last(message.mutable_batch()->mutable_features()->ReleaseLast());
      addBatch(message, records);
      size = kFraming;
      row = last.release();
      message.mutable_batch()->mutable_features()->AddAllocated(row);
    }
    size += row_size;
    if (size > kMaxRecordBytes) {  // It is alone by now.
      addPieces(*row, records);
      message.Clear();
      size = kFraming;
    }
  }
  addBatch(message, records);
  return records;
}

std::unique_ptr<FeatureDecoder> ProtoFeatureCodec::decoder() const {
  return std::make_unique<ProtoFeatureDecoder>();
}

}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
#include "geotask/feature_packer.h"

#include <algorithm>
#include <string>

namespace geotask::client {

template <typename Message>
bool FeaturePacker<Message>::add(v1::Feature row) {
  constexpr size_t kFraming = 8;  // Tag and length of the row within its batch.
  const size_t bytes = row.ByteSizeLong() + kFraming;
  if (batch_bytes_ + bytes > kBatchBytes && !flush()) return false;
  if (bytes > kPieceBytes) return sendPieces(row);
  batch_.mutable_batch()->add_features()->Swap(&row);
  batch_bytes_ += bytes;
  return true;
}

template <typename Message>
bool FeaturePacker<Message>::flush() {
  if (batch_bytes_ == 0) return true;
  const bool sent = send_(batch_);
  batch_.Clear();
  batch_bytes_ = 0;
  return sent;
}

template <typename Message>
bool FeaturePacker<Message>::sendPieces(const v1::Feature& row) {
  const std::string bytes = row.SerializeAsString();
  // A row just beyond the bound still needs two pieces: one piece alone is not legal.
  const size_t count = std::max<size_t>(2, (bytes.size() + kPieceBytes - 1) / kPieceBytes);
  const size_t size = (bytes.size() + count - 1) / count;
  for (size_t i = 0; i < count; ++i) {
    Message message;
    v1::FeaturePiece* piece = message.mutable_piece();
    piece->set_index(static_cast<uint32_t>(i));
    piece->set_count(static_cast<uint32_t>(count));
    piece->set_data(bytes.substr(i * size, size));
    if (!send_(message)) return false;
  }
  return true;
}

template class FeaturePacker<v1::BufferRequest>;
template class FeaturePacker<v1::SubmitJobWithFeaturesRequest>;
template class FeaturePacker<v1::TransformRequest>;
template class FeaturePacker<v1::UploadDatasetRequest>;

}  // namespace geotask::client

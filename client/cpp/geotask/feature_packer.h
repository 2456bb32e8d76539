// SPDX-License-Identifier: GPL-2.0-or-later
//
// Packs rows into the messages of an upload: batches of up to 512 KiB, and pieces of 900 KiB of
// rows that are too large for a message of 1 MiB. `Message` is SubmitJobWithFeaturesRequest,
// UploadDatasetRequest or BufferRequest.
//
//     FeaturePacker<v1::UploadDatasetRequest> packer(
//         [&](const auto& message) { return stream->Write(message); });
//     while (next(&row)) if (!packer.add(row)) break;   // the stream broke
//     packer.flush();
//
// Not thread-safe. Holds one batch at a time.
#pragma once

#include <cstddef>
#include <functional>
#include <utility>

#include "geotask/v1/datasets.pb.h"
#include "geotask/v1/features.pb.h"
#include "geotask/v1/jobs.pb.h"

namespace geotask::client {

// Rows in one message: no batch of more than one row is larger.
constexpr size_t kBatchBytes = 512 * 1024;
// A row of more than this travels in pieces of this size.
constexpr size_t kPieceBytes = 900 * 1024;

template <typename Message>
class FeaturePacker {
 public:
  // Takes a message, which it may move from; false when no more can be sent.
  using Send = std::function<bool(Message&)>;
  explicit FeaturePacker(Send send) : send_(std::move(send)) {}

  // Takes a row. False when `send` was.
  bool add(v1::Feature row);

  // Sends what is left.
  bool flush();

 private:
  bool sendPieces(const v1::Feature& row);

  const Send send_;
  Message batch_;
  size_t batch_bytes_ = 0;
};

extern template class FeaturePacker<v1::BufferRequest>;
extern template class FeaturePacker<v1::SubmitJobWithFeaturesRequest>;
extern template class FeaturePacker<v1::TransformRequest>;
extern template class FeaturePacker<v1::UploadDatasetRequest>;

}  // namespace geotask::client

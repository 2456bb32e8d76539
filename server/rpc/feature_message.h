// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the messages of the calls of Features have in common: all but their start is the same.
#pragma once

#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/support/byte_buffer.h>

#include <string>

#include "absl/status/statusor.h"
#include "domain/job_service.h"
#include "geotask/v1/feature.pb.h"
#include "rpc/convert_features.h"

namespace geotask {

// One message after another, in the same place. Used by one thread at a time.
class FeatureMessage {
 public:
  virtual ~FeatureMessage() = default;
  // Takes the bytes of the next one; false when they are no such message.
  virtual bool parse(grpc::ByteBuffer& bytes) = 0;
  virtual bool hasStart() const = 0;
  virtual absl::StatusOr<SubmitRequest> takeStart(const std::string& principal) const = 0;
  // Null when it has none.
  virtual v1::FeatureBatch* batch() = 0;
  virtual const v1::FeaturePiece* piece() const = 0;
  virtual const v1::FeaturesEnd* end() const = 0;
};

// `Request` is BufferRequest, or what else has these parts; there is a takeStart() of its start.
template <typename Request>
class FeatureMessageOf : public FeatureMessage {
 public:
  bool parse(grpc::ByteBuffer& bytes) override {
    return grpc::SerializationTraits<Request>::Deserialize(&bytes, &request_).ok();
  }
  bool hasStart() const override { return request_.has_start(); }
  absl::StatusOr<SubmitRequest> takeStart(const std::string& principal) const override {
    return geotask::takeStart(request_.start(), principal);
  }
  v1::FeatureBatch* batch() override {
    return request_.has_batch() ? request_.mutable_batch() : nullptr;
  }
  const v1::FeaturePiece* piece() const override {
    return request_.has_piece() ? &request_.piece() : nullptr;
  }
  const v1::FeaturesEnd* end() const override {
    return request_.has_end() ? &request_.end() : nullptr;
  }

 private:
  Request request_;
};

}  // namespace geotask

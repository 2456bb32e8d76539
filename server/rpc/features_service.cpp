// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/features_service.h"

#include <memory>

#include "rpc/compression.h"

namespace geotask {

template <typename Request>
FeatureCall* FeaturesService::call(grpc::CallbackServerContext& context) {
  return new FeatureCall(service_, slots_, times_, context,
                         std::make_unique<FeatureMessageOf<Request>>(), compressIfAsked(context));
}

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* FeaturesService::Buffer(
    grpc::CallbackServerContext* context) {
  return call<v1::BufferRequest>(*context);
}

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* FeaturesService::Transform(
    grpc::CallbackServerContext* context) {
  return call<v1::TransformRequest>(*context);
}

}  // namespace geotask

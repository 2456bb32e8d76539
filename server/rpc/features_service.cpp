// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/features_service.h"

#include <memory>

#include "rpc/principal.h"

namespace geotask {

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* FeaturesService::Buffer(
    grpc::CallbackServerContext* context) {
  return new FeatureCall(service_, slots_, times_, principalOf(*context),
                         std::make_unique<FeatureMessageOf<v1::BufferRequest>>());
}

}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
//
// The service Features: calls that bring rows and take results.
#pragma once

#include "domain/job_service.h"
#include "geotask/v1/features.grpc.pb.h"
#include "rpc/feature_call.h"
#include "rpc/upload_slots.h"

namespace geotask {

// Any thread; nothing here waits. Its calls are raw: results are sent as the bytes that the work made.
class FeaturesService final
    : public v1::Features::WithRawCallbackMethod_Buffer<
          v1::Features::WithRawCallbackMethod_Transform<v1::Features::Service>> {
 public:
  FeaturesService(JobService& service, const StreamTimes& times)
      : service_(service), times_(times), slots_(service.limits().max_streams) {}

  grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* Buffer(
      grpc::CallbackServerContext* context) override;
  grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* Transform(
      grpc::CallbackServerContext* context) override;

 private:
  template <typename Request>
  FeatureCall* call(grpc::CallbackServerContext& context);

  JobService& service_;
  const StreamTimes times_;
  UploadSlots slots_;
};

}  // namespace geotask

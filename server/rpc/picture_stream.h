// SPDX-License-Identifier: GPL-2.0-or-later
//
// RenderOutput: waits until a picture is drawn and sends it. A client that leaves ends the drawing.
#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <memory>
#include <string>

#include "domain/picture_service.h"
#include "geotask/v1/jobs.pb.h"

namespace geotask {

// Owns itself from the call's begin to its end, which comes after that of the drawing.
class PictureStream : public grpc::ServerWriteReactor<v1::RenderOutputResponse> {
 public:
  PictureStream(const PictureService& service, const std::string& principal,
                const v1::RenderOutputRequest& request);

  void OnWriteDone(bool ok) override;
  void OnCancel() override { *gone_ = true; }
  void OnDone() override { delete this; }

 private:
  void take(absl::StatusOr<Picture> picture);

  const std::shared_ptr<std::atomic<bool>> gone_;  // The painter's too.
  std::string png_;
  size_t sent_ = 0;
  v1::RenderOutputResponse message_;
};

}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/picture_stream.h"

#include <algorithm>
#include <utility>

#include "rpc/convert_picture.h"
#include "rpc/status.h"

namespace geotask {
namespace {

constexpr size_t kMessageBytes = 512 * 1024;

}  // namespace

PictureStream::PictureStream(const PictureService& service, const std::string& principal,
                             const v1::RenderOutputRequest& request)
    : gone_(std::make_shared<std::atomic<bool>>(false)) {
  const absl::StatusOr<PictureRequest> asked = fromProto(request, principal);
  if (!asked.ok()) {
    Finish(toGrpc(asked.status()));
    return;
  }
  // `this` is there until Finish(), which only take() calls from here on.
  service.draw(
      *asked, [gone = gone_] { return gone->load(); },
      [this](absl::StatusOr<Picture> picture) { take(std::move(picture)); });
}

void PictureStream::take(absl::StatusOr<Picture> picture) {
  if (!picture.ok()) {
    Finish(toGrpc(picture.status()));
    return;
  }
  toProto(*picture, *message_.mutable_header());
  png_ = std::move(picture->png);
  StartWrite(&message_);
}

void PictureStream::OnWriteDone(bool ok) {
  if (!ok) {
    Finish(toGrpc(absl::CancelledError("the client has gone")));
    return;
  }
  if (sent_ == png_.size()) {
    Finish(grpc::Status::OK);
    return;
  }
  const size_t count = std::min(kMessageBytes, png_.size() - sent_);
  message_.set_data(png_.substr(sent_, count));
  sent_ += count;
  StartWrite(&message_);
}

}  // namespace geotask

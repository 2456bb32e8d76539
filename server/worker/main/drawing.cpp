// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/main/drawing.h"

#include <exception>
#include <utility>

#include "domain/errors.h"
#include "qgis/picture/draw_picture.h"
#include "worker/main/received_rows.h"
#include "worker/main/telling.h"
#include "worker/picture_message.h"
#include "worker/protocol.h"

namespace geotask {
namespace {

absl::StatusOr<Picture> drawn(Inbox& inbox, const FeatureCodec& codec, const Json& message) {
  const StagedInput input = inputFromJson(valueIn(message, "input"));
  const PictureSpec spec = pictureSpecFromJson(valueIn(message, "picture"));
  if (!input.rows) return drawFile(input.uri, spec);
  const auto layer = receiveRows(inbox, codec, input);
  // Rows that are no layer of QGIS: points and lines at once, say.
  if (!layer.ok()) return notDrawable(std::string(layer.status().message()));
  return drawRows(**layer, spec);
}

}  // namespace

void draw(FrameChannel& channel, Inbox& inbox, const FeatureCodec& codec, const Json& message) {
  absl::StatusOr<Picture> picture = notDrawable("");
  try {
    picture = drawn(inbox, codec, message);
  } catch (const std::exception& exception) {
    picture = notDrawable(exception.what());
  }
  if (!picture.ok()) {
    tell(channel, {{"type", "drawn"}, {"error", toJson(picture.status())}});
    return;
  }
  tell(channel, {{"type", "drawn"}, {"error", nullptr}, {"picture", toJson(*picture)}});
  sendFrame(channel, FrameType::kRecord, picture->png);
}

}  // namespace geotask

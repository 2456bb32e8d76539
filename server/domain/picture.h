// SPDX-License-Identifier: GPL-2.0-or-later
//
// Pictures of what jobs have made: what is asked for, what comes, and the port to who draws. Meanings
// and units are those of proto/geotask/v1/render.proto.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "domain/processing.h"

namespace geotask {

struct Extent {
  double x_minimum = 0;
  double y_minimum = 0;
  double x_maximum = 0;
  double y_maximum = 0;
};

// Colours are `#RRGGBB` or `#RRGGBBAA`; widths are pixels.
struct PictureStyle {
  std::string fill_color = "#8FB8DE";
  std::string stroke_color = "#1F4E79";
  double stroke_width = 1;
  double point_size = 6;
  double opacity = 1;
  std::string background = "#FFFFFF";
};

struct PictureSpec {
  int width = 800;
  int height = 0;                // 0: what suits width and extent.
  std::optional<Extent> extent;  // None: all there is.
  std::string crs;               // Empty: that of the layer.
  PictureStyle style;
};

constexpr int kMaxPictureSide = 4096;
constexpr int kMaxPicturePixels = 8 << 20;

struct Picture {
  int width = 0;
  int height = 0;
  Extent extent;
  std::string crs;
  std::string png;
};

// Draws. Any thread; returns at once.
class Painter {
 public:
  virtual ~Painter() = default;
  // Calls `done`, once, from any thread (also before it returns). `gone` is asked now and then, on any
  // thread: once it is true nobody wants the picture any more, and the work ends, CANCELLED.
  // FAILED_PRECONDITION NOT_DRAWABLE, EXTENT_UNKNOWN; RESOURCE_EXHAUSTED RENDER_TIMEOUT, MEMORY_LIMIT,
  // TOO_MANY_PICTURES; UNAVAILABLE WORKER_UNAVAILABLE; INTERNAL WORKER_CRASHED, WORKER_MISBEHAVED.
  using Done = std::function<void(absl::StatusOr<Picture>)>;
  virtual void draw(const std::string& principal, const PictureSpec& spec, const CallInput& input,
                    std::function<bool()> gone, Done done) = 0;
};

}  // namespace geotask

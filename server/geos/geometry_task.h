// SPDX-License-Identifier: GPL-2.0-or-later
//
// What is asked of GEOS as a value, so that it can be done here or in another process: the answer is
// the same bytes.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "domain/buffer_options.h"

namespace geotask {

// How a geometry is buffered; plain values.
struct BufferStyle {
  double distance = 0;  // In its units.
  int segments = 5;
  CapStyle cap = CapStyle::kRound;
  JoinStyle join = JoinStyle::kRound;
  double mitre_limit = 2;
  Side side = Side::kBoth;  // One of them: of lines alone; the cap is none then.
};
BufferStyle bufferStyle(const BufferOptions& options, double distance);

struct GeometryTask {
  enum class Kind : uint8_t {
    kBuffer,       // Of the first geometry, whole: what QGIS's buffer gives, on both sides or one.
    kBufferValid,  // Of each on both sides, and their union; kInvalid when one is not valid.
    kBufferApart,  // Of each on both sides; it is known that the buffers do not meet.
    kUnite,        // The union of polygons, in the tree of unite.h.
    kUniteAtOnce,  // The same as QGIS makes it.
    kIsValid,      // Whether the first is: kDone or kInvalid.
    kMakeValid,    // Of the first, what QGIS's makeValid gives.
    // The same by its method Structure.
    kMakeValidByStructure,
    kSimplify,    // The first with fewer vertices, within `tolerance`; its topology is kept.
    kConvexHull,  // Of the first.
    kMergeLines,  // Of the first, lines: those that meet at their ends are one.
    kIntersect,   // What the first and the second share.
    kSubtract,    // The first without the second.
  };
  Kind kind = Kind::kBuffer;
  BufferStyle style;
  std::vector<std::string> wkbs;  // Little endian, X and Y; from kMakeValid to kMergeLines also Z.
  double microseconds = 0;        // Predicted.
  double tolerance = 0;           // Of kSimplify.
};

// Whether what it gives is a POLYGON or MULTIPOLYGON.
inline bool givesPolygons(GeometryTask::Kind kind) {
  using Kind = GeometryTask::Kind;
  return kind == Kind::kBuffer || kind == Kind::kBufferValid || kind == Kind::kBufferApart ||
         kind == Kind::kUnite || kind == Kind::kUniteAtOnce;
}

struct GeometryAnswer {
  enum class State : uint8_t { kDone, kInvalid, kFailed, kNoMemory };
  State state = State::kDone;
  // kDone: a POLYGON or MULTIPOLYGON where givesPolygons(); of kIsValid nothing; else of any type.
  std::string wkb;
  std::string error;  // kFailed: GEOS's words.
};

// Does it on this thread.
GeometryAnswer runGeometryTask(const GeometryTask& task);
// What a task of kind kBuffer does, to WKB whose parts are plain (wkb_parts.h).
GeometryAnswer bufferPlainWkb(absl::string_view wkb, const BufferStyle& style);

// Does tasks elsewhere: in processes that may be ended. Thread-safe.
class GeometryProcesses {
 public:
  using Done = std::function<void(absl::StatusOr<GeometryAnswer>)>;
  virtual ~GeometryProcesses() = default;
  // How many tasks it does at a time.
  virtual unsigned count() const = 0;
  // Does the task when it is its turn: first come, first served. Calls `done` once, on a thread of its
  // own: with CANCELLED soon after `cancelled`, which it asks from such a thread, says so;
  // with WORKER_CRASHED or MEMORY_LIMIT when the process did not live through it.
  virtual void submit(GeometryTask task, std::function<bool()> cancelled, Done done) = 0;
};

}  // namespace geotask

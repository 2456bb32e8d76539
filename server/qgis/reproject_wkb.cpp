// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/reproject_wkb.h"

#include <qgsexception.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "domain/stop.h"
#include "geos/wkb_bytes.h"

namespace geotask {

namespace {

class Reprojector {
 public:
  Reprojector(std::string& wkb, const QgsCoordinateTransform& transform)
      : wkb_(wkb), transform_(transform) {}

  // False when a vertex has no place; throws QgsCsException, likewise.
  bool geometry() {
    checkStop();
    const uint32_t type = numberAt(wkb_, at_ + 1);
    at_ += kWkbTypeBytes;
    if (type == kWkbPoint) return vertices(1);
    const uint32_t count = next();
    if (type == kWkbLineString) return vertices(count);
    for (uint32_t i = 0; i < count; ++i) {
      const bool placed = type == kWkbPolygon ? vertices(next()) : geometry();
      if (!placed) return false;
    }
    return true;
  }

 private:
  static constexpr uint32_t kPiece = 4096;  // Vertices.

  uint32_t next() {
    const uint32_t number = numberAt(wkb_, at_);
    at_ += sizeof(number);
    return number;
  }

  bool vertices(uint32_t count) {
    for (uint32_t done = 0; done < count; done += kPiece) {
      const uint32_t size = std::min(count - done, kPiece);
      checkStop(size);
      if (!piece(size)) return false;
    }
    return true;
  }

  bool piece(uint32_t count) {
    char* const bytes = wkb_.data() + at_;
    for (uint32_t i = 0; i < count; ++i) {
      std::memcpy(&xs_[i], bytes + i * kWkbVertexBytes, sizeof(double));
      std::memcpy(&ys_[i], bytes + i * kWkbVertexBytes + sizeof(double), sizeof(double));
    }
    std::fill_n(zs_.begin(), count, 0.0);
    transform_.transformCoords(static_cast<int>(count), xs_.data(), ys_.data(), zs_.data());
    if (transform_.fallbackOperationOccurred()) return false;
    for (uint32_t i = 0; i < count; ++i) {
      if (!std::isfinite(xs_[i]) || !std::isfinite(ys_[i])) return false;
      std::memcpy(bytes + i * kWkbVertexBytes, &xs_[i], sizeof(double));
      std::memcpy(bytes + i * kWkbVertexBytes + sizeof(double), &ys_[i], sizeof(double));
    }
    at_ += count * kWkbVertexBytes;
    return true;
  }

  std::string& wkb_;
  // A copy: it keeps whether it fell back.
  const QgsCoordinateTransform transform_;
  size_t at_ = 0;
  std::array<double, kPiece> xs_, ys_, zs_;
};

}  // namespace

std::optional<std::string> reprojectPlainWkb(absl::string_view wkb,
                                             const QgsCoordinateTransform& transform) {
  std::string moved(wkb);
  try {
    if (!Reprojector(moved, transform).geometry()) return std::nullopt;
  } catch (const QgsCsException&) {
    return std::nullopt;
  }
  return moved;
}

}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/wkb.h"

#include <array>
#include <cmath>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"

namespace geotask {

namespace {

constexpr int kMaxDepth = 32;
constexpr uint64_t kMinGeometryBytes = 9;  // Byte order, type and a count.

enum Base : uint32_t {
  kPoint = 1,
  kLineString = 2,
  kPolygon = 3,
  kMultiPoint = 4,
  kMultiLineString = 5,
  kMultiPolygon = 6,
  kGeometryCollection = 7,
  kCircularString = 8,
  kCompoundCurve = 9,
  kCurvePolygon = 10,
  kMultiCurve = 11,
  kMultiSurface = 12,
  kTriangle = 17,
};

// By base code; null for those that are refused.
constexpr std::array<const char*, 18> kNames = {
    nullptr,          "Point",           "LineString",   "Polygon",
    "MultiPoint",     "MultiLineString", "MultiPolygon", "GeometryCollection",
    "CircularString", "CompoundCurve",   "CurvePolygon", "MultiCurve",
    "MultiSurface",   nullptr,           nullptr,        nullptr,
    nullptr,          "Triangle"};

constexpr std::array<const char*, 4> kSuffixes = {"", "Z", "M", "ZM"};

bool isKnown(uint32_t type) {
  const uint32_t base = type % 1000;
  return type < 4000 && base < kNames.size() && kNames[base] != nullptr;
}

bool isCurve(uint32_t base) {
  return base == kLineString || base == kCircularString || base == kCompoundCurve;
}

bool mayHold(uint32_t parent, uint32_t member) {
  switch (parent) {
    case kMultiPoint:
      return member == kPoint;
    case kMultiLineString:
      return member == kLineString;
    case kMultiPolygon:
      return member == kPolygon;
    case kCompoundCurve:
      return member == kLineString || member == kCircularString;
    case kCurvePolygon:
    case kMultiCurve:
      return isCurve(member);
    case kMultiSurface:
      return member == kPolygon || member == kCurvePolygon;
    default:
      return parent == kGeometryCollection;
  }
}

// Walks once over the bytes. Each step returns false when something is wrong; the first one to do
// so has said what in error().
class Scanner {
 public:
  Scanner(absl::string_view wkb, WkbCoordinates coordinates)
      : wkb_(wkb), any_coordinates_(coordinates == WkbCoordinates::kAny) {}

  bool geometry(uint32_t parent_type, int depth) {
    if (depth > kMaxDepth) return fail("nested deeper than 32");
    const bool parent_big_endian = big_endian_;
    uint32_t type = 0;
    if (!header(type)) return false;
    if (depth == 1) {
      summary_.type = type;
    } else if (type / 1000 != parent_type / 1000 || !mayHold(parent_type % 1000, type % 1000)) {
      return fail(absl::StrCat("a ", geometryTypeName(parent_type), " cannot hold a ",
                               geometryTypeName(type)));
    }
    if (!body(type, depth)) return false;
    big_endian_ = parent_big_endian;
    return true;
  }

  bool atEnd() {
    return left() == 0 || fail(absl::StrCat(left(), " bytes are left over after the geometry"));
  }

  const std::string& error() const { return error_; }
  size_t position() const { return position_; }
  const WkbSummary& summary() const { return summary_; }

 private:
  uint64_t left() const { return wkb_.size() - position_; }

  bool fail(const std::string& error) {
    error_ = error;
    return false;
  }

  bool header(uint32_t& type) {
    if (left() < 1) return fail("the bytes end too early");
    const unsigned char order = static_cast<unsigned char>(wkb_[position_]);
    if (order > 1) return fail(absl::StrCat("byte order ", order, " is neither 0 nor 1"));
    ++position_;
    big_endian_ = order == 0;
    if (!uint32(type)) return false;
    if (isKnown(type)) return true;
    position_ -= 4;
    return (type & 0xE0000000u) != 0 && isKnown(type & 0x1FFFFFFFu)
               ? fail(absl::StrCat("type ", absl::Hex(type), " (hex) is EWKB, not ISO WKB"))
               : fail(absl::StrCat("type ", type, " is not known"));
  }

  bool body(uint32_t type, int depth) {
    const uint32_t dimensions = type / 1000 == 0 ? 2 : type / 1000 == 3 ? 4 : 3;
    switch (type % 1000) {
      case kPoint:
        return coordinates(1, dimensions, true);
      case kLineString:
      case kCircularString:
        return vertices(dimensions);
      case kPolygon:
      case kTriangle:
        return rings(type, dimensions);
      default:
        return members(type, depth);
    }
  }

  bool vertices(uint32_t dimensions) {
    uint32_t count = 0;
    return counted(count, uint64_t{8} * dimensions) && coordinates(count, dimensions, false);
  }

  bool rings(uint32_t type, uint32_t dimensions) {
    uint32_t count = 0;
    if (!counted(count, 4)) return false;
    if (type % 1000 == kTriangle && count > 1) return fail("a Triangle has one ring");
    for (uint32_t i = 0; i < count; ++i) {
      if (!vertices(dimensions)) return false;
    }
    return true;
  }

  bool members(uint32_t type, int depth) {
    uint32_t count = 0;
    if (!counted(count, kMinGeometryBytes)) return false;
    for (uint32_t i = 0; i < count; ++i) {
      if (!geometry(type, depth + 1)) return false;
    }
    return true;
  }

  // A count of things of at least so many bytes.
  bool counted(uint32_t& count, uint64_t bytes_each) {
    if (!uint32(count)) return false;
    if (count * bytes_each <= left()) return true;
    position_ -= 4;
    return fail(absl::StrCat("a count of ", count, " is beyond the bytes that follow"));
  }

  bool coordinates(uint64_t count, uint32_t dimensions, bool may_be_empty) {
    const uint64_t numbers = count * dimensions;
    if (numbers * 8 > left()) return fail("the bytes end too early");
    if (any_coordinates_ || areSound(numbers)) {
      position_ += numbers * 8;
      summary_.vertices += count;
      return true;
    }
    uint64_t nans = 0;
    for (uint64_t i = 0; i < numbers; ++i) {
      const double number = readDouble();
      if (std::isinf(number)) return fail("a coordinate is infinite");
      if (std::abs(number) > kMaxCoordinate) return fail("a coordinate is beyond 1e30");
      if (std::isnan(number)) ++nans;
    }
    if (may_be_empty && nans == numbers) return true;
    summary_.vertices += count;
    return nans == 0 || fail("a coordinate is not a number");
  }

  // Whether the next numbers can be seen to be good at the speed of memory: what is not has to be told
  // in words, slowly. Without its sign a greater double has greater bits, and no number the greatest.
  bool areSound(uint64_t numbers) const {
    if (big_endian_) return false;
    uint64_t most = 0;
    std::memcpy(&most, &kMaxCoordinate, sizeof(most));
    bool sound = true;
    for (uint64_t i = 0; i < numbers; ++i) {
      uint64_t bits = 0;
      std::memcpy(&bits, wkb_.data() + position_ + 8 * i, sizeof(bits));
      sound &= (bits & ~(uint64_t{1} << 63)) <= most;
    }
    return sound;
  }

  bool uint32(uint32_t& value) {
    if (left() < 4) return fail("the bytes end too early");
    value = static_cast<uint32_t>(readBytes(4));
    return true;
  }

  double readDouble() {
    const uint64_t bits = readBytes(8);
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    return value;
  }

  uint64_t readBytes(int count) {
    uint64_t value = 0;
    for (int i = 0; i < count; ++i) {
      const int place = big_endian_ ? count - 1 - i : i;
      value |= uint64_t{static_cast<unsigned char>(wkb_[position_ + i])} << (8 * place);
    }
    position_ += count;
    return value;
  }

  const absl::string_view wkb_;
  const bool any_coordinates_;
  size_t position_ = 0;
  bool big_endian_ = false;
  WkbSummary summary_;
  std::string error_;
};

}  // namespace

absl::StatusOr<WkbSummary> checkWkb(absl::string_view wkb, WkbCoordinates coordinates) {
  Scanner scanner(wkb, coordinates);
  if (!scanner.geometry(0, 1) || !scanner.atEnd()) {
    return makeError(absl::StatusCode::kInvalidArgument,
                     absl::StrCat("wkb: at byte ", scanner.position(), ": ", scanner.error()),
                     {"INVALID_WKB", "wkb", "", "ISO WKB (ISO 13249-3)",
                      "Write the geometry as ISO WKB, with finite coordinates."});
  }
  WkbSummary summary = scanner.summary();
  const uint32_t base = summary.type % 1000;
  summary.lines = isCurve(base) || base == kMultiLineString || base == kMultiCurve;
  return summary;
}

std::string geometryTypeName(uint32_t iso_type) {
  if (!isKnown(iso_type)) return "";
  return absl::StrCat(kNames[iso_type % 1000], kSuffixes[iso_type / 1000]);
}

bool isGeometryTypeName(absl::string_view name) {
  if (name == "Geometry" || name == "NoGeometry") return true;
  for (uint32_t base = 0; base < kNames.size(); ++base) {
    for (uint32_t dimension = 0; dimension < kSuffixes.size(); ++dimension) {
      const std::string known = geometryTypeName(dimension * 1000 + base);
      if (!known.empty() && name == known) return true;
    }
  }
  return false;
}

absl::Status checkVertexCount(absl::string_view wkb, uint64_t most) {
  if (wkb.size() / (2 * sizeof(double)) <= most) return absl::OkStatus();
  const auto summary = checkWkb(wkb);
  if (!summary.ok() || summary->vertices <= most) return absl::OkStatus();
  return makeError(absl::StatusCode::kResourceExhausted,
                   {"TOO_MANY_VERTICES", "wkb", absl::StrCat(summary->vertices, " vertices"),
                    absl::StrCat("at most ", most), "Split the geometry."});
}

}  // namespace geotask

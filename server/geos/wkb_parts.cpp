// SPDX-License-Identifier: GPL-2.0-or-later
#include "geos/wkb_parts.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "domain/stop.h"
#include "geos/wkb_bytes.h"

namespace geotask {

namespace {

constexpr int kMostNesting = 40;
constexpr uint32_t kFromPartToMulti = 3;
constexpr size_t kLeastPartBytes = kWkbTypeBytes + kWkbVertexBytes;  // A point.
constexpr uint32_t kLeastInLine = 2, kLeastInRing = 4;
constexpr uint32_t kVerticesALook = 1 << 12;  // Whether it is to stop.

class Scanner {
 public:
  // With `most`, parts are only looked at, not measured: plain are then those without a coordinate
  // that is greater.
  Scanner(absl::string_view wkb, WkbParts& out, std::optional<double> most = std::nullopt)
      : wkb_(wkb), out_(out), most_(most) {}

  // `within`: the type of what it is a member of.
  bool geometry(int nesting, uint32_t within = kWkbCollection) {
    const size_t begin = at_;
    uint32_t type = 0;
    checkStop();
    if (nesting > kMostNesting || !header(type)) return false;
    if (nesting == 0) out_.type = type;
    const uint32_t flat = type % 1000;
    axes_ = 2 + (type / 1000 == 3 ? 2 : type / 1000 > 0 ? 1 : 0);
    if (swapped_ || type > kWkbCollection) out_.plain = false;
    if (within != kWkbCollection && flat + kFromPartToMulti != within) out_.plain = false;
    switch (flat) {
      case kWkbPoint:
        return single(begin, PartKind::kPoint, [this] { return coordinates(1); });
      case 8:  // CircularString
        out_.curved = true;
        [[fallthrough]];
      case kWkbLineString:
        return single(begin, PartKind::kLine, [this] { return line(); });
      case 17:  // Triangle
      case kWkbPolygon:
        return single(begin, PartKind::kPolygon, [this] { return polygon(); });
      case 9:   // CompoundCurve
      case 10:  // CurvePolygon
        out_.curved = true;
        break;
      case 4:
      case 5:
      case kWkbMultiPolygon:
      case kWkbCollection:
      case 11:
      case 12:
        break;
      default:
        return false;
    }
    uint32_t count = 0;
    if (!number(count)) return false;
    if (count == 0) out_.plain = false;
    if (nesting == 0 && !most_) {
      out_.parts.reserve(std::min<size_t>(count, (wkb_.size() - at_) / kLeastPartBytes));
    }
    for (uint32_t i = 0; i < count; ++i) {
      if (!geometry(nesting + 1, flat)) return false;
    }
    return true;
  }

  bool atEnd() const { return at_ == wkb_.size(); }

 private:
  bool header(uint32_t& type) {
    if (at_ >= wkb_.size()) return false;
    swapped_ = wkb_[at_++] == 0;
    return number(type) && type < 4000;
  }

  bool number(uint32_t& value) {
    if (wkb_.size() - at_ < sizeof(value)) return false;
    std::memcpy(&value, wkb_.data() + at_, sizeof(value));
    if (swapped_) value = __builtin_bswap32(value);
    at_ += sizeof(value);
    return true;
  }

  double ordinate(size_t at) const {
    uint64_t bits = 0;
    std::memcpy(&bits, wkb_.data() + at, sizeof(bits));
    if (swapped_) bits = __builtin_bswap64(bits);
    double value = 0;
    std::memcpy(&value, &bits, sizeof(value));
    return value;
  }

  bool coordinates(uint32_t count) {
    const size_t stride = axes_ * sizeof(double);
    if ((wkb_.size() - at_) / stride < count) return false;
    if (most_) {
      if (!within(*most_, size_t{count} * axes_)) out_.plain = false;
      part_.vertices += count;
      at_ += count * stride;
      return true;
    }
    const auto x = [this, stride](uint32_t i) { return ordinate(at_ + i * stride); };
    const auto y = [this, stride](uint32_t i) { return ordinate(at_ + i * stride + 8); };
    Envelope envelope;
    double length = 0;
    double sum = 0;  // No number when one of them is none.
    uint32_t empty = 0;
    for (uint32_t i = 0; i < count; ++i) {
      if (i % kVerticesALook == kVerticesALook - 1) checkStop(kVerticesALook);
      sum += x(i) - x(i) + (y(i) - y(i));
      if (std::isnan(x(i))) {  // POINT EMPTY
        ++empty;
        continue;
      }
      envelope.add(x(i), y(i));
      if (i > 0) {
        const double dx = x(i) - x(i - 1);
        const double dy = y(i) - y(i - 1);
        length += std::sqrt(dx * dx + dy * dy);
      }
    }
    at_ += count * stride;
    if (sum != 0) out_.plain = false;
    part_.envelope.add(envelope);
    part_.vertices += count - empty;
    part_.length += length;
    return true;
  }

  // Whether so many ordinates from here on are numbers up to `most`, without their signs: as integers,
  // which compare alike and many at a time.
  bool within(double most, size_t count) const {
    const auto magnitude = [](double value) {
      uint64_t bits = 0;
      std::memcpy(&bits, &value, sizeof(bits));
      return bits & ~(uint64_t{1} << 63);
    };
    const uint64_t greatest = magnitude(most);
    uint64_t beyond = 0;
    for (size_t i = 0; i < count; ++i) {
      uint64_t bits = 0;
      std::memcpy(&bits, wkb_.data() + at_ + i * sizeof(bits), sizeof(bits));
      // Neither has its highest bit, so that of the difference tells the smaller.
      beyond |= greatest - (bits & ~(uint64_t{1} << 63));
    }
    return beyond >> 63 == 0;
  }

  bool line() {
    uint32_t count = 0;
    if (!number(count)) return false;
    if (count < kLeastInLine) out_.plain = false;
    return coordinates(count);
  }

  bool polygon() {
    uint32_t rings = 0;
    if (!number(rings)) return false;
    if (rings == 0) out_.plain = false;
    for (uint32_t i = 0; i < rings; ++i) {
      uint32_t count = 0;
      if (!number(count)) return false;
      const size_t begin = at_;
      if (!coordinates(count)) return false;
      if (count < kLeastInRing || !samePlace(begin, at_ - axes_ * sizeof(double)))
        out_.plain = false;
    }
    return true;
  }

  bool samePlace(size_t one, size_t other) const {
    return ordinate(one) == ordinate(other) &&
           ordinate(one + sizeof(double)) == ordinate(other + sizeof(double));
  }

  template <typename Read>
  bool single(size_t begin, PartKind kind, Read read) {
    part_ = WkbPart();
    part_.begin = begin;
    part_.kind = kind;
    if (!read()) return false;
    part_.size = at_ - begin;
    if (most_ || part_.vertices == 0) return true;
    out_.vertices += part_.vertices;
    out_.length += part_.length;
    out_.parts.push_back(part_);
    return true;
  }

  const absl::string_view wkb_;
  WkbParts& out_;
  const std::optional<double> most_;
  size_t at_ = 0;
  bool swapped_ = false;
  size_t axes_ = 2;
  WkbPart part_;
};

}  // namespace

std::optional<WkbParts> wkbParts(absl::string_view wkb) {
  WkbParts parts;
  Scanner scanner(wkb, parts);
  if (!scanner.geometry(0) || !scanner.atEnd()) return std::nullopt;
  return parts;
}

bool isPlainWkb(absl::string_view wkb, double most) {
  WkbParts parts;
  Scanner scanner(wkb, parts, most);
  return scanner.geometry(0) && scanner.atEnd() && parts.plain;
}

double WkbParts::farthest() const {
  double farthest = 0;
  for (const WkbPart& part : parts) {
    checkStop();
    const Envelope& box = part.envelope;
    for (const double each : {box.xmin, box.ymin, box.xmax, box.ymax})
      farthest = std::max(farthest, std::abs(each));
  }
  return farthest;
}

bool isEmptyPolygon(absl::string_view wkb) { return wkb.size() <= kWkbHeadBytes; }

std::string toMultiPolygon(std::string wkb) {
  if (numberAt(wkb, 1) != kWkbPolygon) return wkb;
  const bool empty = isEmptyPolygon(wkb);
  std::string multi;
  multi.reserve(kWkbHeadBytes + wkb.size());
  appendHead(multi, kWkbMultiPolygon, empty ? 0 : 1);
  return empty ? multi : multi += wkb;
}

std::string sideBySide(std::vector<std::string> wkbs) {
  if (wkbs.size() == 1) return std::move(wkbs.front());
  std::string members;
  uint32_t count = 0;
  for (const std::string& wkb : wkbs) {
    if (isEmptyPolygon(wkb)) {
      appendHead(members, kWkbPolygon, 1);
      appendNumber(members, 0);
      ++count;
    } else if (numberAt(wkb, 1) == kWkbPolygon) {
      members += wkb;
      ++count;
    } else {
      members.append(wkb, kWkbHeadBytes, std::string::npos);
      count += numberAt(wkb, kWkbTypeBytes);
    }
  }
  std::string multi;
  multi.reserve(kWkbHeadBytes + members.size());
  appendHead(multi, kWkbMultiPolygon, count);
  return multi += members;
}

std::string gatherPolygons(std::vector<std::string> wkbs) {
  if (wkbs.size() == 1) {
    const std::optional<WkbParts> only = wkbParts(wkbs.front());
    if (only && only->plain && only->parts.size() > 1) return std::move(wkbs.front());
  }
  size_t bytes = kWkbHeadBytes;
  uint32_t count = 0;
  for (const std::string& wkb : wkbs) {
    const std::optional<WkbParts> found = wkbParts(wkb);
    if (!found) continue;
    bytes += wkb.size();
    count += static_cast<uint32_t>(found->parts.size());
  }
  std::string gathered;
  gathered.reserve(bytes);
  if (count != 1) appendHead(gathered, count == 0 ? kWkbPolygon : kWkbMultiPolygon, count);
  for (std::string& wkb : wkbs) {
    if (const std::optional<WkbParts> found = wkbParts(wkb))
      for (const WkbPart& part : found->parts) {
        checkStop();
        gathered.append(wkb, part.begin, part.size);
      }
    std::string().swap(wkb);  // Not all of it twice.
  }
  return gathered;
}

}  // namespace geotask

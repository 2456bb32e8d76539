// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/geometry/geometry_message.h"

#include <algorithm>
#include <cstring>
#include <type_traits>
#include <utility>

#include "absl/time/time.h"

namespace geotask {

namespace {

constexpr size_t kPieceBytes = size_t{1} << 20;
constexpr absl::Duration kLookAround = absl::Milliseconds(5);

class Writer {
 public:
  template <typename T>
  void number(T value) {
    static_assert(std::is_arithmetic_v<T> || std::is_enum_v<T>);
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof(value));
  }
  void text(absl::string_view text) {
    number(uint64_t{text.size()});
    bytes_.append(text.data(), text.size());
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class Reader {
 public:
  explicit Reader(absl::string_view bytes) : bytes_(bytes) {}

  template <typename T>
  T number() {
    T value{};
    if (bytes_.size() < sizeof(value)) {
      good_ = false;
      return value;
    }
    std::memcpy(&value, bytes_.data(), sizeof(value));
    bytes_.remove_prefix(sizeof(value));
    return value;
  }
  // One of 0 to `last`.
  template <typename Enum>
  Enum choice(Enum last) {
    const Enum value = number<Enum>();
    good_ = good_ && value >= Enum{} && value <= last;
    return good_ ? value : Enum{};
  }
  std::string text() {
    const auto size = number<uint64_t>();
    if (size > bytes_.size()) {
      good_ = false;
      return {};
    }
    std::string text(bytes_.substr(0, size));
    bytes_.remove_prefix(size);
    return text;
  }
  bool good() const { return good_; }
  bool atEnd() const { return good_ && bytes_.empty(); }

 private:
  absl::string_view bytes_;
  bool good_ = true;
};

}  // namespace

std::string encodeTask(const GeometryTask& task) {
  Writer out;
  out.number(task.kind);
  out.number(task.style.distance);
  out.number(task.style.segments);
  out.number(task.style.cap);
  out.number(task.style.join);
  out.number(task.style.mitre_limit);
  out.number(task.style.side);
  out.number(task.tolerance);
  out.number(static_cast<uint32_t>(task.wkbs.size()));
  for (const std::string& wkb : task.wkbs) out.text(wkb);
  return out.take();
}

std::string encodeAnswer(const GeometryAnswer& answer) {
  Writer out;
  out.number(answer.state);
  out.text(answer.wkb);
  out.text(answer.error);
  return out.take();
}

absl::StatusOr<GeometryTask> decodeTask(absl::string_view bytes) {
  Reader in(bytes);
  GeometryTask task;
  task.kind = in.choice(GeometryTask::Kind::kSubtract);
  task.style.distance = in.number<double>();
  task.style.segments = in.number<int>();
  task.style.cap = in.choice(CapStyle::kSquare);
  task.style.join = in.choice(JoinStyle::kBevel);
  task.style.mitre_limit = in.number<double>();
  task.style.side = in.choice(Side::kRight);
  task.tolerance = in.number<double>();
  const auto count = in.number<uint32_t>();
  for (uint32_t i = 0; i < count && in.good(); ++i) task.wkbs.push_back(in.text());
  if (!in.atEnd()) return absl::InvalidArgumentError("these bytes are no task");
  return task;
}

absl::StatusOr<GeometryAnswer> decodeAnswer(absl::string_view bytes) {
  Reader in(bytes);
  GeometryAnswer answer;
  answer.state = in.choice(GeometryAnswer::State::kNoMemory);
  answer.wkb = in.text();
  answer.error = in.text();
  if (!in.atEnd()) return absl::InvalidArgumentError("these bytes are no answer");
  return answer;
}

absl::Status sendBytes(FrameChannel& channel, absl::string_view bytes,
                       const std::function<bool()>& stop) {
  for (;;) {
    const bool last = bytes.size() <= kPieceBytes;
    const size_t size = std::min(bytes.size(), kPieceBytes);
    absl::Status sent =
        channel.send(last ? FrameType::kMessage : FrameType::kRecord, bytes.substr(0, size), stop);
    if (last || !sent.ok()) return sent;
    bytes.remove_prefix(size);
  }
}

absl::StatusOr<std::string> receiveBytes(FrameChannel& channel, size_t most,
                                         const std::function<bool()>& stop) {
  std::string bytes;
  for (;;) {
    absl::StatusOr<std::optional<Frame>> frame = channel.receive(kLookAround);
    if (!frame.ok()) return frame.status();
    if (stop()) return absl::CancelledError();
    if (!*frame) continue;
    if ((*frame)->payload.size() > most - bytes.size()) {
      return absl::InvalidArgumentError("more than can be an answer");
    }
    bytes += (*frame)->payload;
    if ((*frame)->type == FrameType::kMessage) return bytes;
  }
}

}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/line_reader.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"

namespace geotask {
namespace {

constexpr size_t kMaxLineBytes = 2000;
constexpr double kLinesAtOnce = 100;
constexpr double kLinesPerMs = 0.02;

int64_t nowMs() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace

LineReader::LineReader(Descriptor pipe, std::function<void(const std::string& line)> take)
    : pipe_(std::move(pipe)),
      take_(std::move(take)),
      stop_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      allowance_(kLinesAtOnce),
      allowed_at_ms_(nowMs()) {
  ::fcntl(pipe_.get(), F_SETFL, O_NONBLOCK);
  thread_ = std::thread([this] { run(); });
}

LineReader::~LineReader() {
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t wrote = ::write(stop_.get(), &one, sizeof one);
  thread_.join();
}

void LineReader::run() {
  std::string line;
  std::array<char, 4096> bytes;
  bool stopping = false;
  while (true) {
    const ssize_t got = ::read(pipe_.get(), bytes.data(), bytes.size());
    if (got == 0 || (got < 0 && stopping)) break;
    if (got < 0) {
      std::array<pollfd, 2> polled{{{pipe_.get(), POLLIN, 0}, {stop_.get(), POLLIN, 0}}};
      ::poll(polled.data(), polled.size(), -1);
      stopping = polled[1].revents != 0;
      continue;
    }
    for (ssize_t i = 0; i < got; ++i) {
      if (bytes[static_cast<size_t>(i)] != '\n') {
        if (line.size() < kMaxLineBytes) line.push_back(bytes[static_cast<size_t>(i)]);
        continue;
      }
      takeLine(line);
      line.clear();
    }
    // A process that never stops writing does not keep us.
    if (pollfd asked{stop_.get(), POLLIN, 0}; ::poll(&asked, 1, 0) > 0) {
      if (std::exchange(stopping, true) && got == static_cast<ssize_t>(bytes.size())) break;
    }
  }
  if (!line.empty()) takeLine(line);
  if (dropped_ > 0) take_(absl::StrCat("(", dropped_, " lines left out)"));
}

void LineReader::takeLine(const std::string& line) {
  const int64_t now = nowMs();
  allowance_ =
      std::min(kLinesAtOnce, allowance_ + static_cast<double>(now - allowed_at_ms_) * kLinesPerMs);
  allowed_at_ms_ = now;
  if (allowance_ < 1) {
    ++dropped_;
    return;
  }
  allowance_ -= 1;
  if (dropped_ > 0) take_(absl::StrCat("(", std::exchange(dropped_, 0), " lines left out)"));
  take_(line);
}

}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
#include "geotask/retry.h"

#include <algorithm>

namespace geotask::client {

std::optional<std::chrono::milliseconds> Retry::next(const Error& error) {
  if (error.code != grpc::StatusCode::UNAVAILABLE) return std::nullopt;
  if (++failed_ >= policy_.attempts) return std::nullopt;
  const auto doubled = policy_.first_wait * (1L << std::min(failed_ - 1, 20));
  const auto wait = std::max<std::chrono::milliseconds>(
      doubled, error.retry_delay.value_or(std::chrono::milliseconds(0)));
  return std::min<std::chrono::milliseconds>(wait, policy_.longest_wait);
}

}  // namespace geotask::client

// SPDX-License-Identifier: GPL-2.0-or-later
#include "geotask/retry.h"

#include <algorithm>

namespace geotask::client {

std::optional<std::chrono::milliseconds> Retry::next(const Error& error) {
  if (error.code != grpc::StatusCode::UNAVAILABLE) return std::nullopt;
  if (error.reason == "CATALOGUE_NOT_READY" && waited_for_start_ < policy_.start_wait) {
    const auto wait =
        std::min(error.retry_delay.value_or(policy_.first_wait), policy_.longest_wait);
    waited_for_start_ += std::max(wait, policy_.first_wait);
    return wait;
  }
  if (++failed_ >= policy_.attempts) return std::nullopt;
  const auto doubled = policy_.first_wait * (1L << std::min(failed_ - 1, 20));
  const auto wait = std::max<std::chrono::milliseconds>(
      doubled, error.retry_delay.value_or(std::chrono::milliseconds(0)));
  return std::min<std::chrono::milliseconds>(wait, policy_.longest_wait);
}

}  // namespace geotask::client

// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/page_token.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "domain/errors.h"

namespace geotask {

namespace {

constexpr size_t kNumberDigits = 16;

// FNV-1a: the same in every run of the server.
uint64_t hash(const std::string& text) {
  uint64_t value = 0xcbf29ce484222325u;
  for (const char c : text) {
    value = (value ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  }
  return value;
}

std::string describe(const JobFilter& filter) {
  const auto add = [](std::string& text, const std::string& part) {
    absl::StrAppend(&text, part.size(), ":", part);
  };
  std::string text;
  add(text, filter.principal);
  for (const JobState state : filter.states) add(text, jobStateName(state));
  for (const auto& [key, value] : filter.labels) {
    add(text, key);
    add(text, value);
  }
  return text;
}

}  // namespace

std::string makePageToken(uint64_t before, const JobFilter& filter) {
  const std::string number = absl::StrCat(absl::Hex(before, absl::kZeroPad16));
  return absl::StrCat(number, absl::Hex(hash(number + describe(filter)), absl::kZeroPad16));
}

absl::StatusOr<uint64_t> readPageToken(const std::string& token, const JobFilter& filter) {
  uint64_t before = 0;
  if (!absl::SimpleHexAtoi(token.substr(0, kNumberDigits), &before) || before == 0 ||
      makePageToken(before, filter) != token) {
    return makeError(
        absl::StatusCode::kInvalidArgument,
        {"INVALID_PAGE_TOKEN", "page_token", token,
         "the next_page_token of an answer to the same filter", "Begin again without a token."});
  }
  return before;
}

}  // namespace geotask

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

}  // namespace

std::string listKey(const std::vector<std::string>& parts) {
  std::string key;
  for (const std::string& part : parts) absl::StrAppend(&key, part.size(), ":", part);
  return key;
}

std::string makePageToken(uint64_t before, const std::string& list) {
  const std::string number = absl::StrCat(absl::Hex(before, absl::kZeroPad16));
  return absl::StrCat(number, absl::Hex(hash(number + list), absl::kZeroPad16));
}

absl::StatusOr<uint64_t> readPageToken(const std::string& token, const std::string& list) {
  uint64_t before = 0;
  if (!absl::SimpleHexAtoi(token.substr(0, kNumberDigits), &before) || before == 0 ||
      makePageToken(before, list) != token) {
    return makeError(absl::StatusCode::kInvalidArgument,
                     {"INVALID_PAGE_TOKEN", "page_token", token,
                      "the next_page_token of an answer to the same list and filter",
                      "Begin again without a token."});
  }
  return before;
}

}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/algorithm_policy.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/algorithm_dangers.h"
#include "domain/errors.h"

namespace geotask {

namespace {

std::string howToAllow(const std::string& id) {
  return absl::StrCat("the operator can allow it with --allow-algorithms ", id);
}

size_t letters(const std::string& pattern) {
  return static_cast<size_t>(
      std::count_if(pattern.begin(), pattern.end(), [](char c) { return c != '*' && c != '?'; }));
}

// The matching pattern with the most letters; null when none matches.
const std::string* closest(const std::vector<std::string>& patterns, const std::string& id) {
  const std::string* best = nullptr;
  for (const std::string& pattern : patterns) {
    if (!globMatches(pattern, id)) continue;
    if (best == nullptr || letters(pattern) > letters(*best)) best = &pattern;
  }
  return best;
}

}  // namespace

bool globMatches(const std::string& pattern, const std::string& text) {
  size_t at = 0;
  size_t star = std::string::npos;  // The last one seen, and where in the text it was.
  size_t starred = 0;
  size_t i = 0;
  while (i < text.size()) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      starred = i;
    } else if (at < pattern.size() && (pattern[at] == '?' || pattern[at] == text[i])) {
      ++at;
      ++i;
    } else if (star != std::string::npos) {
      at = star + 1;
      i = ++starred;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', at) == std::string::npos;
}

AlgorithmPolicy::AlgorithmPolicy(std::vector<std::string> allow, std::vector<std::string> deny)
    : allow_(std::move(allow)), deny_(std::move(deny)) {}

AlgorithmPolicy::Word AlgorithmPolicy::word(const std::string& id, std::string& pattern) const {
  const std::string* allowed = closest(allow_, id);
  const std::string* denied = closest(deny_, id);
  if (denied != nullptr && (allowed == nullptr || letters(*denied) >= letters(*allowed))) {
    pattern = *denied;
    return Word::kDenied;
  }
  return allowed == nullptr ? Word::kNone : Word::kAllowed;
}

std::string AlgorithmPolicy::deniedBecause(const AlgorithmDescription& algorithm) const {
  std::string pattern;
  const Word said = word(algorithm.id, pattern);
  if (said == Word::kAllowed) return "";
  if (said == Word::kDenied) {
    const std::string cure =
        pattern == algorithm.id ? "ask the operator" : howToAllow(algorithm.id);
    return absl::StrCat("the operator has denied it with --deny-algorithms ", pattern, "; ", cure);
  }
  const std::string danger = dangerOf(algorithm);
  return danger.empty() ? "" : absl::StrCat(danger, "; ", howToAllow(algorithm.id));
}

absl::Status AlgorithmPolicy::deniedArgument(const AlgorithmDescription& algorithm,
                                             const Json& parameters) const {
  std::string pattern;
  if (word(algorithm.id, pattern) == Word::kAllowed) return absl::OkStatus();
  const auto danger = dangerousArgument(algorithm, parameters);
  if (!danger) return absl::OkStatus();
  const std::string field = absl::StrCat("parameters.", danger->parameter);
  const std::string cure = howToAllow(algorithm.id);
  return makeError(absl::StatusCode::kPermissionDenied,
                   absl::StrCat(field, ": ", danger->because, "; ", cure),
                   {danger->reason, field, danger->given, danger->accepted, cure});
}

}  // namespace geotask

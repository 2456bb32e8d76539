// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/algorithm_lookup.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "domain/errors.h"
#include "domain/text.h"

namespace geotask {

namespace {

constexpr absl::Duration kRetryDelay = absl::Seconds(1);
constexpr size_t kMostAlike = 3;
constexpr size_t kFarthest = 4;  // Letters to change.

// Levenshtein's distance.
size_t editDistance(const std::string& a, const std::string& b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, changed}));
    }
  }
  return row.back();
}

std::string nameIn(const std::string& id) { return id.substr(id.find(':') + 1); }

}  // namespace

const AlgorithmDescription* findAlgorithm(const std::vector<AlgorithmDescription>& algorithms,
                                          const std::string& id) {
  const auto found = std::find_if(algorithms.begin(), algorithms.end(),
                                  [&](const AlgorithmDescription& one) { return one.id == id; });
  return found == algorithms.end() ? nullptr : &*found;
}

absl::Status unknownAlgorithm(const std::string& field, const std::string& id,
                              const std::vector<AlgorithmDescription>& algorithms) {
  std::vector<std::pair<size_t, std::string>> alike;
  for (const AlgorithmDescription& algorithm : algorithms) {
    const size_t distance =
        std::min(editDistance(id, algorithm.id), editDistance(nameIn(id), nameIn(algorithm.id)));
    if (distance <= kFarthest) alike.emplace_back(distance, algorithm.id);
  }
  std::sort(alike.begin(), alike.end());
  if (alike.size() > kMostAlike) alike.resize(kMostAlike);
  std::vector<std::string> names;
  for (const auto& [distance, name] : alike) names.push_back(name);
  return makeError(
      absl::StatusCode::kNotFound,
      {"UNKNOWN_ALGORITHM", field, id,
       names.empty() ? "the id of an algorithm, as native:centroids" : shortList(names),
       "ListAlgorithms tells which there are."});
}

absl::Status catalogueNotReady() {
  return makeError(absl::StatusCode::kUnavailable,
                   "the server does not know yet which algorithms it has",
                   {"CATALOGUE_NOT_READY", "", "", "", "Retry after retry_delay.", kRetryDelay});
}

}  // namespace geotask

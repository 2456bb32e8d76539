// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/suggest.h"

#include <algorithm>
#include <numeric>

namespace geotask::cli {
namespace {

// Levenshtein's distance.
size_t distance(const std::string& a, const std::string& b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string nearest(const std::string& word, const std::vector<std::string>& choices) {
  std::string best;
  size_t best_distance = word.size() / 3 + 2;  // Beyond this it is another word.
  for (const std::string& choice : choices) {
    const size_t d = distance(word, choice);
    if (d < best_distance && d < std::max(word.size(), choice.size())) {
      best = choice;
      best_distance = d;
    }
  }
  return best;
}

}  // namespace geotask::cli

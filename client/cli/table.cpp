// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/table.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "cli/text.h"

namespace geotask::cli {

constexpr size_t kGap = 2;

Table::Table(std::vector<std::string> heads) { rows_.push_back(std::move(heads)); }

void Table::add(std::vector<std::string> cells) {
  for (std::string& cell : cells) {
    cell = cell.empty() ? "<none>" : shown(cell);
  }
  rows_.push_back(std::move(cells));
}

std::vector<size_t> Table::widths(size_t limit) const {
  std::vector<size_t> widths(rows_[0].size());
  for (const auto& row : rows_) {
    for (size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], columnsOf(row[i]));
  }
  size_t total = std::accumulate(widths.begin(), widths.end(), kGap * (widths.size() - 1));
  while (limit != 0 && total > limit && widths.size() > 1) {
    // The first column names the row: it is what people copy.
    size_t& widest = *std::max_element(widths.begin() + 1, widths.end());
    if (widest <= 5) break;
    --widest;
    --total;
  }
  return widths;
}

std::string Table::text(size_t width) const {
  const std::vector<size_t> columns = widths(width);
  std::string text;
  for (const auto& row : rows_) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string cell = fitted(row[i], columns[i]);
      line += cell;
      if (i + 1 < row.size()) line.append(columns[i] - columnsOf(cell) + kGap, ' ');
    }
    text += line + "\n";
  }
  return text;
}

}  // namespace geotask::cli

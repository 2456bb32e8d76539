// SPDX-License-Identifier: GPL-2.0-or-later
//
// A table for people: a row an item, columns as wide as they must be, two blanks apart.
//
//     Table table({"NAME", "STATE", "AGE"});
//     table.add({"jobs/a", "RUNNING", "3s"});
//     std::cout << table.text(80);
#pragma once

#include <string>
#include <vector>

namespace geotask::cli {

class Table {
 public:
  explicit Table(std::vector<std::string> heads);

  // As many cells as there are heads. An empty cell shows `<none>`, a
  // control character its number.
  void add(std::vector<std::string> cells);

  // The lines, each with its newline. With a width the widest columns but the first are cut until
  // the lines fit; 0 cuts nothing.
  std::string text(size_t width) const;

  bool empty() const { return rows_.size() == 1; }

 private:
  std::vector<size_t> widths(size_t limit) const;

  std::vector<std::vector<std::string>> rows_;  // The heads first.
};

}  // namespace geotask::cli

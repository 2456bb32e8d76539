// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/paragraph.h"

#include <algorithm>
#include <sstream>

#include "cli/terminal.h"
#include "cli/text.h"

namespace geotask::cli {
namespace {

std::string filled(const std::string& line, size_t width, const std::string& indent) {
  std::istringstream words(line);
  std::string text;
  std::string row;
  for (std::string word; words >> word;) {
    word = shown(word);
    if (!row.empty() && indent.size() + columnsOf(row) + 1 + columnsOf(word) > width) {
      text += indent + row + "\n";
      row.clear();
    }
    row += (row.empty() ? "" : " ") + word;
  }
  return text + (row.empty() ? "" : indent + row) + "\n";
}

}  // namespace

std::string paragraph(const std::string& text, size_t width, size_t indent) {
  const size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return "";
  const size_t end = text.find_last_not_of(" \t\r\n") + 1;
  std::istringstream lines(text.substr(begin, end - begin));
  std::string result;
  for (std::string line; std::getline(lines, line);) {
    result += filled(line, width, std::string(indent, ' '));
  }
  return result;
}

size_t readableWidth(int descriptor) {
  constexpr size_t kUsual = 80;
  constexpr size_t kWidest = 100;
  const size_t width = terminalWidth(descriptor);
  return width == 0 ? kUsual : std::min(width, kWidest);
}

}  // namespace geotask::cli

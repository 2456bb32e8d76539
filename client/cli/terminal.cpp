// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

namespace geotask::cli {

size_t terminalWidth(int descriptor) {
  if (!isatty(descriptor)) return 0;
  winsize size = {};
  if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const char* columns = std::getenv("COLUMNS");
  const int given = columns != nullptr ? std::atoi(columns) : 0;
  return given > 0 ? static_cast<size_t>(given) : 80;
}

bool canRedraw(int descriptor) {
  const char* term = std::getenv("TERM");
  return isatty(descriptor) && (term == nullptr || std::strcmp(term, "dumb") != 0);
}

bool canColour(int descriptor) {
  const char* no = std::getenv("NO_COLOR");
  return canRedraw(descriptor) && (no == nullptr || *no == '\0');
}

}  // namespace geotask::cli

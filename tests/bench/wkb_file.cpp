// SPDX-License-Identifier: GPL-2.0-or-later
#include "wkb_file.h"

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>

namespace geotask::bench {

std::vector<std::string> readWkbFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::vector<std::string> geometries;
  uint32_t length = 0;
  while (file.read(reinterpret_cast<char*>(&length), sizeof(length))) {
    std::string wkb(length, '\0');
    if (!file.read(&wkb[0], length)) break;
    geometries.push_back(std::move(wkb));
  }
  if (geometries.empty() || !file.eof()) {
    std::cerr << path << " is no file of WKB, or not whole\n";
    std::exit(1);
  }
  return geometries;
}

}  // namespace geotask::bench

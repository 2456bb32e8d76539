// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/option_checks.h"

#include <algorithm>
#include <initializer_list>

namespace geotask::cli {
namespace {

const std::string kForms = "Write HOST:PORT or unix:PATH.";

bool isPort(const std::string& text) {
  const bool digits =
      !text.empty() && text.size() <= 5 &&
      std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits && std::stoi(text) >= 1 && std::stoi(text) <= 65535;
}

}  // namespace

std::string checkAddress(const std::string& text) {
  if (text.empty()) return "The address is empty. " + kForms;
  for (const std::string scheme : {"unix:", "unix-abstract:"}) {
    if (text.compare(0, scheme.size(), scheme) != 0) continue;
    return text.size() > scheme.size() ? "" : "The path is missing. " + kForms;
  }
  const size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return "\"" + text + "\" is no address. " + kForms;
  const std::string port = text.substr(colon + 1);
  if (isPort(port)) return "";
  return "\"" + port + "\" is no port. Give a number from 1 to 65535.";
}

std::string checkFile(const std::string& text) {
  return text.empty() ? "The name of the file is empty. Give a path, or -." : "";
}

}  // namespace geotask::cli

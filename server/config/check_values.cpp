// SPDX-License-Identifier: GPL-2.0-or-later
#include "config/check_values.h"

#include <arpa/inet.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <regex>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace geotask {
namespace {

namespace fs = std::filesystem;

constexpr char kAddressForms[] = "write HOST:PORT, [V6]:PORT or unix:PATH";

fs::path folderOf(const std::string& path) { return fs::absolute(path).parent_path(); }

std::string checkWritableFolder(const fs::path& folder) {
  std::error_code ignored;
  if (!fs::exists(folder, ignored)) return absl::StrCat("there is no folder ", folder.string());
  if (!fs::is_directory(folder, ignored)) return absl::StrCat(folder.string(), " is no folder");
  if (::access(folder.c_str(), W_OK | X_OK) != 0) {
    return absl::StrCat(folder.string(), " cannot be written to: ", std::strerror(errno));
  }
  return "";
}

}  // namespace

std::string checkListenAddress(const std::string& address) {
  if (absl::StartsWith(address, "unix:")) {
    const std::string path = address.substr(5);
    if (path.empty()) return kAddressForms;
    if (path.size() >= sizeof(sockaddr_un::sun_path)) {
      return absl::StrCat("the path is too long; at most ", sizeof(sockaddr_un::sun_path) - 1,
                          " bytes");
    }
    return checkNewFile(path);
  }
  const size_t colon = address.rfind(':');
  if (colon == std::string::npos || colon == 0) return kAddressForms;
  const std::string port = address.substr(colon + 1);
  int number = 0;
  if (port.find_first_not_of("0123456789") != std::string::npos ||
      !absl::SimpleAtoi(port, &number) || number > 65535) {
    return "the port is a number from 0 to 65535";
  }
  const std::string host = address.substr(0, colon);
  if (host.front() == '[') {
    in6_addr v6;
    const std::string inside = host.substr(1, host.size() - 2);
    if (host.back() != ']' || ::inet_pton(AF_INET6, inside.c_str(), &v6) != 1) {
      return "an IPv6 address stands between the brackets, as in [::1]:9090";
    }
  } else if (host.find(':') != std::string::npos) {
    return "an IPv6 address is written in brackets, as in [::1]:9090";
  } else if (!std::regex_match(host, std::regex("[A-Za-z0-9._-]+"))) {
    return kAddressForms;
  }
  return "";
}

std::string checkSourceName(const std::string& name) {
  static const std::regex pattern("[a-z][a-z0-9_-]*");
  if (std::regex_match(name, pattern)) return "";
  return absl::StrCat("\"", maskPasswords(name),
                      "\" is no name for a source; write lower-case letters, digits, '_' and '-', "
                      "a letter first, as in world=/data/world.gpkg");
}

std::string checkAlgorithmPattern(const std::string& pattern) {
  static const std::regex kForm("[A-Za-z0-9_.*?-]+(:[A-Za-z0-9_.*?-]*)?");
  const bool open = pattern.find_first_of("*?") != std::string::npos;
  if (std::regex_match(pattern, kForm) && (open || pattern.find(':') != std::string::npos))
    return "";
  return "write the id of an algorithm or a pattern, as in native:buffer or gdal:warp*";
}

std::string checkReadable(const std::string& path) {
  std::error_code ignored;
  if (!fs::exists(path, ignored)) {
    return absl::StrCat("there is no file or folder ", path,
                        "; a database connection begins with PG: or postgresql://");
  }
  const int mode = fs::is_directory(path, ignored) ? R_OK | X_OK : R_OK;
  if (::access(path.c_str(), mode) != 0) {
    return absl::StrCat(path, " cannot be read: ", std::strerror(errno));
  }
  return "";
}

std::string checkStateDir(const std::string& path) {
  if (path.empty()) return "name a folder";
  fs::path folder = fs::absolute(path);
  std::error_code ignored;
  while (!fs::exists(folder, ignored) && folder.has_relative_path()) folder = folder.parent_path();
  const std::string trouble = checkWritableFolder(folder);
  return trouble.empty() ? "" : absl::StrCat(trouble, "; name another folder");
}

std::string checkNewFile(const std::string& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) return absl::StrCat(path, " is a folder; name a file");
  return checkWritableFolder(folderOf(path));
}

std::string maskPasswords(const std::string& connection) {
  // user:PASSWORD@ up to the last @, so that too much rather than too little is hidden.
  static const std::regex in_url("(://[^:@/]*:).*@");
  static const std::regex keyword(R"((password\s*=\s*)('(?:\\.|[^'\\])*'?|(?:\\.|[^\s&])+))",
                                  std::regex::icase);
  return std::regex_replace(std::regex_replace(connection, in_url, "$1***@"), keyword, "$1***");
}

}  // namespace geotask

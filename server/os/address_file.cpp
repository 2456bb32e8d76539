// SPDX-License-Identifier: GPL-2.0-or-later
#include "os/address_file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"

namespace geotask {
namespace {

absl::Status failed(const std::string& path, int error) {
  return makeError(
      absl::StatusCode::kFailedPrecondition,
      absl::StrCat("the address file ", path, " cannot be written: ", std::strerror(error)),
      {"ADDRESS_FILE_FAILED", "address_file", path, "a path in a writable folder",
       "name another file with --address-file"});
}

bool writeAndSync(int fd, const std::string& line) {
  size_t done = 0;
  while (done < line.size()) {
    const ssize_t count = ::write(fd, line.data() + done, line.size() - done);
    if (count < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    done += static_cast<size_t>(count);
  }
  return ::fchmod(fd, 0644) == 0 && ::fsync(fd) == 0;
}

}  // namespace

absl::Status writeAddressFile(const std::string& path, const std::string& address) {
  std::string temporary = absl::StrCat(path, ".XXXXXX");
  const int fd = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (fd < 0) return failed(path, errno);
  int error = writeAndSync(fd, absl::StrCat(address, "\n")) ? 0 : errno;
  if (::close(fd) != 0 && error == 0) error = errno;
  if (error == 0 && ::rename(temporary.c_str(), path.c_str()) != 0) error = errno;
  if (error == 0) return absl::OkStatus();
  ::unlink(temporary.c_str());
  return failed(path, error);
}

void removeAddressFile(const std::string& path, const std::string& address) {
  std::string line;
  std::getline(std::ifstream(path), line);
  if (line == address) ::unlink(path.c_str());
}

}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/input_copy.h"

#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

#include "cli/interrupt.h"

namespace geotask::cli {
namespace {

using client::Result;

client::Error failure(const std::string& folder) {
  return client::localError(
      grpc::StatusCode::FAILED_PRECONDITION, "INPUT_UNREADABLE",
      "Standard input could not be copied to " + folder + ": " + std::strerror(errno) + ".",
      "Let TMPDIR name a folder with room.");
}

// Makes a file and takes its name away again; -1 and errno when that fails.
int makeNamelessFile(const std::string& folder) {
  // Ctrl-C would otherwise end the program between the two.
  InterruptScope on_interrupt([] {});
  std::string path = folder + "/geotask-XXXXXX";
  const int file = mkstemp(path.data());
  if (file >= 0) unlink(path.c_str());
  return file;
}

// False and errno when reading or writing fails.
bool copy(int from, int to) {
  std::vector<char> buffer(1 << 16);
  while (true) {
    const ssize_t got = read(from, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return got == 0;
    for (ssize_t at = 0; at < got;) {
      const ssize_t put = write(to, buffer.data() + at, static_cast<size_t>(got - at));
      if (put < 0 && errno != EINTR) return false;
      if (put > 0) at += put;
    }
  }
}

}  // namespace

Result<std::unique_ptr<InputCopy>> InputCopy::ofStandardInput() {
  std::error_code missing;
  const std::string folder = std::filesystem::temp_directory_path(missing).string();
  if (missing) {
    errno = missing.value();
    return failure("a temporary file");
  }
  const int file = makeNamelessFile(folder);
  if (file < 0) return failure(folder);
  std::unique_ptr<InputCopy> made(new InputCopy(file));
  if (interrupted()) {
    return client::localError(grpc::StatusCode::CANCELLED, "STOPPED",
                              "Reading standard input was stopped.");
  }
  if (!copy(STDIN_FILENO, file)) return failure(folder);
  return made;
}

InputCopy::~InputCopy() { close(file_); }

std::string InputCopy::path() const { return "/proc/self/fd/" + std::to_string(file_); }

}  // namespace geotask::cli

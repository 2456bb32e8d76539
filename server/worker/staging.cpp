// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/staging.h"

#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "worker/descriptor.h"

namespace geotask {
namespace {

constexpr size_t kCopyBytes = size_t{8} << 20;

// The client sees it, so it names no path.
absl::Status failed(int error) {
  if (error == ENOSPC || error == EDQUOT) {
    return makeError(absl::StatusCode::kResourceExhausted, "no room to copy an input for a worker",
                     {"SPOOL_FULL", "", "", "", "Try again when other jobs have gone."});
  }
  return makeError(absl::StatusCode::kInternal,
                   absl::StrCat("an input could not be handed to a worker: ", std::strerror(error)),
                   {"STAGING_FAILED", "", "", "", "Tell the operator of the server."});
}

absl::Status copyFile(const std::string& from, const std::string& to,
                      const std::function<bool()>& stop) {
  const Descriptor source(::open(from.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (!source) return failed(errno);
  const Descriptor target(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!target) return failed(errno);
  while (true) {
    if (stop()) return absl::CancelledError("stopped while an input was copied");
    const ssize_t copied = ::sendfile(target.get(), source.get(), nullptr, kCopyBytes);
    if (copied == 0) return absl::OkStatus();
    if (copied < 0 && errno != EINTR) return failed(errno);
  }
}

absl::Status stageFile(const std::string& from, const std::string& to, bool link,
                       const std::function<bool()>& stop) {
  if (link && ::link(from.c_str(), to.c_str()) == 0) return absl::OkStatus();
  return copyFile(from, to, stop);
}

// Puts all files of a set below `to`, a new folder.
absl::Status stageSet(const FileSet& set, const std::string& to, bool link,
                      const std::function<bool()>& stop) {
  std::error_code error;
  std::filesystem::create_directory(to, error);
  for (const FileInfo& file : set.files()) {
    // They were checked when they came; that they stay below is worth a second look.
    if (!isPlainPath(file.path)) return failed(EINVAL);
    const std::filesystem::path place = std::filesystem::path(to) / file.path;
    std::filesystem::create_directories(place.parent_path(), error);
    if (error) return failed(error.value());
    const absl::Status staged =
        stageFile(absl::StrCat(set.folder(), "/", file.path), place.string(), link, stop);
    if (!staged.ok()) return staged;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<StagedInput>> stageInputs(const WorkerFolder& folder,
                                                     const std::vector<CallInput>& inputs,
                                                     bool link, const std::function<bool()>& stop) {
  // Several inputs may be of one set.
  std::map<std::pair<const FileSet*, bool>, std::string> places;
  std::vector<StagedInput> staged;
  for (const CallInput& input : inputs) {
    StagedInput added;
    added.reference = input.reference;
    if (input.rows) {
      added.rows = true;
      added.schema = input.rows->schema();
      added.layer_name = input.layer_name;
    } else if (input.files) {
      auto [place, first] = places.emplace(std::pair(input.files.get(), input.changed), "");
      if (first) {
        const std::string root = input.changed ? folder.out() : folder.in();
        // What is changed is an output, too: its files keep their paths.
        const bool apart = !input.changed || places.size() > 1;
        place->second = apart ? absl::StrCat(root, "/", places.size()) : root;
        const absl::Status done =
            stageSet(*input.files, place->second, link && !input.changed, stop);
        if (!done.ok()) return done;
      }
      if (!input.path.empty() && !isPlainPath(input.path)) return failed(EINVAL);
      added.uri = input.path.empty() ? place->second : absl::StrCat(place->second, "/", input.path);
      added.provider = input.provider;
    } else {
      added.uri = input.uri;
      added.provider = input.provider;
    }
    staged.push_back(std::move(added));
  }
  return staged;
}

}  // namespace geotask

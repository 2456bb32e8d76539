// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/remove_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <functional>

#include "absl/strings/str_cat.h"
#include "worker/descriptor.h"

namespace geotask {
namespace {

// Each pass takes one level of folders away.
constexpr int kMaxPasses = 100000;

absl::Status failed(const std::string& path, int error) {
  return absl::InternalError(absl::StrCat(path, " cannot be emptied: ", std::strerror(error)));
}

// A folder, made accessible.
Descriptor openFolder(int parent, const char* name) {
  const Descriptor place(::openat(parent, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!place) return Descriptor();
  // By way of the descriptor, so that no link put there meanwhile is followed.
  ::chmod(absl::StrCat("/proc/self/fd/", place.get()).c_str(), 0700);
  return Descriptor(::openat(place.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

// Calls `visit` with each name in a folder.
void forEach(int folder, const std::function<void(const char* name)>& visit) {
  DIR* entries = ::fdopendir(::fcntl(folder, F_DUPFD_CLOEXEC, 0));
  if (entries == nullptr) return;
  ::rewinddir(entries);
  while (const dirent* entry = ::readdir(entries)) {
    if (std::strcmp(entry->d_name, ".") != 0 && std::strcmp(entry->d_name, "..") != 0) {
      visit(entry->d_name);
    }
  }
  ::closedir(entries);
}

bool isEmpty(int folder) {
  bool empty = true;
  forEach(folder, [&](const char*) { empty = false; });
  return empty;
}

// Empties `top`: what is inside its folders is unlinked, folders in there are moved up into `top`,
// where the next pass finds them.
bool empty(int top) {
  uint64_t moved = 0;
  for (int pass = 0; pass < kMaxPasses; ++pass) {
    bool removed = false;
    forEach(top, [&](const char* name) {
      if (::unlinkat(top, name, 0) == 0) {
        removed = true;
        return;
      }
      const Descriptor folder = openFolder(top, name);
      if (!folder) return;
      forEach(folder.get(), [&](const char* inner) {
        if (::unlinkat(folder.get(), inner, 0) == 0) return;
        openFolder(folder.get(), inner);  // Moving a folder takes the right to write in it.
        ::renameat(folder.get(), inner, top, absl::StrCat("~removed", ++moved).c_str());
      });
      removed |= ::unlinkat(top, name, AT_REMOVEDIR) == 0;
    });
    if (!removed) break;
  }
  return isEmpty(top);
}

}  // namespace

absl::Status removeTree(const std::string& path, bool itself) {
  const Descriptor folder = openFolder(AT_FDCWD, path.c_str());
  if (!folder) return errno == ENOENT ? absl::OkStatus() : failed(path, errno);
  if (!empty(folder.get())) return failed(path, ENOTEMPTY);
  if (itself && ::rmdir(path.c_str()) != 0) return failed(path, errno);
  return absl::OkStatus();
}

absl::Status emptySubfolders(const std::string& path) {
  const Descriptor top = openFolder(AT_FDCWD, path.c_str());
  if (!top) return failed(path, errno);
  bool emptied = true;
  forEach(top.get(), [&](const char* name) {
    if (::unlinkat(top.get(), name, 0) == 0) return;
    const Descriptor folder = openFolder(top.get(), name);
    emptied &= folder && empty(folder.get());
  });
  return emptied ? absl::OkStatus() : failed(path, ENOTEMPTY);
}

}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
//
// A process in a sandbox that tries something, and the folder it does it in:
//
//     in/story.txt   "once"            readable
//     out/           empty             writable
//     outside/secret.txt   "hidden"    not its business
#pragma once

#include <cerrno>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "worker/sandbox/sandbox.h"

namespace geotask {

class Place {
 public:
  Place();
  ~Place();
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  std::string path(const std::string& below) const { return folder_ + "/" + below; }
  std::string secret() const { return path("outside/secret.txt"); }
  std::string story() const { return path("in/story.txt"); }
  // Reads in/, writes out/.
  SandboxPlan plan() const;
  // Whether everything outside out/ is as it was made.
  bool isUntouched() const;

 private:
  std::string folder_;
};

// What is tried, in a process that ends with it: 0, or errno.
using Attempt = std::function<int(const Place&)>;
inline int errorOf(long result) { return result < 0 ? errno : 0; }

struct Outcome {
  int error = 0;   // What the attempt returned.
  int signal = 0;  // What ended the process instead.
  std::vector<Protection> protections;

  const Protection& protection(const std::string& name) const;
  int landlockAbi() const;  // In force; 0: none.
};

// In a process of its own: with no sandbox, and in one.
Outcome tryFree(const Place& place, const Attempt& attempt);
Outcome tryInside(const Place& place, const SandboxPlan& plan, const Attempt& attempt);

// A way out, for parameterized tests.
struct WayOut {
  const char* name;
  Attempt attempt;
  int least_abi = 0;  // Of Landlock, below which nothing stands in the way.
  // Whether it is one at all when there is no sandbox, so that a test of it can fail.
  bool works_free = true;
};
std::ostream& operator<<(std::ostream& out, const WayOut& way);

// As a test of its own: that `way` works without a sandbox and fails in it, by EACCES, EPERM, EXDEV,
// ENOSYS or EOPNOTSUPP, and leaves everything untouched; with all of this kernel's Landlock and with
// what older ones have. Says what this kernel cannot show.
void expectClosed(const WayOut& way);

}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
//
// A filter of system calls that is made rule by rule. What no rule matches is allowed. A call of
// another machine's, made by its numbers (32 bits on 64), ends the process.
//
//     SeccompFilter filter;
//     filter.refuse("ptrace", EPERM);
//     filter.refuse("socket", EPERM, argument(0).is(AF_NETLINK));
//     const int error = filter.load();
#pragma once

#include <seccomp.h>

#include <cstdint>
#include <vector>

namespace geotask {

// What an argument must be for a rule to match; counted from 0.
class CallArgument {
 public:
  explicit CallArgument(unsigned index) { comparison_.arg = index; }
  CallArgument is(uint64_t value) const { return with(SCMP_CMP_EQ, value, 0); }
  CallArgument isNot(uint64_t value) const { return with(SCMP_CMP_NE, value, 0); }
  CallArgument isAtLeast(uint64_t value) const { return with(SCMP_CMP_GE, value, 0); }
  // Of its bits, those of `mask`.
  CallArgument is(uint64_t mask, uint64_t value) const {
    return with(SCMP_CMP_MASKED_EQ, mask, value);
  }
  const scmp_arg_cmp& comparison() const { return comparison_; }

 private:
  CallArgument with(scmp_compare how, uint64_t first, uint64_t second) const {
    CallArgument copy = *this;
    copy.comparison_.op = how;
    copy.comparison_.datum_a = first;
    copy.comparison_.datum_b = second;
    return copy;
  }
  scmp_arg_cmp comparison_{};
};

inline CallArgument argument(unsigned index) { return CallArgument(index); }

class SeccompFilter {
 public:
  SeccompFilter();
  ~SeccompFilter();
  SeccompFilter(const SeccompFilter&) = delete;
  SeccompFilter& operator=(const SeccompFilter&) = delete;

  // The call then does nothing and fails with `error`, as errno counts; 0: tells success. A name that
  // this machine does not know is passed over. Trouble is kept until load().
  void refuse(const char* call, int error);
  void refuse(const char* call, int error, const CallArgument& argument);
  void refuse(int call, int error);

  // Puts it in force for this thread and those it will start. 0, or what went wrong, as errno counts,
  // earlier trouble as well.
  int load();

 private:
  void add(int call, int error, const std::vector<scmp_arg_cmp>& arguments);

  scmp_filter_ctx filter_;
  int error_ = 0;
};

}  // namespace geotask

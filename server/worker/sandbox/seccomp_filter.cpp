// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/sandbox/seccomp_filter.h"

#include <cerrno>

namespace geotask {

SeccompFilter::SeccompFilter() : filter_(seccomp_init(SCMP_ACT_ALLOW)) {
  if (filter_ == nullptr) {
    error_ = ENOMEM;
    return;
  }
  // Looks a call up instead of going through the list; the library may be too old to.
  seccomp_attr_set(filter_, SCMP_FLTATR_CTL_OPTIMIZE, 2);
}

SeccompFilter::~SeccompFilter() { seccomp_release(filter_); }

void SeccompFilter::refuse(const char* call, int error) {
  add(seccomp_syscall_resolve_name(call), error, {});
}

void SeccompFilter::refuse(const char* call, int error, const CallArgument& argument) {
  add(seccomp_syscall_resolve_name(call), error, {argument.comparison()});
}

void SeccompFilter::refuse(int call, int error) { add(call, error, {}); }

void SeccompFilter::add(int call, int error, const std::vector<scmp_arg_cmp>& arguments) {
  // Below 0: one that only other machines have.
  if (error_ != 0 || call < 0) return;
  error_ = -seccomp_rule_add_array(filter_, SCMP_ACT_ERRNO(static_cast<uint32_t>(error)), call,
                                   static_cast<unsigned>(arguments.size()), arguments.data());
}

int SeccompFilter::load() {
  if (error_ == 0) error_ = -seccomp_load(filter_);
  return error_;
}

}  // namespace geotask

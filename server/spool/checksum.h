// SPDX-License-Identifier: GPL-2.0-or-later
//
// SHA-256 of bytes that come in parts.
//
//     Checksum sum;
//     sum.add("abc");
//     sum.finish();     // "ba7816bf..."
#pragma once

#include <memory>
#include <string>

#include "absl/strings/string_view.h"

namespace geotask {

// Used by one thread at a time.
class Checksum {
 public:
  Checksum();
  ~Checksum();
  Checksum(Checksum&&) noexcept;
  void add(absl::string_view bytes);
  // Hexadecimal digits. Once.
  std::string finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace geotask

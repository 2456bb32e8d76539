// SPDX-License-Identifier: GPL-2.0-or-later
//
// InputCopy: standard input, copied to the disk so that it can be read more than once. The copy has
// no name in its folder: however the program ends, nothing remains.
#pragma once

#include <memory>
#include <string>

#include "geotask/result.h"

namespace geotask::cli {

class InputCopy {
 public:
  // Reads standard input to its end. FAILED_PRECONDITION when it cannot be read or the folder for
  // temporary files has no room; STOPPED after a Ctrl-C before it began.
  static client::Result<std::unique_ptr<InputCopy>> ofStandardInput();
  ~InputCopy();
  InputCopy(const InputCopy&) = delete;
  InputCopy& operator=(const InputCopy&) = delete;

  // Opens the copy, while this object lives. What was opened stays readable after it.
  std::string path() const;

 private:
  explicit InputCopy(int file) : file_(file) {}

  const int file_;
};

}  // namespace geotask::cli

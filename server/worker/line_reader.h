// SPDX-License-Identifier: GPL-2.0-or-later
//
// Reads what a process writes to its standard output and error, line by line, on a thread of its
// own. A flood is thinned out; how much was left out is told.
#pragma once

#include <functional>
#include <string>
#include <thread>

#include "worker/descriptor.h"

namespace geotask {

class LineReader {
 public:
  // `take` is called on the reader's thread: for each line, cut to 2000 bytes, at most 20 a second and
  // 100 at once.
  LineReader(Descriptor pipe, std::function<void(const std::string& line)> take);
  // Reads what is there, but does not wait for the pipe's end.
  ~LineReader();

 private:
  void run();
  void takeLine(const std::string& line);

  const Descriptor pipe_;
  const std::function<void(const std::string& line)> take_;
  Descriptor stop_;  // An event.

  // Of the thread.
  double allowance_ = 0;
  int64_t allowed_at_ms_ = 0;
  uint64_t dropped_ = 0;
  std::thread thread_;
};

}  // namespace geotask

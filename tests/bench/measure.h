// SPDX-License-Identifier: GPL-2.0-or-later
//
// Time, and how the programs here report: one line of JSON on standard output.
//
//     Stopwatch watch;
//     work();
//     report({{"seconds", watch.seconds()}});
#pragma once

#include <chrono>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace geotask::bench {

class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

void report(const nlohmann::json& figures);

// Makes a call `count` times, after a tenth as many that do not count, and reports the `median` and
// the `p99` of their times in seconds.
void reportLatency(int count, const std::function<void()>& call);

// Ends the process with a message and this code.
[[noreturn]] void fail(const std::string& message, int code = 1);

// The exit code of a program whose server has no service of this kind.
constexpr int kNoSuchService = 3;

}  // namespace geotask::bench

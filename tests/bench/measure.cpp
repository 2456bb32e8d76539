// SPDX-License-Identifier: GPL-2.0-or-later
#include "measure.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <nlohmann/json.hpp>
#include <vector>

namespace geotask::bench {

void report(const nlohmann::json& figures) { std::cout << figures.dump() << std::endl; }

void reportLatency(int count, const std::function<void()>& call) {
  for (int i = 0; i < count / 10; ++i) call();
  std::vector<double> times;
  for (int i = 0; i < count; ++i) {
    const Stopwatch watch;
    call();
    times.push_back(watch.seconds());
  }
  std::sort(times.begin(), times.end());
  report({{"median", times[times.size() / 2]}, {"p99", times[times.size() * 99 / 100]}});
}

void fail(const std::string& message, int code) {
  std::cerr << message << std::endl;
  std::exit(code);
}

}  // namespace geotask::bench

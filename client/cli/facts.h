// SPDX-License-Identifier: GPL-2.0-or-later
//
// Facts about something, one a line, with their values below each other.
//
//     Facts facts;
//     facts.add("State", "RUNNING");
//     std::cout << facts.text();     // State:      RUNNING
#pragma once

#include <string>

namespace geotask::cli {

class Facts {
 public:
  // Adds a line, the value shown() for a terminal. A fact without a value, or with `-`, is none.
  void add(const std::string& name, const std::string& value);

  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace geotask::cli

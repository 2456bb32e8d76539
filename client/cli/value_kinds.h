// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the value of an option or argument is, for usage.h and for completion: a note on the option
// itself, as a validator, so that what is checked and what is told are one.
//
//     verb.add_option("--cap", cap, "Ends of lines")->check(choices({"round", "flat", "square"}));
//     verb.add_option("ID", id, "The job")->check(kind("job"));
#pragma once

#include <CLI/App.hpp>

#include <string>
#include <vector>

namespace geotask::cli {

// Only these, whatever their case.
CLI::Validator choices(const std::vector<std::string>& names);

// Any text, of a kind: "algorithm", "dataset", "file", "input", "job", "label", "name" (a job or a
// dataset), "provider", "source".
CLI::Validator kind(const std::string& name);

// What an option was given of them; empty when of none.
std::vector<std::string> choicesOf(CLI::Option& option);
std::string kindOf(CLI::Option& option);

}  // namespace geotask::cli

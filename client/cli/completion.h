// SPDX-License-Identifier: GPL-2.0-or-later
//
// What could stand where the cursor is: from the description of the command line (usage.h) and, for
// ids and names, from the server.
//
//     complete(usage, parseLine("geotask buffer data:wor"), source)   // data:world/countries, ...
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "geotask/v1/algorithms.pb.h"

namespace geotask::cli {

// A command line up to the cursor, as a shell takes it apart: quotes and backslashes are gone.
struct TypedLine {
  std::vector<std::string> words;  // Whole ones behind the program's name.
  std::string current;             // The one at the cursor; may be empty.
};
TypedLine parseLine(const std::string& line);

struct Candidate {
  std::string text;         // The whole word.
  std::string description;  // Short; may be empty.
};

struct Completion {
  std::vector<Candidate> candidates;
  bool files = false;   // Files fit, too,
  std::string partial;  // of which this much is there: the word without `--output=`.
};

// What the server knows. Both give nothing when it cannot be asked.
struct CompletionSource {
  // Values of a kind (value_kinds.h).
  std::function<std::vector<Candidate>(const std::string& kind)> values;
  // With its parameters.
  std::function<std::optional<v1::Algorithm>(const std::string& id)> algorithm;
};

Completion complete(const nlohmann::ordered_json& usage, const TypedLine& line,
                    const CompletionSource& source);

// The value of the last `--NAME VALUE` or `--NAME=VALUE`; empty when there is none.
std::string valueIn(const TypedLine& line, const std::string& name);

}  // namespace geotask::cli

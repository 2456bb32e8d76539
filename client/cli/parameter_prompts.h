// SPDX-License-Identifier: GPL-2.0-or-later
//
// Asks whoever sits at the terminal for the parameters that a call of an algorithm lacks.
//
//     ParameterPrompts prompts(std::cin, std::cerr, algorithm, info);
//     if (prompts.isMissing(call.parameters) && !prompts.ask(call.parameters)) ...   // End of input.
//
//     DISTANCE  Distance
//     DISTANCE [10]: far
//       "far" is no number.
//     DISTANCE [10]: 25
#pragma once

#include <istream>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "geotask/v1/algorithms.pb.h"
#include "geotask/v1/server.pb.h"

namespace geotask::cli {

// Not thread-safe. All that it is given outlives it.
class ParameterPrompts {
 public:
  // `info` tells which layers the server offers.
  ParameterPrompts(std::istream& in, std::ostream& out, const v1::Algorithm& algorithm,
                   const v1::ServerInfo& info)
      : in_(in), out_(out), algorithm_(algorithm), info_(info) {}

  // Whether the call lacks what it cannot do without.
  bool isMissing(const nlohmann::json& parameters) const;

  // Asks, in the algorithm's order, for every parameter that is not given, required or with a default
  // that may be taken as it is, but for advanced and hidden ones, and for where outputs go. Each until
  // the answer may do. False at the end of the input.
  bool ask(nlohmann::json& parameters);

  // Says what the server thinks of an answer and asks for that parameter again. False at the end of the
  // input and for a parameter that was not asked for.
  bool askAgain(const std::string& name, const std::string& problem, nlohmann::json& parameters);

  // Whether something was asked for.
  bool asked() const { return !asked_.empty(); }

 private:
  bool askFor(const v1::Parameter& parameter, nlohmann::json& parameters);
  bool askForSeveral(const v1::Parameter& parameter, nlohmann::json& parameters);
  // An answer that may do; false at the end of the input.
  bool readAnswer(const v1::Parameter& parameter, std::string* answer);
  std::vector<std::string> showChoices(const v1::Parameter& parameter);

  std::istream& in_;
  std::ostream& out_;
  const v1::Algorithm& algorithm_;
  const v1::ServerInfo& info_;
  std::set<std::string> asked_;
};

}  // namespace geotask::cli

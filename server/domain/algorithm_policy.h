// SPDX-License-Identifier: GPL-2.0-or-later
//
// Which algorithms clients may run, and with which arguments: the operator's patterns, and what is
// denied until the operator allows it.
//
//     AlgorithmPolicy policy({"gdal:warp*"}, {"native:buffer"});   // allow, deny
//     policy.deniedBecause(buffer);                     // "the operator does not let ..."
//     policy.deniedArgument(translate, {{"EXTRA", "-co X=Y"}});   // PERMISSION_DENIED
//
// Patterns match ids; `*` stands for any text, `?` for a character. Of an allowing and a denying
// pattern that both match, the one with more letters wins, so that `*` or `gdal:*` can be denied and
// some of it allowed; a tie is denied.
//
// Denied until a pattern allows them are algorithms that
//
// - reach the network or a device: their job is to do what the sandbox forbids, for a client;
// - work on a database connection of the server or run SQL. They are known by their parameters (types
//   `providerconnection`, `execute_sql`; `SQL`, `DATABASE`, `PASSWORD`), so that those of plugins and of
//   later versions are known too;
// - run code of the client: Python's eval() is behind two calculators;
// - take the path of a folder of the server to write to.
//
// Scripts and models are the operator's own files, and not judged by this.
//
// Parameters that take a file are no reason: their value is a reference to a file of a dataset, never
// a path. What can only be judged with its arguments is judged by deniedArgument():
//
// - algorithms that change their input in place (an output that is no destination, as of
//   gdal:overviews or native:truncatetable) may do so to an uploaded copy, not to `data:SOURCE/LAYER`;
// - algorithms that run a program (`gdal:` and plugins') put text into its command line: additional
//   arguments must be empty, creation options KEY=VALUE, other text without quotes and without a
//   dash in front.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "domain/algorithm.h"
#include "domain/json.h"

namespace geotask {

// Any thread.
class AlgorithmPolicy {
 public:
  AlgorithmPolicy(std::vector<std::string> allow, std::vector<std::string> deny);

  // Why an algorithm may not be run here, and what would allow it, as the rest of a sentence; empty:
  // it may.
  std::string deniedBecause(const AlgorithmDescription& algorithm) const;

  // PERMISSION_DENIED ARGUMENT_DENIED or SOURCE_PROTECTED, with the field "parameters.NAME" and what
  // would allow it; OK for an algorithm that a pattern allows.
  absl::Status deniedArgument(const AlgorithmDescription& algorithm, const Json& parameters) const;

 private:
  enum class Word { kNone, kAllowed, kDenied };
  // What the operator's patterns say, and which one.
  Word word(const std::string& id, std::string& pattern) const;

  const std::vector<std::string> allow_;
  const std::vector<std::string> deny_;
};

// Whether a pattern with `*` and `?` stands for a text.
bool globMatches(const std::string& pattern, const std::string& text);

}  // namespace geotask

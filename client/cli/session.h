// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a verb works with: the options that all verbs share, the client, and how it reports.
#pragma once

#include <google/protobuf/message.h>

#include <functional>
#include <memory>
#include <string>

#include "cli/exit_codes.h"
#include "geotask/client.h"

namespace geotask::cli {

struct Session {
  std::string server = "127.0.0.1:9090";  // HOST:PORT or unix:PATH.
  bool compress = false;                  // What travels is compressed, both ways.
  bool json = false;                      // Standard output holds JSON only, a message a line.
  bool json_usage = false;                // The command line is to be described as JSON, no more.

  // What the verb on the command line does; set while the command line is read.
  std::function<int()> run;

  // Made at the first use.
  client::Client& client();

 private:
  std::unique_ptr<client::Client> client_;
};

// CONFLICTING_FIELDS when both --json and a result written to `file` want standard output.
client::Result<void> checkStandardOutput(const Session& session, const std::string& file);

// Writes an error to standard error, in short lines, and returns the exit code for it.
int report(const Session& session, const client::Error& error);

// Writes a message to standard output as one line of JSON.
void printJson(const google::protobuf::Message& message);

// Flushes standard output at the end of the program. Gives the exit code: `code`, or kFailed when
// it is kOk and something printed was lost, and says so.
int closeOutput(int code);

// Writes a line to standard error, after `geotask: `.
void tell(const std::string& text);

}  // namespace geotask::cli

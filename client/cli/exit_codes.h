// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the exit status of `geotask` says. `geotask --help` shows this table; scripts depend on it.
#pragma once

#include "geotask/error.h"
#include "geotask/v1/job.pb.h"

namespace geotask::cli {

enum ExitCode {
  kOk = 0,             // Done.
  kFailed = 1,         // It did not work: the server refused, a file could not be written, ...
  kUsage = 2,          // The command line or a value in it is wrong.
  kJobFailed = 3,      // The job ended FAILED.
  kUnreachable = 5,    // The server does not answer, or not in time.
  kJobCancelled = 6,   // The job ended CANCELLED.
  kInterrupted = 130,  // Ctrl-C.
};

// The footer of `geotask --help`.
extern const char* const kExitCodesHelp;

ExitCode exitCodeOf(const client::Error& error);

// Of a job that has ended; kOk for one that has not.
ExitCode exitCodeOf(v1::JobState state);

}  // namespace geotask::cli

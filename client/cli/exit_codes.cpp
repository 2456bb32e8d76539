// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/exit_codes.h"

namespace geotask::cli {

const char* const kExitCodesHelp =
    "Exit codes:\n"
    "  0    done\n"
    "  1    it did not work: refused, not found, a file that could not be written\n"
    "  2    the command line, or a value in it, is wrong\n"
    "  3    the job failed\n"
    "  5    the server does not answer, or not in time\n"
    "  6    the job was cancelled\n"
    "  130  Ctrl-C\n";

ExitCode exitCodeOf(const client::Error& error) {
  if (error.reason == "JOB_FAILED") return kJobFailed;
  if (error.reason == "JOB_CANCELLED") return kJobCancelled;
  switch (error.code) {
    case grpc::StatusCode::INVALID_ARGUMENT:
      return kUsage;
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return kUnreachable;
    default:
      return kFailed;
  }
}

ExitCode exitCodeOf(v1::JobState state) {
  if (state == v1::JOB_STATE_FAILED) return kJobFailed;
  if (state == v1::JOB_STATE_CANCELLED) return kJobCancelled;
  return kOk;
}

}  // namespace geotask::cli

// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/convert_event.h"

#include "domain/errors.h"
#include "rpc/convert_job.h"
#include "rpc/convert_time.h"

namespace geotask {
namespace {

static_assert(static_cast<int>(Severity::kError) == v1::LogLine::SEVERITY_ERROR);

void toProto(const LogLine& line, v1::LogLine& proto) {
  proto.set_severity(static_cast<v1::LogLine::Severity>(line.severity));
  proto.set_message(line.message);
  proto.set_tag(line.tag);
  proto.set_dropped_before(line.dropped_before);
}

}  // namespace

void toProto(const JobEvent& event, v1::JobEvent& proto) {
  proto.set_sequence(event.sequence);
  *proto.mutable_time() = timestampProto(event.time);
  if (auto* job = std::get_if<JobSnapshot>(&event.what)) toProto(*job, *proto.mutable_job());
  if (auto* line = std::get_if<LogLine>(&event.what)) toProto(*line, *proto.mutable_log());
}

absl::StatusOr<WatchStart> watchStart(const v1::WatchJobRequest& request) {
  WatchStart start;
  switch (request.start_case()) {
    case v1::WatchJobRequest::kReplay:
      if (!request.replay())
        return makeError(absl::StatusCode::kInvalidArgument,
                         {"OUT_OF_RANGE", "replay", "false", "true",
                          "Leave it out to begin with the next event."});
      start.replay = true;
      break;
    case v1::WatchJobRequest::kAfterSequence:
      start.after_sequence = request.after_sequence();
      break;
    case v1::WatchJobRequest::START_NOT_SET:
      break;
  }
  return start;
}

}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
//
// Times and durations, to the API's form and back.
#pragma once

#include <google/protobuf/duration.pb.h>
#include <google/protobuf/timestamp.pb.h>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace geotask {

google::protobuf::Duration durationProto(absl::Duration duration);
google::protobuf::Timestamp timestampProto(absl::Time time);
// Whether nanos are below a second and of the sign of the seconds, as protobuf defines it.
bool isValid(const google::protobuf::Duration& duration);

absl::Duration fromProto(const google::protobuf::Duration& duration);
// OUT_OF_RANGE for one that is not valid.
absl::StatusOr<absl::Duration> takeDuration(const google::protobuf::Duration& duration);

// Whether there is anything to tell: an infinite time stands for "not yet".
inline bool isSet(absl::Time time) {
  return time != absl::InfinitePast() && time != absl::InfiniteFuture();
}

}  // namespace geotask

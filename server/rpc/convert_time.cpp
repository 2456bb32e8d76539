// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/convert_time.h"

#include "absl/strings/str_cat.h"
#include "domain/errors.h"

namespace geotask {

google::protobuf::Duration durationProto(absl::Duration duration) {
  google::protobuf::Duration proto;
  absl::Duration rest;
  proto.set_seconds(absl::IDivDuration(duration, absl::Seconds(1), &rest));
  proto.set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(rest)));
  return proto;
}

google::protobuf::Timestamp timestampProto(absl::Time time) {
  google::protobuf::Timestamp proto;
  const int64_t seconds = absl::ToUnixSeconds(time);  // Rounds down, so nanos are not negative.
  proto.set_seconds(seconds);
  proto.set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
  return proto;
}

bool isValid(const google::protobuf::Duration& duration) {
  constexpr int32_t kSecond = 1000000000;
  const bool opposite = (duration.seconds() < 0 && duration.nanos() > 0) ||
                        (duration.seconds() > 0 && duration.nanos() < 0);
  return !opposite && duration.nanos() > -kSecond && duration.nanos() < kSecond;
}

absl::StatusOr<absl::Duration> takeDuration(const google::protobuf::Duration& duration) {
  if (isValid(duration)) return fromProto(duration);
  return makeError(
      absl::StatusCode::kInvalidArgument,
      {"OUT_OF_RANGE", "", absl::StrCat(duration.seconds(), " s and ", duration.nanos(), " ns"),
       "seconds and nanos of one sign, nanos below a second"});
}

absl::Duration fromProto(const google::protobuf::Duration& duration) {
  return absl::Seconds(duration.seconds()) + absl::Nanoseconds(duration.nanos());
}

}  // namespace geotask

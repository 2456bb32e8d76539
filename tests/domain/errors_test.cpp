// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/errors.h"

#include <gtest/gtest.h>

namespace geotask {
namespace {

std::string message(ErrorDetail detail) {
  const absl::Status status = makeError(absl::StatusCode::kInvalidArgument, std::move(detail));
  return std::string(status.message());
}

TEST(MakeError, SaysFieldGivenAndAccepted) {
  EXPECT_EQ(message({"OUT_OF_RANGE", "spec.buffer.segments", "0", "1 to 1000", ""}),
            "spec.buffer.segments: 0 is not accepted; accepted: 1 to 1000");
}

TEST(MakeError, SaysTheReasonInWordsWhenNothingWasGiven) {
  EXPECT_EQ(message({"MISSING_FIELD", "spec", "", "", "Give a spec."}),
            "spec: missing field. Give a spec.");
  EXPECT_EQ(message({"QUEUE_FULL", "", "", "", ""}), "queue full");
}

TEST(MakeError, CarriesEveryPartOfTheDetail) {
  const absl::Status status =
      makeError(absl::StatusCode::kUnavailable, "a message",
                {"REASON", "field", "given", "accepted", "remedy", absl::Milliseconds(1500)});
  const ErrorDetail detail = errorDetail(status);
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(std::string(status.message()), "a message");
  EXPECT_EQ(detail.reason, "REASON");
  EXPECT_EQ(detail.field, "field");
  EXPECT_EQ(detail.given, "given");
  EXPECT_EQ(detail.accepted, "accepted");
  EXPECT_EQ(detail.remedy, "remedy");
  EXPECT_EQ(detail.retry_delay, absl::Milliseconds(1500));
}

TEST(MakeError, CutsWhatWasGivenBetweenCharacters) {
  const std::string given = std::string(199, 'a') + "ä";  // Byte 200 is the first of two.
  const absl::Status status =
      makeError(absl::StatusCode::kInvalidArgument, {"R", "", given, "", ""});
  EXPECT_EQ(errorDetail(status).given, std::string(199, 'a'));
}

TEST(ErrorDetail, OfAForeignStatusIsInternal) {
  EXPECT_EQ(errorDetail(absl::NotFoundError("x")).reason, "INTERNAL");
}

TEST(AtField, PutsThePrefixBeforeFieldAndMessage) {
  const absl::Status inner =
      makeError(absl::StatusCode::kInvalidArgument, {"INVALID_WKB", "wkb", "x", "ISO WKB", ""});
  const absl::Status outer = atField("features[3]", inner);
  EXPECT_EQ(errorDetail(outer).field, "features[3].wkb");
  EXPECT_EQ(std::string(outer.message()), "features[3].wkb: x is not accepted; accepted: ISO WKB");
  EXPECT_EQ(errorDetail(outer).reason, "INVALID_WKB");
}

TEST(AtField, NamesTheFieldOfAnErrorThatHasNone) {
  const absl::Status inner =
      makeError(absl::StatusCode::kInvalidArgument, "no such CRS", {"INVALID_CRS"});
  const absl::Status outer = atField("spec.buffer.output_crs", inner);
  EXPECT_EQ(errorDetail(outer).field, "spec.buffer.output_crs");
  EXPECT_EQ(std::string(outer.message()), "spec.buffer.output_crs: no such CRS");
}

TEST(AtField, LeavesOkAlone) { EXPECT_TRUE(atField("x", absl::OkStatus()).ok()); }

}  // namespace
}  // namespace geotask

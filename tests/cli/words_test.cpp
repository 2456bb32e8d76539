// SPDX-License-Identifier: GPL-2.0-or-later
//
// The words of the command line: names, inputs, durations, labels, suggestions, exit codes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/exit_codes.h"
#include "cli/input_spec.h"
#include "cli/job_name.h"
#include "cli/job_text.h"
#include "cli/labels.h"
#include "cli/option_checks.h"
#include "cli/suggest.h"
#include "cli/text.h"

namespace geotask::cli {
namespace {

TEST(JobName, IsAnIdWithOrWithoutItsCollection) {
  EXPECT_EQ(*parseJobName("a-1"), "jobs/a-1");
  EXPECT_EQ(*parseJobName("jobs/a-1"), "jobs/a-1");
}

TEST(JobName, RefusesWhatCannotBeAnId) {
  for (const char* text : {"", "jobs/", "jobs/jobs/a", "A", "a/b", "a b"}) {
    EXPECT_FALSE(parseJobName(text).ok()) << text;
  }
}

TEST(InputSpec, DataNamesALayerOfTheServer) {
  const auto spec = parseInput("data:world/countries");
  ASSERT_TRUE(spec.ok());
  EXPECT_EQ(spec->kind, InputSpec::Kind::kServer);
  EXPECT_EQ(spec->source, "data:world/countries");
}

TEST(InputSpec, DataWithoutALayerIsRefusedWithTheForm) {
  for (const char* text : {"data:", "data:world", "data:world/", "data:/countries"}) {
    const auto spec = parseInput(text);
    ASSERT_FALSE(spec.ok()) << text;
    EXPECT_THAT(spec.error().remedy, testing::HasSubstr("data:SOURCE/LAYER"));
  }
}

TEST(InputSpec, ABarPicksTheLayerOfAFile) {
  EXPECT_EQ(parseInput("a b.gpkg|my layer")->source, "a b.gpkg");
  EXPECT_EQ(parseInput("a b.gpkg|my layer")->layer, "my layer");
  EXPECT_EQ(parseInput("a.gpkg|layername=lakes")->layer, "lakes");
  EXPECT_EQ(parseInput("a.shp")->layer, "");
}

TEST(InputSpec, ADashIsStandardInput) {
  EXPECT_EQ(parseInput("-")->kind, InputSpec::Kind::kStandardInput);
}

TEST(Duration, IsASumOfUnits) {
  EXPECT_EQ(parseDuration("90")->seconds(), 90);
  EXPECT_EQ(parseDuration("15m")->seconds(), 900);
  EXPECT_EQ(parseDuration("1h30m")->seconds(), 5400);
  EXPECT_EQ(parseDuration("7d")->seconds(), 604800);
}

TEST(Duration, RefusesWhatIsNone) {
  for (const char* text : {"", "0", "m", "5x", "-5s", "1.5h", "99999999999s"}) {
    EXPECT_FALSE(parseDuration(text).ok()) << text;
  }
}

TEST(Text, DurationsHaveAtMostTwoUnits) {
  EXPECT_EQ(durationText(2.14), "2.1s");
  EXPECT_EQ(durationText(59.4), "59s");
  EXPECT_EQ(durationText(192), "3m12s");
  EXPECT_EQ(durationText(7500), "2h05m");
  EXPECT_EQ(durationText(600000), "6d");
  EXPECT_EQ(durationText(-1), "0s");
}

TEST(Text, CountsAndBytesAreReadable) {
  EXPECT_EQ(countText(999), "999");
  EXPECT_EQ(countText(1234567), "1,234,567");
  EXPECT_EQ(bytesText(999), "999 B");
  EXPECT_EQ(bytesText(999949), "999.9 kB");
  EXPECT_EQ(bytesText(999999), "1.0 MB");
}

TEST(Text, CutsBetweenCharactersNotInsideThem) {
  EXPECT_EQ(fitted("Zürich", 6), "Zürich");
  EXPECT_EQ(fitted("Zürich", 3), "Zü…");
  EXPECT_EQ(fitted("Zürich", 0), "");
}

TEST(Labels, ArePairs) {
  google::protobuf::Map<std::string, std::string> labels;
  ASSERT_TRUE(parseLabels({"team=maps", "note=a=b", "empty="}, &labels).ok());
  EXPECT_EQ(labels["team"], "maps");
  EXPECT_EQ(labels["note"], "a=b");
  EXPECT_EQ(labels["empty"], "");
  EXPECT_FALSE(parseLabels({"team"}, &labels).ok());
  EXPECT_FALSE(parseLabels({"=maps"}, &labels).ok());
}

TEST(Suggest, FindsTheNearestWordAndNoFarOne) {
  EXPECT_EQ(nearest("bufer", {"buffer", "jobs"}), "buffer");
  EXPECT_EQ(nearest("job", {"buffer", "jobs"}), "jobs");
  EXPECT_EQ(nearest("xylophone", {"buffer", "jobs"}), "");
}

TEST(States, ReadWithoutTheirPrefix) {
  EXPECT_EQ(stateText(v1::JOB_STATE_RUNNING), "RUNNING");
  EXPECT_EQ(stateOf("Running"), v1::JOB_STATE_RUNNING);
  for (const std::string& name : stateNames()) {
    EXPECT_NE(stateOf(name), v1::JOB_STATE_UNSPECIFIED) << name;
  }
}

TEST(States, ArePassedOnInTheirOrderWhenThePastComesAfterThePresent) {
  const auto job = [](uint32_t attempt, v1::JobState state) {
    v1::Job made;
    made.set_attempt(attempt);
    made.set_state(state);
    return made;
  };
  StateFilter states;
  EXPECT_TRUE(states.isNew(job(1, v1::JOB_STATE_RUNNING)));
  EXPECT_FALSE(states.isNew(job(1, v1::JOB_STATE_QUEUED)));
  EXPECT_FALSE(states.isNew(job(1, v1::JOB_STATE_RUNNING)));
  EXPECT_TRUE(states.isNew(job(2, v1::JOB_STATE_QUEUED)));
  EXPECT_TRUE(states.isNew(job(2, v1::JOB_STATE_CANCELLED)));
}

TEST(ExitCodes, FollowTheError) {
  using grpc::StatusCode;
  EXPECT_EQ(exitCodeOf(client::localError(StatusCode::INVALID_ARGUMENT, "", "")), kUsage);
  EXPECT_EQ(exitCodeOf(client::localError(StatusCode::UNAVAILABLE, "", "")), kUnreachable);
  EXPECT_EQ(exitCodeOf(client::localError(StatusCode::NOT_FOUND, "JOB_NOT_FOUND", "")), kFailed);
  EXPECT_EQ(exitCodeOf(client::localError(StatusCode::ABORTED, "JOB_FAILED", "")), kJobFailed);
  EXPECT_EQ(exitCodeOf(client::localError(StatusCode::FAILED_PRECONDITION, "JOB_CANCELLED", "")),
            kJobCancelled);
}

TEST(Shown, ControlCharactersAreNumbers) {
  EXPECT_EQ(shown("a\x1b[31mb\a\n\x7f"), "a\\x1b[31mb\\x07\\x0a\\x7f");
  EXPECT_EQ(shown("a\u009b2Jb"), "a\\x9b2Jb");
}

TEST(Shown, OtherTextStaysAsItIs) {
  EXPECT_EQ(shown("Zürich © 東京 C:\\x1b"), "Zürich © 東京 C:\\x1b");
  EXPECT_EQ(shown(shown("\x1b")), shown("\x1b"));
}

TEST(Shown, AJobsTextsCannotMoveTheCursor) {
  v1::Job job;
  job.set_name("jobs/a");
  job.set_state(v1::JOB_STATE_FAILED);
  job.set_error_message("bad\x1b[2J");
  (*job.mutable_spec()->mutable_labels())["team"] = "maps\nState: SUCCEEDED";
  v1::LogLine line;
  line.set_message("row\a 1");
  EXPECT_THAT(describe(job), testing::HasSubstr("team=maps\\x0aState: SUCCEEDED\n"));
  EXPECT_EQ(endText(job), "jobs/a FAILED: bad\\x1b[2J");
  EXPECT_THAT(logText(line), testing::HasSubstr("row\\x07 1"));
}

TEST(OptionChecks, AnAddressHasAHostAndAPortOrAPath) {
  for (const char* good : {"127.0.0.1:9090", "localhost:65535", "[::1]:1", "unix:/run/a.sock"}) {
    EXPECT_EQ(checkAddress(good), "") << good;
  }
  for (const char* bad : {"", "localhost", ":9090", "localhost:", "localhost:0", "localhost:65536",
                          "localhost:99999999999", "localhost:http", "[::1]", "unix:"}) {
    EXPECT_NE(checkAddress(bad), "") << bad;
  }
}

TEST(OptionChecks, AFileHasAName) {
  EXPECT_EQ(checkFile("-"), "");
  EXPECT_EQ(checkFile("a.gpkg"), "");
  EXPECT_NE(checkFile(""), "");
}

}  // namespace
}  // namespace geotask::cli

// SPDX-License-Identifier: GPL-2.0-or-later
//
// The words of the command line: names, durations, labels, suggestions, exit codes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/dataset_text.h"
#include "cli/exit_codes.h"
#include "cli/job_text.h"
#include "cli/labels.h"
#include "cli/option_checks.h"
#include "cli/resource_name.h"
#include "cli/suggest.h"
#include "cli/text.h"

namespace geotask::cli {
namespace {

TEST(Name, OfAJobIsAnIdWithOrWithoutWhatItIs) {
  for (const char* text : {"a-1", "jobs/a-1", "job:a-1"}) {
    EXPECT_EQ(*parseName(text), "jobs/a-1") << text;
    EXPECT_EQ(*parseJobName(text), "jobs/a-1") << text;
  }
}

TEST(Name, OfADatasetSaysThatItIsOne) {
  EXPECT_EQ(*parseName("dataset:lakes"), "datasets/lakes");
  EXPECT_EQ(*parseName("datasets/lakes"), "datasets/lakes");
  EXPECT_TRUE(isDatasetName("datasets/lakes"));
  EXPECT_FALSE(isDatasetName("jobs/datasets"));
  EXPECT_EQ(referenceOf("datasets/lakes"), "dataset:lakes");
  EXPECT_EQ(referenceOf("jobs/a"), "job:a");
}

TEST(Name, RefusesWhatCannotBeAnIdWithItsForm) {
  for (const char* text : {"", "jobs/", "jobs/jobs/a", "A", "a/b", "a b", "-a", "a-", "dataset:",
                           "dataset:A", "dataset:datasets/a", "datasets/a/b", "job:job:a"}) {
    const auto name = parseName(text);
    ASSERT_FALSE(name.ok()) << text;
    EXPECT_THAT(name.error().accepted, testing::HasSubstr("1 to 63 characters")) << text;
  }
  EXPECT_TRUE(parseName(std::string(63, 'a')).ok());
  EXPECT_FALSE(parseName(std::string(64, 'a')).ok());
}

TEST(Name, OfADatasetIsNoJob) {
  const auto name = parseJobName("dataset:lakes");
  ASSERT_FALSE(name.ok());
  EXPECT_THAT(name.error().message, testing::HasSubstr("a job is wanted"));
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

TEST(Text, BoundsAreInTheUnitsOfOperators) {
  EXPECT_EQ(sizeText(999), "999 bytes");
  EXPECT_EQ(sizeText(1 << 20), "1 MiB");
  EXPECT_EQ(sizeText(3ull << 29), "1.5 GiB");
  EXPECT_EQ(sizeText((1ull << 30) - 1), "1 GiB");
  EXPECT_EQ(sizeText(700 << 10), "700 KiB");
}

TEST(Text, PeriodsAreInOneUnitWhereTheyAreWhole) {
  const auto text = [](int64_t seconds) {
    google::protobuf::Duration period;
    period.set_seconds(seconds);
    return periodText(period);
  };
  EXPECT_EQ(text(10), "10s");
  EXPECT_EQ(text(90), "90s");
  EXPECT_EQ(text(900), "15m");
  EXPECT_EQ(text(86400), "24h");
  EXPECT_EQ(text(7 * 86400), "7d");
  EXPECT_EQ(text(5430), "1h30m");
  EXPECT_EQ(text(0), "0s");
}

TEST(Labels, AreListedByKey) {
  google::protobuf::Map<std::string, std::string> labels;
  labels["team"] = "maps";
  labels["note"] = "a=b";
  EXPECT_EQ(labelsText(labels), "note=a=b, team=maps");
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

TEST(Jobs, SayWhatTheyWorkOnAsInputTakesIt) {
  v1::JobSpec spec;
  spec.mutable_input()->set_dataset("datasets/lakes");
  EXPECT_EQ(inputText(spec), "dataset:lakes");
  spec.mutable_input()->set_job("jobs/rivers");
  EXPECT_EQ(inputText(spec), "job:rivers");
}

TEST(Jobs, SayInWhichUnitTheyBuffer) {
  v1::JobSpec spec;
  spec.mutable_buffer()->set_distance(500);
  EXPECT_EQ(operationText(spec), "buffer 500");
  spec.mutable_buffer()->set_unit(v1::Buffer::UNIT_METRES);
  spec.mutable_buffer()->set_dissolve(true);
  EXPECT_EQ(operationText(spec), "buffer 500 metres dissolve");
}

TEST(Jobs, SayThatTheyEndWithTheirFollowers) {
  v1::Job job;
  job.mutable_spec()->set_cancel_on_disconnect(true);
  EXPECT_THAT(describe(job), testing::HasSubstr("If left:"));
  job.mutable_spec()->set_cancel_on_disconnect(false);
  EXPECT_THAT(describe(job), testing::Not(testing::HasSubstr("If left:")));
}

TEST(Datasets, AreDescribedAFactALine) {
  v1::Dataset dataset;
  dataset.set_name("datasets/lakes");
  dataset.set_feature_count(2050);
  dataset.set_byte_count(12400);
  dataset.mutable_schema()->set_geometry_type("MultiPolygon");
  dataset.mutable_schema()->set_crs("EPSG:4326");
  v1::Field* field = dataset.mutable_schema()->add_fields();
  field->set_name("depth");
  field->set_type(v1::FIELD_TYPE_DOUBLE);
  (*dataset.mutable_labels())["team"] = "maps\x1b[2J";
  dataset.mutable_create_time()->set_seconds(1709214330);
  EXPECT_EQ(describe(dataset),
            "Name:       dataset:lakes\n"
            "Rows:       2,050\n"
            "Size:       12.4 kB\n"
            "Geometry:   MultiPolygon\n"
            "CRS:        EPSG:4326\n"
            "Fields:     depth DOUBLE\n"
            "Labels:     team=maps\\x1b[2J\n"
            "Created:    2024-02-29 13:45:30Z\n");
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

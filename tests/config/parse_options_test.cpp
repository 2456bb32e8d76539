// SPDX-License-Identifier: GPL-2.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "absl/strings/str_cat.h"
#include "config/options.h"

namespace geotask {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class ParseOptions : public testing::Test {
 protected:
  ParseOptions() {
    std::string name = testing::TempDir() + "/options.XXXXXX";
    folder_ = ::mkdtemp(name.data());
    std::ofstream(folder_ + "/world.gpkg") << "data";
  }
  ~ParseOptions() override {
    for (const std::string& variable : variables_) ::unsetenv(variable.c_str());
    std::filesystem::remove_all(folder_);
  }

  void setVariable(const std::string& name, const std::string& value) {
    ::setenv(name.c_str(), value.c_str(), 1);
    variables_.insert(name);
  }

  std::string writeConfig(const std::string& text) {
    std::ofstream(folder_ + "/geotaskd.toml") << text;
    return folder_ + "/geotaskd.toml";
  }

  // With a state directory that can be used, unless `arguments` name one.
  ParseOutcome parse(std::vector<std::string> arguments) {
    std::vector<const char*> argv{"geotaskd"};
    setVariable("GEOTASKD_STATE_DIR", folder_);
    for (const std::string& argument : arguments) argv.push_back(argument.c_str());
    return parseOptions(static_cast<int>(argv.size()), argv.data());
  }

  Options options(const std::vector<std::string>& arguments) {
    const ParseOutcome outcome = parse(arguments);
    EXPECT_TRUE(outcome.options.has_value()) << outcome.text;
    return outcome.options.value_or(Options());
  }

  std::string problems(const std::vector<std::string>& arguments) {
    const ParseOutcome outcome = parse(arguments);
    EXPECT_FALSE(outcome.options.has_value());
    EXPECT_EQ(outcome.exit_code, 2);
    return outcome.text;
  }

  std::string folder_;
  std::set<std::string> variables_;
};

TEST_F(ParseOptions, NothingGivenIsTheDefaults) {
  const Options defaults = options({});
  EXPECT_THAT(defaults.listen, ElementsAre("127.0.0.1:9090"));
  EXPECT_GE(defaults.compute_threads, 1u);
  EXPECT_EQ(defaults.limits.max_queued_jobs, 100000u);
  EXPECT_EQ(defaults.drain_grace, absl::Seconds(30));
  EXPECT_TRUE(defaults.reflection);
}

TEST_F(ParseOptions, EveryFlagIsRead) {
  const Options all = options({"--listen",
                               "127.0.0.1:0",
                               "--listen",
                               "[::1]:0",
                               "--address-file",
                               folder_ + "/address",
                               "--state-dir",
                               folder_ + "/state",
                               "--source",
                               "world=" + folder_ + "/world.gpkg",
                               "--source",
                               "folder=" + folder_,
                               "--source",
                               "db=PG:host=db password='a;b, c#d'",
                               "--compute-threads",
                               "3",
                               "--max-running-jobs",
                               "4",
                               "--max-queued-jobs",
                               "5",
                               "--max-memory",
                               "512MiB",
                               "--max-log-lines",
                               "6",
                               "--job-ttl",
                               "90s",
                               "--max-run-time",
                               "7s",
                               "--disconnect-grace",
                               "8s",
                               "--max-inline-bytes",
                               "9KiB",
                               "--max-inline-features",
                               "10",
                               "--max-upload-bytes",
                               "11KiB",
                               "--max-uploads",
                               "18",
                               "--max-streams",
                               "20",
                               "--upload-idle",
                               "19s",
                               "--max-vertices",
                               "12",
                               "--max-kept-jobs",
                               "13",
                               "--max-kept-bytes",
                               "14KiB",
                               "--dataset-ttl",
                               "15s",
                               "--max-datasets",
                               "16",
                               "--max-dataset-bytes",
                               "17KiB",
                               "--drain-grace",
                               "2m",
                               "--drain-patience",
                               "3s",
                               "--log-format",
                               "json",
                               "--log-level",
                               "error",
                               "--reflection",
                               "off"});
  EXPECT_THAT(all.listen, ElementsAre("127.0.0.1:0", "[::1]:0"));
  EXPECT_EQ(all.address_file, folder_ + "/address");
  EXPECT_EQ(all.state_dir, folder_ + "/state");
  ASSERT_EQ(all.sources.size(), 3u);
  EXPECT_EQ(all.sources[0].name, "world");
  EXPECT_FALSE(all.sources[1].isDatabase());
  EXPECT_EQ(all.sources[2].value, "PG:host=db password='a;b, c#d'");
  EXPECT_TRUE(all.sources[2].isDatabase());
  EXPECT_EQ(all.compute_threads, 3u);
  EXPECT_EQ(all.limits.max_running_jobs, 4u);
  EXPECT_EQ(all.limits.max_queued_jobs, 5u);
  EXPECT_EQ(all.limits.max_memory_bytes, uint64_t{512} << 20);
  EXPECT_EQ(all.limits.max_log_lines, 6u);
  EXPECT_EQ(all.limits.job_ttl, absl::Seconds(90));
  EXPECT_EQ(all.limits.max_run_time, absl::Seconds(7));
  EXPECT_EQ(all.limits.disconnect_grace, absl::Seconds(8));
  EXPECT_EQ(all.limits.max_inline_bytes, 9u * 1024);
  EXPECT_EQ(all.limits.max_inline_features, 10u);
  EXPECT_EQ(all.limits.max_upload_bytes, 11u * 1024);
  EXPECT_EQ(all.limits.max_uploads, 18u);
  EXPECT_EQ(all.limits.max_streams, 20u);
  EXPECT_EQ(all.limits.upload_idle, absl::Seconds(19));
  EXPECT_EQ(all.limits.max_vertices, 12u);
  EXPECT_EQ(all.limits.max_kept_jobs, 13u);
  EXPECT_EQ(all.limits.max_kept_bytes, 14u * 1024);
  EXPECT_EQ(all.limits.dataset_ttl, absl::Seconds(15));
  EXPECT_EQ(all.limits.max_datasets, 16u);
  EXPECT_EQ(all.limits.max_dataset_bytes, 17u * 1024);
  EXPECT_EQ(all.drain_grace, absl::Minutes(2));
  EXPECT_EQ(all.drain_patience, absl::Seconds(3));
  EXPECT_EQ(all.log_format, LogFormat::kJson);
  EXPECT_EQ(all.log_level, LogLevel::kError);
  EXPECT_FALSE(all.reflection);
}

TEST_F(ParseOptions, AFlagWinsOverTheEnvironmentAndThatOverTheFile) {
  const std::string config = writeConfig(
      "listen = [\"127.0.0.1:1\", \"127.0.0.1:2\"]\n"
      "max-queued-jobs = 1\nmax-running-jobs = 1\nmax-log-lines = 1\nreflection = false\n"
      "[sources]\nfile = \"PG:dbname=a password='#1, 2'\"\n");
  setVariable("GEOTASKD_CONFIG", config);
  setVariable("GEOTASKD_MAX_RUNNING_JOBS", "2");
  setVariable("GEOTASKD_MAX_LOG_LINES", "2");
  const Options merged = options({"--max-log-lines", "3"});
  EXPECT_EQ(merged.limits.max_queued_jobs, 1u);
  EXPECT_EQ(merged.limits.max_running_jobs, 2u);
  EXPECT_EQ(merged.limits.max_log_lines, 3u);
  EXPECT_FALSE(merged.reflection);
  EXPECT_THAT(merged.listen, ElementsAre("127.0.0.1:1", "127.0.0.1:2"));
  ASSERT_EQ(merged.sources.size(), 1u);
  EXPECT_EQ(merged.sources[0].value, "PG:dbname=a password='#1, 2'");
}

TEST_F(ParseOptions, AListReplacesTheWeakerOne) {
  const std::string config = writeConfig("listen = \"127.0.0.1:1\"\n");
  setVariable("GEOTASKD_LISTEN", "127.0.0.1:2;127.0.0.1:3");
  EXPECT_THAT(options({"--config", config}).listen, ElementsAre("127.0.0.1:2", "127.0.0.1:3"));
  EXPECT_THAT(options({"--config", config, "--listen", "127.0.0.1:4"}).listen,
              ElementsAre("127.0.0.1:4"));
}

TEST_F(ParseOptions, AllProblemsAreReportedAtOnce) {
  EXPECT_THAT(
      problems({"--listen",          "9090",
                "--listen",          "h:1",
                "--listen",          "h:1",
                "--source",          "World=/x",
                "--source",          "a=/nowhere/a.gpkg",
                "--source",          "db=PG:",
                "--source",          "db=PG:",
                "--source",          "bare",
                "--state-dir",       "/dev/null/state",
                "--max-queued-jobs", "0",
                "--max-memory",      "1GB",
                "--job-ttl",         "1d",
                "--log-level",       "loud",
                "--address-file",    folder_}),
      AllOf(HasSubstr("there are 12 problems"), HasSubstr("\"9090\": write HOST:PORT"),
            HasSubstr("\"h:1\" is given twice"), HasSubstr("\"World\" is no name"),
            HasSubstr("a: there is no file or folder /nowhere/a.gpkg"),
            HasSubstr("db is given twice"), HasSubstr("\"bare\" is not accepted"),
            HasSubstr("/dev/null is no folder"),
            HasSubstr("max-queued-jobs: \"0\" is not accepted; write a whole number from 1 to "),
            HasSubstr("as in 512MiB"), HasSubstr("as in 90s or 24h"),
            HasSubstr("error or info or warning"), HasSubstr("is a folder; name a file")));
}

TEST_F(ParseOptions, TheFileSaysWhereItsProblemsAre) {
  const std::string config = writeConfig(
      "listne = \"127.0.0.1:1\"\n"
      "max-log-lines = [1]\n"
      "[sources]\n"
      "world = 7\n");
  EXPECT_THAT(problems({"--config", config}),
              AllOf(HasSubstr("geotaskd.toml:1: listne: there is no such setting"),
                    HasSubstr("geotaskd.toml:2: max-log-lines: write N"),
                    HasSubstr("geotaskd.toml:4: sources.world: write a path")));
  EXPECT_THAT(problems({"--config", writeConfig("listen = \n")}), HasSubstr("geotaskd.toml:1: "));
  EXPECT_THAT(problems({"--config", folder_ + "/none.toml"}), HasSubstr("/none.toml: "));
}

TEST_F(ParseOptions, AFlagThatIsNotThereIsAProblem) {
  EXPECT_THAT(problems({"--sources", "a=b"}), HasSubstr("--sources"));
  EXPECT_THAT(problems({"serve"}), HasSubstr("serve"));
}

TEST_F(ParseOptions, CheckConfigPrintsAFileThatGivesTheSame) {
  const ParseOutcome printed =
      parse({"--check-config", "--source", "world=" + folder_ + "/world.gpkg", "--source",
             "db=PG:host=db password=secret", "--max-memory", "512MiB", "--reflection", "off",
             "--allow-algorithms", "gdal:warp*", "--allow-algorithms", "qgis:executesql",
             "--deny-algorithms", "gdal:*", "--plugin", folder_});
  EXPECT_FALSE(printed.options.has_value());
  EXPECT_EQ(printed.exit_code, 0);
  EXPECT_THAT(printed.text, Not(HasSubstr("secret")));
  EXPECT_THAT(printed.text, HasSubstr("password=***"));

  const Options again = options({"--config", writeConfig(printed.text)});
  EXPECT_EQ(printOptions(again), printed.text);
  EXPECT_EQ(again.limits.max_memory_bytes, uint64_t{512} << 20);
  EXPECT_THAT(again.allow_algorithms, ElementsAre("gdal:warp*", "qgis:executesql"));
  EXPECT_THAT(again.deny_algorithms, ElementsAre("gdal:*"));
  EXPECT_THAT(again.workers.plugin_folders,
              ElementsAre(std::filesystem::path(folder_).lexically_normal().string()));
}

TEST_F(ParseOptions, APatternOfAlgorithmsThatMatchesNoneIsAProblem) {
  EXPECT_THAT(problems({"--deny-algorithms", "buffer"}),
              AllOf(HasSubstr("deny-algorithms: \"buffer\""), HasSubstr("native:buffer")));
}

TEST_F(ParseOptions, CheckConfigChangesNothingOnDisk) {
  const std::string state = folder_ + "/state";
  EXPECT_EQ(parse({"--check-config", "--state-dir", state}).exit_code, 0);
  EXPECT_FALSE(std::filesystem::exists(state));
  EXPECT_EQ(parse({"--check-config", "--max-queued-jobs", "none"}).exit_code, 2);
}

TEST_F(ParseOptions, HelpAndVersionAreAnswersAndNoProblems) {
  const ParseOutcome help = parse({"--help"});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_THAT(help.text, AllOf(HasSubstr("--max-queued-jobs"), HasSubstr("[100000]"),
                               HasSubstr("GEOTASKD_MAX_QUEUED_JOBS"), HasSubstr("[sources]")));
  const ParseOutcome version = parse({"--version"});
  EXPECT_EQ(version.exit_code, 0);
  EXPECT_THAT(version.text, testing::MatchesRegex("geotaskd [0-9.]+\n"));
}

}  // namespace
}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
//
// Jobs in a worker, which is a fake one: what it does is its algorithm's name (fake_worker.cpp).
#include "worker/processing_work.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>

#include "domain/errors.h"
#include "worker/worker_support.h"

namespace geotask {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string reasonOf(const absl::Status& status) { return errorDetail(status).reason; }

CallInput rowsInput(const std::string& reference) {
  CallInput input;
  input.reference = reference;
  input.layer_name = "towns";
  input.rows = makeMemoryFeatureSet(
      {{{"name", FieldType::kString, 0, 0}}, "Point", "EPSG:4326"},
      {{1, pointWkb(10, 50), {std::string("Mainz")}}, {2, std::nullopt, {std::monostate()}}});
  return input;
}

TEST(ProcessingWork, RowsGoThroughTheWorkerAndComeBack) {
  WorkerBench bench(WorkerBench::fakeOptions());
  NotedContext context;
  const absl::Status status = bench.run("fake:echo", {{"INPUT", "dataset:towns"}, {"N", 7}},
                                        context, {rowsInput("dataset:towns")});
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_THAT(context.stages,
              ElementsAre(Stage::kStaging, Stage::kProcessing, Stage::kCollecting,
                          Stage::kCollecting, Stage::kCollecting, Stage::kCollecting));
  EXPECT_THAT(context.fractions, ElementsAre(0.5));
  EXPECT_THAT(context.lines, ElementsAre("begun"));
  EXPECT_EQ(context.outputs.at("PARAMETERS").output.value["N"], 7);
  const StoredOutput& output = context.outputs.at("OUTPUT");
  EXPECT_EQ(output.output.layer_name, "towns");
  EXPECT_EQ(output.output.schema->crs, "EPSG:4326");
  const FeatureBatch rows = rowsOf(output);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].wkb, pointWkb(10, 50));
  EXPECT_EQ(rows[0].attributes[0], Value(std::string("Mainz")));
  EXPECT_EQ(rows[1].wkb, std::nullopt);
  ASSERT_TRUE(context.usage);
  EXPECT_GT(context.usage->peak_memory_bytes, 0u);
}

TEST(ProcessingWork, FilesOfASetAreStagedTogetherUnderTheirNames) {
  TestFolder data;
  data.write("roads.shp", "shapes");
  data.write("roads.dbf", "attributes");
  const auto set = filesIn(data.path(), {"roads.shp", "roads.dbf"});
  CallInput shapes;
  shapes.reference = "dataset:r/roads.shp";
  shapes.files = set;
  shapes.path = "roads.shp";
  CallInput attributes = shapes;
  attributes.reference = "dataset:r/roads.dbf";
  attributes.path = "roads.dbf";
  for (const bool link : {true, false}) {
    PoolOptions options = WorkerBench::fakeOptions();
    options.link_inputs = link;
    WorkerBench bench(options);
    NotedContext context;
    ASSERT_TRUE(bench.run("fake:echo", {{}}, context, {shapes, attributes}).ok());
    const Json seen = context.outputs.at("SEEN").output.value;
    EXPECT_EQ(seen["dataset:r/roads.shp"]["text"], "shapes");
    EXPECT_EQ(seen["dataset:r/roads.dbf"]["text"], "attributes");
    const std::string uri = seen["dataset:r/roads.shp"]["uri"];
    EXPECT_THAT(uri, HasSubstr("/in/1/roads.shp"));
    EXPECT_EQ(readFile(data.path() + "/roads.shp"), "shapes") << "the original stays";
    EXPECT_FALSE(std::filesystem::exists(uri)) << "emptied after the job";
  }
}

TEST(ProcessingWork, AnAlgorithmsFailureIsTheJobs) {
  WorkerBench bench(WorkerBench::fakeOptions());
  NotedContext context;
  const absl::Status status = bench.run("fake:fail", {{}}, context);
  EXPECT_EQ(reasonOf(status), "ALGORITHM_FAILED");
  EXPECT_EQ(status.message(), "it is too hot");
  EXPECT_TRUE(context.usage);
  NotedContext next;
  EXPECT_TRUE(bench.run("fake:echo", {{}}, next).ok());
  EXPECT_EQ(bench.pool->counts().started, 1u) << "its worker goes on";
}

TEST(ProcessingWork, ACrashIsTheJobsAlone) {
  WorkerBench bench(WorkerBench::fakeOptions());
  NotedContext context;
  const absl::Status status = bench.run("fake:crash", {{}}, context);
  EXPECT_EQ(reasonOf(status), "WORKER_CRASHED");
  EXPECT_EQ(errorDetail(status).given, "signal SIGABRT");
  EXPECT_THAT(context.lines, ElementsAre("begun"));
  ASSERT_TRUE(context.usage);
  EXPECT_GT(context.usage->peak_memory_bytes, 0u);
  NotedContext next;
  EXPECT_TRUE(bench.run("fake:echo", {{}}, next).ok());
}

TEST(ProcessingWork, AWorkerThatLeavesTellsItsCode) {
  WorkerBench bench(WorkerBench::fakeOptions());
  NotedContext context;
  EXPECT_EQ(errorDetail(bench.run("fake:exit", {{}}, context)).given, "exit code 7");
}

TEST(ProcessingWork, ACancelIsHeeded) {
  WorkerBench bench(WorkerBench::fakeOptions());
  NotedContext context;
  context.cancel_at = "begun";
  EXPECT_TRUE(absl::IsCancelled(bench.run("fake:polite", {{}}, context)));
}

TEST(ProcessingWork, AnAlgorithmThatIgnoresACancelIsEnded) {
  WorkerBench bench(WorkerBench::fakeOptions());
  NotedContext context;
  context.cancel_at = "begun";
  EXPECT_TRUE(absl::IsCancelled(bench.run("fake:deaf", {{}}, context)));
  NotedContext next;
  EXPECT_TRUE(bench.run("fake:echo", {{}}, next).ok());
}

TEST(ProcessingWork, AStoppedWorkerIsEndedByACancelToo) {
  WorkerBench bench(WorkerBench::fakeOptions());
  NotedContext context;
  context.cancel_at = "begun";
  EXPECT_TRUE(absl::IsCancelled(bench.run("fake:stopped", {{}}, context)));
}

TEST(ProcessingWork, AWorkerThatIsKilledFromOutsideTellsTheSignal) {
  WorkerBench bench(WorkerBench::fakeOptions());
  NotedContext first;
  ASSERT_TRUE(bench.run("fake:echo", {{}}, first).ok());
  const pid_t pid = first.outputs.at("PID").output.value;
  NotedContext context;
  context.on_log = [&](const std::string&) { ::kill(pid, SIGKILL); };
  EXPECT_EQ(errorDetail(bench.run("fake:deaf", {{}}, context)).given, "signal SIGKILL");
}

TEST(ProcessingWork, MoreMemoryThanAllowedIsMemoryLimit) {
  PoolOptions options = WorkerBench::fakeOptions();
  options.max_memory_bytes = uint64_t{200} << 20;
  WorkerBench bench(options);
  NotedContext context;
  const absl::Status status = bench.run("fake:eat", {{}}, context);
  EXPECT_EQ(reasonOf(status), "MEMORY_LIMIT") << status;
  ASSERT_TRUE(context.usage);
  EXPECT_GT(context.usage->peak_memory_bytes, options.max_memory_bytes);
}

TEST(ProcessingWork, WhatAWorkerHasStartedGoesWithIt) {
  WorkerBench bench(WorkerBench::fakeOptions());
  NotedContext context;
  context.cancel_at = "child";
  EXPECT_TRUE(absl::IsCancelled(bench.run("fake:runaway", {{}}, context)));
  const pid_t child = std::stoi(context.lines.back().substr(6));
  // It is dead once nobody, or only its corpse, answers to the number.
  const std::string stat = readFile("/proc/" + std::to_string(child) + "/stat");
  EXPECT_THAT(stat.empty() ? "Z" : stat.substr(stat.rfind(')') + 2, 1), ::testing::AnyOf("Z", "X"));
}

}  // namespace
}  // namespace geotask

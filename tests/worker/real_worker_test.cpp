// SPDX-License-Identifier: GPL-2.0-or-later
//
// The worker program itself, with QGIS inside.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <future>

#include "codec/feature_codec.h"
#include "domain/errors.h"
#include "worker/worker_catalogue.h"
#include "worker/worker_checker.h"
#include "worker/worker_support.h"

namespace geotask {
namespace {

// A square of side 2 around (x, y), clockwise.
std::string squareWkb(double x, double y) {
  std::string wkb("\x01\x03\0\0\0\x01\0\0\0\x05\0\0\0", 13);
  for (const auto& [dx, dy] :
       std::vector<std::pair<double, double>>{{-1, -1}, {-1, 1}, {1, 1}, {1, -1}, {-1, -1}}) {
    wkb += pointWkb(x + dx, y + dy).substr(5);
  }
  return wkb;
}

CallInput squares(int count) {
  CallInput input;
  input.reference = "dataset:squares";
  input.layer_name = "squares";
  FeatureBatch rows;
  for (int i = 0; i < count; ++i) rows.push_back({i, squareWkb(3 * i, 5), {int64_t{i}}});
  input.rows = makeMemoryFeatureSet(
      {{{"number", FieldType::kInteger64, 0, 0}}, "Polygon", "EPSG:3857"}, rows);
  return input;
}

TEST(RealWorker, CentroidsOfSquaresAreTheirMiddles) {
  WorkerBench bench(WorkerBench::realOptions());
  NotedContext context;
  const absl::Status status = bench.run(
      "native:centroids",
      {{"INPUT", "dataset:squares"}, {"ALL_PARTS", false}, {"OUTPUT", "TEMPORARY_OUTPUT"}}, context,
      {squares(3)});
  ASSERT_TRUE(status.ok()) << status;
  const StoredOutput& output = context.outputs.at("OUTPUT");
  EXPECT_EQ(output.output.schema->geometry_type, "Point");
  EXPECT_EQ(output.output.schema->crs, "EPSG:3857");
  const FeatureBatch rows = rowsOf(output);
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[2].wkb, pointWkb(6, 5));
  EXPECT_EQ(rows[2].attributes[0], Value(int64_t{2}));
}

TEST(RealWorker, AFileIsAFile) {
  WorkerBench bench(WorkerBench::realOptions());
  NotedContext context;
  const absl::Status status =
      bench.run("native:centroids",
                {{"INPUT", "dataset:squares"}, {"ALL_PARTS", false}, {"OUTPUT", "middles.geojson"}},
                context, {squares(2)});
  ASSERT_TRUE(status.ok()) << status;
  const StoredOutput& output = context.outputs.at("OUTPUT");
  ASSERT_EQ(output.output.kind, OutputKind::kFiles);
  EXPECT_EQ(output.output.files[0].path, "middles.geojson");
  EXPECT_THAT(readFile(output.files->folder() + "/middles.geojson"),
              ::testing::HasSubstr("FeatureCollection"));
}

TEST(RealWorker, ABufferThatRunsIsCancelled) {
  WorkerBench bench(WorkerBench::realOptions());
  NotedContext context;
  context.cancel_at_stage = Stage::kProcessing;
  const absl::Status status = bench.run("native:buffer",
                                        {{"INPUT", "dataset:squares"},
                                         {"DISTANCE", 1000},
                                         {"SEGMENTS", 500},
                                         {"DISSOLVE", true},
                                         {"OUTPUT", "TEMPORARY_OUTPUT"}},
                                        context, {squares(20000)});
  EXPECT_TRUE(absl::IsCancelled(status)) << status;
  EXPECT_TRUE(context.outputs.empty());
  ASSERT_TRUE(context.usage);
}

TEST(RealWorker, ACrashIsToldWithItsSignalAndTheNextJobRuns) {
  WorkerBench bench(WorkerBench::realOptions());
  {
    auto lease = bench.pool->acquire(WorkerKind::kNative, "alice", [] { return false; });
    ASSERT_TRUE(lease.ok()) << lease.status();
    ::kill((*lease)->process->pid(), SIGABRT);
    EXPECT_EQ(describeEnd((*lease)->process->wait()), "signal SIGABRT");
  }
  NotedContext context;
  EXPECT_TRUE(bench
                  .run("native:centroids",
                       {{"INPUT", "dataset:squares"}, {"OUTPUT", "TEMPORARY_OUTPUT"}}, context,
                       {squares(1)})
                  .ok());
}

TEST(RealWorker, TellsItsAlgorithmsAndChecksParameters) {
  WorkerBench bench(WorkerBench::realOptions());
  WorkerDesk desk(*bench.pool);
  std::promise<size_t> ready;
  WorkerCatalogue catalogue(desk, {nullptr, [&](size_t count) { ready.set_value(count); }});
  EXPECT_GT(ready.get_future().get(), 200u);
  bool python = false;
  for (const AlgorithmDescription& algorithm : *catalogue.algorithms()) {
    const bool is_python = algorithm.provider == "qgis" || algorithm.provider == "gdal";
    if (is_python || algorithm.provider == "native") {
      EXPECT_EQ(algorithm.needs_python, is_python) << algorithm.id;
    }
    python |= algorithm.needs_python;
  }
  EXPECT_TRUE(python) << "python3-qgis is there for tests";

  const ProtoFeatureCodec codec;
  WorkerChecker checker(desk, codec);
  const auto check = [&](const Json& parameters) {
    ProcessingCall call;
    call.algorithm = "native:centroids";
    call.parameters = parameters;
    std::promise<absl::Status> answer;
    checker.check("alice", call, {squares(1)},
                  [&](const absl::Status& status, const auto&) { answer.set_value(status); });
    return answer.get_future().get();
  };
  EXPECT_TRUE(check({{"INPUT", "dataset:squares"}, {"OUTPUT", "TEMPORARY_OUTPUT"}}).ok());
  const absl::Status missing = check({{"OUTPUT", "TEMPORARY_OUTPUT"}});
  EXPECT_TRUE(absl::IsInvalidArgument(missing)) << missing;
  EXPECT_EQ(errorDetail(missing).field, "spec.processing.parameters.INPUT");
}

TEST(RealWorker, PythonAlgorithmsRun) {
  WorkerBench bench(WorkerBench::realOptions());
  bench.needs_python = true;
  NotedContext basic;
  const absl::Status ran = bench.run("qgis:basicstatisticsforfields",
                                     {{"INPUT_LAYER", "dataset:squares"}, {"FIELD_NAME", "number"}},
                                     basic, {squares(4)});
  ASSERT_TRUE(ran.ok()) << ran;
  EXPECT_EQ(basic.outputs.at("SUM").output.value, 6);
}

}  // namespace
}  // namespace geotask

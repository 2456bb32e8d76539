// SPDX-License-Identifier: GPL-2.0-or-later
//
// A worker that a hostile input has taken over says and leaves what it likes: the job fails, nothing
// of it gets out, and the daemon goes on.
#include <gtest/gtest.h>

#include "domain/errors.h"
#include "worker/worker_support.h"

namespace geotask {
namespace {

const Json kDone = {{"message", {{"type", "done"}, {"error", nullptr}}}};

Json output(Json members) {
  members["type"] = "output";
  if (!members.contains("name")) members["name"] = "OUTPUT";
  return {{"message", std::move(members)}};
}

const Json kPoints = {{"schema", {{"geometry_type", "Point"}, {"fields", Json::array()}}}};
const Json kRowsEnd = {{"message", {{"type", "rows_end"}}}};

class HostileWorker : public ::testing::Test {
 protected:
  // A worker that does these steps.
  absl::Status say(const std::vector<Json>& steps) {
    context.outputs.clear();
    return bench.run("fake:say", {{"steps", steps}}, context);
  }
  void expectMisbehaved(const std::vector<Json>& steps) {
    const absl::Status status = say(steps);
    EXPECT_EQ(errorDetail(status).reason, "WORKER_MISBEHAVED") << status << "\n" << Json(steps);
    EXPECT_TRUE(context.outputs.empty()) << Json(steps);
  }

  WorkerBench bench{WorkerBench::fakeOptions()};
  NotedContext context;
};

TEST_F(HostileWorker, WhatIsNoFrameEndsTheJob) {
  expectMisbehaved({{{"bytes", {255, 255, 255, 255, 1}}}});
  expectMisbehaved({{{"bytes", {1, 0, 0, 0, 9}}}});
}

TEST_F(HostileWorker, MessagesThatMakeNoSenseEndTheJob) {
  for (const char* text : {"{", "[]", "\xff", R"({"type":"launch"})", R"({"type":3})", "{}"}) {
    expectMisbehaved({{{"text", text}}});
  }
  expectMisbehaved({{{"text", "{\"a\":" + std::string(100000, '[')}}});
}

TEST_F(HostileWorker, SequencesThatMakeNoSenseEndTheJob) {
  expectMisbehaved({kRowsEnd});
  expectMisbehaved({{{"record", "rows of nothing"}}});
  expectMisbehaved({output(kPoints), output({{"name", "B"}, {"value", 1}})});
  expectMisbehaved({output(kPoints), kDone});
  expectMisbehaved({output({{"value", 1}}), output({{"value", 2}})});
  expectMisbehaved({output({{"name", ""}, {"value", 1}})});
}

TEST_F(HostileWorker, RecordsThatAreNoneEndTheJob) {
  expectMisbehaved({output(kPoints), {{"record", "garbage"}}, kRowsEnd, kDone});
}

TEST_F(HostileWorker, RowsThatTheirSchemaDoesNotAllowEndTheJob) {
  const auto record = [&](const Feature& row) {
    const std::string bytes = bench.codec.encode({row})[0].bytes;
    Json list = Json::array();
    const size_t length = bytes.size() + 1;
    for (int i = 0; i < 4; ++i) list.push_back((length >> (8 * i)) & 0xFF);
    list.push_back(2);
    for (const unsigned char byte : bytes) list.push_back(byte);
    return Json{{"bytes", list}};
  };
  EXPECT_TRUE(say({output(kPoints), record({1, pointWkb(1, 2), {}}), kRowsEnd, kDone}).ok());
  expectMisbehaved({output(kPoints), record({1, pointWkb(1, 2), {int64_t{3}}}), kRowsEnd, kDone});
  expectMisbehaved({output(kPoints), record({1, pointWkb(1, 2) + "more", {}}), kRowsEnd, kDone});
  expectMisbehaved({output(kPoints), record({1, "POINT(1 2)", {}}), kRowsEnd, kDone});
  EXPECT_EQ(bench.spool.results_removed, 3);
}

TEST_F(HostileWorker, FilesThatAreNotItsOwnAreNotTaken) {
  TestFolder outside;
  const std::string secret = outside.write("secret", "gold");
  for (const char* path : {"../in/x", "/etc/passwd", "", "a/../../x", "missing"}) {
    expectMisbehaved({output({{"files", {path}}}), kDone});
  }
  expectMisbehaved({{{"symlink", 1}, {"path", "link"}, {"target", secret}},
                    output({{"files", {"link"}}}),
                    kDone});
  expectMisbehaved({{{"symlink", 1}, {"path", "up"}, {"target", outside.path()}},
                    output({{"files", {"up/secret"}}}),
                    kDone});
  expectMisbehaved({{{"hardlink", 1}, {"path", "hard"}, {"target", secret}},
                    output({{"files", {"hard"}}}),
                    kDone});
  expectMisbehaved({{{"fifo", 1}, {"path", "fifo"}}, output({{"files", {"fifo"}}}), kDone});
  expectMisbehaved({output({{"files", {3}}}), kDone});
  for (const char* folder : {"..", "/etc", "../in", "a/.."}) {
    expectMisbehaved({output({{"files", {"passwd"}}, {"folder", folder}}), kDone});
  }
  expectMisbehaved({output({{"files", Json::array()}}), kDone});
  EXPECT_EQ(readFile(secret), "gold");
}

TEST_F(HostileWorker, AFileOfItsOwnIsTaken) {
  const absl::Status status = say({{{"folder", 1}, {"path", "tiles"}},
                                   {{"file", "picture"}, {"path", "tiles/1.png"}},
                                   output({{"files", {"1.png"}}, {"folder", "tiles"}}),
                                   kDone});
  ASSERT_TRUE(status.ok()) << status;
  const StoredOutput& made = context.outputs.at("OUTPUT");
  EXPECT_TRUE(made.output.folder);
  ASSERT_EQ(made.output.files.size(), 1u);
  EXPECT_EQ(readFile(made.files->folder() + "/1.png"), "picture");
}

TEST_F(HostileWorker, WhatAJobHasMadeIsDroppedWhenItFailsAfterAll) {
  const Json failed = {
      {"message", {{"type", "done"}, {"error", {{"code", 9}, {"message", "sorry"}}}}}};
  EXPECT_FALSE(
      say({output(kPoints), kRowsEnd, output({{"name", "B"}, {"value", 1}}), failed}).ok());
  EXPECT_TRUE(context.outputs.empty());
  EXPECT_EQ(bench.spool.results_removed, 1);
}

TEST_F(HostileWorker, AValueTooLargeForAMessageEndsTheJob) {
  expectMisbehaved({output({{"value", std::string(1 << 20, 'x')}}), kDone});
}

TEST_F(HostileWorker, AClosedSocketIsACrashEvenWhileTheProcessLives) {
  const absl::Status status = say({{{"close", true}}});
  EXPECT_EQ(errorDetail(status).reason, "WORKER_CRASHED") << status;
}

}  // namespace
}  // namespace geotask

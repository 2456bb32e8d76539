// SPDX-License-Identifier: GPL-2.0-or-later
//
// The RPC server in this process, over the real domain, with jobs that copy their input.
#pragma once

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "codec/feature_codec.h"
#include "domain/job_service.h"
#include "domain/picture_service.h"
#include "geotask/v1/algorithms.grpc.pb.h"
#include "geotask/v1/datasets.grpc.pb.h"
#include "geotask/v1/features.grpc.pb.h"
#include "geotask/v1/jobs.grpc.pb.h"
#include "geotask/v1/server.grpc.pb.h"
#include "rpc/copy_runner.h"
#include "rpc/server.h"
#include "support/drawn_algorithms.h"
#include "support/fake_calls.h"
#include "support/fake_executor.h"
#include "support/memory_spool.h"

namespace geotask {

// One source "world" with the layer "countries".
class WorldCatalogue : public SourceCatalogue {
 public:
  std::shared_ptr<const std::vector<SourceInfo>> sources() const override;
  std::optional<LayerUri> locate(const std::string&, const std::string&) const override {
    return std::nullopt;
  }
};

class AnyCrs : public CrsRegistry {
 public:
  absl::Status check(const std::string&) const override { return absl::OkStatus(); }
};

// Draws a picture as large as it was asked for, whose bytes are noted; the name of the CRS may ask for
// other things: "wait" (until nobody wants it any more), "fail".
class FakePainter : public Painter {
 public:
  void draw(const std::string& principal, const PictureSpec& spec, const CallInput& input,
            std::function<bool()> gone, Done done) override;

  std::string png = "PNG";
  PictureSpec asked;
  std::atomic<int> waiting{0};
  std::atomic<int> left{0};
};

class RpcTest : public testing::Test {
 protected:
  explicit RpcTest(WatchTimes times = {}, Limits limits = {}, StreamTimes stream_times = {});
  ~RpcTest() override;

  // A request to buffer points (x, 0), x = 0, 1, ..., whose ids are 0, 1, ...
  static v1::SubmitJobRequest points(int count, const std::string& id = "a");
  // The same for SubmitJobWithFeatures: the schema alone, with one text field.
  static v1::SubmitJobRequest noRows(const std::string& id = "a");

  v1::Job submit(const v1::SubmitJobRequest& request);
  v1::Job get(const std::string& id = "a");
  grpc::Status cancel(const std::string& id = "a");
  // Reads a watch to its end: the job as it ended.
  v1::Job waitForEnd(const std::string& id = "a");

  // The detail in the trailer.
  static v1::ErrorDetail detail(const grpc::Status& status);

  const ProtoFeatureCodec codec_;
  MemorySpool spool_{&codec_};
  CopyRunner runner_{spool_};
  WorldCatalogue catalogue_;
  AnyCrs crs_;
  JobBoard board_;
  Scheduler scheduler_;
  DatasetService datasets_;
  DrawnAlgorithms drawn_;
  AlgorithmService algorithms_{drawn_};
  FakeCallDesk calls_;
  JobService service_;
  FakePainter painter_;
  PictureService pictures_{crs_, board_, painter_};
  std::unique_ptr<FakeExecutor> executor_;
  std::unique_ptr<RpcServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::Jobs::Stub> jobs_;
  std::unique_ptr<v1::Datasets::Stub> data_;
  std::unique_ptr<v1::Features::Stub> features_;
  std::unique_ptr<v1::Algorithms::Stub> asked_;
  std::unique_ptr<v1::Server::Stub> info_;
};

// "Point x 0" as ISO WKB.
std::string pointWkb(double x);

}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/rpc_fixture.h"

#include "domain/errors.h"
#include "rpc/geojson_geometry.h"

#include <nlohmann/json.hpp>
#include <thread>

namespace geotask {

std::shared_ptr<const std::vector<SourceInfo>> WorldCatalogue::sources() const {
  SourceInfo world;
  world.name = "world";
  world.layers = {{"countries", {{{"NAME"}}, "MultiPolygon", "EPSG:4326"}, 240}};
  return std::make_shared<const std::vector<SourceInfo>>(1, world);
}

void FakePainter::draw(const std::string&, const PictureSpec& spec, const CallInput&,
                       std::function<bool()> gone, Done done) {
  asked = spec;
  if (spec.crs == "fail") {
    return done(makeError(absl::StatusCode::kResourceExhausted, "too slow", {"RENDER_TIMEOUT"}));
  }
  if (spec.crs == "wait") {
    ++waiting;
    std::thread([this, gone = std::move(gone), done = std::move(done)] {
      while (!gone()) std::this_thread::yield();
      ++left;
      done(absl::CancelledError("the client has gone"));
    }).detach();
    return;
  }
  Picture picture;
  picture.width = spec.width;
  picture.height = spec.height;
  picture.extent = spec.extent.value_or(Extent{0, 0, 1, 1});
  picture.crs = "EPSG:3857";
  picture.png = png;
  done(std::move(picture));
}

RpcTest::RpcTest(WatchTimes times, Limits limits, StreamTimes stream_times)
    : board_(systemClock(), {limits.max_log_lines, limits.max_kept_jobs, limits.max_kept_bytes}),
      scheduler_({limits.max_running_jobs, 1, limits.job_ttl, limits.max_run_time}, systemClock(),
                 board_, runner_),
      datasets_(limits, systemClock(), crs_),
      service_(limits, systemClock(), catalogue_, crs_, datasets_, calls_.desk, board_, scheduler_),
      executor_(std::make_unique<FakeExecutor>(scheduler_, 2)) {
  scheduler_.setExecutor(executor_.get());
  ServerFacts facts;
  facts.geotaskd_version = "1.2.3";
  facts.limits = limits;
  RpcOptions options;
  options.addresses = {"127.0.0.1:0"};
  options.watch_times = times;
  options.stream_times = stream_times;
  auto server = RpcServer::start({service_, pictures_, datasets_, algorithms_, catalogue_, spool_},
                                 facts, options);
  EXPECT_TRUE(server.ok()) << server.status();
  server_ = *std::move(server);
  channel_ = grpc::CreateChannel(server_->addresses()[0], grpc::InsecureChannelCredentials());
  jobs_ = v1::Jobs::NewStub(channel_);
  data_ = v1::Datasets::NewStub(channel_);
  features_ = v1::Features::NewStub(channel_);
  asked_ = v1::Algorithms::NewStub(channel_);
  info_ = v1::Server::NewStub(channel_);
}

RpcTest::~RpcTest() {
  server_.reset();
  service_.drain();
  service_.cancelAll();
  while (!service_.idle()) std::this_thread::yield();
  executor_.reset();
}

std::string pointWkb(double x) {
  return (*geoJsonGeometry({{"type", "Point"}, {"coordinates", {x, 0}}}, ""))->wkb;
}

v1::SubmitJobRequest RpcTest::points(int count, const std::string& id) {
  v1::SubmitJobRequest request;
  request.set_job_id(id);
  request.mutable_spec()->mutable_buffer()->set_distance(1);
  v1::InlineFeatures& features = *request.mutable_spec()->mutable_input()->mutable_features();
  features.mutable_schema()->set_geometry_type("Point");
  for (int i = 0; i < count; ++i) {
    v1::Feature& row = *features.add_features();
    row.set_id(i);
    row.set_wkb(pointWkb(i));
  }
  return request;
}

v1::SubmitJobRequest RpcTest::noRows(const std::string& id) {
  v1::SubmitJobRequest request = points(0, id);
  v1::Field& field =
      *request.mutable_spec()->mutable_input()->mutable_features()->mutable_schema()->add_fields();
  field.set_name("text");
  field.set_type(v1::FIELD_TYPE_STRING);
  return request;
}

v1::Job RpcTest::submit(const v1::SubmitJobRequest& request) {
  grpc::ClientContext context;
  v1::Job job;
  const grpc::Status status = jobs_->SubmitJob(&context, request, &job);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return job;
}

v1::Job RpcTest::get(const std::string& id) {
  grpc::ClientContext context;
  v1::GetJobRequest request;
  request.set_name("jobs/" + id);
  v1::Job job;
  EXPECT_TRUE(jobs_->GetJob(&context, request, &job).ok());
  return job;
}

grpc::Status RpcTest::cancel(const std::string& id) {
  grpc::ClientContext context;
  v1::CancelJobRequest request;
  request.set_name("jobs/" + id);
  v1::Job job;
  return jobs_->CancelJob(&context, request, &job);
}

v1::Job RpcTest::waitForEnd(const std::string& id) {
  grpc::ClientContext context;
  v1::WatchJobRequest request;
  request.set_name("jobs/" + id);
  auto stream = jobs_->WatchJob(&context, request);
  v1::JobEvent event;
  v1::Job job;
  while (stream->Read(&event))
    if (event.has_job()) job = event.job();
  EXPECT_TRUE(stream->Finish().ok());
  return job;
}

v1::ErrorDetail RpcTest::detail(const grpc::Status& status) {
  v1::StatusDetails details;
  v1::ErrorDetail detail;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  EXPECT_EQ(details.code(), status.error_code());
  EXPECT_EQ(details.message(), status.error_message());
  EXPECT_EQ(details.details_size(), 1);
  if (details.details_size() == 1) {
    EXPECT_TRUE(details.details(0).UnpackTo(&detail));
  }
  return detail;
}

}  // namespace geotask

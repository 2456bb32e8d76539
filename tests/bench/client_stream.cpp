// SPDX-License-Identifier: GPL-2.0-or-later
//
// Built where the API has the Features service: rows are written on a thread of their own, as the
// server asks for.
#include <grpcpp/grpcpp.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <thread>

#include "client_commands.h"
#include "geotask/v1/features.grpc.pb.h"
#include "wkb_file.h"

namespace geotask::bench {
namespace {

constexpr uint64_t kBatchBytes = 256 * 1024;
constexpr uint64_t kPieceBytes = 900 * 1024;

// Gives the WKB of the next row; false after the last one.
using NextWkb = std::function<bool(std::string* wkb)>;

NextWkb rowsOf(const std::vector<std::string>& rows) {
  return [&rows, at = size_t{0}](std::string* wkb) mutable {
    if (at == rows.size()) return false;
    *wkb = rows[at++];
    return true;
  };
}

template <typename Request>
void writeRow(const std::function<bool(const Request&)>& write, const v1::Feature& row) {
  const std::string bytes = row.SerializeAsString();
  const uint32_t count = (bytes.size() + kPieceBytes - 1) / kPieceBytes;
  for (uint32_t index = 0; index < count; ++index) {
    Request request;
    request.mutable_piece()->set_index(index);
    request.mutable_piece()->set_count(count);
    request.mutable_piece()->set_data(bytes.substr(index * kPieceBytes, kPieceBytes));
    write(request);
  }
}

// Sends a request whose `start` is there, then all rows and the end; a small one in one message.
template <typename Request>
void writeAll(const std::function<bool(const Request&)>& write, Request request,
              const NextWkb& next) {
  uint64_t sent = 0;
  uint64_t size = 0;
  v1::Feature row;
  while (next(row.mutable_wkb())) {
    row.set_id(++sent);
    if (row.wkb().size() > kPieceBytes) {
      write(request);
      writeRow<Request>(write, row);
      request.Clear();
      size = 0;
      continue;
    }
    *request.mutable_batch()->add_features() = row;
    size += row.wkb().size();
    if (size < kBatchBytes) continue;
    if (!write(request)) return;
    request.Clear();
    size = 0;
  }
  request.mutable_end()->set_feature_count(sent);
  write(request);
}

struct Received {
  uint64_t rows = 0;
  uint64_t bytes = 0;
};

// Makes a call to its end. `open` is unique_ptr<ReaderWriter>(ClientContext*).
template <typename Request, typename Open>
Received exchange(const Open& open, const Request& start, const NextWkb& next) {
  grpc::ClientContext context;
  const auto stream = open(&context);
  std::thread writer([&] {
    writeAll<Request>([&](const Request& message) { return stream->Write(message); }, start, next);
    stream->WritesDone();
  });
  Received received;
  bool complete = false;
  v1::FeaturesResponse answer;
  while (stream->Read(&answer)) {
    for (const v1::Feature& row : answer.batch().features()) received.bytes += row.wkb().size();
    received.bytes += answer.piece().data().size();
    if (answer.has_summary()) {
      complete = true;
      received.rows = answer.summary().features_out();
    }
  }
  writer.join();
  const grpc::Status status = stream->Finish();
  if (status.error_code() == grpc::StatusCode::UNIMPLEMENTED) {
    fail("this server has no Features service", kNoSuchService);
  }
  if (!status.ok() || !complete) fail("the stream ended: " + status.error_message());
  return received;
}

class FeaturesClient {
 public:
  explicit FeaturesClient(const std::string& address)
      : stub_(v1::Features::NewStub(
            grpc::CreateChannel(address, grpc::InsecureChannelCredentials()))) {}

  Received buffer(const v1::Buffer& buffer, const std::string& geometry_type, const NextWkb& next) {
    v1::BufferRequest first;
    *first.mutable_start()->mutable_buffer() = buffer;
    first.mutable_start()->mutable_schema()->set_crs("EPSG:4326");
    first.mutable_start()->mutable_schema()->set_geometry_type(geometry_type);
    return exchange([&](grpc::ClientContext* context) { return stub_->Buffer(context); }, first,
                    next);
  }

 private:
  const std::unique_ptr<v1::Features::Stub> stub_;
};

v1::Buffer pointBuffer() {
  v1::Buffer buffer;
  buffer.set_distance(0.01);
  buffer.set_segments(8);
  return buffer;
}

NextWkb points(uint64_t count) {
  return [count, at = uint64_t{0}](std::string* wkb) mutable {
    if (at == count) return false;
    *wkb = pointWkb(at % 360 - 180.0, at / 360 % 170 - 85.0);
    ++at;
    return true;
  };
}

}  // namespace

void streamFile(const std::string& address, const std::string& file, const v1::Buffer& buffer) {
  const std::vector<std::string> rows = readWkbFile(file);
  FeaturesClient client(address);
  client.buffer(pointBuffer(), "Point", points(1));  // Connects.
  const Stopwatch watch;
  const Received received = client.buffer(buffer, "Geometry", rowsOf(rows));
  report({{"seconds", watch.seconds()}, {"bytes", received.bytes}, {"rows", received.rows}});
}

void streamPoints(const std::string& address, uint64_t count) {
  FeaturesClient client(address);
  const Stopwatch watch;
  const Received received = client.buffer(pointBuffer(), "Point", points(count));
  if (received.rows != count) fail("rows are missing");
  report({{"seconds", watch.seconds()}, {"bytes", received.bytes}});
}

void streamedPoint(const std::string& address, int count) {
  FeaturesClient client(address);
  reportLatency(count, [&] {
    if (client.buffer(pointBuffer(), "Point", points(1)).rows != 1) fail("a row is missing");
  });
}

}  // namespace geotask::bench

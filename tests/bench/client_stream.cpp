// SPDX-License-Identifier: GPL-2.0-or-later
#include <functional>
#include <nlohmann/json.hpp>
#include <utility>

#include "client_commands.h"
#include "wkb_file.h"

namespace geotask::bench {
namespace {

using Rows = client::Client::NextRow;

Rows rowsOf(const std::vector<std::string>& geometries) {
  return [&geometries, at = size_t{0}](v1::Feature* row) mutable -> client::Result<bool> {
    if (at == geometries.size()) return false;
    row->set_wkb(geometries[at++]);
    row->set_id(at);
    return true;
  };
}

// Points all over the world.
Rows points(uint64_t count) {
  return [count, at = uint64_t{0}](v1::Feature* row) mutable -> client::Result<bool> {
    if (at == count) return false;
    row->set_wkb(pointWkb(at % 360 - 180.0, at / 360 % 170 - 85.0));
    row->set_id(++at);
    return true;
  };
}

struct Received {
  uint64_t rows = 0;
  uint64_t bytes = 0;
};

// Makes a call, such as Client::buffer, to its end. `Start` is its first message.
template <typename Start, typename Call>
Received stream(const Call& call, Start start, const Rows& rows) {
  start.mutable_schema()->set_crs("EPSG:4326");
  start.mutable_schema()->set_geometry_type("Geometry");
  Received received;
  client::Client::StreamReader reader;
  reader.header = [](const v1::FeaturesHeader&) { return client::Result<void>(); };
  reader.row = [&](const v1::Feature& row) {
    ++received.rows;
    received.bytes += row.wkb().size();
    return client::Result<void>();
  };
  const auto open = [&] { return client::Result<Rows>(rows); };
  const auto summary = call(std::move(start), open, reader);
  if (!summary.ok()) {
    const bool missing = summary.error().code == grpc::StatusCode::UNIMPLEMENTED;
    fail(missing ? "this server has no Features service" : summary.error().message,
         missing ? kNoSuchService : 1);
  }
  return received;
}

Received buffer(client::Client& client, const v1::Buffer& buffer, const Rows& rows) {
  v1::BufferStart start;
  *start.mutable_buffer() = buffer;
  return stream([&](auto&&... given) { return client.buffer(given...); }, start, rows);
}

v1::Buffer pointBuffer() {
  v1::Buffer buffer;
  buffer.set_distance(0.01);
  buffer.set_segments(8);
  return buffer;
}

void reportStream(const Stopwatch& watch, const Received& received) {
  report({{"seconds", watch.seconds()}, {"bytes", received.bytes}, {"rows", received.rows}});
}

}  // namespace

void streamFile(const std::string& address, const std::string& file, const v1::Buffer& asked) {
  const std::vector<std::string> geometries = readWkbFile(file);
  client::Client client(address);
  buffer(client, pointBuffer(), points(1));  // Connects.
  const Stopwatch watch;
  reportStream(watch, buffer(client, asked, rowsOf(geometries)));
}

void streamCentroids(const std::string& address, const std::string& file) {
  const std::vector<std::string> geometries = readWkbFile(file);
  client::Client client(address);
  buffer(client, pointBuffer(), points(1));  // Connects.
  v1::TransformStart start;
  start.mutable_transform()->add_operations()->mutable_centroid();
  const Stopwatch watch;
  reportStream(watch, stream([&](auto&&... given) { return client.transform(given...); }, start,
                             rowsOf(geometries)));
}

void streamPoints(const std::string& address, uint64_t count) {
  client::Client client(address);
  const Stopwatch watch;
  const Received received = buffer(client, pointBuffer(), points(count));
  if (received.rows != count) fail("rows are missing");
  reportStream(watch, received);
}

void streamedPoint(const std::string& address, int count) {
  client::Client client(address);
  reportLatency(count, [&] {
    if (buffer(client, pointBuffer(), points(1)).rows != 1) fail("a row is missing");
  });
}

}  // namespace geotask::bench

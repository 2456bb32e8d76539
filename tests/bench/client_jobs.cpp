// SPDX-License-Identifier: GPL-2.0-or-later
#include <cstring>
#include <nlohmann/json.hpp>

#include "client_commands.h"

namespace geotask::bench {

std::string pointWkb(double x, double y) {
  std::string wkb("\x01\x01\0\0\0", 5);
  for (const double number : {x, y}) {
    wkb.append(reinterpret_cast<const char*>(&number), sizeof(number));
  }
  return wkb;
}

v1::SubmitJobRequest pointJob(int priority) {
  v1::SubmitJobRequest request;
  v1::JobSpec& spec = *request.mutable_spec();
  spec.set_priority(priority);
  spec.mutable_buffer()->set_distance(0.01);
  v1::InlineFeatures& features = *spec.mutable_input()->mutable_features();
  features.mutable_schema()->set_crs("EPSG:4326");
  features.mutable_schema()->set_geometry_type("Point");
  v1::Feature& feature = *features.add_features();
  feature.set_id(1);
  feature.set_wkb(pointWkb(7.628, 51.962));
  return request;
}

uint64_t readBytes(client::Client& client, const std::string& job) {
  uint64_t bytes = 0;
  client::Client::Reader reader;
  reader.header = [](const v1::ReadFeaturesHeader&) { return client::Result<void>(); };
  reader.row = [&](const v1::Feature& row) {
    bytes += row.wkb().size();
    return client::Result<void>();
  };
  expect(client.readFeatures(job, reader));
  return bytes;
}

void bufferLayer(const std::string& address, const std::string& layer, const v1::Buffer& buffer) {
  client::Client client(address);
  expect(client.serverInfo("world"));  // Connects.
  v1::SubmitJobRequest request;
  request.mutable_spec()->mutable_input()->set_layer(layer);
  *request.mutable_spec()->mutable_buffer() = buffer;
  const Stopwatch watch;
  const v1::Job job = expect(client.submit(request));
  const uint64_t bytes = readBytes(client, job.name());
  report({{"seconds", watch.seconds()}, {"bytes", bytes}});
}

void storedPoint(const std::string& address, int count) {
  client::Client client(address);
  reportLatency(count, [&] {
    const v1::Job job = expect(client.submit(pointJob(0)));
    if (readBytes(client, job.name()) == 0) fail("the result has no geometry");
  });
}

}  // namespace geotask::bench

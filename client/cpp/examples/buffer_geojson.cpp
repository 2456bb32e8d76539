// SPDX-License-Identifier: GPL-2.0-or-later
//
// Shows a small job from end to end: features inside the request, a wait, rows as WKB; and what the
// server says to a request that cannot be.
// Read first: health.cpp.
//
//     buffer_geojson 127.0.0.1:9090
#include <geotask/client.h>

#include <iostream>

using namespace geotask::client;
namespace v1 = geotask::v1;

namespace {

v1::SubmitJobRequest bufferOf(const std::string& geojson) {
  v1::SubmitJobRequest request;
  request.mutable_spec()->mutable_input()->set_geojson(geojson);
  v1::Buffer* buffer = request.mutable_spec()->mutable_buffer();
  buffer->set_distance(1000);
  // The data is in degrees; without a unit the distance would be, too.
  buffer->set_unit(v1::Buffer::UNIT_METRES);
  return request;
}

std::string hex(const std::string& bytes) {
  std::string text;
  for (const unsigned char byte : bytes) {
    text += "0123456789ABCDEF"[byte >> 4];
    text += "0123456789ABCDEF"[byte & 15];
  }
  return text;
}

// An Error says what is wrong and what to do about it; programs decide by `reason`.
int explain(const Error& error) {
  std::cerr << error.message << "\n  reason: " << error.reason << "\n  field: " << error.field
            << "\n  try: " << error.remedy << "\n";
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  Client client(argc > 1 ? argv[1] : "127.0.0.1:9090");

  // Refused at the door: nothing was queued, and nothing needs to be undone.
  const auto refused = client.submit(bufferOf(R"({"type":"Point","coordinates":["east"]})"));
  if (refused.ok()) return 1;
  explain(refused.error());

  const auto job = client.submit(bufferOf(R"({"type":"Point","coordinates":[8.54,47.38]})"));
  if (!job.ok()) return explain(job.error());

  // Blocks until the job has ended. The function sees each event; true: go on.
  const auto ended =
      client.watch(watchRequest(job->name()), [](const v1::JobEvent&) { return true; });
  if (!ended.ok()) return explain(ended.error());
  if (ended->state() != v1::JOB_STATE_SUCCEEDED) {
    std::cerr << ended->error_message() << "\n";
    return 1;
  }

  Client::Reader reader;
  reader.header = [](const v1::ReadFeaturesHeader& header) {
    std::cout << header.schema().geometry_type() << " in " << header.schema().crs() << "\n";
    return Result<void>();
  };
  reader.row = [](const v1::Feature& row) {
    std::cout << "feature " << row.id() << ": " << hex(row.wkb()) << "\n";
    return Result<void>();
  };
  const Result<uint64_t> rows = client.readFeatures(job->name(), reader);
  if (!rows.ok()) return explain(rows.error());
  std::cout << *rows << " rows\n";

  // A job is kept for a time; one that is fetched may go.
  const Result<void> removed = client.remove(job->name());
  return removed.ok() ? 0 : explain(removed.error());
}

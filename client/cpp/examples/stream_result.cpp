// SPDX-License-Identifier: GPL-2.0-or-later
//
// Shows how to read a result while the job still makes it, with memory for one row, how to stop a read
// early, and how to end calls from another thread.
// Read first: watch_and_cancel.cpp.
//
//     stream_result 127.0.0.1:9090 data:world/countries
#include <geotask/client.h>

#include <iostream>
#include <thread>

using namespace geotask::client;
namespace v1 = geotask::v1;

namespace {

int explain(const Error& error) {
  std::cerr << error.message << "\n";
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: stream_result HOST:PORT data:SOURCE/LAYER\n";
    return 2;
  }
  Client client(argv[1]);
  v1::SubmitJobRequest request;
  request.mutable_spec()->mutable_input()->set_layer(argv[2]);
  request.mutable_spec()->mutable_buffer()->set_distance(0.1);
  const auto job = client.submit(request);
  if (!job.ok()) return explain(job.error());

  // No wait in between: the read follows the job, and rows come as they are finished, in the order of
  // the input. A connection that breaks is taken up again with the row that is due.
  uint64_t bytes = 0;
  Client::Reader reader;
  reader.header = [](const v1::ReadFeaturesHeader& header) {
    std::cout << (header.has_end_time() ? "the job has ended" : "the job is at work") << "\n";
    return Result<void>();
  };
  reader.row = [&](const v1::Feature& row) {
    bytes += row.wkb().size();
    return Result<void>();
  };
  const Result<uint64_t> rows = client.readFeatures(job->name(), reader);
  if (!rows.ok()) return explain(rows.error());
  std::cout << *rows << " rows, " << bytes << " bytes of WKB\n";

  // An Error that the reader returns ends the read and comes back from it.
  uint64_t seen = 0;
  Client::Reader first_ten;
  first_ten.header = [](const v1::ReadFeaturesHeader&) { return Result<void>(); };
  first_ten.row = [&](const v1::Feature&) -> Result<void> {
    if (++seen < 10) return {};
    return localError(grpc::StatusCode::CANCELLED, "ENOUGH", "That is enough.");
  };
  const Result<uint64_t> part = client.readFeatures(job->name(), first_ten);
  if (part.ok() || part.error().reason != "ENOUGH") return 1;
  std::cout << seen << " rows, then: " << part.error().message << "\n";

  // stopCalls() ends all calls that are under way, whatever they wait for.
  uint64_t kept = 0;
  Client::Reader slow;
  slow.header = first_ten.header;
  std::thread stopper;
  slow.row = [&](const v1::Feature&) {
    if (++kept == 1) {
      stopper = std::thread([&] { client.stopCalls(); });
      stopper.join();
    }
    return Result<void>();
  };
  const Result<uint64_t> stopped = client.readFeatures(job->name(), slow);
  std::cout << "stopped: " << (stopped.ok() ? "too late" : stopped.error().reason) << "\n";
  return 0;
}

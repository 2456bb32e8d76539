// SPDX-License-Identifier: GPL-2.0-or-later
//
// What bench_client can measure, over the client library. Each function makes one measurement and
// reports it as measure.h says; errors end the process.
#pragma once

#include <cstdint>
#include <string>

#include "geotask/client.h"
#include "geotask/v1/buffer.pb.h"
#include "measure.h"

namespace geotask::bench {

// A buffer job on a layer of the server: from the submit to the last row, WKB in hand.
void bufferLayer(const std::string& address, const std::string& layer, const v1::Buffer& buffer);

// One point again and again, each time as a stored job: submitted, followed, read. Latencies.
void storedPoint(const std::string& address, int count);

// Small jobs behind many others. While one job holds the only place to run, `queued` jobs of low
// priority are submitted. Then `clients` clients submit `count` small jobs of high priority and, when
// the place is free, wait for their results. Jobs a second for each number of clients, as `1`, `32`.
void smallJobs(const std::string& address, int queued, int count);

// Many jobs at work side by side, each watched by a call of its own or none: until all have ended.
// What it costs the daemon is measured outside.
void watchedJobs(const std::string& address, int jobs, bool watched);

// Rows streamed in and results streamed out at the same time: seconds and bytes.
void streamFile(const std::string& address, const std::string& file, const v1::Buffer& buffer);

// The same for the centroids of a file.
void streamCentroids(const std::string& address, const std::string& file);

// The same for so many points that nobody should keep them. The streams end the process with
// kNoSuchService where the API has no Features service.
void streamPoints(const std::string& address, uint64_t count);

// One point again and again, a call of the Features service each. Latencies.
void streamedPoint(const std::string& address, int count);

// ---- For the above ----

// The value, or the end of the process with the error.
template <typename T>
T expect(client::Result<T> result) {
  if (!result.ok()) fail(result.error().message);
  return std::move(result.value());
}

// ISO WKB of a point.
std::string pointWkb(double x, double y);

// A request to buffer one point by 0.01.
v1::SubmitJobRequest pointJob(int priority);

// Reads a result and gives the bytes of its WKB.
uint64_t readBytes(client::Client& client, const std::string& job);

}  // namespace geotask::bench

// SPDX-License-Identifier: GPL-2.0-or-later
#include <atomic>
#include <chrono>
#include <functional>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "client_commands.h"

namespace geotask::bench {
namespace {

constexpr int kSmall = 10;  // Priorities: small jobs before the next one that holds the place,
constexpr int kHolder = 5;  // and that one before all others.
constexpr int kWaiting = -10;

// A line that crosses itself so often that its buffer by 0.5 takes some milliseconds: not enough to be done in a
// process, of which there may be more the longer it goes on.
std::string slowLine() {
  constexpr uint32_t kVertices = 80;
  std::string wkb("\x01\x02\0\0\0", 5);
  wkb.append(reinterpret_cast<const char*>(&kVertices), sizeof(kVertices));
  for (uint32_t i = 0; i < kVertices; ++i)
    wkb += pointWkb(i * 0.01, i * 7919 % 101 / 100.0).substr(5);
  return wkb;
}

// A job that goes on until it is cancelled.
std::string submitHolder(client::Client& client) {
  v1::SubmitJobRequest request;
  v1::JobSpec& spec = *request.mutable_spec();
  spec.set_priority(kHolder);
  spec.mutable_buffer()->set_distance(0.5);
  spec.mutable_input()->mutable_features()->mutable_schema()->set_geometry_type("LineString");
  const std::string line = slowLine();
  const auto open = [&]() -> client::Result<client::Client::NextRow> {
    return client::Client::NextRow([&, sent = 0](v1::Feature* row) mutable -> client::Result<bool> {
      row->set_wkb(line);
      return ++sent <= 30'000;
    });
  };
  return expect(client.submitWithFeatures(request, open)).name();
}

// Returns when the job is at work.
void waitUntilItRuns(client::Client& client, const std::string& job) {
  expect(client.watch(client::watchRequest(job), [](const v1::JobEvent& event) {
    return !event.has_job() || event.job().state() != v1::JOB_STATE_RUNNING;
  }));
}

// Calls work(i) for each i below `count`, on `clients` threads.
void share(int clients, int count, const std::function<void(int)>& work) {
  std::atomic<int> next{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < clients; ++i) {
    threads.emplace_back([&] {
      for (int at = next++; at < count; at = next++) work(at);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace

void smallJobs(const std::string& address, int queued, int count) {
  client::Client client(address);
  std::string holder = submitHolder(client);
  waitUntilItRuns(client, holder);
  share(32, queued, [&](int) { expect(client.submit(pointJob(kWaiting))); });
  std::this_thread::sleep_for(std::chrono::seconds(2));  // What such a burst leaves to the system.
  nlohmann::json rates;
  for (const int clients : {1, 32}) {
    std::vector<std::string> names(count);
    const Stopwatch submitting;
    share(clients, count,
          [&](int i) { names[i] = expect(client.submit(pointJob(kSmall))).name(); });
    double seconds = submitting.seconds();
    const std::string next_holder = submitHolder(client);
    expect(client.cancel(holder));
    expect(client.watch(client::watchRequest(holder), [](const v1::JobEvent&) { return true; }));
    const Stopwatch reading;
    share(clients, count, [&](int i) { readBytes(client, names[i]); });
    seconds += reading.seconds();
    rates[std::to_string(clients)] = count / seconds;
    holder = next_holder;
    waitUntilItRuns(client, holder);
  }
  report(rates);
}

void watchedJobs(const std::string& address, int jobs, bool watched) {
  client::Client client(address);
  v1::SubmitJobRequest request = pointJob(0);
  v1::InlineFeatures& features = *request.mutable_spec()->mutable_input()->mutable_features();
  const v1::Feature point = features.features(0);
  for (int i = 1; i < 2000; ++i) *features.add_features() = point;
  std::vector<std::string> names(jobs);
  for (std::string& name : names) name = expect(client.submit(request)).name();
  const auto follow = [&](int i) {
    expect(client.watch(client::watchRequest(names[i]), [](const v1::JobEvent&) { return true; }));
  };
  if (watched) share(jobs, jobs, follow);
  share(1, jobs, follow);  // Those that nobody watched: one after another, to see them end.
  report({{"jobs", jobs}});
}

}  // namespace geotask::bench

// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/server_words.h"

#include <chrono>
#include <memory>
#include <set>
#include <utility>

#include "cli/job_text.h"
#include "cli/resource_name.h"
#include "geotask/client.h"

namespace geotask::cli {
namespace {

// More than that is of no use at a prompt.
constexpr size_t kMostJobs = 100;

client::RetryPolicy inAHurry() {
  client::RetryPolicy policy;
  policy.attempts = 1;
  policy.call_deadline = std::chrono::milliseconds(2000);
  policy.start_wait = std::chrono::milliseconds(0);
  return policy;
}

// Gathers the values of the kinds.
class Words {
 public:
  explicit Words(const std::string& address) : client_(address, inAHurry()) {}

  std::vector<Candidate> values(const std::string& kind) {
    found_.clear();
    if (kind == "algorithm") addAlgorithms();
    if (kind == "provider") addProviders();
    if (kind == "source") addSources();
    if (kind == "input") {
      addLayers();
      addDatasets();
      addJobs("job:");
    }
    if (kind == "job" || kind == "name") addJobs("jobs/");
    if (kind == "name" || kind == "dataset") addDatasets();
    return std::move(found_);
  }

  std::optional<v1::Algorithm> algorithm(const std::string& id) {
    const client::Result<v1::Algorithm> algorithm = client_.getAlgorithm("algorithms/" + id);
    if (!algorithm.ok()) return std::nullopt;
    return *algorithm;
  }

 private:
  // What was found before a failure may stand: `done` is not looked at.
  void add(const std::string& text, const std::string& description) {
    found_.push_back({text, description});
  }

  void addAlgorithms() {
    [[maybe_unused]] const auto done =
        client_.listAlgorithms({}, [&](const v1::Algorithm& algorithm) {
          add(algorithm.id(), algorithm.title());
          return true;
        });
  }

  void addProviders() {
    std::set<std::string> seen;
    [[maybe_unused]] const auto done =
        client_.listAlgorithms({}, [&](const v1::Algorithm& algorithm) {
          if (seen.insert(algorithm.provider()).second) {
            add(algorithm.provider(), algorithm.provider_title());
          }
          return true;
        });
  }

  void addSources() {
    const client::Result<v1::ServerInfo> info = client_.serverInfo();
    if (!info.ok()) return;
    for (const v1::Source& source : info->sources()) add(source.name(), "");
  }

  void addLayers() {
    const client::Result<v1::ServerInfo> info = client_.serverInfo();
    if (!info.ok()) return;
    for (const v1::Source& source : info->sources()) {
      const std::string begin = "data:" + source.name() + "/";
      for (const v1::Layer& layer : source.layers()) {
        add(begin + layer.name(), layer.schema().geometry_type());
      }
      for (const v1::Raster& raster : source.rasters()) add(begin + raster.name(), "raster");
    }
  }

  void addDatasets() {
    [[maybe_unused]] const auto done = client_.listDatasets({}, [&](const v1::Dataset& dataset) {
      add(referenceOf(dataset.name()), "");
      return true;
    });
  }

  void addJobs(const std::string& begin) {
    size_t count = 0;
    [[maybe_unused]] const auto done = client_.list({}, [&](const v1::Job& job) {
      const std::string id = job.name().substr(job.name().find('/') + 1);
      add(begin + id, stateText(job.state()) + ", " + operationText(job.spec()));
      return ++count < kMostJobs;
    });
  }

  client::Client client_;
  std::vector<Candidate> found_;
};

}  // namespace

CompletionSource serverWords(const std::string& address) {
  const auto words = std::make_shared<Words>(address);
  CompletionSource source;
  source.values = [words](const std::string& kind) { return words->values(kind); };
  source.algorithm = [words](const std::string& id) { return words->algorithm(id); };
  return source;
}

}  // namespace geotask::cli

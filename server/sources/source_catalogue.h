// SPDX-License-Identifier: GPL-2.0-or-later
//
// The operator's sources, kept described. A thread of its own looks at them: at files and folders
// when they change, at databases from time to time. Everybody else reads what it found.
//
//     GdalSourceCatalogue sources(configs, options, log);   // Returns when all are described.
//     auto reader = sources.open("world", "countries");     // A pool thread.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/catalogue.h"
#include "domain/clock.h"
#include "domain/feature_set.h"
#include "domain/mutex.h"
#include "domain/source_opener.h"
#include "sources/layer_reader.h"
#include "sources/source_layers.h"

namespace geotask {

class GdalSourceCatalogue : public SourceCatalogue, public SourceOpener {
 public:
  struct Options {
    std::chrono::milliseconds look_at_files{2000};       // How often to see whether files changed.
    std::chrono::milliseconds look_at_databases{60000};  // How often to describe databases anew.
  };
  struct Observer {
    // After each description of a source; on the catalogue's thread (or the constructor's).
    std::function<void(const SourceDescription&)> described;
    // When a layer cannot be read; on the thread that reads it.
    ReadTrouble unreadable;
  };

  GdalSourceCatalogue(std::vector<SourceConfig> configs, const Options& options, const Clock& clock,
                      Observer observer);
  ~GdalSourceCatalogue() override;

  // SourceCatalogue
  std::shared_ptr<const std::vector<SourceInfo>> sources() const override;
  std::optional<LayerUri> locate(const std::string& source,
                                 const std::string& layer) const override;

  // SourceOpener
  absl::StatusOr<std::unique_ptr<FeatureReader>> open(const std::string& source,
                                                      const std::string& layer) const override;

 private:
  struct Entry {
    SourceConfig config;
    SourceDescription description;
    uint64_t fingerprint = 0;
    absl::Duration described_at;
  };

  std::optional<LayerPlace> find(const std::string& source, const std::string& layer) const;
  std::optional<std::string> findRaster(const std::string& source, const std::string& name) const;
  bool needsLook(const Entry& entry, uint64_t fingerprint) const;
  void describe(Entry& entry, uint64_t fingerprint);
  void publish();
  void keepLooking();

  const Options options_;
  const Clock& clock_;
  const Observer observer_;
  std::vector<Entry> entries_;  // The thread's own.

  mutable Mutex mutex_;
  CondVar stop_changed_;
  bool stop_ GEOTASK_GUARDED_BY(mutex_) = false;
  std::shared_ptr<const std::vector<SourceInfo>> infos_ GEOTASK_GUARDED_BY(mutex_);
  std::map<std::string, std::map<std::string, LayerPlace>> places_ GEOTASK_GUARDED_BY(mutex_);
  std::map<std::string, std::map<std::string, std::string>> rasters_ GEOTASK_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace geotask

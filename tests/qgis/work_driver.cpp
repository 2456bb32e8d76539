// SPDX-License-Identifier: GPL-2.0-or-later
#include "work_driver.h"

#include <utility>

#include "codec/feature_codec.h"
#include "domain/spool.h"
#include "qgis/buffer_work.h"
#include "qgis_environment.h"
#include "sources/layer_reader.h"
#include "spool/file_spool.h"
#include "support/deaf_context.h"

namespace geotask::testing {

namespace {

class DriverContext : public DeafContext {
 public:
  void addOutput(StoredOutput output) override {
    result.schema = *output.output.schema;
    spooled = std::move(output.rows);
  }
  void log(Severity, const std::string&, const std::string& message) override {
    result.log.push_back(message);
  }

  WorkResult result;
  std::shared_ptr<SpooledResult> spooled;
};

// A source whose one layer lies in a file.
class FileOpener : public SourceOpener {
 public:
  absl::StatusOr<std::unique_ptr<FeatureReader>> open(const std::string& source,
                                                      const std::string& layer) const override {
    return openLayer(source, layer, "data:" + layer, [](const std::string&, const std::string&) {});
  }
};

absl::StatusOr<WorkResult> drive(const JobSpec& spec, std::shared_ptr<const FeatureSet> features) {
  static int counter = 0;
  const FileOpener sources;
  const ProtoFeatureCodec codec;
  const std::string name = "job-" + std::to_string(++counter);
  auto spool = FileSpool::open(scratchDir() + "/" + name, codec);
  if (!spool.ok()) return spool.status();
  BufferWork work({sources, **spool, codec}, name, spec, std::move(features));
  DriverContext context;
  while (auto chunk = work.claim()) {
    ++context.result.chunks;
    absl::Status status = work.run(*chunk, context);
    if (!status.ok()) return status;
  }
  if (!work.finished()) return absl::InternalError("work stopped before its end");

  auto reader = context.spooled->read(0);
  if (!reader.ok()) return reader.status();
  const auto decoder = codec.decoder();
  for (;;) {
    auto record = (*reader)->next();
    if (!record.ok()) return record.status();
    if (!*record) break;
    absl::Status status = decoder->decode((*record)->bytes, context.result.rows);
    if (!status.ok()) return status;
  }
  return std::move(context.result);
}

}  // namespace

absl::StatusOr<WorkResult> bufferRows(const Schema& schema, const FeatureBatch& rows,
                                      const BufferOptions& options) {
  JobSpec spec;
  spec.input = InputKind::kFeatures;
  spec.input_schema = schema;
  spec.buffer = options;
  return drive(spec, makeMemoryFeatureSet(schema, rows));
}

absl::StatusOr<WorkResult> bufferLayer(const std::string& file, const std::string& layer,
                                       const BufferOptions& options) {
  JobSpec spec;
  spec.source = file;
  spec.layer = layer;
  spec.buffer = options;
  return drive(spec, nullptr);
}

}  // namespace geotask::testing

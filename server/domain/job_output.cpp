// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/job_output.h"

#include <utility>

namespace geotask {

JobOutput outputNow(const StoredOutput& stored) {
  JobOutput now = stored.output;
  if (stored.rows) {
    now.features = stored.rows->featureCount();
    now.bytes = stored.rows->byteCount();
  }
  return now;
}

StoredOutput rowsOutput(std::string name, Schema schema, std::shared_ptr<SpooledResult> rows,
                        std::string layer_name) {
  StoredOutput stored;
  stored.output.name = std::move(name);
  stored.output.kind = OutputKind::kFeatures;
  stored.output.schema = std::make_shared<const Schema>(std::move(schema));
  stored.output.layer_name = std::move(layer_name);
  stored.rows = std::move(rows);
  return stored;
}

StoredOutput filesOutput(std::string name, std::shared_ptr<const FileSet> files, bool folder) {
  StoredOutput stored;
  stored.output.name = std::move(name);
  stored.output.kind = OutputKind::kFiles;
  stored.output.files = files->files();
  stored.output.folder = folder;
  for (const FileInfo& file : stored.output.files) stored.output.bytes += file.bytes;
  stored.files = std::move(files);
  return stored;
}

StoredOutput valueOutput(std::string name, Json value) {
  StoredOutput stored;
  stored.output.name = std::move(name);
  stored.output.kind = OutputKind::kValue;
  stored.output.value = std::move(value);
  return stored;
}

}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/output_intake.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "worker/protocol.h"

namespace geotask {
namespace {

constexpr size_t kMaxOutputs = 1000;
constexpr size_t kMaxFiles = 100000;
constexpr size_t kMaxNameBytes = 255;
// Values are part of the job, which must fit into a message.
constexpr size_t kMaxValueBytes = size_t{256} << 10;

absl::Status wrong(const std::string& what) { return absl::InvalidArgumentError(what); }

}  // namespace

OutputIntake::OutputIntake(Spool& spool, const FeatureCodec& codec, std::string job_id,
                           WorkerFolder& folder)
    : spool_(spool), codec_(codec), job_id_(std::move(job_id)), folder_(folder) {}

OutputIntake::~OutputIntake() {
  for (const StoredOutput& output : outputs_) {
    if (output.rows) output.rows->remove();
  }
}

absl::Status OutputIntake::output(const Json& message) {
  if (open()) return wrong("an output among the rows of another");
  if (outputs_.size() >= kMaxOutputs) return wrong("too many outputs");
  const std::string name = textIn(message, "name", kMaxNameBytes);
  if (name.empty()) return wrong("an output without a name");
  for (const StoredOutput& known : outputs_) {
    if (known.output.name == name) return wrong(absl::StrCat("the output ", name, " twice"));
  }
  if (message.contains("schema")) return beginRows(name, message);
  if (message.contains("files")) return addFiles(name, message);
  const Json& value = valueIn(message, "value");
  if (writeMessage(value).size() > kMaxValueBytes) {
    return wrong(absl::StrCat("the value ", name, " is too large"));
  }
  outputs_.push_back(valueOutput(name, value));
  return absl::OkStatus();
}

absl::Status OutputIntake::beginRows(const std::string& name, const Json& message) {
  absl::StatusOr<Schema> schema = schemaFromJson(valueIn(message, "schema"));
  if (!schema.ok()) return schema.status();
  absl::StatusOr<std::shared_ptr<SpooledResult>> result =
      spool_.createResult(absl::StrCat(job_id_, ".", outputs_.size()));
  if (!result.ok()) return result.status();
  rows_ = std::make_unique<RowIntake>(*std::move(schema), *std::move(result), codec_);
  rows_name_ = name;
  layer_name_ = textIn(message, "layer_name", kMaxNameBytes);
  return absl::OkStatus();
}

absl::Status OutputIntake::record(const std::string& bytes) {
  return open() ? rows_->add(bytes) : wrong("rows of no output");
}

absl::Status OutputIntake::rowsEnd() {
  if (!open()) return wrong("the end of rows of no output");
  const absl::Status finished = rows_->finish();
  if (finished.ok()) {
    outputs_.push_back(rowsOutput(rows_name_, rows_->schema(), rows_->result(), layer_name_));
  }
  rows_.reset();
  return finished;
}

absl::Status OutputIntake::addFiles(const std::string& name, const Json& message) {
  const Json& files = listIn(message, "files");
  const std::string folder = textIn(message, "folder", kMaxNameBytes);
  if (files.empty() && folder.empty()) return wrong(absl::StrCat(name, " has no files"));
  if (files.size() > kMaxFiles) return wrong(absl::StrCat(name, " has too many files"));
  absl::StatusOr<std::unique_ptr<FileSetWriter>> set = spool_.createFileSet();
  if (!set.ok()) return set.status();
  for (const Json& file : files) {
    if (!file.is_string()) return wrong(absl::StrCat(name, " has a file without a name"));
    const std::string path = file.get<std::string>();
    const absl::StatusOr<std::string> kept =
        folder_.keep(folder.empty() ? path : absl::StrCat(folder, "/", path));
    if (!kept.ok()) return kept.status();
    const absl::Status adopted = (*set)->adopt(*kept, path);
    if (!adopted.ok()) return adopted;
  }
  absl::StatusOr<std::shared_ptr<const FileSet>> made = (*set)->finish();
  if (!made.ok()) return made.status();
  outputs_.push_back(filesOutput(name, *std::move(made), !folder.empty()));
  return absl::OkStatus();
}

std::vector<StoredOutput> OutputIntake::take() { return std::exchange(outputs_, {}); }

}  // namespace geotask

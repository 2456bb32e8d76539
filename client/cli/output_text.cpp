// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/output_text.h"

#include <google/protobuf/util/json_util.h>

#include "cli/text.h"

namespace geotask::cli {
namespace {

uint64_t bytesOf(const v1::FilesOutput& files) {
  uint64_t bytes = 0;
  for (const v1::FileInfo& file : files.files()) bytes += file.byte_count();
  return bytes;
}

std::string filesText(const v1::FilesOutput& files) {
  const std::string what = files.files_size() == 1
                               ? shown(files.files(0).path())
                               : countText(static_cast<uint64_t>(files.files_size())) + " files";
  return what + ", " + bytesText(bytesOf(files));
}

std::string featuresText(const v1::FeaturesOutput& features) {
  std::string text = rowsText(features.feature_count()) + ", " + bytesText(features.byte_count());
  if (features.has_schema()) {
    text += ", " + features.schema().geometry_type();
    if (!features.schema().crs().empty()) text += ", " + fitted(features.schema().crs(), 40);
  }
  return text;
}

}  // namespace

std::string outputText(const v1::Output& output) {
  switch (output.kind_case()) {
    case v1::Output::kFeatures:
      return featuresText(output.features());
    case v1::Output::kFiles:
      return filesText(output.files());
    case v1::Output::kValue: {
      if (output.value().has_string_value()) return shown(output.value().string_value());
      std::string json;
      const bool written = google::protobuf::util::MessageToJsonString(output.value(), &json).ok();
      return written ? json : "";
    }
    case v1::Output::KIND_NOT_SET:
      break;
  }
  return "";
}

std::string outputsText(const v1::Job& job) {
  if (job.outputs().empty()) return "nothing";
  if (job.outputs_size() > 1) {
    return countText(static_cast<uint64_t>(job.outputs_size())) + " outputs";
  }
  const v1::Output& output = job.outputs(0);
  if (!output.has_features()) return outputText(output);
  return rowsText(output.features().feature_count()) + ", " +
         bytesText(output.features().byte_count());
}

}  // namespace geotask::cli

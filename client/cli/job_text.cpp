// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/job_text.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "cli/facts.h"
#include "cli/labels.h"
#include "cli/output_text.h"
#include "cli/progress.h"
#include "cli/resource_name.h"
#include "cli/text.h"

namespace geotask::cli {
namespace {

const std::string kStatePrefix = "JOB_STATE_";

// "centroid, reproject, simplify".
std::string chainText(const v1::Transform& transform) {
  std::string text;
  for (const v1::Transform::Operation& operation : transform.operations()) {
    const auto* member =
        operation.GetDescriptor()->FindFieldByNumber(static_cast<int>(operation.operation_case()));
    if (member != nullptr) text += (text.empty() ? "" : ", ") + member->name();
  }
  return text;
}

}  // namespace

std::string stateText(v1::JobState state) {
  const std::string& name = v1::JobState_Name(state);
  return name.compare(0, kStatePrefix.size(), kStatePrefix) == 0 ? name.substr(kStatePrefix.size())
                                                                 : name;
}

bool StateFilter::isNew(const v1::Job& job) {
  const auto then = std::make_pair(attempt_, state_);
  const auto now = std::make_pair(job.attempt(), job.state());
  if (now <= then) return false;
  std::tie(attempt_, state_) = now;
  return true;
}

v1::JobState stateOf(const std::string& text) {
  std::string name = text;
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  v1::JobState state = v1::JOB_STATE_UNSPECIFIED;
  v1::JobState_Parse(kStatePrefix + name, &state);
  return state;
}

const std::vector<std::string>& stateNames() {
  static const std::vector<std::string> names = {"queued",    "running", "cancelling",
                                                 "succeeded", "failed",  "cancelled"};
  return names;
}

std::string inputText(const v1::JobSpec& spec) {
  switch (spec.input().source_case()) {
    case v1::Input::kLayer:
      return spec.input().layer();
    case v1::Input::kFeatures:
      return "features";
    case v1::Input::kGeojson:
      return "GeoJSON";
    case v1::Input::kDataset:
      return referenceOf(spec.input().dataset());
    case v1::Input::kJob:
      return referenceOf(spec.input().job());
    case v1::Input::SOURCE_NOT_SET:
      break;
  }
  // Of an algorithm: what its parameter INPUT names.
  const auto& parameters = spec.processing().parameters().fields();
  const auto input = parameters.find("INPUT");
  return input == parameters.end() ? "" : input->second.string_value();
}

std::string operationText(const v1::JobSpec& spec) {
  if (spec.has_processing()) return spec.processing().algorithm();
  if (spec.has_transform()) return chainText(spec.transform());
  if (!spec.has_buffer()) return "";
  const v1::Buffer& buffer = spec.buffer();
  std::string text = "buffer";
  if (!buffer.distance_field().empty()) {
    text += " " + buffer.distance_field();
  } else {
    text += " " + numberText(buffer.distance());
  }
  if (buffer.unit() == v1::Buffer::UNIT_METRES) text += " metres";
  if (buffer.side() == v1::Buffer::SIDE_LEFT) text += " left";
  if (buffer.side() == v1::Buffer::SIDE_RIGHT) text += " right";
  if (buffer.dissolve()) text += " dissolve";
  return text;
}

std::string progressText(const v1::Job& job) {
  const v1::Progress& progress = job.progress();
  if (progress.has_fraction()) {
    return std::to_string(static_cast<int>(std::floor(progress.fraction() * 100))) + " %";
  }
  return progress.features_done() == 0 ? "" : rowsText(progress.features_done());
}

std::string endText(const v1::Job& job) {
  const std::string time =
      job.has_end_time() && job.has_start_time()
          ? " after " + durationText(secondsBetween(job.start_time(), job.end_time()))
          : "";
  switch (job.state()) {
    case v1::JOB_STATE_SUCCEEDED:
      return shown(job.name()) + " SUCCEEDED" + time + ": " + outputsText(job) + ".";
    case v1::JOB_STATE_FAILED:
    case v1::JOB_STATE_CANCELLED:
      return shown(job.name() + " " + stateText(job.state()) + time +
                   (job.error_message().empty() ? "." : ": " + job.error_message()));
    default:
      return shown(job.name()) + " is " + stateText(job.state()) + ".";
  }
}

std::string describe(const v1::Job& job) {
  Facts facts;
  facts.add("Name", job.name());
  facts.add("State", stateText(job.state()));
  facts.add("Operation", operationText(job.spec()));
  facts.add("Input", inputText(job.spec()));
  if (job.state() == v1::JOB_STATE_RUNNING || job.state() == v1::JOB_STATE_CANCELLING) {
    facts.add("Progress", meterLine(meterOf(job.state(), job.progress()), 0, false));
  }
  for (const v1::Output& output : job.outputs()) {
    const bool only = job.outputs_size() == 1 && job.spec().has_buffer();
    facts.add(only ? "Output" : "Output " + output.name(), outputText(output));
  }
  facts.add("Error", job.error_message());
  facts.add("Reason", job.error().reason());
  facts.add("Remedy", job.error().remedy());
  if (job.spec().priority() != 0) facts.add("Priority", std::to_string(job.spec().priority()));
  facts.add("Labels", labelsText(job.spec().labels()));
  if (job.attempt() > 1) facts.add("Attempt", std::to_string(job.attempt()));
  if (job.spec().cancel_on_disconnect()) {
    facts.add("If left", "is cancelled when nobody follows it");
  }
  if (job.has_usage()) {
    facts.add("Took", durationText(secondsOf(job.usage().cpu_time())) + " of processor time, " +
                          bytesText(job.usage().peak_memory_bytes()) + " of memory");
  }
  facts.add("Created", timeText(job.create_time()));
  facts.add("Started", timeText(job.start_time()));
  facts.add("Cancelled", timeText(job.cancel_time()));
  facts.add("Ended", timeText(job.end_time()));
  facts.add("Kept until", timeText(job.expire_time()));
  return facts.text();
}

std::string logText(const v1::LogLine& line) {
  const char* severity = line.severity() == v1::LogLine::SEVERITY_ERROR     ? "ERROR"
                         : line.severity() == v1::LogLine::SEVERITY_WARNING ? "WARNING"
                                                                            : "INFO";
  return std::string(severity) + " " +
         shown((line.tag().empty() ? "" : "[" + line.tag() + "] ") + line.message());
}

}  // namespace geotask::cli

// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/job_text.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <tuple>
#include <utility>

#include "cli/progress.h"
#include "cli/text.h"

namespace geotask::cli {
namespace {

const std::string kStatePrefix = "JOB_STATE_";

std::string numberText(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.10g", number);
  return text;
}

void fact(std::string* text, const std::string& name, const std::string& value) {
  if (value.empty() || value == "-") return;
  *text +=
      name + ":" + std::string(name.size() < 11 ? 11 - name.size() : 1, ' ') + shown(value) + "\n";
}

std::string labelsText(const v1::JobSpec& spec) {
  std::vector<std::string> labels;
  for (const auto& [key, value] : spec.labels()) labels.push_back(key + "=" + value);
  std::sort(labels.begin(), labels.end());
  std::string text;
  for (const std::string& label : labels) text += (text.empty() ? "" : ", ") + label;
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
    case v1::Input::SOURCE_NOT_SET:
      break;
  }
  return "";
}

std::string operationText(const v1::JobSpec& spec) {
  if (!spec.has_buffer()) return "";
  const v1::Buffer& buffer = spec.buffer();
  std::string text = "buffer";
  if (!buffer.distance_field().empty()) {
    text += " " + buffer.distance_field();
  } else {
    text += " " + numberText(buffer.distance());
  }
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
      return shown(job.name()) + " SUCCEEDED" + time + ": " +
             rowsText(job.output().feature_count()) + ", " + bytesText(job.output().byte_count()) +
             ".";
    case v1::JOB_STATE_FAILED:
    case v1::JOB_STATE_CANCELLED:
      return shown(job.name() + " " + stateText(job.state()) + time +
                   (job.error_message().empty() ? "." : ": " + job.error_message()));
    default:
      return shown(job.name()) + " is " + stateText(job.state()) + ".";
  }
}

std::string describe(const v1::Job& job) {
  std::string text;
  fact(&text, "Name", job.name());
  fact(&text, "State", stateText(job.state()));
  fact(&text, "Operation", operationText(job.spec()));
  fact(&text, "Input", inputText(job.spec()));
  if (job.state() == v1::JOB_STATE_RUNNING || job.state() == v1::JOB_STATE_CANCELLING) {
    fact(&text, "Progress", meterLine(meterOf(job.state(), job.progress()), 0, false));
  }
  if (job.has_output()) {
    fact(&text, "Output",
         rowsText(job.output().feature_count()) + ", " + bytesText(job.output().byte_count()) +
             (job.output().has_schema() ? ", " + job.output().schema().geometry_type() + ", " +
                                              fitted(job.output().schema().crs(), 40)
                                        : ""));
  }
  fact(&text, "Error", job.error_message());
  fact(&text, "Reason", job.error().reason());
  fact(&text, "Remedy", job.error().remedy());
  if (job.spec().priority() != 0) fact(&text, "Priority", std::to_string(job.spec().priority()));
  fact(&text, "Labels", labelsText(job.spec()));
  if (job.attempt() > 1) fact(&text, "Attempt", std::to_string(job.attempt()));
  fact(&text, "Created", timeText(job.create_time()));
  fact(&text, "Started", timeText(job.start_time()));
  fact(&text, "Cancelled", timeText(job.cancel_time()));
  fact(&text, "Ended", timeText(job.end_time()));
  fact(&text, "Kept until", timeText(job.expire_time()));
  return text;
}

std::string logText(const v1::LogLine& line) {
  const char* severity = line.severity() == v1::LogLine::SEVERITY_ERROR     ? "ERROR"
                         : line.severity() == v1::LogLine::SEVERITY_WARNING ? "WARNING"
                                                                            : "INFO";
  return std::string(severity) + " " +
         shown((line.tag().empty() ? "" : "[" + line.tag() + "] ") + line.message());
}

}  // namespace geotask::cli

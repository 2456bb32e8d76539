// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/session.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <iostream>
#include <utility>
#include <vector>

#include "cli/text.h"

namespace geotask::cli {
namespace {

// Says a part of an error unless the sentence above has said it.
void part(const std::string& name, const std::string& text, const std::string& sentence) {
  if (text.empty() || sentence.find(text) != std::string::npos) return;
  std::cerr << "  " << name << std::string(name.size() < 10 ? 10 - name.size() : 1, ' ')
            << shown(text) << "\n";
}

// `spec.buffer.mitre_limit` is `--mitre-limit` on the command line, and so it is in a call, whose
// fields begin with `start`.
std::string optionOf(std::string field) {
  const std::string kSchema = "start.schema";
  const std::string kStart = "start.";
  if (field.compare(0, kSchema.size(), kSchema) == 0) {
    field.replace(0, kStart.size(), "header.");
  } else if (field == "start.job_id") {
    field = "job_id";
  } else if (field.compare(0, kStart.size(), kStart) == 0) {
    field.replace(0, kStart.size(), "spec.");
  }
  static const std::vector<std::pair<std::string, std::string>> kOptions = {
      {"spec.buffer.cap_style", "--cap"},
      {"spec.buffer.join_style", "--join"},
      {"spec.labels", "--label"},
      {"spec.input", "INPUT"},
      {"spec.priority", "--priority"},
      {"spec.ttl", "--ttl"},
      {"job_id", "--job-id"},
      {"header.dataset_id", "--id"},
      {"header.labels", "--label"},
      {"header.ttl", "--ttl"},
      {"header.schema.crs", "--crs"},
      {"header.schema", "INPUT"},
      {"width", "--preview-size"},
      {"height", "--preview-size"},
      {"extent", "--preview-extent"},
      {"crs", "--preview-crs"},
      {"style.fill_color", "--preview-fill"},
      {"style.stroke_color", "--preview-stroke"},
      {"style.background", "--preview-background"},
  };
  for (const auto& [prefix, option] : kOptions) {
    if (field.compare(0, prefix.size(), prefix) == 0) return option;
  }
  const std::string kBuffer = "spec.buffer.";
  if (field.compare(0, kBuffer.size(), kBuffer) != 0) return "";
  std::string option = "--" + field.substr(kBuffer.size());
  std::replace(option.begin(), option.end(), '_', '-');
  return option;
}

}  // namespace

client::Client& Session::client() {
  if (!client_) {
    client_ = std::make_unique<client::Client>(
        server, client::RetryPolicy(),
        compress ? client::Compression::kGzip : client::Compression::kNone);
  }
  return *client_;
}

client::Result<void> checkStandardOutput(const Session& session, const std::string& file) {
  if (!session.json || file != "-") return {};
  return client::localError(grpc::StatusCode::INVALID_ARGUMENT, "CONFLICTING_FIELDS",
                            "--json and --output - both want standard output.",
                            "Write the result to a file.");
}

int report(const Session& session, const client::Error& error) {
  std::cout.flush();
  // A server that speaks gives a reason; without one nobody spoke.
  if (error.code == grpc::StatusCode::UNAVAILABLE && error.reason.empty()) {
    std::cerr << "geotask: No server answers at " << shown(session.server) << ".\n";
    part("because", error.message, "");
    part("try", "Check that geotaskd runs there, and the address in --server or GEOTASK_SERVER.",
         "");
    return kUnreachable;
  }
  if (error.code == grpc::StatusCode::DEADLINE_EXCEEDED && error.reason.empty()) {
    std::cerr << "geotask: The server at " << shown(session.server) << " did not answer in time.\n";
    return kUnreachable;
  }
  std::cerr << "geotask: " << shown(error.message) << "\n";
  part("option", optionOf(error.field), error.message);
  part("field", error.field, error.message);
  part("given", error.given, error.message);
  part("accepted", error.accepted, error.message);
  part("try", error.remedy, error.message);
  if (error.retry_delay) {
    part("again in", durationText(static_cast<double>(error.retry_delay->count()) / 1000), "");
  }
  part("reason", error.reason, error.message);
  return exitCodeOf(error);
}

void printJson(const google::protobuf::Message& message) {
  std::string text;
  const auto status = google::protobuf::util::MessageToJsonString(message, &text);
  if (status.ok()) {
    std::cout << text << std::endl;
    return;
  }
  tell("A message cannot be written as JSON: " + std::string(status.message()));
  std::cout.setstate(std::ios::failbit);
}

void tell(const std::string& text) { std::cerr << "geotask: " << shown(text) << std::endl; }

int closeOutput(int code) {
  std::cout.flush();
  if (std::cout || code != kOk) return code;
  tell("Standard output cannot be written; what was printed is not complete.");
  return kFailed;
}

}  // namespace geotask::cli

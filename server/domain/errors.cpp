// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/errors.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/text.h"

namespace geotask {

namespace {

constexpr size_t kMaxGivenBytes = 200;

// The payloads of a status that carry the parts of its detail.
constexpr char kReason[] = "geotask/reason";
constexpr char kField[] = "geotask/field";
constexpr char kGiven[] = "geotask/given";
constexpr char kAccepted[] = "geotask/accepted";
constexpr char kRemedy[] = "geotask/remedy";
constexpr char kRetryDelay[] = "geotask/retry_delay";

void setPayload(absl::Status& status, const char* url, const std::string& value) {
  if (!value.empty()) status.SetPayload(url, absl::Cord(value));
}

std::string payload(const absl::Status& status, const char* url) {
  const auto value = status.GetPayload(url);
  return value ? std::string(*value) : std::string();
}

// "QUEUE_FULL" as "queue full".
std::string inWords(const std::string& reason) {
  std::string words = reason;
  for (char& c : words) {
    c = c == '_' ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return words;
}

std::string sentence(const ErrorDetail& detail) {
  std::string text = detail.given.empty() ? inWords(detail.reason)
                                          : absl::StrCat(detail.given, " is not accepted");
  if (!detail.field.empty()) text = absl::StrCat(detail.field, ": ", text);
  if (!detail.accepted.empty()) absl::StrAppend(&text, "; accepted: ", detail.accepted);
  if (!detail.remedy.empty()) absl::StrAppend(&text, ". ", detail.remedy);
  return text;
}

}  // namespace

absl::Status makeError(absl::StatusCode code, ErrorDetail detail) {
  cutText(detail.given, kMaxGivenBytes);
  const std::string message = sentence(detail);
  return makeError(code, message, std::move(detail));
}

absl::Status makeError(absl::StatusCode code, const std::string& message, ErrorDetail detail) {
  cutText(detail.given, kMaxGivenBytes);
  if (detail.remedy.empty() && code == absl::StatusCode::kInvalidArgument) {
    detail.remedy = "Correct it and send the request again.";
  }
  absl::Status status(code, message);
  setPayload(status, kReason, detail.reason);
  setPayload(status, kField, detail.field);
  setPayload(status, kGiven, detail.given);
  setPayload(status, kAccepted, detail.accepted);
  setPayload(status, kRemedy, detail.remedy);
  if (detail.retry_delay > absl::ZeroDuration()) {
    setPayload(status, kRetryDelay, absl::FormatDuration(detail.retry_delay));
  }
  return status;
}

ErrorDetail errorDetail(const absl::Status& status) {
  ErrorDetail detail;
  detail.reason = payload(status, kReason);
  if (detail.reason.empty()) detail.reason = "INTERNAL";
  detail.field = payload(status, kField);
  detail.given = payload(status, kGiven);
  detail.accepted = payload(status, kAccepted);
  detail.remedy = payload(status, kRemedy);
  absl::Duration delay;
  if (absl::ParseDuration(payload(status, kRetryDelay), &delay)) detail.retry_delay = delay;
  return detail;
}

absl::Status atField(const std::string& prefix, const absl::Status& status) {
  if (status.ok()) return status;
  ErrorDetail detail = errorDetail(status);
  const std::string inner = detail.field;
  const std::string message(status.message());
  detail.field =
      inner.empty() ? prefix : absl::StrCat(prefix, inner.front() == '[' ? "" : ".", inner);
  const bool named = !inner.empty() && absl::StartsWith(message, inner);
  const std::string outer = named ? absl::StrCat(detail.field, message.substr(inner.size()))
                                  : absl::StrCat(detail.field, ": ", message);
  return makeError(status.code(), outer, std::move(detail));
}

}  // namespace geotask

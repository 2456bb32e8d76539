// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/protocol.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "domain/text.h"

namespace geotask {
namespace {

constexpr int kMaxDepth = 100;
constexpr size_t kMaxReasonBytes = 64;

// What a worker may say of an algorithm or its parameters.
constexpr absl::StatusCode kCodes[] = {
    absl::StatusCode::kInvalidArgument, absl::StatusCode::kFailedPrecondition,
    absl::StatusCode::kCancelled, absl::StatusCode::kResourceExhausted,
    absl::StatusCode::kInternal};

// JSON's own parser would take any depth, and what works on the value would run out of stack.
bool isTooDeep(const std::string& text) {
  int depth = 0;
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      quoted = c != '"';
    } else if (c == '"') {
      quoted = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kMaxDepth) return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

bool isReason(const std::string& text) {
  if (text.empty() || text.size() > kMaxReasonBytes) return false;
  for (const char c : text) {
    if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '_') return false;
  }
  return true;
}

}  // namespace

std::string writeMessage(const Json& message) {
  return message.dump(-1, ' ', false, Json::error_handler_t::replace);
}

absl::StatusOr<Json> readMessage(const std::string& text) {
  if (isTooDeep(text)) return absl::InvalidArgumentError("a message is nested too deep");
  Json message = Json::parse(text, nullptr, false);
  if (!message.is_object()) return absl::InvalidArgumentError("a message is no JSON object");
  return message;
}

const Json& valueIn(const Json& object, const char* name) {
  static const Json null;
  if (!object.is_object()) return null;
  const auto found = object.find(name);
  return found == object.end() ? null : *found;
}

const Json& listIn(const Json& object, const char* name) {
  static const Json none = Json::array();
  const Json& value = valueIn(object, name);
  return value.is_array() ? value : none;
}

std::string textIn(const Json& object, const char* name, size_t limit) {
  const Json& value = valueIn(object, name);
  if (!value.is_string()) return "";
  std::string text = value.get<std::string>();
  cutText(text, limit);
  return text;
}

bool flagIn(const Json& object, const char* name) {
  const Json& value = valueIn(object, name);
  return value.is_boolean() && value.get<bool>();
}

double numberIn(const Json& object, const char* name) {
  const Json& value = valueIn(object, name);
  const double number = value.is_number() ? value.get<double>() : 0;
  return std::isfinite(number) ? number : 0;
}

std::vector<std::string> textsIn(const Json& object, const char* name, size_t limit) {
  std::vector<std::string> texts;
  for (const Json& value : listIn(object, name)) {
    if (!value.is_string()) continue;
    texts.push_back(value.get<std::string>());
    cutText(texts.back(), limit);
  }
  return texts;
}

Json toJson(const absl::Status& status) {
  if (status.ok()) return nullptr;
  const ErrorDetail detail = errorDetail(status);
  return {{"code", static_cast<int>(status.code())},
          {"message", std::string(status.message())},
          {"reason", detail.reason},
          {"field", detail.field},
          {"given", detail.given},
          {"accepted", detail.accepted},
          {"remedy", detail.remedy}};
}

absl::Status statusFromJson(const Json& json) {
  if (json.is_null()) return absl::OkStatus();
  constexpr size_t kMessageBytes = 8192;
  constexpr size_t kPartBytes = 2000;
  ErrorDetail detail;
  detail.reason = textIn(json, "reason");
  if (!isReason(detail.reason)) detail.reason = "WORKER_MISBEHAVED";
  detail.field = textIn(json, "field", kPartBytes);
  detail.given = textIn(json, "given", kPartBytes);
  detail.accepted = textIn(json, "accepted", kPartBytes);
  detail.remedy = textIn(json, "remedy", kPartBytes);
  absl::StatusCode code = absl::StatusCode::kInternal;
  for (const absl::StatusCode known : kCodes) {
    if (numberIn(json, "code") == static_cast<int>(known)) code = known;
  }
  std::string message = textIn(json, "message", kMessageBytes);
  if (message.empty()) message = "the worker gave no reason";
  return makeError(code, message, detail);
}

}  // namespace geotask

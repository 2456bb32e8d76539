// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/convert_value.h"

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"

namespace geotask {
namespace {

// Up to here every whole number is a 64-bit float.
constexpr int64_t kMaxWhole = int64_t{1} << 53;

absl::StatusOr<Json> takeObject(const google::protobuf::Struct& proto, int depth);

absl::Status invalid(const std::string& given, const std::string& accepted) {
  return makeError(absl::StatusCode::kInvalidArgument, {"INVALID_VALUE", "", given, accepted});
}

absl::Status tooDeep() {
  return invalid("lists and objects that lie too deep in each other",
                 absl::StrCat("at most ", kMaxValueDepth, " in each other"));
}

absl::StatusOr<Json> takeNumber(double number) {
  if (!std::isfinite(number))
    return invalid(std::isnan(number) ? "NaN" : "an infinite number", "a finite number, or text");
  const bool whole = std::floor(number) == number && std::abs(number) <= kMaxWhole;
  if (whole && !(number == 0 && std::signbit(number))) return Json(static_cast<int64_t>(number));
  return Json(number);
}

absl::StatusOr<Json> takeValue(const google::protobuf::Value& proto, int depth) {
  switch (proto.kind_case()) {
    case google::protobuf::Value::kBoolValue:
      return Json(proto.bool_value());
    case google::protobuf::Value::kNumberValue:
      return takeNumber(proto.number_value());
    case google::protobuf::Value::kStringValue:
      return Json(proto.string_value());
    case google::protobuf::Value::kStructValue:
      return takeObject(proto.struct_value(), depth + 1);
    case google::protobuf::Value::kListValue: {
      if (depth >= kMaxValueDepth) return tooDeep();
      Json list = Json::array();
      for (const google::protobuf::Value& member : proto.list_value().values()) {
        auto taken = takeValue(member, depth + 1);
        if (!taken.ok()) return atField(absl::StrCat("[", list.size(), "]"), taken.status());
        list.push_back(*std::move(taken));
      }
      return list;
    }
    case google::protobuf::Value::kNullValue:
    case google::protobuf::Value::KIND_NOT_SET:
      break;
  }
  return Json(nullptr);
}

absl::StatusOr<Json> takeObject(const google::protobuf::Struct& proto, int depth) {
  if (depth > kMaxValueDepth) return tooDeep();
  Json object = Json::object();
  for (const auto& [name, member] : proto.fields()) {
    auto taken = takeValue(member, depth);
    if (!taken.ok()) return atField(name, taken.status());
    object[name] = *std::move(taken);
  }
  return object;
}

std::string textOf(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool beyondWhole(const Json& value) {
  if (value.is_number_unsigned()) return value.get<uint64_t>() > uint64_t{kMaxWhole};
  if (!value.is_number_integer()) return false;
  const auto number = value.get<int64_t>();
  return number > kMaxWhole || number < -kMaxWhole;
}

void put(const Json& value, int depth, google::protobuf::Value& proto);

void putObject(const Json& value, int depth, google::protobuf::Struct& proto) {
  if (!value.is_object()) return;
  auto& fields = *proto.mutable_fields();
  for (const auto& [name, member] : value.items()) put(member, depth, fields[name]);
}

void putNumber(double number, google::protobuf::Value& proto) {
  if (std::isfinite(number)) {
    proto.set_number_value(number);
  } else {
    proto.set_string_value(std::isnan(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
  }
}

void put(const Json& value, int depth, google::protobuf::Value& proto) {
  if (value.is_structured() && depth >= kMaxValueDepth) {
    proto.set_string_value(textOf(value));
  } else if (value.is_object()) {
    putObject(value, depth + 1, *proto.mutable_struct_value());
  } else if (value.is_array()) {
    auto& list = *proto.mutable_list_value();
    for (const Json& member : value) put(member, depth + 1, *list.add_values());
  } else if (value.is_string()) {
    proto.set_string_value(value.get_ref<const std::string&>());
  } else if (value.is_boolean()) {
    proto.set_bool_value(value.get<bool>());
  } else if (beyondWhole(value)) {
    proto.set_string_value(textOf(value));
  } else if (value.is_number()) {
    putNumber(value.get<double>(), proto);
  } else {
    proto.set_null_value(google::protobuf::NULL_VALUE);
  }
}

}  // namespace

absl::StatusOr<Json> fromProto(const google::protobuf::Value& proto) { return takeValue(proto, 0); }

absl::StatusOr<Json> fromProto(const google::protobuf::Struct& proto) {
  return takeObject(proto, 1);
}

void toProto(const Json& value, google::protobuf::Value& proto) { put(value, 0, proto); }

void toProto(const Json& value, google::protobuf::Struct& proto) { putObject(value, 1, proto); }

}  // namespace geotask

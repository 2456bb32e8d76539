// SPDX-License-Identifier: GPL-2.0-or-later
#include "codec/convert_feature.h"

#include <utility>

namespace geotask {
namespace {

static_assert(static_cast<int>(FieldType::kBoolean) + 1 == v1::FIELD_TYPE_BOOLEAN);
static_assert(static_cast<int>(FieldType::kJson) + 1 == v1::FIELD_TYPE_JSON);

void toProto(Value value, v1::Value& proto) {
  if (auto* boolean = std::get_if<bool>(&value)) {
    proto.set_bool_value(*boolean);
  } else if (auto* integer = std::get_if<int64_t>(&value)) {
    proto.set_integer_value(*integer);
  } else if (auto* real = std::get_if<double>(&value)) {
    proto.set_double_value(*real);
  } else if (auto* text = std::get_if<std::string>(&value)) {
    proto.set_string_value(std::move(*text));
  } else if (auto* binary = std::get_if<Binary>(&value)) {
    proto.set_binary_value(std::move(binary->bytes));
  }
}

Value takeValue(v1::Value& proto) {
  switch (proto.kind_case()) {
    case v1::Value::kBoolValue:
      return proto.bool_value();
    case v1::Value::kIntegerValue:
      return static_cast<int64_t>(proto.integer_value());
    case v1::Value::kDoubleValue:
      return proto.double_value();
    case v1::Value::kStringValue:
      return std::move(*proto.mutable_string_value());
    case v1::Value::kBinaryValue:
      return Binary{std::move(*proto.mutable_binary_value())};
    case v1::Value::KIND_NOT_SET:
      break;
  }
  return std::monostate();
}

}  // namespace

void toProto(const Schema& schema, v1::Schema& proto) {
  for (const Field& field : schema.fields) {
    v1::Field& added = *proto.add_fields();
    added.set_name(field.name);
    added.set_type(static_cast<v1::FieldType>(static_cast<int>(field.type) + 1));
    added.set_length(field.length);
    added.set_precision(field.precision);
  }
  proto.set_geometry_type(schema.geometry_type);
  proto.set_crs(schema.crs);
}

Schema fromProto(const v1::Schema& proto) {
  Schema schema;
  for (const v1::Field& field : proto.fields()) {
    const bool known = field.type() > 0 && v1::FieldType_IsValid(field.type());
    schema.fields.push_back(
        {field.name(),
         known ? static_cast<FieldType>(static_cast<int>(field.type()) - 1) : FieldType::kString,
         field.length(), field.precision()});
  }
  if (!proto.geometry_type().empty()) schema.geometry_type = proto.geometry_type();
  schema.crs = proto.crs();
  return schema;
}

void toProto(Feature feature, v1::Feature& proto) {
  proto.set_id(feature.id);
  if (feature.wkb) proto.set_wkb(*std::move(feature.wkb));
  proto.mutable_attributes()->Reserve(static_cast<int>(feature.attributes.size()));
  for (Value& value : feature.attributes) toProto(std::move(value), *proto.add_attributes());
}

Feature takeFeature(v1::Feature& proto) {
  Feature feature;
  feature.id = proto.id();
  if (proto.has_wkb()) feature.wkb = std::move(*proto.mutable_wkb());
  feature.attributes.reserve(proto.attributes_size());
  for (v1::Value& value : *proto.mutable_attributes())
    feature.attributes.push_back(takeValue(value));
  return feature;
}

}  // namespace geotask

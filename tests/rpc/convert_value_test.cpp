// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/convert_value.h"

#include <gtest/gtest.h>

#include <limits>

#include "domain/errors.h"

namespace geotask {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

Json backAndForth(const Json& json) {
  Value proto;
  toProto(json, proto);
  const auto back = fromProto(proto);
  EXPECT_TRUE(back.ok()) << back.status();
  return back.ok() ? *back : Json();
}

Value number(double value) {
  Value proto;
  proto.set_number_value(value);
  return proto;
}

TEST(ConvertValue, WhatJsonCanSayComesBack) {
  const Json json = Json::parse(R"({
    "INPUT": "dataset:a", "DISTANCE": 0.1, "SEGMENTS": 5, "BELOW": -3, "DISSOLVE": true,
    "NOTHING": null, "EMPTY": [], "NONE": {}, "ÄÖ": "ü",
    "TABLE": ["1", 2, 3.5, [null, {"a": [1]}]]
  })");
  EXPECT_EQ(backAndForth(json), json);
}

TEST(ConvertValue, AWholeNumberIsAnInteger) {
  EXPECT_TRUE(fromProto(number(5))->is_number_integer());
  EXPECT_TRUE(fromProto(number(-9007199254740992))->is_number_integer());
  EXPECT_TRUE(fromProto(number(0.5))->is_number_float());
  EXPECT_TRUE(fromProto(number(1e300))->is_number_float());
  EXPECT_TRUE(fromProto(number(-0.0))->is_number_float());
}

TEST(ConvertValue, AWholeNumberThatAFloatCannotHoldIsText) {
  EXPECT_EQ(backAndForth(int64_t{9007199254740992}), 9007199254740992);
  EXPECT_EQ(backAndForth(int64_t{9007199254740993}), "9007199254740993");
  EXPECT_EQ(backAndForth(std::numeric_limits<int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(backAndForth(std::numeric_limits<uint64_t>::max()), "18446744073709551615");
}

TEST(ConvertValue, AParameterThatIsNoNumberIsRefusedWhereItStands) {
  Struct proto;
  auto& list = *(*proto.mutable_fields())["TABLE"].mutable_list_value();
  list.add_values()->set_number_value(1);
  (*list.add_values()->mutable_struct_value()->mutable_fields())["size"].set_number_value(
      std::numeric_limits<double>::quiet_NaN());
  const ErrorDetail detail = errorDetail(fromProto(proto).status());
  EXPECT_EQ(detail.reason, "INVALID_VALUE");
  EXPECT_EQ(detail.field, "TABLE[1].size");
  EXPECT_EQ(detail.given, "NaN");
  EXPECT_FALSE(fromProto(number(std::numeric_limits<double>::infinity())).ok());
}

TEST(ConvertValue, AResultThatIsNoNumberIsText) {
  EXPECT_EQ(backAndForth(std::numeric_limits<double>::quiet_NaN()), "NaN");
  EXPECT_EQ(backAndForth(std::numeric_limits<double>::infinity()), "Infinity");
  EXPECT_EQ(backAndForth(-std::numeric_limits<double>::infinity()), "-Infinity");
}

Value nested(int depth) {
  Value value;
  if (depth > 0) *value.mutable_list_value()->add_values() = nested(depth - 1);
  return value;
}

TEST(ConvertValue, ListsLieInEachOtherAsDeepAsIsAllowed) {
  EXPECT_TRUE(fromProto(nested(kMaxValueDepth)).ok());
  const ErrorDetail detail = errorDetail(fromProto(nested(kMaxValueDepth + 1)).status());
  EXPECT_EQ(detail.reason, "INVALID_VALUE");
  EXPECT_EQ(detail.field.substr(0, 6), "[0][0]");
}

TEST(ConvertValue, AResultThatLiesTooDeepIsTextAndCanBeReadBack) {
  Json json = 1;
  for (int i = 0; i < 60; ++i) json = i % 2 == 0 ? Json{{"a", json}} : Json::array({json});
  Struct proto;
  toProto(json.is_object() ? json : json[0], proto);
  Struct read;
  EXPECT_TRUE(read.ParseFromString(proto.SerializeAsString()));
  EXPECT_TRUE(fromProto(read).ok());
}

}  // namespace
}  // namespace geotask

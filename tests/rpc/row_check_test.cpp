// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/row_check.h"

#include <gtest/gtest.h>

#include <limits>

#include "domain/errors.h"

namespace geotask {
namespace {

constexpr int64_t kInt32Max = std::numeric_limits<int32_t>::max();

Schema oneField(FieldType type) {
  Schema schema;
  schema.fields = {{"a", type}};
  return schema;
}

absl::Status checkValue(FieldType type, const v1::Value& value) {
  v1::Feature row;
  *row.add_attributes() = value;
  return RowCheck(oneField(type), 1000).check(row);
}

v1::Value text(const char* value) {
  v1::Value proto;
  proto.set_string_value(value);
  return proto;
}

v1::Value integer(int64_t value) {
  v1::Value proto;
  proto.set_integer_value(value);
  return proto;
}

TEST(RowCheck, NullFitsEveryType) {
  for (int type = 0; type <= static_cast<int>(FieldType::kJson); ++type)
    EXPECT_TRUE(checkValue(static_cast<FieldType>(type), {}).ok());
}

TEST(RowCheck, IntegersHaveTheirRange) {
  EXPECT_TRUE(checkValue(FieldType::kInteger, integer(kInt32Max)).ok());
  EXPECT_TRUE(checkValue(FieldType::kInteger, integer(-kInt32Max - 1)).ok());
  EXPECT_FALSE(checkValue(FieldType::kInteger, integer(kInt32Max + 1)).ok());
  EXPECT_TRUE(checkValue(FieldType::kInteger64, integer(kInt32Max + 1)).ok());
  const ErrorDetail detail = errorDetail(checkValue(FieldType::kInteger, integer(-kInt32Max - 2)));
  EXPECT_EQ(detail.reason, "INVALID_ATTRIBUTE");
  EXPECT_EQ(detail.field, "attributes[0]");
  EXPECT_EQ(detail.given, "-2147483649");
}

TEST(RowCheck, AValueOfAnotherTypeIsRefused) {
  EXPECT_FALSE(checkValue(FieldType::kDouble, integer(1)).ok());
  EXPECT_FALSE(checkValue(FieldType::kBoolean, integer(1)).ok());
  EXPECT_FALSE(checkValue(FieldType::kBinary, text("x")).ok());
  EXPECT_FALSE(checkValue(FieldType::kString, integer(1)).ok());
}

TEST(RowCheck, TextsHaveTheFormOfTheirType) {
  EXPECT_TRUE(checkValue(FieldType::kString, text("anything")).ok());
  EXPECT_TRUE(checkValue(FieldType::kDate, text("2024-02-29")).ok());
  EXPECT_FALSE(checkValue(FieldType::kDate, text("29.2.2024")).ok());
  EXPECT_FALSE(checkValue(FieldType::kTime, text("noon")).ok());
  EXPECT_FALSE(checkValue(FieldType::kDateTime, text("2024-02-29")).ok());
  EXPECT_TRUE(checkValue(FieldType::kJson, text("{\"a\": [1]}")).ok());
  EXPECT_FALSE(checkValue(FieldType::kJson, text("{a: 1}")).ok());
}

TEST(RowCheck, ARowHasAsManyAttributesAsItsSchema) {
  const ErrorDetail detail = errorDetail(RowCheck(oneField(FieldType::kString), 1000).check({}));
  EXPECT_EQ(detail.reason, "INVALID_ATTRIBUTE");
  EXPECT_EQ(detail.field, "attributes");
}

// POINT (0 0), little-endian.
const std::string kPoint = std::string("\1\1\0\0\0", 5) + std::string(16, '\0');

absl::Status checkPoint(const std::string& geometry_type, const std::string& wkb = kPoint) {
  Schema schema;
  schema.geometry_type = geometry_type;
  v1::Feature row;
  row.set_wkb(wkb);
  return RowCheck(schema, 1000).check(row);
}

TEST(RowCheck, AGeometryIsOfTheTypeOfItsLayer) {
  EXPECT_TRUE(checkPoint("Point").ok());
  EXPECT_TRUE(checkPoint("Geometry").ok());
  for (const char* other : {"PointZ", "MultiPoint", "Polygon", "NoGeometry"}) {
    const ErrorDetail detail = errorDetail(checkPoint(other));
    EXPECT_EQ(detail.reason, "INVALID_WKB");
    EXPECT_EQ(detail.field, "wkb");
    EXPECT_EQ(detail.given, "Point");
  }
}

TEST(RowCheck, BrokenWkbIsRefusedAndNoGeometryIsNot) {
  EXPECT_EQ(errorDetail(checkPoint("Point", kPoint.substr(0, 20))).reason, "INVALID_WKB");
  EXPECT_TRUE(RowCheck(Schema(), 1000).check({}).ok());
}

}  // namespace
}  // namespace geotask

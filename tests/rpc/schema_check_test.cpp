// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/schema_check.h"

#include <gtest/gtest.h>

#include "domain/errors.h"

namespace geotask {
namespace {

v1::Schema schemaWith(std::vector<std::pair<std::string, int>> fields) {
  v1::Schema schema;
  for (const auto& [name, type] : fields) {
    v1::Field& field = *schema.add_fields();
    field.set_name(name);
    field.set_type(static_cast<v1::FieldType>(type));
  }
  return schema;
}

std::string faultyField(const v1::Schema& schema) {
  const ErrorDetail detail = errorDetail(checkSchema(schema));
  EXPECT_EQ(detail.reason, "INVALID_SCHEMA");
  return detail.field;
}

TEST(SchemaCheck, FieldsHaveNamesOfTheirOwnAndATypeThatIsKnown) {
  EXPECT_TRUE(checkSchema(schemaWith({{"a", 1}, {"b", 10}})).ok());
  EXPECT_TRUE(checkSchema({}).ok());
  EXPECT_EQ(faultyField(schemaWith({{"a", 1}, {"a", 2}})), "fields[1].name");
  EXPECT_EQ(faultyField(schemaWith({{"", 1}})), "fields[0].name");
  EXPECT_EQ(faultyField(schemaWith({{std::string(256, 'x'), 1}})), "fields[0].name");
  EXPECT_EQ(faultyField(schemaWith({{"a", 0}})), "fields[0].type");
  EXPECT_EQ(faultyField(schemaWith({{"a", 11}})), "fields[0].type");
}

TEST(SchemaCheck, LengthAndPrecisionAreNotNegative) {
  v1::Schema schema = schemaWith({{"a", 5}});
  schema.mutable_fields(0)->set_length(-1);
  EXPECT_EQ(faultyField(schema), "fields[0].length");
  schema.mutable_fields(0)->set_length(0);
  schema.mutable_fields(0)->set_precision(-1);
  EXPECT_EQ(faultyField(schema), "fields[0].precision");
}

TEST(SchemaCheck, TheGeometryTypeIsAnOgcName) {
  v1::Schema schema;
  for (const char* name :
       {"", "Geometry", "NoGeometry", "Point", "MultiPolygonZ", "LineStringZM"}) {
    schema.set_geometry_type(name);
    EXPECT_TRUE(checkSchema(schema).ok()) << name;
  }
  for (const char* name : {"point", "Polygon Z", "Blob"}) {
    schema.set_geometry_type(name);
    EXPECT_EQ(faultyField(schema), "geometry_type");
  }
}

TEST(SchemaCheck, ThereIsABoundOnTheNumberOfFields) {
  std::vector<std::pair<std::string, int>> fields;
  for (int i = 0; i < 2001; ++i) fields.emplace_back("f" + std::to_string(i), 1);
  EXPECT_EQ(faultyField(schemaWith(fields)), "fields");
}

}  // namespace
}  // namespace geotask

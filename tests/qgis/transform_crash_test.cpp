// SPDX-License-Identifier: GPL-2.0-or-later
//
// Every operation, alone and behind every other, on geometries that are legal and odd: parts and rings
// without a vertex, collections in collections, huge and tiny coordinates. None ends the process, and
// what comes out is WKB of the promised type.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/wkb.h"
#include "native_operations.h"
#include "transform_driver.h"

namespace geotask::testing {
namespace {

// Little-endian WKB, which can say what WKT cannot: parts without a vertex.
class Wkb {
 public:
  Wkb& head(uint32_t type) {
    bytes_ += '\1';
    return number(type);
  }
  Wkb& number(uint32_t value) {
    for (int shift = 0; shift < 32; shift += 8) bytes_ += static_cast<char>(value >> shift);
    return *this;
  }
  Wkb& point(double x, double y) {
    for (const double value : {x, y}) {
      bytes_.append(reinterpret_cast<const char*>(&value), sizeof(value));
    }
    return *this;
  }
  Wkb& square(double x, double y, double size) {
    return number(5)
        .point(x, y)
        .point(x + size, y)
        .point(x + size, y + size)
        .point(x, y + size)
        .point(x, y);
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

enum Type : uint32_t { kPoint = 1, kLine, kPolygon, kMultiPoint, kMultiLine, kMultiPolygon, kAll };

std::vector<std::string> oddities() {
  return {
      Wkb().head(kPolygon).number(0).bytes(),
      Wkb().head(kPolygon).number(1).number(0).bytes(),
      Wkb().head(kPolygon).number(2).square(0, 0, 9).number(0).bytes(),
      Wkb()
          .head(kMultiPolygon)
          .number(2)
          .head(kPolygon)
          .number(0)
          .head(kPolygon)
          .number(1)
          .square(0, 0, 9)
          .bytes(),
      Wkb()
          .head(kMultiPolygon)
          .number(2)
          .head(kPolygon)
          .number(1)
          .square(0, 0, 9)
          .head(kPolygon)
          .number(1)
          .number(0)
          .bytes(),
      Wkb()
          .head(kMultiLine)
          .number(2)
          .head(kLine)
          .number(0)
          .head(kLine)
          .number(2)
          .point(0, 0)
          .point(3, 1)
          .bytes(),
      Wkb().head(kLine).number(1).point(2, 2).bytes(),
      Wkb().head(kLine).number(2).point(2, 2).point(2, 2).bytes(),
      Wkb().head(kMultiPoint).number(0).bytes(),
      Wkb().head(kAll).number(0).bytes(),
      Wkb()
          .head(kAll)
          .number(2)
          .head(kAll)
          .number(1)
          .head(kPolygon)
          .number(0)
          .head(kPoint)
          .point(1, 1)
          .bytes(),
      Wkb()
          .head(kAll)
          .number(3)
          .head(kPoint)
          .point(0, 0)
          .head(kLine)
          .number(2)
          .point(0, 0)
          .point(2, 2)
          .head(kPolygon)
          .number(1)
          .square(1, 1, 3)
          .bytes(),
      Wkb().head(kPolygon).number(1).square(-1e30, -1e30, 2e30).bytes(),
      Wkb().head(kPolygon).number(1).square(0, 0, 1e-300).bytes(),
      Wkb().head(kPolygon).number(1).number(3).point(0, 0).point(1, 1).point(0, 0).bytes(),
  };
}

// Those that would take too many vertices of huge shapes are refused.
bool isRefusal(const absl::Status& status) {
  return status.code() == absl::StatusCode::kResourceExhausted;
}

void expectSound(const Transform& chain, const std::string& wkb) {
  Schema schema;
  schema.crs = "EPSG:3857";
  const auto result = transformRows(chain, schema, {{1, wkb, {}}});
  if (!result.ok()) {
    EXPECT_TRUE(isRefusal(result.status())) << result.status();
    return;
  }
  expectTrueToSchema(*result);
  for (const Feature& row : result->rows) {
    if (!row.wkb) continue;
    EXPECT_TRUE(checkWkb(*row.wkb, WkbCoordinates::kAny).ok());
  }
}

TEST(TransformCrash, NoOperationEndsTheProcess) {
  for (const std::string& wkb : oddities()) {
    ASSERT_TRUE(checkWkb(wkb).ok());
    for (const NativeOperation& each : nativeOperations()) {
      SCOPED_TRACE(each.name);
      expectSound({{each.operation}}, wkb);
    }
  }
}

TEST(TransformCrash, NorDoesOneBehindAnother) {
  for (const std::string& wkb : oddities()) {
    for (const NativeOperation& first : nativeOperations()) {
      for (const NativeOperation& second : nativeOperations()) {
        SCOPED_TRACE(first.name + " " + second.name);
        const Transform chain{{first.operation, second.operation}};
        Schema schema;
        schema.crs = "EPSG:3857";
        if (checkTransformInput(chain, schema).ok()) expectSound(chain, wkb);
      }
    }
  }
}

}  // namespace
}  // namespace geotask::testing

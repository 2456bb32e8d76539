// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/submit_checks.h"

#include <gtest/gtest.h>

#include <functional>

#include "support/fake_catalogue.h"

namespace geotask {
namespace {

SubmitRequest goodRequest() {
  SubmitRequest request;
  request.principal = "ann";
  request.spec.source = "world";
  request.spec.layer = "lakes";
  request.spec.buffer.distance = 1;
  return request;
}

absl::Status check(const std::function<void(SubmitRequest&)>& change) {
  SubmitRequest request = goodRequest();
  change(request);
  return checkSubmit(request, absl::Hours(24), FakeCatalogue(), FakeCrsRegistry());
}

// "OUT_OF_RANGE spec.priority", or "OK".
std::string verdict(const std::function<void(SubmitRequest&)>& change) {
  const absl::Status status = check(change);
  return status.ok() ? "OK" : errorDetail(status).reason + " " + errorDetail(status).field;
}

void features(SubmitRequest& request, const std::string& geometry_type, const std::string& crs) {
  request.spec.input = InputKind::kFeatures;
  request.spec.input_schema.geometry_type = geometry_type;
  request.spec.input_schema.crs = crs;
}

TEST(CheckSubmit, AcceptsWhatIsRight) {
  EXPECT_EQ(verdict([](auto&) {}), "OK");
  EXPECT_EQ(verdict([](auto& r) { r.job_id = "my-job", r.request_id = std::string(128, 'x'); }),
            "OK");
  EXPECT_EQ(verdict([](auto& r) { r.spec.labels = {{"a.b_c-1", std::string(255, 'x')}}; }), "OK");
}

TEST(CheckSubmit, NamesIds) {
  EXPECT_EQ(verdict([](auto& r) { r.job_id = "My Job"; }), "INVALID_ID job_id");
  EXPECT_EQ(verdict([](auto& r) { r.request_id = std::string(129, 'x'); }),
            "INVALID_ID request_id");
}

TEST(CheckSubmit, NamesPriorityAndTtl) {
  EXPECT_EQ(verdict([](auto& r) { r.spec.priority = 10; }), "OK");
  EXPECT_EQ(verdict([](auto& r) { r.spec.priority = 11; }), "OUT_OF_RANGE spec.priority");
  EXPECT_EQ(verdict([](auto& r) { r.spec.priority = -11; }), "OUT_OF_RANGE spec.priority");
  EXPECT_EQ(verdict([](auto& r) { r.spec.ttl = absl::Hours(24); }), "OK");
  EXPECT_EQ(verdict([](auto& r) { r.spec.ttl = absl::Hours(25); }), "OUT_OF_RANGE spec.ttl");
  EXPECT_EQ(verdict([](auto& r) { r.spec.ttl = absl::Milliseconds(999); }),
            "OUT_OF_RANGE spec.ttl");
}

TEST(CheckSubmit, NamesLabels) {
  EXPECT_EQ(verdict([](auto& r) { r.spec.labels = {{"A", "x"}}; }), "INVALID_LABEL spec.labels[A]");
  EXPECT_EQ(verdict([](auto& r) {
              r.spec.labels = {{"1a", "x"}};
            }),
            "INVALID_LABEL spec.labels[1a]");
  EXPECT_EQ(verdict([](auto& r) {
              r.spec.labels = {{"a", std::string(256, 'x')}};
            }),
            "INVALID_LABEL spec.labels[a]");
  EXPECT_EQ(verdict([](auto& r) {
              for (int i = 0; i < 33; ++i) r.spec.labels["k" + std::to_string(i)] = "";
            }),
            "INVALID_LABEL spec.labels");
}

TEST(CheckSubmit, NamesOptionsOfTheBuffer) {
  EXPECT_EQ(verdict([](auto& r) { r.spec.buffer.segments = 0; }),
            "OUT_OF_RANGE spec.buffer.segments");
  EXPECT_EQ(verdict([](auto& r) { r.spec.buffer.output_crs = "+proj=x"; }),
            "INVALID_CRS spec.buffer.output_crs");
  EXPECT_EQ(verdict([](auto& r) { r.spec.buffer.distance_field = "name"; }),
            "FIELD_NOT_NUMERIC spec.buffer.distance_field");
  EXPECT_EQ(verdict([](auto& r) { r.spec.buffer.side = Side::kLeft; }),
            "NOT_A_LINE spec.buffer.side");
  EXPECT_EQ(verdict([](auto& r) { r.spec.layer = "rivers", r.spec.buffer.side = Side::kLeft; }),
            "OK");
}

TEST(CheckSubmit, UnknownSourceIsNotFoundAndTheKnownOnesAreListed) {
  const absl::Status status = check([](auto& r) { r.spec.source = "moon"; });
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(errorDetail(status).reason, "UNKNOWN_SOURCE");
  EXPECT_EQ(errorDetail(status).given, "data:moon/lakes");
  EXPECT_EQ(errorDetail(status).accepted, "a layer of one of the sources gone, world");
}

TEST(CheckSubmit, UnknownLayerIsNotFoundAndTheKnownOnesAreListed) {
  const absl::Status status = check([](auto& r) { r.spec.layer = "seas"; });
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(errorDetail(status).reason, "UNKNOWN_LAYER");
  EXPECT_EQ(errorDetail(status).accepted, "data:world/lakes, data:world/notes, data:world/rivers");
}

TEST(CheckSubmit, ASourceThatCannotBeReadIsUnavailableForNow) {
  const absl::Status status = check([](auto& r) { r.spec.source = "gone"; });
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(errorDetail(status).reason, "SOURCE_UNREADABLE");
  EXPECT_GT(errorDetail(status).retry_delay, absl::ZeroDuration());
}

TEST(CheckSubmit, ATableWithoutGeometryCannotBeBuffered) {
  EXPECT_EQ(verdict([](auto& r) { r.spec.layer = "notes"; }), "INVALID_LAYER spec.input.layer");
}

TEST(CheckSubmit, NamesTheSchemaOfFeatures) {
  EXPECT_EQ(verdict([](auto& r) { features(r, "Point", ""); }), "OK");
  EXPECT_EQ(verdict([](auto& r) { features(r, "Blob", ""); }),
            "INVALID_SCHEMA spec.input.features.schema.geometry_type");
  EXPECT_EQ(verdict([](auto& r) { features(r, "Point", "nowhere"); }),
            "INVALID_CRS spec.input.features.schema.crs");
  EXPECT_EQ(verdict([](auto& r) {
              features(r, "Point", "");
              r.spec.input_schema.fields = {{"a"}, {"b"}, {"a"}};
            }),
            "INVALID_SCHEMA spec.input.features.schema.fields[2].name");
  EXPECT_EQ(verdict([](auto& r) {
              features(r, "Geometry", "nowhere");
              r.spec.input = InputKind::kGeoJson;
            }),
            "INVALID_CRS spec.input.geojson_crs");
}

}  // namespace
}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
//
// Measures what the operations of a chain cost beside what is predicted (server/qgis/transform_change.cpp),
// and prints a table: processor time for a byte of WKB, and predicted by measured time, of all rows and of
// single ones.
//
//     bench_fit_operations build/bench-data/states.wkb
#include <ctime>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "domain/transform.h"
#include "qgis/buffer_engine.h"
#include "qgis/host.h"
#include "qgis/row_transform.h"
#include "support/deaf_context.h"
#include "wkb_file.h"

namespace geotask::bench {
namespace {

struct Rows {
  Schema schema;
  FeatureBatch batch;
};

double microseconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return 1e6 * static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e3;
}

std::optional<RowTransform> chainOf(const Transform::Operation& operation, const Schema& schema) {
  const Transform chain{{operation}};
  if (!checkTransform(chain).ok() || !checkTransformInput(chain, schema).ok()) return std::nullopt;
  auto made = RowTransform::create(chain, schema, engineWithoutProcesses());
  if (!made.ok()) return std::nullopt;
  return *std::move(made);
}

Rows outlinesOf(const Rows& polygons) {
  const Transform::Operation boundary = Transform::Boundary{};
  testing::DeafContext context;
  Rows lines;
  lines.schema = operationOutputSchema(boundary, polygons.schema);
  const auto chain = chainOf(boundary, polygons.schema);
  if (!chain || !chain->apply(polygons.batch, context, lines.batch).ok()) {
    std::cerr << "these are no polygons\n";
    std::exit(1);
  }
  return lines;
}

double percentile(std::vector<double>& sorted, double share) {
  return sorted[static_cast<size_t>(share * static_cast<double>(sorted.size() - 1))];
}

void measure(const Transform::Operation& operation, const Rows& rows) {
  const auto chain = chainOf(operation, rows.schema);
  if (!chain) return;
  testing::DeafContext context;
  double spent = 0, predicted = 0, bytes = 0;
  std::vector<double> ratios;
  for (const Feature& row : rows.batch) {
    FeatureBatch one{row}, result;
    const double prediction = chain->predictedMicroseconds(row);
    const double begin = microseconds();
    if (!chain->apply(std::move(one), context, result).ok()) continue;
    const double took = microseconds() - begin;
    spent += took;
    predicted += prediction;
    bytes += static_cast<double>(row.wkb->size());
    ratios.push_back(prediction / took);
  }
  if (ratios.empty()) return;
  std::sort(ratios.begin(), ratios.end());
  std::printf("| %s | %.1f | %.2f | %.2f | %.2f | %.2f |\n", operationName(operation),
              1000 * spent / bytes, predicted / spent, percentile(ratios, 0.05),
              percentile(ratios, 0.5), percentile(ratios, 0.95));
}

// Each operation as it is when nothing is said of it.
template <size_t kIndex>
void measureAll(const Rows& polygons, const Rows& lines) {
  if constexpr (kIndex < std::variant_size_v<Transform::Operation>) {
    using Chosen = std::variant_alternative_t<kIndex, Transform::Operation>;
    Chosen operation{};
    if constexpr (std::is_same_v<Chosen, Transform::Reproject>) operation.target_crs = "EPSG:3857";
    const bool on_lines = std::is_same_v<Chosen, Transform::MergeLines> ||
                          std::is_same_v<Chosen, Transform::ReverseLineDirection>;
    // Buffers have a model of their own: fit_costs.py.
    if constexpr (!std::is_same_v<Chosen, BufferOptions>) {
      measure(operation, on_lines ? lines : polygons);
    }
    measureAll<kIndex + 1>(polygons, lines);
  }
}

Rows readRows(const std::string& path) {
  Rows rows;
  rows.schema.geometry_type = "MultiPolygon";
  rows.schema.crs = "EPSG:4326";
  for (std::string& wkb : readWkbFile(path)) {
    rows.batch.push_back({static_cast<int64_t>(rows.batch.size()), std::move(wkb), {}});
  }
  return rows;
}

}  // namespace
}  // namespace geotask::bench

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "bench_fit_operations FILE: multipolygons in degrees, as WKB\n";
    return 2;
  }
  const geotask::QgisHost host(argc, argv, {"/tmp/bench_fit_operations", 1});
  const geotask::bench::Rows polygons = geotask::bench::readRows(argv[1]);
  std::puts("| operation | ns a byte | predicted by measured | 5th percentile | median | 95th |");
  std::puts("|---|---|---|---|---|---|");
  geotask::bench::measureAll<1>(polygons, geotask::bench::outlinesOf(polygons));
}

// SPDX-License-Identifier: GPL-2.0-or-later
//
// Measures what the cost model predicts: processor time of whole buffers, of buffers of each part, of
// their union and of the check whether they are valid. One line of JSON a geometry; fit_costs.py fits
// the constants of server/geos/cost_model.cpp to them.
//
//     bench_fit_costs countries.wkb --distance 0.1 --segments 8 > countries.json
#include <ctime>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "geos/geometry_task.h"
#include "geos/geos.h"
#include "geos/hilbert.h"
#include "geos/unite.h"
#include "geos/wkb_parts.h"
#include "wkb_file.h"

namespace geotask::bench {
namespace {

struct Options {
  std::string file;
  double distance = 0.1;
  int segments = 8;
  size_t step = 1;  // Every so many geometries.
  uint64_t large = 16;
  bool whole = true;  // Measure whole buffers, too.
};

double microseconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return 1e6 * static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e3;
}

// Microseconds of the work.
template <typename Work>
double timed(Work work) {
  const double begin = microseconds();
  work();
  return microseconds() - begin;
}

uint64_t verticesOf(const Geom& geometry) {
  const auto parts = wkbParts(Geos::ofThread().toWkb(geometry.get()));
  return parts ? parts->vertices : 0;
}

void measure(const std::string& wkb, const Options& options) {
  const std::optional<WkbParts> parts = wkbParts(wkb);
  if (!parts || parts->parts.empty()) return;
  Geos& geos = Geos::ofThread();
  const BufferStyle style{options.distance, options.segments};
  nlohmann::json line = {{"distance", options.distance},
                         {"segments", options.segments},
                         {"vertices", parts->vertices},
                         {"length", parts->length},
                         {"parts", parts->parts.size()}};
  GeometryTask task{GeometryTask::Kind::kBuffer, style, {wkb}, 0};
  if (options.whole) line["whole_us"] = timed([&] { runGeometryTask(task); });
  task.kind = GeometryTask::Kind::kIsValid;
  line["valid_us"] = timed([&] { runGeometryTask(task); });

  std::vector<Envelope> envelopes;
  for (const WkbPart& part : parts->parts) envelopes.push_back(part.envelope);
  std::vector<Geom> buffers;
  nlohmann::json each = nlohmann::json::array();
  uint64_t in = 0;
  std::vector<size_t> order = hilbertOrder(envelopes);
  std::stable_partition(order.begin(), order.end(), [&](size_t i) {
    return parts->parts[i].vertices * options.large < parts->vertices;
  });
  for (const size_t i : order) {
    const WkbPart& part = parts->parts[i];
    task = {GeometryTask::Kind::kBuffer, style, {wkb.substr(part.begin, part.size)}, 0};
    GeometryAnswer answer;
    const double spent = timed([&] { answer = runGeometryTask(task); });
    buffers.push_back(geos.fromWkb(answer.wkb));
    const uint64_t out = verticesOf(buffers.back());
    in += out;
    const Envelope& box = part.envelope;
    const double extent = std::max(box.xmax - box.xmin, box.ymax - box.ymin);
    each.push_back({part.vertices, part.length, spent, out, extent});
  }
  Geom united;
  line["unite_us"] = timed([&] { united = uniteAll(std::move(buffers)); });
  line["unite_in"] = in;
  line["unite_out"] = verticesOf(united);
  line["each"] = each;
  std::cout << line.dump() << '\n';
}

}  // namespace
}  // namespace geotask::bench

int main(int argc, char** argv) {
  geotask::bench::Options options;
  CLI::App app("Measures what buffers and their parts cost");
  app.add_option("file", options.file)->required();
  app.add_option("--distance", options.distance);
  app.add_option("--segments", options.segments);
  app.add_option("--step", options.step);
  app.add_option("--large", options.large);
  app.add_flag("!--no-whole", options.whole);
  CLI11_PARSE(app, argc, argv);
  const std::vector<std::string> geometries = geotask::bench::readWkbFile(options.file);
  for (size_t i = 0; i < geometries.size(); i += options.step) {
    geotask::bench::measure(geometries[i], options);
  }
}

// SPDX-License-Identifier: GPL-2.0-or-later
//
// The peer that counts: a plain loop over the GEOS C API, WKB to WKB, on as many threads as wanted.
//
//     bench_geos states.wkb --buffer 0.1 --segments 8 --threads 2
//
// Reports the time from the input's WKB in memory to the output's, and the bytes of both.
#include <geos_c.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "measure.h"
#include "wkb_file.h"

namespace geotask::bench {
namespace {

struct Options {
  std::string file;
  double distance = 0;
  int segments = 8;
  int threads = 1;
  bool centroid = false;
  bool dissolve = false;
};

struct Wkb {
  unsigned char* data = nullptr;
  size_t size = 0;
};

// GEOS on one thread: what it makes belongs to its context.
class Geos {
 public:
  explicit Geos(const Options& options) : options_(options) {
    GEOSWKBWriter_setByteOrder_r(context_, writer_, GEOS_WKB_NDR);
  }
  ~Geos() {
    GEOSWKBReader_destroy_r(context_, reader_);
    GEOSWKBWriter_destroy_r(context_, writer_);
    GEOS_finish_r(context_);
  }

  GEOSGeometry* work(const std::string& wkb) {
    GEOSGeometry* input = GEOSWKBReader_read_r(
        context_, reader_, reinterpret_cast<const unsigned char*>(wkb.data()), wkb.size());
    if (input == nullptr) fail("GEOS does not read its input");
    GEOSGeometry* output =
        options_.centroid ? GEOSGetCentroid_r(context_, input)
                          : GEOSBuffer_r(context_, input, options_.distance, options_.segments);
    GEOSGeom_destroy_r(context_, input);
    if (output == nullptr) fail("GEOS gives nothing");
    return output;
  }

  GEOSGeometry* unite(std::vector<GEOSGeometry*>& parts) {
    GEOSGeometry* all =
        GEOSGeom_createCollection_r(context_, GEOS_GEOMETRYCOLLECTION, parts.data(), parts.size());
    GEOSGeometry* united = GEOSUnaryUnion_r(context_, all);
    GEOSGeom_destroy_r(context_, all);
    return united;
  }

  // Takes the geometry.
  Wkb write(GEOSGeometry* geometry) {
    Wkb wkb;
    wkb.data = GEOSWKBWriter_write_r(context_, writer_, geometry, &wkb.size);
    GEOSGeom_destroy_r(context_, geometry);
    return wkb;
  }

 private:
  const Options& options_;
  GEOSContextHandle_t context_ = GEOS_init_r();
  GEOSWKBReader* reader_ = GEOSWKBReader_create_r(context_);
  GEOSWKBWriter* writer_ = GEOSWKBWriter_create_r(context_);
};

// Each thread takes the next geometry.
std::vector<Wkb> each(const Options& options, const std::vector<std::string>& inputs) {
  std::vector<Wkb> outputs(inputs.size());
  std::atomic<size_t> next{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < options.threads; ++i) {
    threads.emplace_back([&] {
      Geos geos(options);
      for (size_t at = next++; at < inputs.size(); at = next++) {
        outputs[at] = geos.write(geos.work(inputs[at]));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return outputs;
}

std::vector<Wkb> united(const Options& options, const std::vector<std::string>& inputs) {
  Geos geos(options);
  std::vector<GEOSGeometry*> buffers;
  for (const std::string& wkb : inputs) buffers.push_back(geos.work(wkb));
  return {geos.write(geos.unite(buffers))};
}

void run(const Options& options) {
  const std::vector<std::string> inputs = readWkbFile(options.file);
  const Stopwatch watch;
  const std::vector<Wkb> outputs =
      options.dissolve ? united(options, inputs) : each(options, inputs);
  const double seconds = watch.seconds();
  size_t bytes = 0;
  for (const Wkb& wkb : outputs) bytes += wkb.size;
  report({{"seconds", seconds}, {"features", inputs.size()}, {"bytes", bytes}});
}

}  // namespace
}  // namespace geotask::bench

int main(int argc, char** argv) {
  geotask::bench::Options options;
  CLI::App app("A loop over GEOS");
  app.add_option("file", options.file)->required();
  app.add_option("--buffer", options.distance);
  app.add_option("--segments", options.segments);
  app.add_option("--threads", options.threads);
  app.add_flag("--centroid", options.centroid);
  app.add_flag("--dissolve", options.dissolve, "Buffer on one thread, then one union of all");
  CLI11_PARSE(app, argc, argv);
  geotask::bench::run(options);
  std::fflush(stdout);
  std::_Exit(0);  // What GEOS has made need not be freed.
}

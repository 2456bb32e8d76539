// SPDX-License-Identifier: GPL-2.0-or-later
//
// bench_client: our side of the measurements. run.py calls it.
//
//     bench_client layer 127.0.0.1:9090 data:world/countries --distance 0.1 --segments 8
//     bench_client file 127.0.0.1:9090 states.wkb --distance 0.1 --segments 8
//     bench_client stored-point 127.0.0.1:9090 --count 1000
#include <CLI/CLI.hpp>

#include "client_commands.h"

int main(int argc, char** argv) {
  namespace bench = geotask::bench;
  CLI::App app("Measures geotaskd");
  app.require_subcommand(1);
  std::string address;
  const auto command = [&](const char* name) {
    CLI::App* sub = app.add_subcommand(name);
    sub->add_option("address", address)->required();
    return sub;
  };

  std::string input;
  double distance = 0;
  int segments = 8;
  geotask::v1::Buffer buffer;
  const auto takesInput = [&](CLI::App* sub) {
    sub->add_option("input", input)->required();
    sub->add_option("--distance", distance);
    sub->add_option("--segments", segments);
    sub->add_flag_callback("--dissolve", [&] { buffer.set_dissolve(true); });
  };
  const auto asked = [&] {
    buffer.set_distance(distance);
    buffer.set_segments(segments);
    return buffer;
  };
  CLI::App* layer = command("layer");
  takesInput(layer);
  layer->callback([&] { bench::bufferLayer(address, input, asked()); });

  int count = 1000;
  const auto takesCount = [&](CLI::App* sub) { sub->add_option("--count", count); };
  CLI::App* stored_point = command("stored-point");
  takesCount(stored_point);
  stored_point->callback([&] { bench::storedPoint(address, count); });

  int queued = 100;
  CLI::App* small_jobs = command("small-jobs");
  takesCount(small_jobs);
  small_jobs->add_option("--queued", queued);
  small_jobs->callback([&] { bench::smallJobs(address, queued, count); });

  bool watched = false;
  CLI::App* watched_jobs = command("watched-jobs");
  takesCount(watched_jobs);
  watched_jobs->add_flag("--watched", watched);
  watched_jobs->callback([&] { bench::watchedJobs(address, count, watched); });

  CLI::App* file = command("file");
  takesInput(file);
  file->callback([&] { bench::streamFile(address, input, asked()); });

  CLI::App* centroids = command("centroids");
  centroids->add_option("input", input)->required();
  centroids->callback([&] { bench::streamCentroids(address, input); });

  CLI::App* points = command("points");
  takesCount(points);
  points->callback([&] { bench::streamPoints(address, count); });

  CLI::App* point = command("point");
  takesCount(point);
  point->callback([&] { bench::streamedPoint(address, count); });

  CLI11_PARSE(app, argc, argv);
}

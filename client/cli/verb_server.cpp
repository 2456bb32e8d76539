// SPDX-License-Identifier: GPL-2.0-or-later
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <iostream>

#include "cli/text.h"
#include "cli/verbs.h"

namespace geotask::cli {
namespace {

void line(const std::string& name, const std::string& value) {
  std::cout << name << std::string(name.size() < 18 ? 18 - name.size() : 1, ' ') << shown(value)
            << "\n";
}

std::string atMost(const std::string& what) { return "at most " + what; }

void printLimits(const v1::Limits& limits) {
  line("Compute threads", std::to_string(limits.compute_threads()));
  line("Jobs at work", atMost(countText(limits.max_running_jobs())) + ", each for " +
                           periodText(limits.max_run_time()));
  line("Jobs waiting", atMost(countText(limits.max_queued_jobs())) + ", " +
                           sizeText(limits.max_memory_bytes()) + " of features inside requests");
  line("Jobs kept", "for " + periodText(limits.job_ttl()) + " after their end; " +
                        atMost(countText(limits.max_kept_jobs())) + ", " +
                        sizeText(limits.max_kept_bytes()) + " of results");
  line("Jobs left alone",
       "go on for " + periodText(limits.disconnect_grace()) + " (with --cancel-on-disconnect)");
  line("Log of a job", atMost(countText(limits.max_log_lines())) + " lines");
  line("Message", atMost(sizeText(limits.max_message_bytes())));
  line("Inside a request", atMost(sizeText(limits.max_inline_bytes())) + " and " +
                               countText(limits.max_inline_features()) + " features");
  line("Upload", atMost(sizeText(limits.max_upload_bytes())) + ", " +
                     countText(limits.max_uploads()) + " at a time, silent for " +
                     atMost(periodText(limits.upload_idle())));
  line("Streams", countText(limits.max_streams()) + " at a time");
  line("Geometry", atMost(countText(limits.max_vertices())) + " vertices");
  line("Datasets kept", "for " + periodText(limits.dataset_ttl()) + " after their last use; " +
                            atMost(countText(limits.max_datasets())) + ", " +
                            sizeText(limits.max_dataset_bytes()));
}

void printWorkers(const v1::Workers& workers) {
  std::string held;
  std::string missing;
  for (const v1::Protection& each : workers.protections()) {
    std::string& list = each.in_force() ? held : missing;
    list += (list.empty() ? "" : ", ") + each.name();
  }
  line("Workers", countText(workers.count()) + (workers.python() ? ", with Python" : "") +
                      (workers.network() ? ", with network" : ""));
  line("Protected by", held.empty() ? "nothing, or no worker has started yet" : held);
  if (!missing.empty()) line("Unprotected", "without " + missing);
}

void printGeometry(const v1::Geometry& geometry) {
  line("Geometry work", countText(geometry.processes()) + " processes, " +
                            countText(geometry.tasks_done()) + " tasks done, " +
                            countText(geometry.tasks_crashed()) + " crashed");
  if (geometry.interrupts() > 0) {
    line("Interrupts",
         countText(geometry.interrupts()) + " of at most " + countText(geometry.max_interrupts()));
  }
}

int run(Session& session) {
  const client::Result<v1::ServerInfo> info = session.client().serverInfo();
  if (!info.ok()) return report(session, info.error());
  if (session.json) {
    printJson(*info);
    return kOk;
  }
  const v1::Versions& versions = info->versions();
  line("Address", session.server);
  line("geotaskd", versions.geotaskd());
  line("QGIS", versions.qgis());
  line("GEOS", versions.geos());
  line("GDAL", versions.gdal());
  line("PROJ", versions.proj());
  line("Qt", versions.qt());
  line("gRPC", versions.grpc());
  printLimits(info->limits());
  printWorkers(info->workers());
  if (info->has_geometry()) printGeometry(info->geometry());
  line("Started", timeText(info->start_time()));
  line("Sources", countText(static_cast<uint64_t>(info->sources_size())) + " (geotask sources)");
  return kOk;
}

}  // namespace

void addServer(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand("server", "Show the server's versions and limits");
  verb->footer("Example:\n  geotask --server 127.0.0.1:9090 server");
  verb->callback([&session] { session.run = [&session] { return run(session); }; });
}

}  // namespace geotask::cli

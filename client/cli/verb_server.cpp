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
  const v1::Limits& limits = info->limits();
  line("Compute threads", std::to_string(limits.compute_threads()));
  line("Jobs at work", "at most " + countText(limits.max_running_jobs()));
  line("Jobs waiting", "at most " + countText(limits.max_queued_jobs()));
  line("Message", "at most " + bytesText(limits.max_message_bytes()));
  line("Memory", "at most " + bytesText(limits.max_memory_bytes()) + " of waiting features");
  line("Log of a job", "at most " + countText(limits.max_log_lines()) + " lines");
  line("Results kept", durationText(secondsOf(limits.job_ttl())));
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

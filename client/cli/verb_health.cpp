// SPDX-License-Identifier: GPL-2.0-or-later
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <iostream>

#include "cli/verbs.h"
#include "grpc/health/v1/health.pb.h"

namespace geotask::cli {
namespace {

int run(Session& session) {
  const client::Result<std::string> status = session.client().health();
  if (!status.ok()) return report(session, status.error());
  if (session.json) {
    grpc::health::v1::HealthCheckResponse answer;
    grpc::health::v1::HealthCheckResponse::ServingStatus value;
    if (grpc::health::v1::HealthCheckResponse::ServingStatus_Parse(*status, &value)) {
      answer.set_status(value);
    }
    printJson(answer);
  } else {
    std::cout << *status << std::endl;
  }
  return *status == "SERVING" ? kOk : kFailed;
}

}  // namespace

void addHealth(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand("health", "Ask whether the server serves");
  verb->footer(
      "Prints SERVING and exits with 0, or says what is the matter and exits with another code.\n\n"
      "Example:\n  geotask health && echo ready");
  verb->callback([&session] { session.run = [&session] { return run(session); }; });
}

}  // namespace geotask::cli

// SPDX-License-Identifier: GPL-2.0-or-later
#include <google/protobuf/empty.pb.h>

#include <iostream>

#include "cli/job_verb.h"
#include "cli/verbs.h"

namespace geotask::cli {

void addDelete(CLI::App& app, Session& session) {
  CLI::App* verb = addJobVerb(app, session, "delete", "Delete a finished job and its result",
                              [&session](const std::string& name) {
                                const client::Result<void> done = session.client().remove(name);
                                if (!done.ok()) return report(session, done.error());
                                if (session.json) {
                                  printJson(google::protobuf::Empty());
                                } else {
                                  std::cout << name << " is deleted." << std::endl;
                                }
                                return static_cast<int>(kOk);
                              });
  verb->footer(
      "A job that waits or works is cancelled first: geotask cancel ID.\n\n"
      "Example:\n  geotask delete jobs/rivers-2024");
}

}  // namespace geotask::cli

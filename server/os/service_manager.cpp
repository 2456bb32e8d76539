// SPDX-License-Identifier: GPL-2.0-or-later
#include "os/service_manager.h"

#include <systemd/sd-daemon.h>

#include <algorithm>

namespace geotask {

void notifyReady() { sd_notify(0, "READY=1"); }

void notifyStopping() { sd_notify(0, "STOPPING=1"); }

void notifyStatus(const std::string& status) {
  std::string line = "STATUS=" + status;
  std::replace(line.begin(), line.end(), '\n', ' ');  // A line break would begin a new assignment.
  sd_notify(0, line.c_str());
}

}  // namespace geotask

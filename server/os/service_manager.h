// SPDX-License-Identifier: GPL-2.0-or-later
//
// Tells a service manager that speaks sd_notify (systemd, `Type=notify`) how the daemon stands.
// Without one (NOTIFY_SOCKET is not set) the calls do nothing. Any thread.
#pragma once

#include <string>

namespace geotask {

// The daemon serves.
void notifyReady();
// It has begun to stop.
void notifyStopping();
// A line for people, as `systemctl status` shows it.
void notifyStatus(const std::string& status);

}  // namespace geotask

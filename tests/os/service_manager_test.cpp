// SPDX-License-Identifier: GPL-2.0-or-later
#include "os/service_manager.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <string>

namespace geotask {
namespace {

// The service manager's end: a datagram socket that NOTIFY_SOCKET names.
class Manager {
 public:
  Manager() : fd_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0)) {
    std::string name = testing::TempDir() + "/notify.XXXXXX";
    folder_ = ::mkdtemp(name.data());
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = folder_ + "/socket";
    std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
    EXPECT_EQ(::bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
    ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
  }
  ~Manager() {
    ::unsetenv("NOTIFY_SOCKET");
    ::close(fd_);
    std::filesystem::remove_all(folder_);
  }

  std::string heard() const {
    char buffer[256];
    const ssize_t size = ::recv(fd_, buffer, sizeof(buffer), 0);
    return size < 0 ? "" : std::string(buffer, static_cast<size_t>(size));
  }

 private:
  const int fd_;
  std::string folder_;
};

TEST(ServiceManager, HearsOfStartStatusAndStop) {
  const Manager manager;
  notifyReady();
  EXPECT_EQ(manager.heard(), "READY=1");
  notifyStatus("3 jobs run");
  EXPECT_EQ(manager.heard(), "STATUS=3 jobs run");
  notifyStopping();
  EXPECT_EQ(manager.heard(), "STOPPING=1");
}

TEST(ServiceManager, AStatusCannotSaySomethingElse) {
  const Manager manager;
  notifyStatus("draining\nREADY=1");
  EXPECT_EQ(manager.heard(), "STATUS=draining READY=1");
}

TEST(ServiceManager, NobodyHearsWithoutASocket) {
  const Manager manager;
  ::unsetenv("NOTIFY_SOCKET");
  notifyReady();
  EXPECT_EQ(manager.heard(), "");
}

}  // namespace
}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <string>

#include "sandbox_support.h"

namespace geotask {
namespace {

sockaddr_in loopback(uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

// A name of a Unix socket: a path, or with a leading zero an abstract one.
struct UnixName {
  explicit UnixName(const std::string& name) {
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, name.data(), name.size());
    size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
  }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&address); }
  sockaddr_un address{};
  socklen_t size = 0;
};

std::string abstractName() {
  return std::string(1, '\0') + "sandbox_test_" + std::to_string(::getpid());
}

// Services outside that wait for somebody: at a TCP port, a path and an abstract name.
class Sockets : public ::testing::Test {
 protected:
  Sockets() : abstract_(abstractName()) {
    sockaddr_in address = loopback(0);
    tcp_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ::bind(tcp_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    ::listen(tcp_, 4);
    socklen_t size = sizeof address;
    ::getsockname(tcp_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    stream_ = listenAt(place_.path("outside/socket"), SOCK_STREAM);
    datagrams_ = listenAt(place_.path("outside/datagrams"), SOCK_DGRAM);
    hidden_ = listenAt(abstract_, SOCK_STREAM);
  }
  ~Sockets() override {
    for (const int one : {tcp_, stream_, datagrams_, hidden_}) ::close(one);
  }

  static int listenAt(const std::string& name, int type) {
    const UnixName at(name);
    const int made = ::socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
    ::bind(made, at.get(), at.size);
    if (type == SOCK_STREAM) ::listen(made, 4);
    return made;
  }

  int connectTcp() const {
    const sockaddr_in address = loopback(port_);
    const int made = ::socket(AF_INET, SOCK_STREAM, 0);
    if (made < 0) return errno;
    return errorOf(::connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address));
  }
  static int connectUnix(const std::string& name) {
    const UnixName to(name);
    const int made = ::socket(AF_UNIX, SOCK_STREAM, 0);
    return made < 0 ? errno : errorOf(::connect(made, to.get(), to.size));
  }
  static int bindTcp() {
    const sockaddr_in address = loopback(0);
    const int made = ::socket(AF_INET, SOCK_STREAM, 0);
    if (made < 0) return errno;
    return errorOf(::bind(made, reinterpret_cast<const sockaddr*>(&address), sizeof address));
  }

  // 0 without a sandbox, EPERM in one.
  void expectRefused(const Attempt& attempt, bool works_free = true) {
    if (works_free) {
      EXPECT_EQ(tryFree(place_, attempt).error, 0);
    }
    const Outcome inside = tryInside(place_, place_.plan(), attempt);
    if (!inside.protection("seccomp").in_force) GTEST_SKIP() << inside.protection("seccomp").detail;
    EXPECT_EQ(inside.error, EPERM);
  }

  Place place_;
  const std::string abstract_;
  uint16_t port_ = 0;
  int tcp_ = -1;
  int stream_ = -1;
  int datagrams_ = -1;
  int hidden_ = -1;
};

TEST_F(Sockets, TcpCannotBeReached) {
  expectRefused([&](const Place&) { return connectTcp(); });
}

TEST_F(Sockets, NobodyCanListenAtTcp) {
  expectRefused([&](const Place&) { return bindTcp(); });
}

TEST_F(Sockets, NothingCanBeSentByUdp) {
  expectRefused([](const Place&) { return errorOf(::socket(AF_INET, SOCK_DGRAM, 0)); });
}

TEST_F(Sockets, Ipv6IsNoWayRound) {
  expectRefused([](const Place&) { return errorOf(::socket(AF_INET6, SOCK_STREAM, 0)); }, false);
}

TEST_F(Sockets, TheKernelsTablesCannotBeAsked) {
  expectRefused([](const Place&) { return errorOf(::socket(AF_NETLINK, SOCK_RAW, 0)); });
}

TEST_F(Sockets, AnUnixSocketAtAPathCannotBeReached) {
  expectRefused([&](const Place& at) { return connectUnix(at.path("outside/socket")); });
}

TEST_F(Sockets, AnAbstractUnixSocketCannotBeReached) {
  expectRefused([&](const Place&) { return connectUnix(abstract_); });
}

// A pair of sockets without connection needs no socket(), and each half can be sent anywhere from.
TEST_F(Sockets, AHalfOfAPairCannotBeTurnedToAnotherSocket) {
  expectRefused([](const Place& at) {
    int pair[2];
    if (::socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) != 0) return errno;
    const UnixName to(at.path("outside/datagrams"));
    return errorOf(::sendto(pair[0], "x", 1, 0, to.get(), to.size));
  });
}

TEST_F(Sockets, AConnectedPairWorks) {
  const Outcome inside = tryInside(place_, place_.plan(), [](const Place&) {
    int pair[2];
    char got = 0;
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return errno;
    return ::write(pair[0], "x", 1) == 1 && ::read(pair[1], &got, 1) == 1 && got == 'x' ? 0 : 255;
  });
  EXPECT_EQ(inside.error, 0);
}

// The plan with a network that an operator grants.
class GrantedSockets : public Sockets {
 protected:
  Outcome tryGranted(const Attempt& attempt) {
    SandboxPlan plan = place_.plan();
    plan.network = true;
    return tryInside(place_, plan, attempt);
  }
};

TEST_F(GrantedSockets, HostsAndLocalServicesCanBeReached) {
  EXPECT_EQ(tryGranted([&](const Place&) { return connectTcp(); }).error, 0);
  EXPECT_EQ(
      tryGranted([&](const Place& at) { return connectUnix(at.path("outside/socket")); }).error, 0);
}

TEST_F(GrantedSockets, NobodyCanListenAtTcp) {
  const Outcome inside = tryGranted([&](const Place&) { return bindTcp(); });
  if (inside.landlockAbi() < 4) GTEST_SKIP() << inside.protection("Landlock").detail;
  EXPECT_EQ(inside.error, EACCES);
}

TEST_F(GrantedSockets, AbstractUnixSocketsStayClosed) {
  const Outcome inside = tryGranted([&](const Place&) { return connectUnix(abstract_); });
  if (inside.landlockAbi() < 6) GTEST_SKIP() << inside.protection("Landlock").detail;
  EXPECT_EQ(inside.error, EPERM);
}

TEST_F(GrantedSockets, OtherKindsOfSocketsStayClosed) {
  for (const int family : {AF_NETLINK, AF_PACKET, AF_VSOCK, AF_ALG}) {
    const Outcome inside =
        tryGranted([&](const Place&) { return errorOf(::socket(family, SOCK_RAW, 0)); });
    if (!inside.protection("seccomp").in_force) GTEST_SKIP() << inside.protection("seccomp").detail;
    EXPECT_EQ(inside.error, EPERM) << family;
  }
}

}  // namespace
}  // namespace geotask

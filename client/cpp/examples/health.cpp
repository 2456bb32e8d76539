// SPDX-License-Identifier: GPL-2.0-or-later
//
// Shows how to connect, how to ask whether a server serves, and how errors come.
// Read first: nothing; this is the simplest one.
//
//     health 127.0.0.1:9090
#include <geotask/client.h>

#include <iostream>

int main(int argc, char** argv) {
  using namespace geotask::client;
  const std::string address = argc > 1 ? argv[1] : "127.0.0.1:9090";

  // Nothing happens on the network yet: the first call connects.
  Client client(address);

  // A Result is a value, or the Error that stands in its place. Nothing throws.
  const Result<std::string> health = client.health();
  if (!health.ok()) {
    std::cerr << "No answer from " << address << ": " << health.error().message << "\n";
    return 1;
  }
  std::cout << address << " says " << *health << "\n";

  const Result<geotask::v1::ServerInfo> info = client.serverInfo();
  if (!info.ok()) {
    std::cerr << info.error().message << "\n";
    return 1;
  }
  std::cout << "geotaskd " << info->versions().geotaskd() << " with QGIS "
            << info->versions().qgis() << "\n";
  for (const auto& source : info->sources()) std::cout << "offers data:" << source.name() << "/\n";
  return *health == "SERVING" ? 0 : 1;
}

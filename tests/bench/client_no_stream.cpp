// SPDX-License-Identifier: GPL-2.0-or-later
//
// The streamed rows of the table: the API has no Features service, which the table then says.
#include "client_commands.h"

namespace geotask::bench {
namespace {

[[noreturn]] void missing() { fail("this server has no Features service", kNoSuchService); }

}  // namespace

void streamFile(const std::string&, const std::string&, const v1::Buffer&) { missing(); }
void streamCentroids(const std::string&, const std::string&) { missing(); }
void streamPoints(const std::string&, uint64_t) { missing(); }
void streamedPoint(const std::string&, int) { missing(); }

}  // namespace geotask::bench

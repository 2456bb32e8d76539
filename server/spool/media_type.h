// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

namespace geotask {

// The media type of a file by its ending, as IANA registers it where it does;
// `application/octet-stream` for those that are not known.
std::string mediaType(const std::string& path);

}  // namespace geotask

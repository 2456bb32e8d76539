// SPDX-License-Identifier: GPL-2.0-or-later
//
// Members of a message written as text: `10,method=area`.
//
//     v1::Transform::Simplify simplify;
//     setMembers("10,method=area", {"tolerance"}, simplify);
//
// Pure functions.
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "geotask/result.h"

namespace geotask::cli {

// Sets members from values with commas between: first those of `places`, in that order, then any by
// their names, KEY=VALUE. A place may lie in a member that is a message: `anchor.x`. Enum values go
// without their prefix, in small letters. The error says what is wrong, and which keys there are.
client::Result<void> setMembers(const std::string& text, const std::vector<std::string>& places,
                                google::protobuf::Message& message);

// Sets one member from a value as a whole, commas included.
client::Result<void> setMember(const std::string& path, const std::string& value,
                               google::protobuf::Message& message);

}  // namespace geotask::cli

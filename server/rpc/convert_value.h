// SPDX-License-Identifier: GPL-2.0-or-later
//
// Values that are like JSON, from and to messages.
//
// The messages have one type for numbers, 64-bit floats: a whole number up to 2^53 comes in as an
// integer, and one beyond goes out as text ("9007199254740993"), as JSON in protobuf does it. JSON has
// no NaN and no infinity: they are refused on the way in and go out as "NaN", "Infinity", "-Infinity".
#pragma once

#include <google/protobuf/struct.pb.h>

#include "absl/status/statusor.h"
#include "domain/json.h"

namespace geotask {

// How deep lists and objects may lie in each other. Protobuf itself reads no more than 100 messages
// in each other, and an object takes three.
constexpr int kMaxValueDepth = 24;

// INVALID_ARGUMENT INVALID_VALUE with the field from the value on: `TABLE[2].type`.
absl::StatusOr<Json> fromProto(const google::protobuf::Value& proto);
absl::StatusOr<Json> fromProto(const google::protobuf::Struct& proto);

// What lies too deep becomes text.
void toProto(const Json& value, google::protobuf::Value& proto);
// Of an object; anything else is none of its members.
void toProto(const Json& value, google::protobuf::Struct& proto);

}  // namespace geotask

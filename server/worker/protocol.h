// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the daemon and a worker process say to each other, in frames (frames.h). A message is a JSON
// object whose "type" says what it is; a record holds rows, as FeatureCodec makes them.
//
//     worker                                     daemon
//     ready {python, problem, protections} ►             Once, when it can work.
//                                        ◄──     describe {}
//     algorithms {algorithms: [...]}     ──►             See description_json.h.
//
//                                        ◄──     check {call...} or run {call...}
//                                                        See call_message.h. Then for each layer with
//                                        ◄──     record*, rows_end {}       "rows", in their order.
//     checked {error, warnings}          ──►             The end of a check.
//
//     progress {fraction}                ──►             Of a run: any number of these three,
//     log {severity, message}            ──►
//     output {name, value | files, folder | schema, layer_name}   folder: that of the files in out/
//                                        ──►             with a schema followed by
//     record*, rows_end {}               ──►
//     done {error}                       ──►             then the end.
//
//                                        ◄──     cancel {}                  Any time; also too late.
//
//                                        ◄──     draw {picture, input}       See picture_message.h. Then
//                                        ◄──     record*, rows_end {}        the rows of the input.
//     drawn {error, picture}             ──►             Without an error followed by the PNG:
//     record                             ──►
//
// "error" is null, or {code, message, reason, field, given, accepted, remedy}. The end of the stream
// ends a worker. A worker is told one thing at a time, and takes the next when it has answered.
//
// Nothing that comes from a worker is believed: it may run what a hostile input has put there.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "domain/features.h"
#include "domain/json.h"

namespace geotask {

// A message as text. Bytes that are no UTF-8 are replaced.
std::string writeMessage(const Json& message);
// An object; INVALID_ARGUMENT for what is none, or nested deeper than 100.
absl::StatusOr<Json> readMessage(const std::string& text);

// Members of an object. What is not there, or of another kind, is empty; text is cut to `limit`
// bytes.
std::string textIn(const Json& object, const char* name, size_t limit = 65536);
bool flagIn(const Json& object, const char* name);
// 0 when it is not there, or no finite number.
double numberIn(const Json& object, const char* name);
std::vector<std::string> textsIn(const Json& object, const char* name, size_t limit = 65536);
// An empty array when it is not there.
const Json& listIn(const Json& object, const char* name);
// Null when it is not there.
const Json& valueIn(const Json& object, const char* name);

Json toJson(const absl::Status& status);
// Of an error that a worker reports. Codes and reasons that a worker has no business with become
// INTERNAL and WORKER_MISBEHAVED.
absl::Status statusFromJson(const Json& json);

Json toJson(const Schema& schema);
// INVALID_ARGUMENT for one that rows of the API cannot have. A CRS that names files is left out.
absl::StatusOr<Schema> schemaFromJson(const Json& json);

}  // namespace geotask

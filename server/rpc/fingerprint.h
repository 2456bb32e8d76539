// SPDX-License-Identifier: GPL-2.0-or-later
//
// A hash of what a client asked for, by which a repeat of a request is told from another request
// that has the same request_id. Does not depend on how rows were put into messages.
//
//     Fingerprint fingerprint;
//     fingerprint.add(request);
//     submit.fingerprint = fingerprint.finish();
#pragma once

#include <google/protobuf/message_lite.h>

#include <memory>
#include <string>

namespace geotask {

class Fingerprint {
 public:
  Fingerprint();
  ~Fingerprint();
  // Adds a message in its deterministic form (map entries in order).
  void add(const google::protobuf::MessageLite& message);
  // SHA-256 as 32 bytes. Once.
  std::string finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace geotask

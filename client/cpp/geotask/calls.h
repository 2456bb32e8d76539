// SPDX-License-Identifier: GPL-2.0-or-later
//
// Calls: the calls that are under way, so that another thread can end them. Private to the library.
// All members may be called from any thread.
#pragma once

#include <grpcpp/client_context.h>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <set>

#include "geotask/result.h"

namespace geotask::client {

class Calls {
 public:
  // `compressed`: each call asks for compressed answers.
  explicit Calls(bool compressed) : compressed_(compressed) {}

  // What a call belongs to: it ends with the next stop() after begin().
  using Epoch = uint64_t;
  Epoch begin() const;

  // Ends every call that has begun, those that wait for their next attempt too.
  void stop();

  bool stopped(Epoch epoch) const;

  // Waits; false when stopped meanwhile.
  bool sleep(Epoch epoch, std::chrono::milliseconds time) const;

 private:
  friend class Call;
  void add(Epoch epoch, grpc::ClientContext* context);
  void remove(grpc::ClientContext* context);

  const bool compressed_;
  mutable std::mutex mutex_;
  mutable std::condition_variable stopped_;
  Epoch epoch_ = 0;                          // Guarded by mutex_.
  std::set<grpc::ClientContext*> contexts_;  // Guarded by mutex_; each outlives its entry.
};

// One attempt of a call: a context that is known to Calls while it lives.
class Call {
 public:
  Call(Calls& calls, Calls::Epoch epoch) : calls_(calls) { calls_.add(epoch, &context); }
  ~Call() { calls_.remove(&context); }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  grpc::ClientContext context;

 private:
  Calls& calls_;
};

// What a call that stop() ended returns.
Error stoppedError();

}  // namespace geotask::client

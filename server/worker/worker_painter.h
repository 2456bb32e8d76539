// SPDX-License-Identifier: GPL-2.0-or-later
//
// Has pictures drawn by the worker of a desk, one after another. One that nobody wants any more, that
// takes longer than PoolOptions::picture_timeout or more memory than a job may, ends with its worker;
// the next one gets a new one.
#pragma once

#include <atomic>
#include <functional>

#include "domain/feature_codec.h"
#include "domain/picture.h"
#include "worker/worker_desk.h"

namespace geotask {

class WorkerPainter : public Painter {
 public:
  // Both outlive it; `desk` answers what was asked before it goes, and is asked nothing else.
  WorkerPainter(WorkerDesk& desk, const FeatureCodec& codec);

  // Painter
  void draw(const std::string& principal, const PictureSpec& spec, const CallInput& input,
            std::function<bool()> gone, Done done) override;

 private:
  struct Task;
  absl::Status serve(Worker& worker, Task& task) const;
  absl::Status converse(Worker& worker, Task& task, const std::function<bool()>& stop) const;

  WorkerDesk& desk_;
  const FeatureCodec& codec_;
  const PoolOptions options_;  // Of the desk, without grace for what is given up.
  std::atomic<int> waiting_{0};
};

}  // namespace geotask

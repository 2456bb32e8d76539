// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/worker_pool.h"

#include <utility>

#include "worker/pool_state.h"

namespace geotask {

WorkerLease::WorkerLease(WorkerPool& pool, std::unique_ptr<Worker> worker)
    : pool_(&pool), worker_(std::move(worker)) {}

WorkerLease::~WorkerLease() {
  if (worker_) pool_->state_->end(std::move(worker_));
}

void WorkerLease::giveBack() {
  if (worker_) pool_->state_->giveBack(std::move(worker_));
}

WorkerPool::WorkerPool(const PoolOptions& options) : state_(std::make_unique<State>(options)) {}

WorkerPool::~WorkerPool() = default;

absl::StatusOr<WorkerLease> WorkerPool::acquire(WorkerKind kind, const std::string& principal,
                                                const std::function<bool()>& cancelled) {
  absl::StatusOr<WorkerPtr> worker = state_->waitFor(kind, principal, false, cancelled);
  if (!worker.ok()) return worker.status();
  return WorkerLease(*this, *std::move(worker));
}

absl::StatusOr<std::unique_ptr<Worker>> WorkerPool::startApart(
    WorkerKind kind, const std::function<bool()>& cancelled) {
  return state_->waitFor(kind, "", true, cancelled);
}

WorkerPool::Counts WorkerPool::counts() const { return state_->counts(); }

WorkersInfo WorkerPool::info() const {
  const PoolOptions& options = state_->options;
  return {options.count, options.python, options.settings.network, state_->protections()};
}

const PoolOptions& WorkerPool::options() const { return state_->options; }

}  // namespace geotask

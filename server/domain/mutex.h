// SPDX-License-Identifier: GPL-2.0-or-later
//
// Mutex, MutexLock and CondVar: std::mutex with the attributes that clang's thread-safety analysis
// checks, and nothing else. absl::Mutex would do the same, but Debian builds it without
// ThreadSanitizer, which then reports every value it guards.
//
//     class Counter {
//      public:
//       void add(int n) { MutexLock lock(mutex_); sum_ += n; }
//      private:
//       Mutex mutex_;
//       int sum_ GEOTASK_GUARDED_BY(mutex_) = 0;
//     };
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

#if defined(__clang__)
#define GEOTASK_THREAD_ANNOTATION(x) __attribute__((x))
#else
#define GEOTASK_THREAD_ANNOTATION(x)
#endif
#define GEOTASK_GUARDED_BY(x) GEOTASK_THREAD_ANNOTATION(guarded_by(x))
#define GEOTASK_REQUIRES(...) GEOTASK_THREAD_ANNOTATION(requires_capability(__VA_ARGS__))
#define GEOTASK_EXCLUDES(...) GEOTASK_THREAD_ANNOTATION(locks_excluded(__VA_ARGS__))

namespace geotask {

class GEOTASK_THREAD_ANNOTATION(capability("mutex")) Mutex {
 public:
  void lock() GEOTASK_THREAD_ANNOTATION(acquire_capability()) { mutex_.lock(); }
  void unlock() GEOTASK_THREAD_ANNOTATION(release_capability()) { mutex_.unlock(); }
  // Tells the analysis what it cannot see: that whoever calls this code holds it.
  void assertHeld() const GEOTASK_THREAD_ANNOTATION(assert_capability(this)) {}

 private:
  friend class CondVar;
  std::mutex mutex_;
};

class GEOTASK_THREAD_ANNOTATION(scoped_lockable) MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) GEOTASK_THREAD_ANNOTATION(acquire_capability(mutex))
      : mutex_(mutex) {
    mutex_.lock();
  }
  ~MutexLock() GEOTASK_THREAD_ANNOTATION(release_capability()) { mutex_.unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

// Waits give the mutex up meanwhile and hold it again when they return. They may wake for no
// reason: test the condition in a loop.
class CondVar {
 public:
  void wait(Mutex& mutex) GEOTASK_REQUIRES(mutex) {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    condition_.wait(lock);
    lock.release();
  }
  void waitFor(Mutex& mutex, std::chrono::nanoseconds time) GEOTASK_REQUIRES(mutex) {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    condition_.wait_for(lock, time);
    lock.release();
  }
  void notifyAll() { condition_.notify_all(); }

 private:
  std::condition_variable condition_;
};

}  // namespace geotask

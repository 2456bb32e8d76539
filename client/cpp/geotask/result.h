// SPDX-License-Identifier: GPL-2.0-or-later
//
// Result: a value, or the Error that stands in its place. Nothing in this library throws.
//
//     Result<v1::Job> job = client.get("jobs/abc");
//     if (!job.ok()) return report(job.error());
//     std::cout << job->name();
//
// value() of a failed result and error() of a good one are programming errors and end the process.
#pragma once

#include <cstdlib>
#include <optional>
#include <utility>
#include <variant>

#include "geotask/error.h"

namespace geotask::client {

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit

  bool ok() const { return state_.index() == 0; }
  T& value() { return *check(std::get_if<0>(&state_)); }
  const T& value() const { return *check(std::get_if<0>(&state_)); }
  const Error& error() const { return *check(std::get_if<1>(&state_)); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  T& operator*() { return value(); }
  const T& operator*() const { return value(); }

 private:
  template <typename P>
  static P* check(P* pointer) {
    if (pointer == nullptr) std::abort();
    return pointer;
  }

  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}  // NOLINT: implicit

  bool ok() const { return !error_.has_value(); }
  const Error& error() const {
    if (!error_) std::abort();
    return *error_;
  }

 private:
  std::optional<Error> error_;
};

}  // namespace geotask::client

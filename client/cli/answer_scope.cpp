// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/answer_scope.h"

#include <chrono>
#include <utility>

namespace geotask::cli {

AnswerScope::AnswerScope(Session& session, std::function<bool()> nothing_yet, std::string purpose)
    : session_(session),
      nothing_yet_(std::move(nothing_yet)),
      purpose_(std::move(purpose)),
      on_interrupt_([this] { stop(); }) {}

void AnswerScope::answered() {
  if (!std::exchange(is_answered_, true)) answer_.set_value();
}

void AnswerScope::stop() {
  constexpr auto kUnnoticed = std::chrono::milliseconds(500);
  constexpr auto kPatience = std::chrono::seconds(5);
  if (nothing_yet_()) return session_.client().stopCalls();
  if (answered_.wait_for(kUnnoticed) == std::future_status::ready) return;
  tell("Waiting for the server's answer, " + purpose_ + ". Ctrl-C again leaves at once.");
  if (answered_.wait_for(kPatience) != std::future_status::ready) session_.client().stopCalls();
}

}  // namespace geotask::cli

// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/geometry/main/geometry_service.h"

#include <cstdint>
#include <new>
#include <string>

#include "os/memory.h"
#include "worker/geometry/geometry_message.h"

namespace geotask {

namespace {

// Those that leave so much behind that it should go back to the system.
constexpr size_t kLargeTask = size_t{1} << 20;

std::string answerTo(absl::string_view bytes) {
  try {
    const absl::StatusOr<GeometryTask> task = decodeTask(bytes);
    if (!task.ok()) {
      return encodeAnswer(
          {GeometryAnswer::State::kFailed, {}, std::string(task.status().message())});
    }
    return encodeAnswer(runGeometryTask(*task));
  } catch (const std::bad_alloc&) {
    return encodeAnswer({GeometryAnswer::State::kNoMemory, {}, {}});
  }
}

}  // namespace

void serveGeometryTasks(int socket) {
  FrameChannel channel(socket);
  const auto never = [] { return false; };
  for (;;) {
    const absl::StatusOr<std::string> task = receiveBytes(channel, SIZE_MAX, never);
    if (!task.ok()) return;
    const std::string answer = answerTo(*task);
    if (!sendBytes(channel, answer, never).ok()) return;
    if (task->size() + answer.size() > kLargeTask) giveBackMemory();
  }
}

}  // namespace geotask

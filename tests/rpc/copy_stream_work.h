// SPDX-License-Identifier: GPL-2.0-or-later
//
// The work of a call of Features that gives back what it takes. A row whose id is kBadRow fails, and
// names itself as a real operation does.
#pragma once

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "codec/feature_codec.h"
#include "domain/errors.h"
#include "domain/job_work.h"
#include "domain/row_stream.h"
#include "rpc/copy_runner.h"

namespace geotask {

constexpr int64_t kBadRow = -666;

class CopyStreamWork : public JobWork {
 public:
  CopyStreamWork(std::shared_ptr<RowStream> stream, CopyRunner::Step step)
      : stream_(std::move(stream)), step_(std::move(step)) {}

  std::optional<uint64_t> claim() override {
    if (!stream_->claim()) return std::nullopt;
    return claimed_++;
  }

  absl::Status run(uint64_t chunk, ChunkContext& context) override {
    context.setStage(Stage::kBuffering);
    const StreamChunk taken = stream_->take([](const Feature&) { return 1000.0; });
    if (step_)
      if (absl::Status status = step_(chunk, context); !status.ok()) return status;
    if (taken.rows.empty()) return absl::OkStatus();
    for (const Feature& row : taken.rows) {
      if (row.id == kBadRow)
        return makeError(absl::StatusCode::kInvalidArgument, "feature -666: it is bad",
                         {"DISTANCE_IS_NULL", "spec.buffer.distance_field", "", "numbers",
                          "Give spec.buffer.distance."});
      if (!row.wkb) stream_->warn(absl::StrCat("feature ", row.id, " has no geometry"));
    }
    stream_->give(taken.number, codec_.encode(taken.rows));
    context.addFeaturesDone(taken.rows.size());
    return absl::OkStatus();
  }

  bool finished() const override { return stream_->done(); }
  bool asleep() override { return stream_->asleep(); }
  bool small() override {
    return stream_->costOfAll(10, [](const Feature&) { return 1.0; }).has_value();
  }

 private:
  const std::shared_ptr<RowStream> stream_;
  const CopyRunner::Step step_;
  const ProtoFeatureCodec codec_;
  uint64_t claimed_ = 0;
};

}  // namespace geotask

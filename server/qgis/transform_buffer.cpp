// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/transform_buffer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "domain/errors.h"
#include "qgis/chunk_relay.h"
#include "qgis/geometry.h"

namespace geotask {

namespace {

// The chain's context for one of its steps, which is not the one to count rows.
class StepContext : public ChunkRelay {
 public:
  using ChunkRelay::ChunkRelay;
  void addFeaturesDone(uint64_t) override {}
};

// RowBuffer's errors name the fields of a job's spec.
absl::Status inChain(const absl::Status& status) {
  ErrorDetail detail = errorDetail(status);
  detail.field = std::string(absl::StripPrefix(detail.field, "spec."));
  return makeError(status.code(), std::string(status.message()), std::move(detail));
}

}  // namespace

absl::StatusOr<std::unique_ptr<TransformBuffer>> TransformBuffer::create(
    const BufferOptions& options, const Schema& input, const BufferEngine& engine) {
  auto buffer = RowBuffer::create(options, input, engine);
  if (!buffer.ok()) return inChain(buffer.status());
  return std::unique_ptr<TransformBuffer>(new TransformBuffer(*std::move(buffer)));
}

absl::Status TransformBuffer::apply(TransformRow row, ChunkContext& context, Next next) const {
  FeatureBatch in;
  in.push_back({row.id, geometryToWkb(row.geometry), std::move(row.attributes)});
  FeatureBatch out;
  StepContext step(context);
  absl::Status status = buffer_.apply(std::move(in), step, out);
  if (!status.ok()) return inChain(status);
  for (Feature& buffered : out) {
    auto geometry = geometryFromWkb(buffered.wkb);
    if (!geometry.ok()) {
      context.log(Severity::kWarning, "Processing",
                  absl::StrCat("No buffer for feature ", row.id, ": it would lie beyond 1e30"));
      geometry = QgsGeometry();
    }
    status = next({buffered.id, *std::move(geometry), std::move(buffered.attributes)});
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

double TransformBuffer::predictedMicroseconds(const Feature& row) const {
  return buffer_.predictedMicroseconds(row);
}

}  // namespace geotask

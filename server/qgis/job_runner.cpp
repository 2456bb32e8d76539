// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/job_runner.h"

#include <utility>

#include "qgis/buffer_work.h"
#include "qgis/row_transform.h"
#include "qgis/stream_work.h"

namespace geotask {

namespace {

absl::StatusOr<std::unique_ptr<RowOperation>> makeOperation(const JobSpec& spec,
                                                            const Schema& input,
                                                            const BufferEngine& engine) {
  if (spec.operation == Operation::kTransform) {
    auto chain = RowTransform::create(spec.transform, input, engine);
    if (!chain.ok()) return chain.status();
    return std::make_unique<RowTransform>(*std::move(chain));
  }
  auto buffer = RowBuffer::create(spec.buffer, input, engine);
  if (!buffer.ok()) return buffer.status();
  return std::make_unique<RowBuffer>(*std::move(buffer));
}

}  // namespace

std::unique_ptr<JobWork> QgisJobRunner::createWork(const std::string& job_id, const std::string&,
                                                   const JobSpec& spec, JobInputs inputs) {
  if (inputs.stream) {
    const auto make = [&engine = tools_.engine](const JobSpec& of, const Schema& input) {
      return makeOperation(of, input, engine);
    };
    return std::make_unique<StreamWork>(tools_.codec, spec, std::move(inputs.stream), make);
  }
  return std::make_unique<BufferWork>(tools_, job_id, spec, std::move(inputs.features));
}

}  // namespace geotask

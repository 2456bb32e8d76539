// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/conversation.h"

#include <utility>

#include "worker/call_message.h"
#include "worker/protocol.h"
#include "worker/staging.h"

namespace geotask {
namespace {

constexpr size_t kBatchRows = 1000;
constexpr size_t kBatchBytes = size_t{256} << 10;

}  // namespace

absl::Status sendRows(Worker& worker, const FeatureSet& rows, RowsSent how_many,
                      const FeatureCodec& codec, const std::function<bool()>& stop) {
  absl::StatusOr<std::unique_ptr<FeatureReader>> reader = rows.open();
  if (!reader.ok()) return reader.status();
  FeatureBatch batch;
  bool more = how_many == RowsSent::kAll || rows.schema().geometry_type == "Geometry";
  while (more) {
    batch.clear();
    size_t bytes = 0;
    while (batch.size() < kBatchRows && bytes < kBatchBytes) {
      Feature row;
      const absl::StatusOr<bool> next = (*reader)->next(row);
      if (!next.ok()) return next.status();
      more = *next;
      if (!more) break;
      if (row.wkb) bytes += row.wkb->size();
      batch.push_back(std::move(row));
    }
    for (const EncodedRecord& record : codec.encode(batch)) {
      const absl::Status sent = worker.channel->send(FrameType::kRecord, record.bytes, stop);
      if (!sent.ok()) return sent;
    }
    if (how_many == RowsSent::kFirst) break;
    if (stop()) return absl::CancelledError("stopped while rows were sent");
  }
  return worker.channel->send(FrameType::kMessage, R"({"type":"rows_end"})", stop);
}

absl::Status sendCall(Worker& worker, bool run, const ProcessingCall& call,
                      const std::vector<CallInput>& inputs, RowsSent rows, bool link_inputs,
                      const FeatureCodec& codec, const std::function<bool()>& stop) {
  absl::StatusOr<std::vector<StagedInput>> staged =
      stageInputs(*worker.folder, inputs, link_inputs, stop);
  if (!staged.ok()) return staged.status();
  CallMessage message{run, call, *std::move(staged)};
  message.call.project.clear();
  for (const StagedInput& input : message.inputs) {
    if (!call.project.empty() && input.reference == call.project) message.call.project = input.uri;
  }
  absl::Status sent =
      worker.channel->send(FrameType::kMessage, writeMessage(toJson(message)), stop);
  for (size_t i = 0; sent.ok() && i < inputs.size(); ++i) {
    if (!inputs[i].rows) continue;
    sent = sendRows(worker, *inputs[i].rows, rows, codec, stop);
  }
  return sent;
}

}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/main/received_rows.h"

#include "qgis/processing/layer_rows.h"

namespace geotask {

absl::StatusOr<std::shared_ptr<QgsVectorLayer>> receiveRows(Inbox& inbox, const FeatureCodec& codec,
                                                            const StagedInput& input) {
  LayerBuilder builder(input.schema, input.layer_name);
  const std::unique_ptr<FeatureDecoder> decoder = codec.decoder();
  FeatureBatch rows;
  absl::Status status;
  // To the end even after an error: the daemon sends them all.
  for (Frame frame = inbox.next(); frame.type == FrameType::kRecord; frame = inbox.next()) {
    if (!status.ok()) continue;
    rows.clear();
    status = decoder->decode(frame.payload, rows);
    for (size_t i = 0; status.ok() && i < rows.size(); ++i) status = builder.add(rows[i]);
  }
  if (!status.ok()) return status;
  return builder.finish();
}

}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
//
// Rows as the messages in which they travel: each record is a serialised ReadFeaturesResponse that
// holds a batch or a piece and nothing else. What ReadFeatures adds (attempt, ordinal) is put
// before the bytes, which protobuf reads as one message.
#pragma once

#include <memory>
#include <vector>

#include "domain/feature_codec.h"

namespace geotask {

// Any thread.
class ProtoFeatureCodec : public FeatureCodec {
 public:
  std::vector<EncodedRecord> encode(FeatureBatch rows) const override;
  std::unique_ptr<FeatureDecoder> decoder() const override;
};

}  // namespace geotask

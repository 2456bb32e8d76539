// SPDX-License-Identifier: GPL-2.0-or-later
//
// Rows as a layer that algorithms read, and layers as rows.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "domain/features.h"

class QgsVectorLayer;

namespace geotask {

// Fills a layer in memory. Field types, nulls, feature ids in the order of the rows, Z and M are kept.
class LayerBuilder {
 public:
  LayerBuilder(const Schema& schema, const std::string& name);
  ~LayerBuilder();
  absl::Status add(const Feature& row);
  std::shared_ptr<QgsVectorLayer> finish();

 private:
  struct State;
  const std::unique_ptr<State> state_;
};

// What rows of this layer look like.
Schema layerSchema(const QgsVectorLayer& layer);

// Calls `row` with each row of a layer, in its order, until that fails.
absl::Status readLayer(const QgsVectorLayer& layer,
                       const std::function<absl::Status(Feature&&)>& row);

}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
//
// Runs chains of operations on rows, checked as a request is, and compares what comes with a layer of
// QGIS.
#pragma once

#include <qgsvectorlayer.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/transform.h"
#include "qgis/buffer_engine.h"

namespace geotask::testing {

struct TransformResult {
  Schema schema;
  FeatureBatch rows;
  std::vector<std::string> log;
  uint64_t rows_done = 0;
};

// The checks of the domain first.
absl::StatusOr<TransformResult> transformRows(
    const Transform& chain, const Schema& schema, const FeatureBatch& rows,
    const BufferEngine& engine = engineWithoutProcesses());

// Expects the fields, rows, geometries (byte for byte) and attributes of `layer`. QGIS's layers in
// memory take single parts where several are promised, and other dimensions: these are brought into
// the type first, by QGIS. What is empty in QGIS may be null. Rows that a layer of QGIS refuses, because their geometry is of another kind
// than the layer, must be there with a geometry that is null or empty.
void expectLikeLayer(const TransformResult& actual, const QgsVectorLayer& layer);

// Expects that each geometry is of the schema's type.
void expectTrueToSchema(const TransformResult& actual);

}  // namespace geotask::testing

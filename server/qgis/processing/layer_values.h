// SPDX-License-Identifier: GPL-2.0-or-later
//
// Layers and files as parameters of algorithms: by reference alone. Each: INVALID_PARAMETER at
// parameters.NAME.
#pragma once

#include <QVariant>

#include "absl/status/statusor.h"
#include "domain/json.h"
#include "qgis/processing/call_layers.h"

namespace geotask {

// One layer, or an object with it and what is selected in it. `options`: takes the other options of a
// feature source as well.
absl::StatusOr<QVariant> layerValue(const std::string& name, const Json& given,
                                    const CallLayers& layers, bool options);
// A list of layers, or one. `files`: they need not be layers.
absl::StatusOr<QVariant> layerListValue(const std::string& name, const Json& given,
                                        const CallLayers& layers, bool files);
// A list of objects that hold a layer as `source` or `layer`: layers of a TIN, of vector tiles, of
// a DXF file.
absl::StatusOr<QVariant> layerObjectsValue(const std::string& name, const Json& given,
                                           const CallLayers& layers);
// Layers inside a text, as the interpolations of qgis: take them: rows of LAYER::~::Z::~::FIELD::~::TYPE
// with ::|:: between them.
absl::StatusOr<QVariant> layerRowsValue(const std::string& name, const Json& given,
                                        const CallLayers& layers);
// The path of a file, or a folder.
absl::StatusOr<QVariant> fileValue(const std::string& name, const Json& given,
                                   const CallLayers& layers);
// Any value: references in it, at any depth, become what they stand for.
QVariant valueWithLayers(const Json& given, const CallLayers& layers);

}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
//
// Runs one of QGIS's own algorithms: what our results are measured against.
#pragma once

#include <qgsfeature.h>
#include <qgsvectorlayer.h>

#include <QVariantMap>
#include <memory>
#include <vector>

#include "domain/buffer_options.h"

namespace geotask::testing {

// Runs an algorithm with these parameters on `input` and gives OUTPUT. Fails the test, and gives
// null, when the algorithm fails.
std::unique_ptr<QgsVectorLayer> runNativeLayer(const QString& algorithm, QgsVectorLayer& input,
                                               QVariantMap parameters);

std::vector<QgsFeature> featuresOf(const QgsVectorLayer& layer);

// The features of that layer; none when the algorithm fails.
std::vector<QgsFeature> runNative(const QString& algorithm, QgsVectorLayer& input,
                                  QVariantMap parameters);

// Runs `native:buffer`, or `native:singlesidedbuffer` for one side, with these options. Where this
// QGIS has no SEPARATE_DISJOINT, the parts are separated here.
std::vector<QgsFeature> runNativeBuffer(QgsVectorLayer& input, const BufferOptions& options);

// Area of the symmetric difference as a share of the area of `expected` (or itself, where that is
// 0).
double relativeDifference(const QgsGeometry& actual, const QgsGeometry& expected);

}  // namespace geotask::testing

// SPDX-License-Identifier: GPL-2.0-or-later
#include "native_algorithm.h"

#include <gtest/gtest.h>
#include <qgsapplication.h>
#include <qgsgeometrycollection.h>
#include <qgsprocessingalgorithm.h>
#include <qgsprocessingcontext.h>
#include <qgsprocessingfeedback.h>
#include <qgsprocessingregistry.h>
#include <qgsproject.h>

#include <memory>
#include <utility>

namespace geotask::testing {

std::unique_ptr<QgsVectorLayer> runNativeLayer(const QString& algorithm, QgsVectorLayer& input,
                                               QVariantMap parameters) {
  const QgsProcessingAlgorithm* found =
      QgsApplication::processingRegistry()->algorithmById(algorithm);
  if (found == nullptr) {
    ADD_FAILURE() << algorithm.toStdString() << " is not there";
    return nullptr;
  }
  QgsProcessingContext context;
  QgsProcessingFeedback feedback;
  context.setTransformContext(QgsProject::instance()->transformContext());
  parameters.insert(QStringLiteral("INPUT"), QVariant::fromValue(&input));
  parameters.insert(QStringLiteral("OUTPUT"), QStringLiteral("memory:"));
  bool ok = false;
  const QVariantMap results = found->run(parameters, context, &feedback, &ok);
  EXPECT_TRUE(ok) << feedback.textLog().toStdString();
  if (!ok) return nullptr;
  std::unique_ptr<QgsMapLayer> output(
      context.takeResultLayer(results.value(QStringLiteral("OUTPUT")).toString()));
  return std::unique_ptr<QgsVectorLayer>(qobject_cast<QgsVectorLayer*>(output.release()));
}

std::vector<QgsFeature> featuresOf(const QgsVectorLayer& layer) {
  std::vector<QgsFeature> features;
  QgsFeature feature;
  QgsFeatureIterator it = layer.getFeatures();
  while (it.nextFeature(feature)) features.push_back(feature);
  return features;
}

std::vector<QgsFeature> runNative(const QString& algorithm, QgsVectorLayer& input,
                                  QVariantMap parameters) {
  const auto output = runNativeLayer(algorithm, input, std::move(parameters));
  return output == nullptr ? std::vector<QgsFeature>() : featuresOf(*output);
}

std::vector<QgsFeature> runNativeBuffer(QgsVectorLayer& input, const BufferOptions& options) {
  QVariantMap parameters;
  parameters.insert("DISTANCE", *options.distance);
  if (options.segments) parameters.insert("SEGMENTS", *options.segments);
  if (options.join_style != JoinStyle::kUnspecified) {
    parameters.insert("JOIN_STYLE", static_cast<int>(options.join_style) - 1);
  }
  if (options.mitre_limit) parameters.insert("MITER_LIMIT", *options.mitre_limit);
  if (options.side != Side::kBoth) {
    parameters.insert("SIDE", options.side == Side::kLeft ? 0 : 1);
    return runNative("native:singlesidedbuffer", input, parameters);
  }
  if (options.cap_style != CapStyle::kUnspecified) {
    parameters.insert("END_CAP_STYLE", static_cast<int>(options.cap_style) - 1);
  }
  parameters.insert("DISSOLVE", options.dissolve);
  const bool has_option = QgsApplication::processingRegistry()
                              ->algorithmById("native:buffer")
                              ->parameterDefinition("SEPARATE_DISJOINT") != nullptr;
  if (has_option) parameters.insert("SEPARATE_DISJOINT", options.separate_disjoint);
  std::vector<QgsFeature> features = runNative("native:buffer", input, parameters);
  if (!options.separate_disjoint || has_option) return features;
  std::vector<QgsFeature> parts;
  for (const QgsFeature& feature : features) {
    if (!feature.hasGeometry()) parts.push_back(feature);
    const QgsGeometry geometry = feature.geometry();
    for (auto part = geometry.const_parts_begin(); part != geometry.const_parts_end(); ++part) {
      QgsFeature single = feature;
      single.setGeometry(QgsGeometry((*part)->clone()));
      parts.push_back(single);
    }
  }
  return parts;
}

double relativeDifference(const QgsGeometry& actual, const QgsGeometry& expected) {
  const double difference = actual.symDifference(expected).area();
  return expected.area() > 0 ? difference / expected.area() : difference;
}

}  // namespace geotask::testing

// SPDX-License-Identifier: GPL-2.0-or-later
//
// What an algorithm has made, gathered from its results. Main thread.
#pragma once

#include <qgsprocessingalgorithm.h>
#include <qgsprocessingcontext.h>

#include <QVariantMap>
#include <string>
#include <vector>

#include "qgis/processing/algorithm_call.h"
#include "qgis/processing/call_layers.h"
#include "qgis/processing/destinations.h"

namespace geotask {

// Takes the layers that are outputs out of the context. Files are closed for good only once the
// context is gone.
class OutputGatherer {
 public:
  OutputGatherer(QgsProcessingContext& context, const CallLayers& layers,
                 const std::vector<Destination>& destinations, std::string out_folder)
      : context_(context),
        layers_(layers),
        destinations_(destinations),
        out_folder_(std::move(out_folder)) {}

  // `parameters`: what the algorithm was given.
  std::vector<CallOutput> gather(const QgsProcessingAlgorithm& algorithm,
                                 const QVariantMap& parameters, const QVariantMap& results);

 private:
  // Of an algorithm that gives nothing: what it has written into.
  void gatherWritten(const QgsProcessingAlgorithm& algorithm, const QVariantMap& parameters);
  void gatherDestination(const Destination& destination, const QVariant& result);
  // An output that has no destination: `type` as QGIS calls it.
  void gatherResult(const std::string& name, const QString& type, const QVariant& result);
  bool gatherRows(const std::string& name, const QVariant& result);
  bool gatherFile(const std::string& name, const std::string& path);
  bool gatherFolder(const std::string& name, const std::string& path);
  QVariant sourceOf(const QVariant& result) const;
  std::shared_ptr<QgsVectorLayer> takeLayer(const QString& reference);
  const Destination* destinationOf(const std::string& name) const;
  // A path below out_folder, relative; empty for all others.
  std::string below(const std::string& path) const;
  Json withoutPlaces(const Json& value) const;

  QgsProcessingContext& context_;
  const CallLayers& layers_;
  const std::vector<Destination>& destinations_;
  const std::string out_folder_;
  std::vector<CallOutput> outputs_;
};

// The file at `path`, a path below `folder`, and what belongs to it, as the .dbf of an .shp; paths
// below `folder`, the main one first. `others` are the main files of other outputs.
std::vector<std::string> fileWithSidecars(const std::string& folder, const std::string& path,
                                          const std::vector<std::string>& others);

}  // namespace geotask

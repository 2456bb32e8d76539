// SPDX-License-Identifier: GPL-2.0-or-later
//
// Where the outputs of a call go. Main thread.
#pragma once

#include <qgsprocessingalgorithm.h>

#include <QVariant>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/json.h"

namespace geotask {

struct Destination {
  enum class Kind {
    kRows,      // A layer in memory.
    kRowsFile,  // A file of the server's own choice, which is then read as rows.
    kFile,
    kFolder,
  };
  std::string output;  // "OUTPUT"
  Kind kind = Kind::kRows;
  QVariant value;    // What QGIS is told.
  std::string path;  // Of all but kRows: absolute.
};

// Whether the parameter says where the algorithm writes: also a folder of one that gives nothing else,
// as native:atlaslayouttoimage.
bool isDestination(const QgsProcessingAlgorithm& algorithm,
                   const QgsProcessingParameterDefinition& parameter);

// The destinations of a call, in the algorithm's order; those that are not asked for are not there.
// INVALID_DESTINATION at parameters.NAME.
absl::StatusOr<std::vector<Destination>> planDestinations(const QgsProcessingAlgorithm& algorithm,
                                                          const Json& parameters,
                                                          const std::string& out_folder);

}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
//
// Flags and enums of QGIS's Processing by number: QGIS 3.36 gave them new names, not new numbers.
#pragma once

#include <qgsprocessingparameters.h>

namespace geotask {

// QgsProcessingAlgorithm's flags.
constexpr int kHideFromToolbox = 1 << 1;
constexpr int kHideFromModeler = 1 << 2;
constexpr int kCanCancel = 1 << 4;
constexpr int kRequiresMatchingCrs = 1 << 5;
constexpr int kNoThreading = 1 << 6;
constexpr int kSupportsInPlaceEdits = 1 << 8;
constexpr int kKnownIssues = 1 << 9;
constexpr int kDesktopOnly = 1 << 13;
constexpr int kRequiresProject = 1 << 14;

// QgsProcessingParameterDefinition's flags.
constexpr int kAdvanced = 1 << 1;
constexpr int kHidden = 1 << 2;
constexpr int kOptional = 1 << 3;

// QgsProcessingParameterNumber's data types.
constexpr int kIntegerNumber = 0;
// QgsProcessingParameterFile's behaviours.
constexpr int kFolderBehaviour = 1;
// QgsProcessing's source types.
constexpr int kFileSource = 4;

// QgsFeatureRequest's checks of geometries.
constexpr int kIgnoreInvalid = 0;
constexpr int kSkipInvalid = 1;
constexpr int kAbortOnInvalid = 2;
// QgsProcessingFeatureSourceDefinition's flags.
constexpr int kOverrideGeometryCheck = 1;

inline bool isOptional(const QgsProcessingParameterDefinition& parameter) {
  return (static_cast<int>(parameter.flags()) & kOptional) != 0;
}

}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
//
// What works are made with.
#pragma once

#include <cstdint>
#include <limits>

#include "domain/feature_codec.h"
#include "domain/source_opener.h"
#include "domain/spool.h"
#include "qgis/buffer_engine.h"

namespace geotask {

// All outlive the works.
struct WorkTools {
  const SourceOpener& sources;
  Spool& spool;
  const FeatureCodec& codec;
  uint64_t max_vertices = std::numeric_limits<uint64_t>::max();  // Of one geometry of the input.
  const BufferEngine& engine = engineWithoutProcesses();
};

}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
//
// Checks what clients give as CRS, with PROJ alone, so that the door need not touch QGIS. The text
// must be an authority code or WKT2: the other forms that PROJ and QGIS read (PROJ strings, URLs,
// files) can name grid files and addresses.
#pragma once

#include "domain/catalogue.h"

namespace geotask {

class ProjCrsRegistry : public CrsRegistry {
 public:
  absl::Status check(const std::string& crs) const override;
};

}  // namespace geotask

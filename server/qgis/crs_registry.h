// SPDX-License-Identifier: GPL-2.0-or-later
//
// Checks what clients give as CRS, with PROJ alone, so that the door need not touch QGIS. The text
// must be an authority code or WKT2: the other forms that PROJ and QGIS read (PROJ strings, URLs,
// files) can name grid files and addresses.
//
// What was found good is remembered: a look into PROJ's database takes a millisecond, many times as long as
// a small call.
#pragma once

#include <string>
#include <unordered_set>

#include "domain/catalogue.h"
#include "domain/mutex.h"

namespace geotask {

class ProjCrsRegistry : public CrsRegistry {
 public:
  absl::Status check(const std::string& crs) const override;

 private:
  mutable Mutex mutex_;
  mutable std::unordered_set<std::string> good_ GEOTASK_GUARDED_BY(mutex_);
};

}  // namespace geotask

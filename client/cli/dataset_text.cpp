// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/dataset_text.h"

#include "cli/facts.h"
#include "cli/labels.h"
#include "cli/resource_name.h"
#include "cli/schema_text.h"
#include "cli/text.h"

namespace geotask::cli {

std::string describe(const v1::Dataset& dataset) {
  Facts facts;
  facts.add("Name", referenceOf(dataset.name()));
  if (dataset.has_schema()) {
    facts.add("Rows", countText(dataset.feature_count()));
  } else {
    facts.add("Files", countText(dataset.file_count()));
    for (const v1::FileInfo& file : dataset.files()) {
      facts.add("File", file.path() + ", " + bytesText(file.byte_count()));
    }
  }
  facts.add("Size", bytesText(dataset.byte_count()));
  facts.add("Geometry", dataset.schema().geometry_type());
  facts.add("CRS", fitted(dataset.schema().crs(), 60));
  facts.add("Fields", fieldsText(dataset.schema()));
  facts.add("Labels", labelsText(dataset.labels()));
  facts.add("Created", timeText(dataset.create_time()));
  facts.add("Last used", timeText(dataset.use_time()));
  facts.add("Kept until", timeText(dataset.expire_time()));
  return facts.text();
}

}  // namespace geotask::cli

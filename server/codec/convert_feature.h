// SPDX-License-Identifier: GPL-2.0-or-later
//
// Schemas and rows, to the API's messages and back. Nothing is checked here: row_check.h and
// schema_check.h do that for what comes from outside.
#pragma once

#include "domain/features.h"
#include "geotask/v1/feature.pb.h"

namespace geotask {

void toProto(const Schema& schema, v1::Schema& proto);
// A type that is not one becomes text.
Schema fromProto(const v1::Schema& proto);

void toProto(Feature feature, v1::Feature& proto);
// Moves geometry and texts out of the message.
Feature takeFeature(v1::Feature& proto);

}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/resource_name.h"

#include <gtest/gtest.h>

#include "domain/errors.h"

namespace geotask {
namespace {

TEST(ResourceName, HasTheIdBehindItsCollection) {
  EXPECT_EQ(*parseJobName("jobs/a-1"), "a-1");
  EXPECT_EQ(*parseDatasetName("datasets/a-1"), "a-1");
  EXPECT_EQ(jobName("a-1"), "jobs/a-1");
  EXPECT_EQ(datasetName("a-1"), "datasets/a-1");
}

TEST(ResourceName, OfAnotherFormIsRefusedWithTheFormAndTheField) {
  for (const char* name : {"", "a-1", "jobs/", "jobs", "jobs/a/b", "datasets/a", "/jobs/a"}) {
    const ErrorDetail detail = errorDetail(parseJobName(name, "spec.input.job").status());
    EXPECT_EQ(detail.reason, "INVALID_NAME") << name;
    EXPECT_EQ(detail.field, "spec.input.job");
    EXPECT_EQ(detail.accepted, "jobs/{id}");
  }
  EXPECT_FALSE(parseDatasetName("jobs/a").ok());
}

}  // namespace
}  // namespace geotask

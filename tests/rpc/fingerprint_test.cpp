// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/fingerprint.h"

#include <gtest/gtest.h>

#include "geotask/v1/jobs.pb.h"

namespace geotask {
namespace {

std::string hash(const v1::SubmitJobRequest& request) {
  Fingerprint fingerprint;
  fingerprint.add(request);
  return fingerprint.finish();
}

TEST(Fingerprint, DoesNotDependOnTheOrderOfLabels) {
  v1::SubmitJobRequest one, other;
  for (int i = 0; i < 32; ++i) {
    (*one.mutable_spec()->mutable_labels())["label" + std::to_string(i)] = "x";
    (*other.mutable_spec()->mutable_labels())["label" + std::to_string(31 - i)] = "x";
  }
  EXPECT_EQ(hash(one), hash(other));
  EXPECT_EQ(hash(one).size(), 32u);
}

TEST(Fingerprint, TellsRequestsApart) {
  v1::SubmitJobRequest one, other;
  other.mutable_spec()->set_priority(1);
  EXPECT_NE(hash(one), hash(other));
}

TEST(Fingerprint, KeepsNeighboursApart) {
  v1::GetJobRequest nothing, name;
  name.set_name("a");
  Fingerprint before, after;
  before.add(nothing);
  before.add(name);
  after.add(name);
  after.add(nothing);
  EXPECT_NE(before.finish(), after.finish());
}

}  // namespace
}  // namespace geotask

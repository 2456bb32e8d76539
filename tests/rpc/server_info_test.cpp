// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include "rpc/rpc_fixture.h"

namespace geotask {
namespace {

using ServerInfoTest = RpcTest;

TEST_F(ServerInfoTest, TellsVersionsLimitsAndSources) {
  grpc::ClientContext context;
  v1::ServerInfo info;
  ASSERT_TRUE(info_->GetServerInfo(&context, {}, &info).ok());
  EXPECT_EQ(info.versions().geotaskd(), "1.2.3");
  EXPECT_EQ(info.versions().grpc(), grpc::Version());
  EXPECT_EQ(info.limits().max_message_bytes(), 1048576);
  EXPECT_EQ(info.limits().max_queued_jobs(), 100000);
  ASSERT_EQ(info.sources_size(), 1);
  EXPECT_EQ(info.sources(0).layers(0).schema().fields(0).name(), "NAME");
}

TEST_F(ServerInfoTest, AnUnknownSourceIsNotFound) {
  grpc::ClientContext context;
  v1::GetServerInfoRequest request;
  request.set_source("moon");
  v1::ServerInfo info;
  const grpc::Status status = info_->GetServerInfo(&context, request, &info);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(detail(status).reason(), "UNKNOWN_SOURCE");
}

}  // namespace
}  // namespace geotask

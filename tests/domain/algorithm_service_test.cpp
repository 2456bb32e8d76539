// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/algorithm_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/errors.h"
#include "support/drawn_algorithms.h"

namespace geotask {
namespace {

using testing::HasSubstr;

class AlgorithmServiceTest : public testing::Test {
 protected:
  AlgorithmServiceTest() {
    AlgorithmDescription warp = drawn("gdal:warp", "Warp", "Raster projections");
    AlgorithmDescription buffer = drawn("native:buffer", "Buffer", "Vector geometry");
    buffer.tags = {"Grow", "dilate"};
    AlgorithmDescription centroids = drawn("native:centroids", "Centroids", "Vector geometry");
    centroids.short_description = "Points in the middle of areas.";
    centroids.tags = {"middle"};
    AlgorithmDescription old = drawn("native:oldbuffer", "Buffer", "Vector geometry");
    old.flags = {"CAN_CANCEL", "DEPRECATED"};
    AlgorithmDescription hidden = drawn("native:tools", "Tools");
    hidden.flags = {"HIDDEN"};
    AlgorithmDescription denied = drawn("native:wipe", "Wipe", "Vector geometry");
    denied.denied = "it wipes";
    catalogue_.set({warp, buffer, centroids, old, hidden, denied});
  }

  using Request = AlgorithmService::ListRequest;

  // The ids of a page, each followed by a blank.
  std::string ids(const Request& request = {}) {
    const auto answer = service_.list(request);
    EXPECT_TRUE(answer.ok()) << answer.status();
    if (!answer.ok()) return "";
    next_ = answer->next_page_token;
    std::string text;
    for (const AlgorithmPtr& algorithm : answer->algorithms) text += algorithm->id + " ";
    return text;
  }
  std::string search(const std::string& words) {
    Request request;
    request.search = words;
    return ids(request);
  }
  std::string reason(const Request& request) {
    return errorDetail(service_.list(request).status()).reason;
  }

  DrawnAlgorithms catalogue_;
  AlgorithmService service_{catalogue_};
  std::string next_;
};

TEST_F(AlgorithmServiceTest, WhatIsDeniedHiddenOrDeprecatedIsShownWhenAskedFor) {
  EXPECT_EQ(ids(), "gdal:warp native:buffer native:centroids ");
  Request all;
  all.show_all = true;
  EXPECT_EQ(ids(all),
            "gdal:warp native:buffer native:centroids native:oldbuffer native:tools native:wipe ");
}

TEST_F(AlgorithmServiceTest, AllFiltersMustMatch) {
  Request request;
  request.provider = "native";
  EXPECT_EQ(ids(request), "native:buffer native:centroids ");
  request.tags = {"grow", "DILATE"};
  EXPECT_EQ(ids(request), "native:buffer ");
  request.tags = {"grow", "middle"};
  EXPECT_EQ(ids(request), "");
  request.tags.clear();
  request.group = "vector GEOMETRY";
  EXPECT_EQ(ids(request), "native:buffer native:centroids ");
  request.group = "vector";
  EXPECT_EQ(ids(request), "");
}

TEST_F(AlgorithmServiceTest, EveryWordOfASearchIsSomewhereInWhatIsTold) {
  EXPECT_EQ(search("BUFFER"), "native:buffer ");
  EXPECT_EQ(search("  geometry   dilate "), "native:buffer ");
  EXPECT_EQ(search("middle of"), "native:centroids ");
  EXPECT_EQ(search("gdal:"), "gdal:warp ");
  EXPECT_EQ(search("buffer warp"), "");
  // Words do not run over the end of a text into the next.
  EXPECT_EQ(search("warpraster"), "");
}

TEST_F(AlgorithmServiceTest, PagesFollowEachOtherAndTheLastHasNoToken) {
  Request request;
  request.page_size = 1;
  std::string all;
  int pages = 0;
  do {
    all += ids(request);
    request.page_token = next_;
    ++pages;
  } while (!next_.empty());
  EXPECT_EQ(all, "gdal:warp native:buffer native:centroids ");
  EXPECT_EQ(pages, 3);
}

TEST_F(AlgorithmServiceTest, ATokenIsOfOneFilter) {
  Request request;
  request.page_size = 1;
  ids(request);
  request.page_token = next_;
  EXPECT_EQ(ids(request), "native:buffer ");
  for (Request other : {Request{1, next_, "native"}, Request{1, next_, "", "Vector geometry"},
                        Request{1, next_, "", "", {"grow"}}, Request{1, next_, "", "", {}, "a"},
                        Request{1, next_, "", "", {}, "", true}, Request{1, "nonsense"}}) {
    EXPECT_EQ(reason(other), "INVALID_PAGE_TOKEN");
  }
  EXPECT_EQ(reason(Request{-1}), "OUT_OF_RANGE");
}

TEST_F(AlgorithmServiceTest, OneIsFoundByItsIdHoweverItIsListed) {
  const auto denied = service_.get("native:wipe");
  ASSERT_TRUE(denied.ok());
  EXPECT_EQ((*denied)->denied, "it wipes");
}

TEST_F(AlgorithmServiceTest, AnUnknownOneIsToldWithThoseThatAreSpelledAlike) {
  const absl::Status status = service_.get("native:bufer").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  const ErrorDetail detail = errorDetail(status);
  EXPECT_EQ(detail.reason, "UNKNOWN_ALGORITHM");
  EXPECT_EQ(detail.field, "name");
  EXPECT_EQ(detail.given, "native:bufer");
  EXPECT_THAT(detail.accepted, HasSubstr("native:buffer"));
}

TEST_F(AlgorithmServiceTest, WhatWasFoundOutlivesTheCatalogueItIsFrom) {
  const auto found = service_.get("native:buffer");
  ASSERT_TRUE(found.ok());
  catalogue_.set({});
  EXPECT_EQ((*found)->title, "Buffer");
}

TEST(AlgorithmService, BeforeTheAlgorithmsAreKnownClientsAreToldWhenToTryAgain) {
  const DrawnAlgorithms nothing;
  const AlgorithmService service(nothing);
  for (const absl::Status& status :
       {service.get("native:buffer").status(), service.list({}).status()}) {
    EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(errorDetail(status).reason, "CATALOGUE_NOT_READY");
    EXPECT_GT(errorDetail(status).retry_delay, absl::ZeroDuration());
  }
}

}  // namespace
}  // namespace geotask

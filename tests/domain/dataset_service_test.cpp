// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/dataset_service.h"

#include <gtest/gtest.h>

#include "domain/errors.h"
#include "support/fake_catalogue.h"
#include "support/fake_clock.h"

namespace geotask {
namespace {

// Rows that lie on a disk: so many bytes. Says when they have gone.
class DiskRows : public FeatureSet {
 public:
  explicit DiskRows(uint64_t bytes, int* alive = nullptr) : bytes_(bytes), alive_(alive) {
    if (alive_ != nullptr) ++*alive_;
  }
  ~DiskRows() override {
    if (alive_ != nullptr) --*alive_;
  }
  const Schema& schema() const override { return schema_; }
  uint64_t featureCount() const override { return 1; }
  uint64_t memoryBytes() const override { return 0; }
  uint64_t diskBytes() const override { return bytes_; }
  absl::StatusOr<std::unique_ptr<FeatureReader>> open() const override {
    return absl::UnimplementedError("these rows are not read");
  }

 private:
  const Schema schema_;
  const uint64_t bytes_;
  int* const alive_;
};

class DatasetServiceTest : public testing::Test {
 protected:
  static Limits smallLimits() {
    Limits limits;
    limits.max_datasets = 3;
    limits.max_dataset_bytes = 1000;
    limits.dataset_ttl = absl::Hours(1);
    return limits;
  }
  static DatasetUpload upload(const std::string& id, const std::string& request_id = "") {
    DatasetUpload upload;
    upload.principal = "ann";
    upload.schema.emplace();
    upload.dataset_id = id;
    upload.request_id = request_id;
    upload.fingerprint = "print";
    return upload;
  }
  absl::StatusOr<Dataset> add(const DatasetUpload& upload, uint64_t bytes = 10,
                              int* alive = nullptr) {
    return service_.add(upload, std::make_shared<DiskRows>(bytes, alive),
                        DiskShare(service_.disk()));
  }
  std::string names(const std::string& token = "", int size = 0) {
    const auto answer = service_.list({"ann", {}, size, token});
    next_ = answer->next_page_token;
    std::string text;
    for (const Dataset& dataset : answer->datasets) text += dataset.id;
    return text;
  }
  static std::string reason(const absl::Status& status) { return errorDetail(status).reason; }

  FakeClock clock_;
  FakeCrsRegistry crs_;
  DatasetService service_{smallLimits(), clock_, crs_};
  std::string next_;
};

TEST_F(DatasetServiceTest, AnUploadedDatasetIsFoundByItsOwnerAlone) {
  const auto dataset = add(upload("a"));
  ASSERT_TRUE(dataset.ok()) << dataset.status();
  EXPECT_EQ(dataset->expire_time, dataset->create_time + absl::Hours(1));
  EXPECT_TRUE(service_.get("ann", "a").ok());
  EXPECT_EQ(reason(service_.get("bob", "a").status()), "DATASET_NOT_FOUND");
  EXPECT_EQ(reason(service_.remove("bob", "a")), "DATASET_NOT_FOUND");
}

TEST_F(DatasetServiceTest, ATakenIdIsRefusedBeforeTheRowsAreSent) {
  ASSERT_TRUE(add(upload("a")).ok());
  EXPECT_EQ(reason(service_.check(upload("a")).status()), "DATASET_EXISTS");
  DatasetUpload of_bob = upload("a");
  of_bob.principal = "bob";
  EXPECT_EQ(reason(service_.check(of_bob).status()), "DATASET_EXISTS");
}

TEST_F(DatasetServiceTest, ARepeatedUploadGivesTheFirstDataset) {
  const auto first = add(upload("", "once"));
  EXPECT_EQ(add(upload("", "once"))->id, first->id);
  DatasetUpload other = upload("", "once");
  other.fingerprint = "another";
  EXPECT_EQ(reason(add(other).status()), "REQUEST_ID_REUSED");
  ASSERT_TRUE(service_.remove("ann", first->id).ok());
  EXPECT_NE(add(upload("", "once"))->id, first->id);
}

TEST_F(DatasetServiceTest, RowsGoWithTheLastReference) {
  int alive = 0;
  ASSERT_TRUE(add(upload("a"), 10, &alive).ok());
  auto used_by_a_job = service_.get("ann", "a")->features;
  ASSERT_TRUE(service_.remove("ann", "a").ok());
  EXPECT_EQ(alive, 1);
  used_by_a_job.reset();
  EXPECT_EQ(alive, 0);
}

TEST_F(DatasetServiceTest, ItExpiresATtlAfterItsLastUse) {
  DatasetUpload short_lived = upload("a");
  short_lived.ttl = absl::Seconds(10);
  ASSERT_TRUE(add(short_lived).ok());
  clock_.advance(absl::Seconds(6));
  service_.use("ann", "a");
  clock_.advance(absl::Seconds(6));
  service_.removeExpired();
  EXPECT_TRUE(service_.get("ann", "a").ok());
  clock_.advance(absl::Seconds(4));
  service_.removeExpired();
  EXPECT_EQ(reason(service_.get("ann", "a").status()), "DATASET_NOT_FOUND");
}

TEST_F(DatasetServiceTest, BytesOfUploadsUnderWayCount) {
  ASSERT_TRUE(add(upload("a"), 500).ok());
  {
    DiskShare under_way(service_.disk());
    ASSERT_TRUE(under_way.grow(400));
    EXPECT_EQ(reason(add(upload("b"), 200).status()), "DATASETS_FULL");
  }
  EXPECT_TRUE(add(upload("b"), 200).ok());
  EXPECT_EQ(reason(add(upload("c"), 301).status()), "DATASETS_FULL");
  ASSERT_TRUE(service_.remove("ann", "a").ok());
  EXPECT_TRUE(add(upload("c"), 301).ok());
}

TEST_F(DatasetServiceTest, WhatWasTakenDuringTheUploadIsNotTakenAgain) {
  DiskShare share(service_.disk());
  ASSERT_TRUE(share.grow(1000));
  EXPECT_TRUE(service_.add(upload("a"), std::make_shared<DiskRows>(1000), std::move(share)).ok());
  EXPECT_EQ(reason(add(upload("b"), 1).status()), "DATASETS_FULL");
}

TEST_F(DatasetServiceTest, BytesCountAsLongAsAJobReadsThem) {
  ASSERT_TRUE(add(upload("a"), 1000).ok());
  auto used_by_a_job = service_.get("ann", "a")->features;
  ASSERT_TRUE(service_.remove("ann", "a").ok());
  EXPECT_EQ(reason(add(upload("b"), 1).status()), "DATASETS_FULL");
  used_by_a_job.reset();
  EXPECT_TRUE(add(upload("b"), 1).ok());
}

TEST_F(DatasetServiceTest, ARepeatNeedsNoRoom) {
  ASSERT_TRUE(add(upload("a", "once"), 1000).ok());
  EXPECT_TRUE(*service_.check(upload("a", "once")));
  EXPECT_EQ(add(upload("a", "once"), 1000)->id, "a");
}

TEST_F(DatasetServiceTest, ThereAreNoMoreDatasetsThanAllowed) {
  for (const char* id : {"a", "b", "c"}) ASSERT_TRUE(add(upload(id)).ok());
  EXPECT_EQ(reason(service_.check(upload("d")).status()), "DATASETS_FULL");
}

TEST_F(DatasetServiceTest, TheNewestIsListedFirstPageByPage) {
  for (const char* id : {"a", "b", "c"}) ASSERT_TRUE(add(upload(id)).ok());
  EXPECT_EQ(names("", 2), "cb");
  EXPECT_EQ(names(next_, 2), "a");
  EXPECT_EQ(next_, "");
}

TEST_F(DatasetServiceTest, AListByLabelsTakesOnlyItsOwnTokens) {
  for (const char* id : {"a", "b"}) ASSERT_TRUE(add(upload(id)).ok());
  DatasetUpload labelled = upload("c");
  labelled.labels = {{"kind", "lakes"}};
  ASSERT_TRUE(add(labelled).ok());
  const auto lakes = service_.list({"ann", {{"kind", "lakes"}}, 0, ""});
  ASSERT_EQ(lakes->datasets.size(), 1u);
  EXPECT_EQ(lakes->datasets[0].id, "c");
  names("", 1);
  EXPECT_EQ(reason(service_.list({"ann", {{"kind", "lakes"}}, 0, next_}).status()),
            "INVALID_PAGE_TOKEN");
}

TEST_F(DatasetServiceTest, WhatIsWrongWithAHeaderIsNamed) {
  DatasetUpload wrong_crs = upload("a");
  wrong_crs.schema->crs = "my own";
  EXPECT_EQ(errorDetail(service_.check(wrong_crs).status()).field, "schema.crs");
  DatasetUpload wrong_type = upload("a");
  wrong_type.schema->geometry_type = "Circle";
  EXPECT_EQ(errorDetail(service_.check(wrong_type).status()).field, "schema.geometry_type");
  DatasetUpload wrong_ttl = upload("a");
  wrong_ttl.ttl = absl::Hours(2);
  EXPECT_EQ(errorDetail(service_.check(wrong_ttl).status()).field, "ttl");
  EXPECT_EQ(errorDetail(service_.check(upload("A")).status()).field, "dataset_id");
}

TEST_F(DatasetServiceTest, ADrainingServerTakesNoUploads) {
  service_.drain();
  EXPECT_EQ(reason(service_.check(upload("a")).status()), "DRAINING");
}

}  // namespace
}  // namespace geotask

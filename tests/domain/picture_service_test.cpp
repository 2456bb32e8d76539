// SPDX-License-Identifier: GPL-2.0-or-later
//
// What of a request for a picture is refused at the door, and what goes to the painter.
#include "domain/picture_service.h"

#include <gtest/gtest.h>

#include <cmath>
#include <optional>

#include "domain/errors.h"
#include "support/fake_clock.h"
#include "support/fake_result.h"

namespace geotask {
namespace {

class CodesOnly : public CrsRegistry {
 public:
  absl::Status check(const std::string& crs) const override {
    if (crs.find(':') != std::string::npos) return absl::OkStatus();
    return makeError(absl::StatusCode::kInvalidArgument, {"INVALID_CRS", "", crs, "a code"});
  }
};

// Notes what is to be drawn; draws a picture of two bytes.
class NotedPainter : public Painter {
 public:
  void draw(const std::string&, const PictureSpec& given, const CallInput& from,
            std::function<bool()>, Done done) override {
    spec = given;
    input = from;
    Picture picture;
    picture.png = "ok";
    done(std::move(picture));
  }
  std::optional<PictureSpec> spec;
  CallInput input;
};

class NamedFiles : public FileSet {
 public:
  NamedFiles(const std::string& main, const std::string& other) {
    files_ = {{main, 1, "", ""}, {other, 1, "", ""}};
  }
  const std::vector<FileInfo>& files() const override { return files_; }
  const std::string& folder() const override { return folder_; }
  uint64_t diskBytes() const override { return 2; }
  absl::StatusOr<std::unique_ptr<FileReader>> read(const std::string&, uint64_t) const override {
    return absl::UnavailableError("these files have names alone");
  }

 private:
  std::vector<FileInfo> files_;
  const std::string folder_;
};

StoredOutput rows(const std::string& name, const std::string& geometry_type) {
  return rowsOutput(name, {{}, geometry_type, "EPSG:3857"}, std::make_shared<FakeResult>(),
                    "shapes");
}

class PictureServiceTest : public testing::Test {
 protected:
  absl::StatusOr<Picture> draw(const PictureRequest& request) {
    std::optional<absl::StatusOr<Picture>> answer;
    PictureService(crs_, board_, painter_)
        .draw(
            request, [] { return false; },
            [&](absl::StatusOr<Picture> picture) { answer = std::move(picture); });
    return *answer;
  }
  // What is wrong: "REASON at field".
  std::string refusal(const PictureSpec& spec) {
    const absl::StatusOr<Picture> picture = draw({"alice", "a", "", "", spec});
    EXPECT_FALSE(painter_.spec) << "refused requests cost nothing";
    const ErrorDetail detail = errorDetail(picture.status());
    return detail.reason + " at " + detail.field;
  }

  // A job that is at work and has made this.
  void addJob(const std::string& id, std::vector<StoredOutput> outputs) {
    EXPECT_TRUE(board_.add(id, "alice", std::make_shared<const JobSpec>()).ok());
    EXPECT_TRUE(board_.start(id));
    for (StoredOutput& output : outputs) board_.addOutput(id, std::move(output));
  }
  void finish(const std::string& id, JobState state = JobState::kSucceeded) {
    EXPECT_TRUE(board_.finish(id, state, std::nullopt, absl::Hours(1)));
  }
  std::string refusal(const std::string& id, const std::string& output = "",
                      const std::string& path = "") {
    return errorDetail(draw({"alice", id, output, path, {}}).status()).reason;
  }

  FakeClock clock_;
  CodesOnly crs_;
  JobBoard board_{clock_, {10}};
  NotedPainter painter_;
};

PictureSpec sized(int width, int height) {
  PictureSpec spec;
  spec.width = width;
  spec.height = height;
  return spec;
}

PictureSpec within(double x1, double y1, double x2, double y2) {
  PictureSpec spec;
  spec.extent = Extent{x1, y1, x2, y2};
  return spec;
}

TEST_F(PictureServiceTest, ASizeIsOneTo4096AndNotTooMuchInAll) {
  EXPECT_EQ(refusal(sized(-1, 0)), "OUT_OF_RANGE at width");
  EXPECT_EQ(refusal(sized(4097, 10)), "OUT_OF_RANGE at width");
  EXPECT_EQ(refusal(sized(10, 4097)), "OUT_OF_RANGE at height");
  EXPECT_EQ(refusal(sized(10, -1)), "OUT_OF_RANGE at height");
  EXPECT_EQ(refusal(sized(4096, 4096)), "OUT_OF_RANGE at height");
}

TEST_F(PictureServiceTest, AnExtentHasMinimaBelowMaxima) {
  EXPECT_EQ(refusal(within(1, 0, 1, 5)), "OUT_OF_RANGE at extent.x_maximum");
  EXPECT_EQ(refusal(within(0, 6, 1, 5)), "OUT_OF_RANGE at extent.y_maximum");
  EXPECT_EQ(refusal(within(0, NAN, 1, 5)), "OUT_OF_RANGE at extent.y_minimum");
  EXPECT_EQ(refusal(within(0, 0, INFINITY, 5)), "OUT_OF_RANGE at extent.x_maximum");
}

TEST_F(PictureServiceTest, AColourIsSixOrEightHexadecimalDigits) {
  for (const char* wrong : {"red", "#12345", "#12345G", "123456", "#1234567"}) {
    PictureSpec spec;
    spec.style.fill_color = wrong;
    EXPECT_EQ(refusal(spec), "INVALID_COLOR at style.fill_color") << wrong;
  }
  PictureSpec spec;
  spec.style.background = "";
  EXPECT_EQ(refusal(spec), "INVALID_COLOR at style.background");
}

TEST_F(PictureServiceTest, NumbersOfAStyleAreBounded) {
  PictureSpec spec;
  spec.style.opacity = 1.1;
  EXPECT_EQ(refusal(spec), "OUT_OF_RANGE at style.opacity");
  spec = {};
  spec.style.stroke_width = NAN;
  EXPECT_EQ(refusal(spec), "OUT_OF_RANGE at style.stroke_width");
  spec = {};
  spec.style.point_size = 0;
  EXPECT_EQ(refusal(spec), "OUT_OF_RANGE at style.point_size");
}

TEST_F(PictureServiceTest, ACrsIsCheckedAndAJobMustBeThere) {
  PictureSpec spec;
  spec.crs = "nonsense";
  EXPECT_EQ(refusal(spec), "INVALID_CRS at crs");
  EXPECT_EQ(errorDetail(draw({"alice", "nobody"}).status()).reason, "JOB_NOT_FOUND");
}

TEST_F(PictureServiceTest, RowsGoToThePainterWithWhatWasAskedFor) {
  addJob("a", {rows("OUTPUT", "Polygon"), valueOutput("COUNT", 3)});
  EXPECT_EQ(refusal("a"), "OUTPUT_NOT_READY");
  finish("a");
  const absl::StatusOr<Picture> picture = draw({"alice", "a", "", "", sized(300, 200)});
  ASSERT_TRUE(picture.ok()) << picture.status();
  EXPECT_EQ(picture->png, "ok");
  EXPECT_EQ(painter_.spec->width, 300);
  EXPECT_EQ(painter_.input.layer_name, "shapes");
  ASSERT_NE(painter_.input.rows, nullptr);
  EXPECT_EQ(painter_.input.rows->schema().geometry_type, "Polygon");
}

TEST_F(PictureServiceTest, AFileIsTheMainOneUnlessAPathSaysOtherwise) {
  addJob("a",
         {filesOutput("OUTPUT", std::make_shared<NamedFiles>("roads.shp", "roads.dbf"), false)});
  finish("a");
  ASSERT_TRUE(draw({"alice", "a"}).ok());
  EXPECT_EQ(painter_.input.path, "roads.shp");
  ASSERT_TRUE(draw({"alice", "a", "OUTPUT", "roads.dbf"}).ok());
  EXPECT_EQ(painter_.input.path, "roads.dbf");
  EXPECT_EQ(refusal("a", "OUTPUT", "rails.shp"), "FILE_NOT_FOUND");
}

TEST_F(PictureServiceTest, OfAFolderAFileMustBeNamed) {
  addJob("a", {filesOutput("TILES", std::make_shared<NamedFiles>("1.tif", "2.tif"), true)});
  finish("a");
  EXPECT_EQ(refusal("a"), "MISSING_FIELD");
  ASSERT_TRUE(draw({"alice", "a", "", "2.tif"}).ok());
  EXPECT_EQ(painter_.input.path, "2.tif");
}

TEST_F(PictureServiceTest, TablesValuesAndJobsWithoutResultAreRefused) {
  addJob("table", {rows("OUTPUT", "NoGeometry")});
  finish("table");
  EXPECT_EQ(refusal("table"), "NOT_DRAWABLE");
  addJob("value", {valueOutput("COUNT", 3)});
  finish("value");
  EXPECT_EQ(refusal("value"), "OUTPUT_NOT_FOUND");
  addJob("two", {rows("A", "Point"), rows("B", "Point")});
  finish("two");
  EXPECT_EQ(refusal("two"), "AMBIGUOUS_OUTPUT");
  EXPECT_EQ(refusal("two", "C"), "OUTPUT_NOT_FOUND");
  addJob("failed", {});
  finish("failed", JobState::kFailed);
  EXPECT_EQ(refusal("failed"), "JOB_FAILED");
}

TEST_F(PictureServiceTest, AJobOfSomebodyElseIsNotThere) {
  addJob("a", {rows("OUTPUT", "Polygon")});
  finish("a");
  EXPECT_EQ(errorDetail(draw({"bob", "a"}).status()).reason, "JOB_NOT_FOUND");
}

}  // namespace
}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
//
// RenderOutput on the wire: header and pieces, defaults, errors, a client that leaves.
#include <gtest/gtest.h>

#include <thread>

#include "rpc/rpc_fixture.h"

namespace geotask {
namespace {

class PicturesTest : public RpcTest {
 protected:
  PicturesTest() {
    submit(points(2));
    waitForEnd();
    request_.set_name("jobs/a");
  }

  struct Answer {
    grpc::Status status;
    v1::RenderHeader header;
    std::string png;
    int pieces = 0;
  };
  Answer render() {
    grpc::ClientContext context;
    auto stream = jobs_->RenderOutput(&context, request_);
    Answer answer;
    v1::RenderOutputResponse message;
    while (stream->Read(&message)) {
      EXPECT_LT(message.ByteSizeLong(), size_t{1} << 20);
      if (message.has_header()) {
        EXPECT_TRUE(answer.png.empty()) << "the header comes first";
        answer.header = message.header();
      } else {
        answer.png += message.data();
        ++answer.pieces;
      }
    }
    answer.status = stream->Finish();
    return answer;
  }

  v1::RenderOutputRequest request_;
};

TEST_F(PicturesTest, APictureComesWithWhatItShows) {
  request_.set_width(300);
  request_.set_height(200);
  v1::Extent& extent = *request_.mutable_extent();
  extent.set_x_minimum(-1);
  extent.set_x_maximum(2);
  extent.set_y_maximum(2);
  const Answer answer = render();
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  EXPECT_EQ(answer.header.width(), 300);
  EXPECT_EQ(answer.header.height(), 200);
  EXPECT_EQ(answer.header.extent().x_minimum(), -1);
  EXPECT_EQ(answer.header.extent().y_maximum(), 2);
  EXPECT_EQ(answer.header.media_type(), "image/png");
  EXPECT_EQ(answer.header.byte_count(), 3u);
  EXPECT_EQ(answer.png, "PNG");
}

TEST_F(PicturesTest, ALargePictureComesInPieces) {
  painter_.png = std::string(1300000, 'x');
  const Answer answer = render();
  ASSERT_TRUE(answer.status.ok());
  EXPECT_EQ(answer.pieces, 3);
  EXPECT_EQ(answer.png, painter_.png);
}

TEST_F(PicturesTest, WhatIsNotGivenHasItsDefault) {
  ASSERT_TRUE(render().status.ok());
  EXPECT_EQ(painter_.asked.width, 800);
  EXPECT_EQ(painter_.asked.height, 0);
  EXPECT_FALSE(painter_.asked.extent);
  EXPECT_EQ(painter_.asked.style.fill_color, "#8FB8DE");
  EXPECT_EQ(painter_.asked.style.stroke_width, 1);
  EXPECT_EQ(painter_.asked.style.opacity, 1);
}

TEST_F(PicturesTest, AStyleIsTakenAsItIsAlsoWhereItIsZero) {
  v1::RenderStyle& style = *request_.mutable_style();
  style.set_fill_color("#FF000080");
  style.set_stroke_width(0);
  style.set_opacity(0);
  ASSERT_TRUE(render().status.ok());
  EXPECT_EQ(painter_.asked.style.fill_color, "#FF000080");
  EXPECT_EQ(painter_.asked.style.stroke_width, 0);
  EXPECT_EQ(painter_.asked.style.opacity, 0);
}

TEST_F(PicturesTest, ARequestThatCannotBeIsRefusedWithItsField) {
  request_.mutable_style()->set_background("white");
  const Answer answer = render();
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(detail(answer.status).reason(), "INVALID_COLOR");
  EXPECT_EQ(detail(answer.status).field(), "style.background");
  request_.set_name("a");
  EXPECT_EQ(detail(render().status).reason(), "INVALID_NAME");
}

TEST_F(PicturesTest, WhatThePainterSaysIsPassedOn) {
  request_.set_crs("fail");
  const Answer answer = render();
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(detail(answer.status).reason(), "RENDER_TIMEOUT");
}

TEST_F(PicturesTest, AClientThatLeavesEndsTheDrawing) {
  request_.set_crs("wait");
  grpc::ClientContext context;
  auto stream = jobs_->RenderOutput(&context, request_);
  while (painter_.waiting == 0) std::this_thread::yield();
  context.TryCancel();
  v1::RenderOutputResponse message;
  EXPECT_FALSE(stream->Read(&message));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  while (painter_.left == 0) std::this_thread::yield();
}

}  // namespace
}  // namespace geotask

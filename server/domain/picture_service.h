// SPDX-License-Identifier: GPL-2.0-or-later
//
// Pictures, as the API sees them: checks what a client asks, finds the output and has it drawn. Any
// thread; returns at once.
#pragma once

#include <functional>
#include <string>

#include "domain/catalogue.h"
#include "domain/job_board.h"
#include "domain/picture.h"

namespace geotask {

struct PictureRequest {
  std::string principal = {};
  std::string job_id = {};
  std::string output = {};  // Empty: the only one with rows or files.
  std::string path = {};    // Of a file; empty: the main one.
  PictureSpec spec = {};
};

class PictureService {
 public:
  // All outlive it.
  PictureService(const CrsRegistry& crs, const JobBoard& board, Painter& painter)
      : crs_(crs), board_(board), painter_(painter) {}

  // `gone` and `done` as of Painter::draw(). Errors besides its own: those of checkPicture();
  // NOT_FOUND JOB_NOT_FOUND, OUTPUT_NOT_FOUND, FILE_NOT_FOUND; FAILED_PRECONDITION OUTPUT_NOT_READY,
  // JOB_FAILED, JOB_CANCELLED, AMBIGUOUS_OUTPUT, NOT_DRAWABLE; INVALID_ARGUMENT MISSING_FIELD.
  void draw(const PictureRequest& request, std::function<bool()> gone, Painter::Done done) const;

 private:
  absl::StatusOr<CallInput> find(const PictureRequest& request) const;

  const CrsRegistry& crs_;
  const JobBoard& board_;
  Painter& painter_;
};

}  // namespace geotask

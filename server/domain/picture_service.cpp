// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/picture_service.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "domain/output_choice.h"
#include "domain/picture_checks.h"
#include "domain/text.h"

namespace geotask {
namespace {

absl::StatusOr<std::string> fileOf(const StoredOutput& stored, const std::string& path) {
  const std::vector<FileInfo>& files = stored.files->files();
  std::vector<std::string> names;
  for (const FileInfo& file : files) names.push_back(file.path);
  if (path.empty() && !stored.output.folder) return files.front().path;
  if (path.empty()) {
    return makeError(absl::StatusCode::kInvalidArgument,
                     {"MISSING_FIELD", "path", "", shortList(names),
                      "The output is a folder: say which file to draw."});
  }
  if (std::find(names.begin(), names.end(), path) != names.end()) return path;
  return makeError(absl::StatusCode::kNotFound, {"FILE_NOT_FOUND", "path", path, shortList(names),
                                                 "`Job.outputs` lists the files."});
}

}  // namespace

void PictureService::draw(const PictureRequest& request, std::function<bool()> gone,
                          Painter::Done done) const {
  if (absl::Status good = checkPicture(request.spec, crs_); !good.ok()) return done(good);
  const absl::StatusOr<CallInput> input = find(request);
  if (!input.ok()) return done(input.status());
  painter_.draw(request.principal, request.spec, *input, std::move(gone), std::move(done));
}

absl::StatusOr<CallInput> PictureService::find(const PictureRequest& request) const {
  auto result = board_.result(request.principal, request.job_id);
  if (!result.ok()) return result.status();
  if (result->job.state != JobState::kSucceeded) return outputNotReady(result->job);
  const auto chosen = chooseOutput(result->outputs, request.output, isStored);
  if (!chosen.ok()) return chosen.status();
  const StoredOutput& stored = **chosen;
  CallInput input;
  input.reference = absl::StrCat("job:", request.job_id, "/", stored.output.name);
  if (!stored.rows) {
    absl::StatusOr<std::string> path = fileOf(stored, request.path);
    if (!path.ok()) return path.status();
    input.files = stored.files;
    input.path = *std::move(path);
    return input;
  }
  if (!request.path.empty()) {
    return makeError(absl::StatusCode::kNotFound,
                     {"FILE_NOT_FOUND", "path", request.path, "nothing: the output holds rows",
                      "Leave it out."});
  }
  if (stored.output.schema->geometry_type == "NoGeometry") {
    return makeError(absl::StatusCode::kFailedPrecondition,
                     "the rows of this output have no geometry; there is nothing to draw",
                     {"NOT_DRAWABLE", "output", "a table", "rows with geometry, or a file of them",
                      "Read the rows."});
  }
  input.rows = stored.rows->featureSet(*stored.output.schema);
  if (input.rows == nullptr) return jobNotFound(request.job_id);  // It was deleted just now.
  input.layer_name = stored.output.layer_name;
  return input;
}

}  // namespace geotask

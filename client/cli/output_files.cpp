// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/output_files.h"

#include <filesystem>
#include <fstream>
#include <utility>
#include <vector>

#include "cli/interrupt.h"
#include "cli/progress.h"

namespace geotask::cli {
namespace {

namespace fs = std::filesystem;
using client::Result;

client::Error failure(const std::string& path) {
  return client::localError(grpc::StatusCode::FAILED_PRECONDITION, "OUTPUT_UNWRITABLE",
                            path + " cannot be written.",
                            "Is there room, and may you write there?");
}

// Where a file of the output goes. Paths come from the server: none leads out of the place.
Result<fs::path> placeOf(const v1::FilesOutput& files, const v1::FileInfo& file,
                         const fs::path& place) {
  const fs::path path(file.path());
  for (const fs::path& part : path) {
    if (part == ".." || path.is_absolute()) {
      return client::localError(grpc::StatusCode::DATA_LOSS, "INVALID_PATH",
                                "The server sent a file called " + file.path() + ".");
    }
  }
  if (files.folder()) return place / path;
  const std::string main_stem = fs::path(files.files(0).path()).stem().string();
  const std::string name = path.filename().string();
  // A side-car takes the name that the main file has here: roads.dbf beside streets.shp is streets.dbf.
  if (name.compare(0, main_stem.size(), main_stem) == 0) {
    return place.parent_path() / (place.stem().string() + name.substr(main_stem.size()));
  }
  return place.parent_path() / path;
}

class Download {
 public:
  explicit Download(fs::path path) : path_(std::move(path)), part_(path_.string() + ".part") {}
  ~Download() {
    file_.close();
    std::error_code ignored;
    if (!done_) fs::remove(part_, ignored);
  }

  Result<void> run(Session& session, const std::string& job, const std::string& output,
                   const v1::FileInfo& file) {
    std::error_code error;
    if (!path_.parent_path().empty()) fs::create_directories(path_.parent_path(), error);
    file_.open(part_, std::ios::binary | std::ios::trunc);
    ProgressView view = standardErrorView();
    Meter meter;
    meter.stage = "downloading";
    v1::ReadFileRequest request;
    request.set_name(job);
    request.set_output(output);
    request.set_path(file.path());
    uint64_t bytes = 0;
    Result<v1::FileInfo> read = session.client().readFile(request, [&](const std::string& data) {
      file_.write(data.data(), static_cast<std::streamsize>(data.size()));
      bytes += data.size();
      if (file.byte_count() > 0) {
        meter.fraction = static_cast<double>(bytes) / static_cast<double>(file.byte_count());
        view.show(meter);
      }
      return file_ ? Result<void>() : Result<void>(failure(path_.string()));
    });
    view.clear();
    if (!read.ok()) return read.error();
    file_.close();
    if (file_) fs::rename(part_, path_, error);
    if (!file_ || error) return failure(path_.string());
    done_ = true;
    return {};
  }

 private:
  const fs::path path_;
  const fs::path part_;
  std::ofstream file_;
  bool done_ = false;
};

}  // namespace

Result<void> checkPlace(const std::string& place, bool overwrite) {
  const fs::path path(place);
  std::error_code error;
  if (!path.has_filename() ||
      (path.has_parent_path() && !fs::is_directory(path.parent_path(), error))) {
    return client::localError(grpc::StatusCode::NOT_FOUND, "OUTPUT_UNWRITABLE",
                              "There is no folder for " + place + ".", "Make it first.");
  }
  if (!overwrite && fs::exists(path, error)) {
    return client::localError(grpc::StatusCode::ALREADY_EXISTS, "OUTPUT_EXISTS",
                              place + " is there already.",
                              "Choose another name, or give --overwrite.");
  }
  return {};
}

Result<void> fetchFiles(Session& session, const v1::Job& job, const v1::Output& output,
                        const std::string& place) {
  InterruptScope on_interrupt([&] { session.client().stopCalls(); });
  for (const v1::FileInfo& file : output.files().files()) {
    const Result<fs::path> path = placeOf(output.files(), file, place);
    if (!path.ok()) return path.error();
    const Result<void> done = Download(*path).run(session, job.name(), output.name(), file);
    if (!done.ok()) return done;
  }
  return {};
}

}  // namespace geotask::cli

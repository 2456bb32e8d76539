// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/worker_support.h"

#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace geotask {
namespace {

class ListedFiles : public FileSet {
 public:
  ListedFiles(std::string folder, std::vector<FileInfo> files)
      : folder_(std::move(folder)), files_(std::move(files)) {}
  const std::vector<FileInfo>& files() const override { return files_; }
  uint64_t diskBytes() const override { return 0; }
  const std::string& folder() const override { return folder_; }
  absl::StatusOr<std::unique_ptr<FileReader>> read(const std::string&, uint64_t) const override {
    return absl::UnimplementedError("not in these tests");
  }

 private:
  const std::string folder_;
  const std::vector<FileInfo> files_;
};

class FolderWriter : public FileSetWriter {
 public:
  explicit FolderWriter(std::string folder) : folder_(std::move(folder)) {}
  absl::Status begin(const std::string&) override { return absl::UnimplementedError(""); }
  absl::Status append(const std::string&) override { return absl::UnimplementedError(""); }
  absl::Status adopt(const std::string& from, const std::string& path) override {
    const std::filesystem::path to = std::filesystem::path(folder_) / path;
    std::filesystem::create_directories(to.parent_path());
    std::filesystem::rename(from, to);
    FileInfo info;
    info.path = path;
    info.bytes = std::filesystem::file_size(to);
    files_.push_back(info);
    return absl::OkStatus();
  }
  uint64_t diskBytes() const override { return 0; }
  absl::StatusOr<std::shared_ptr<const FileSet>> finish() override {
    return std::make_shared<ListedFiles>(folder_, files_);
  }

 private:
  const std::string folder_;
  std::vector<FileInfo> files_;
};

class ListedRows : public SpooledResult {
 public:
  ListedRows(const FeatureCodec& codec, int& removed)
      : decoder_(codec.decoder()), removed_(removed) {}
  absl::Status addChunk(uint64_t, const std::vector<EncodedRecord>& records) override {
    for (const EncodedRecord& record : records) {
      const absl::Status decoded = decoder_->decode(record.bytes, rows);
      if (!decoded.ok()) return decoded;
    }
    return absl::OkStatus();
  }
  absl::Status complete() override { return absl::OkStatus(); }
  uint64_t featureCount() const override { return rows.size(); }
  uint64_t byteCount() const override { return 0; }
  absl::StatusOr<std::unique_ptr<ResultReader>> read(uint64_t) override {
    return absl::UnimplementedError("not in these tests");
  }
  std::shared_ptr<const FeatureSet> featureSet(Schema schema) override {
    return makeMemoryFeatureSet(std::move(schema), rows);
  }
  void remove() override { ++removed_; }

  FeatureBatch rows;

 private:
  const std::unique_ptr<FeatureDecoder> decoder_;
  int& removed_;
};

std::string programBeside(const char* name) {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / name;
}

}  // namespace

TestFolder::TestFolder() {
  std::string name = std::filesystem::temp_directory_path() / "geotask-test-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = name;
}

TestFolder::~TestFolder() {
  std::error_code error;
  std::filesystem::remove_all(path_, error);
}

std::string TestFolder::write(const std::string& name, const std::string& text) const {
  const std::string path = absl::StrCat(path_, "/", name);
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path) << text;
  return path;
}

std::string readFile(const std::string& path) {
  std::ifstream file(path);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

void NotedContext::addOutput(StoredOutput output) {
  const std::string name = output.output.name;
  outputs[name] = std::move(output);
}

void NotedContext::setStage(Stage stage) {
  stages.push_back(stage);
  if (stage == cancel_at_stage) cancelled_ = true;
}

void NotedContext::log(Severity, const std::string&, const std::string& message) {
  lines.push_back(message);
  if (!cancel_at.empty() && absl::StrContains(message, cancel_at)) cancelled_ = true;
  if (on_log) on_log(message);
}

absl::StatusOr<std::shared_ptr<SpooledResult>> TestSpool::createResult(const std::string&) {
  return std::make_shared<ListedRows>(codec_, results_removed);
}

absl::StatusOr<std::unique_ptr<FeatureSetWriter>> TestSpool::createFeatureSet(Schema) {
  return absl::UnimplementedError("not in these tests");
}

absl::StatusOr<std::unique_ptr<FileSetWriter>> TestSpool::createFileSet() {
  return std::make_unique<FolderWriter>(absl::StrCat(folder_.path(), "/", ++sets_));
}

FeatureBatch rowsOf(const StoredOutput& output) {
  return static_cast<const ListedRows&>(*output.rows).rows;
}

PoolOptions WorkerBench::fakeOptions() {
  PoolOptions options;
  options.program = programBeside("fake_worker");
  options.count = 1;
  options.cancel_grace = absl::Milliseconds(50);
  return options;
}

PoolOptions WorkerBench::realOptions() {
  PoolOptions options;
  options.program = programBeside("geotask-worker");
  options.count = 1;
  return options;
}

WorkerBench::WorkerBench(PoolOptions options) : spool(codec) {
  options.folder = folder.path() + "/workers";
  options.log = [this](Severity, const std::string& message) {
    MutexLock lock(mutex);
    log.push_back(message);
  };
  pool = std::make_unique<WorkerPool>(options);
}

absl::Status WorkerBench::run(const std::string& algorithm, const Json& parameters,
                              NotedContext& context, std::vector<CallInput> inputs,
                              const std::string& principal) {
  AlgorithmDescription description = drawn(algorithm);
  description.needs_python = needs_python;
  catalogue.set({description});
  ProcessingCall call;
  call.algorithm = algorithm;
  call.parameters = parameters;
  ProcessingWork work({pool.get(), &spool, &codec, &catalogue}, "job-1", principal, call,
                      std::move(inputs));
  const absl::Status status = work.run(*work.claim(), context);
  return work.finished() ? status : absl::InternalError("the work has not finished");
}

std::shared_ptr<const FileSet> filesIn(const std::string& folder,
                                       const std::vector<std::string>& paths) {
  std::vector<FileInfo> files;
  for (const std::string& path : paths) {
    FileInfo info;
    info.path = path;
    files.push_back(info);
  }
  return std::make_shared<ListedFiles>(folder, files);
}

std::string pointWkb(double x, double y) {
  std::string wkb(21, '\0');
  wkb[0] = 1;
  wkb[1] = 1;
  std::memcpy(&wkb[5], &x, 8);
  std::memcpy(&wkb[13], &y, 8);
  return wkb;
}

}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
//
// Client: talks to a geotaskd.
//
//     Client client("127.0.0.1:9090");
//     v1::SubmitJobRequest request;
//     request.mutable_spec()->mutable_input()->set_layer("data:world/countries");
//     request.mutable_spec()->mutable_buffer()->set_distance(0.1);
//     Result<v1::Job> job = client.submit(request);
//     if (!job.ok()) { std::cerr << job.error().message; return; }
//     job = client.watch(watchRequest(job->name()), [](const v1::JobEvent&) { return true; });
//     client.readFeatures(job->name(), reader);
//
// Calls block the thread that makes them. All members may be called from any thread at once; the
// Client outlives them. Functions that a call is given run on the thread that made it, during the
// call; what they are handed by reference is theirs until they return. Nothing throws: a call gives
// a Result, a value or an Error. The messages are those of geotask/v1/*.proto, which say what each
// field means, in which units, and which errors a call gives. Calls that can be repeated safely are, after UNAVAILABLE, as RetryPolicy says: all of them
// but an upload whose rows have begun to flow and whose source cannot be opened again.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "geotask/result.h"
#include "geotask/retry_policy.h"
#include "geotask/v1/algorithms.pb.h"
#include "geotask/v1/datasets.pb.h"
#include "geotask/v1/features.pb.h"
#include "geotask/v1/jobs.pb.h"
#include "geotask/v1/render.pb.h"
#include "geotask/v1/server.pb.h"

namespace geotask::client {

// Whether what travels is compressed, both ways. It pays where the network is slower than some 50 MB a
// second.
enum class Compression { kNone, kGzip };

class Client {
 public:
  // `address` is HOST:PORT or unix:PATH. Does not connect yet: the first call does.
  explicit Client(const std::string& address, const RetryPolicy& policy = {},
                  Compression compression = Compression::kNone);
  ~Client();
  Client(Client&&) noexcept;

  // ---- Submitting ----

  // Hands a job in. A `request_id` is made when the request has none.
  Result<v1::Job> submit(v1::SubmitJobRequest request);

  // Gives the next row; false after the last one; an error ends the upload and is returned by it.
  using NextRow = std::function<Result<bool>(v1::Feature* row)>;
  // Begins to read the rows; called once an attempt, always from the first row on.
  using OpenRows = std::function<Result<NextRow>()>;

  // Hands a job in whose rows are too many for one message. `spec.input.features.schema` is set and
  // holds no rows. They are pulled as the server takes them: a batch at a time is in memory.
  Result<v1::Job> submitWithFeatures(v1::SubmitJobRequest request, const OpenRows& open);

  // ---- Rows in, results out ----

  // Takes what a call gives. An error that it returns ends the call and is returned by it.
  struct StreamReader {
    std::function<Result<void>(const v1::FeaturesHeader&)> header;  // Once, first.
    std::function<Result<void>(const v1::Feature&)> row;            // Each result, whole, in order.
    std::function<Result<void>(const v1::Progress&)> progress = nullptr;  // Now and then.
  };

  // Buffers rows in one call, without a disk on the way: rows are pulled as the server takes them, and
  // results come meanwhile. A batch either way is in memory, and a small request is answered in one
  // round trip. Rows are pulled between results: who waits for one row keeps the results waiting that
  // are there. Repeated, after UNAVAILABLE, only when nothing has come yet. A result that was taken is
  // worth nothing unless the call succeeds.
  Result<v1::FeaturesSummary> buffer(const v1::BufferStart& start, const OpenRows& open,
                                     const StreamReader& reader);

  // Puts rows through a chain of operations, likewise.
  Result<v1::FeaturesSummary> transform(const v1::TransformStart& start, const OpenRows& open,
                                        const StreamReader& reader);

  // ---- Jobs, by name: `jobs/{id}` ----

  Result<v1::Job> get(const std::string& name);

  // Passes every job of all pages to `visit`, newest first, until it returns false.
  Result<void> list(v1::ListJobsRequest filter, const std::function<bool(const v1::Job&)>& visit);

  // Passes each event to `visit` until the job has ended or `visit` returns false, and returns the
  // job as last seen. A connection that breaks is taken up again after the last number seen; the
  // job as it is then comes as an event again. Where what was missed is no longer kept, the watch
  // goes on from the present.
  Result<v1::Job> watch(v1::WatchJobRequest request,
                        const std::function<bool(const v1::JobEvent&)>& visit);

  Result<v1::Job> cancel(const std::string& name);
  Result<void> remove(const std::string& name);

  // ---- Datasets, by name: `datasets/{id}` ----

  // Uploads rows, pulled as in submitWithFeatures(), to be the input of any number of jobs. A
  // `request_id` is made when the header has none.
  Result<v1::Dataset> uploadDataset(v1::UploadDatasetHeader header, const OpenRows& open);

  // A file on this machine and its path in the dataset, as FileStart says.
  struct LocalFile {
    std::string place;
    std::string path;
  };
  // Told after each message how many bytes of all files have been sent, from the first again when an
  // upload is repeated after a lost connection; an error ends the upload and is returned by it.
  using BytesSent = std::function<Result<void>(uint64_t bytes)>;

  // Uploads files, the one to be read first, to be inputs of algorithms. A `request_id` is made when
  // the header has none. FAILED_PRECONDITION UNREADABLE_FILE for one that cannot be read.
  Result<v1::Dataset> uploadFiles(v1::UploadDatasetHeader header,
                                  const std::vector<LocalFile>& files, const BytesSent& sent);

  Result<v1::Dataset> getDataset(const std::string& name);

  // Passes every dataset of all pages to `visit`, newest first, until it returns false.
  Result<void> listDatasets(v1::ListDatasetsRequest filter,
                            const std::function<bool(const v1::Dataset&)>& visit);

  Result<void> removeDataset(const std::string& name);

  // ---- Algorithms, by name: `algorithms/{id}` ----

  // One, with its parameters and outputs.
  Result<v1::Algorithm> getAlgorithm(const std::string& name);

  // Passes every algorithm of all pages to `visit`, by id, until it returns false. They come without
  // parameters, outputs and help.
  Result<void> listAlgorithms(v1::ListAlgorithmsRequest filter,
                              const std::function<bool(const v1::Algorithm&)>& visit);

  // ---- Results ----

  // Takes a result. An error that it returns ends the read and is returned by it.
  struct Reader {
    std::function<Result<void>(const v1::ReadFeaturesHeader&)> header;  // Once, first.
    std::function<Result<void>(const v1::Feature&)> row;  // Each row, whole, in order.
  };

  // Reads a job's features and returns their number; with several outputs of rows, those of `output`.
  // A job at work is followed to its end. A connection that breaks is taken up again with the row
  // that is due.
  Result<uint64_t> readFeatures(const std::string& name, const Reader& reader,
                                const std::string& output = "");

  // Passes the bytes of a file that a job has made to `visit`, in order, from the first one on, and
  // returns what it is. A connection that breaks is taken up again with the byte that is due.
  // DATA_LOSS CHECKSUM_MISMATCH when what came is not what the server has.
  Result<v1::FileInfo> readFile(v1::ReadFileRequest request,
                                const std::function<Result<void>(const std::string&)>& visit);

  // A PNG and what it shows.
  struct Picture {
    v1::RenderHeader header;
    std::string png;
  };

  // Has an output of a job that SUCCEEDED drawn by the server. The whole picture is in memory: at most
  // 33 MiB.
  Result<Picture> renderOutput(const v1::RenderOutputRequest& request);

  // ---- Server ----

  // Versions, limits and sources; with a name, that source alone.
  Result<v1::ServerInfo> serverInfo(const std::string& source = "");

  // The answer of grpc.health.v1: `SERVING`, `NOT_SERVING`, `UNKNOWN`. Not repeated on failure.
  Result<std::string> health();

  // ---- Ending ----

  // Ends every call that is under way: it returns CANCELLED (STOPPED). Later calls work. Jobs go
  // on, unless they were submitted with `cancel_on_disconnect`.
  void stopCalls();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// A watch from now on.
v1::WatchJobRequest watchRequest(const std::string& name);

// Whether a job has ended.
bool isFinal(v1::JobState state);

}  // namespace geotask::client

// SPDX-License-Identifier: GPL-2.0-or-later
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <iostream>
#include <memory>
#include <vector>

#include "cli/answer_scope.h"
#include "cli/file_bundle.h"
#include "cli/file_feed.h"
#include "cli/labels.h"
#include "cli/local_input.h"
#include "cli/resource_name.h"
#include "cli/row_feed.h"
#include "cli/text.h"
#include "cli/value_kinds.h"
#include "cli/verbs.h"

namespace geotask::cli {
namespace {

using client::Result;

struct Options {
  std::string input;
  std::string crs;
  std::string id;
  std::vector<std::string> labels;
  std::string ttl;
  bool files = false;
};

Result<v1::UploadDatasetHeader> headerOf(const Options& options) {
  v1::UploadDatasetHeader header;
  header.set_dataset_id(options.id);
  const Result<void> labels = parseLabels(options.labels, header.mutable_labels());
  if (!labels.ok()) return labels.error();
  if (!options.ttl.empty()) {
    const Result<google::protobuf::Duration> ttl = parseDuration(options.ttl);
    if (!ttl.ok()) return ttl.error();
    *header.mutable_ttl() = *ttl;
  }
  return header;
}

Result<std::unique_ptr<LocalInput>> open(const Options& options) {
  const Result<InputSpec> spec = parseInput(options.input);
  if (!spec.ok()) return spec.error();
  if (!spec->isLocal()) {
    return client::localError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_INPUT",
                              options.input + " is on the server already.",
                              "Give it to `geotask buffer` as it is; upload takes FILE, "
                              "FILE|LAYER or -.");
  }
  return LocalInput::open(*spec, options.crs);
}

// `feed` tells whether all was handed over, `send` makes the upload.
template <typename Feed, typename Send>
Result<v1::Dataset> upload(Session& session, const Feed& feed, const Send& send) {
  AnswerScope scope(
      session, [&] { return !feed.complete(); }, "to delete the dataset");
  const Result<v1::Dataset> dataset = send();
  scope.answered();
  if (!scope.unknown(dataset)) return dataset;
  return client::localError(grpc::StatusCode::CANCELLED, "STOPPED",
                            "The server did not answer; it may have kept the dataset.",
                            "Look for it with: geotask datasets");
}

Result<v1::Dataset> uploadRows(Session& session, const Options& options,
                               v1::UploadDatasetHeader& header) {
  const Result<std::unique_ptr<LocalInput>> input = open(options);
  if (!input.ok()) return input.error();
  *header.mutable_schema() = (*input)->schema();
  RowFeed feed(**input);
  return upload(session, feed, [&] { return session.client().uploadDataset(header, feed.rows()); });
}

Result<v1::Dataset> uploadFiles(Session& session, const Options& options,
                                const v1::UploadDatasetHeader& header) {
  if (!options.crs.empty()) {
    return client::localError(grpc::StatusCode::INVALID_ARGUMENT, "CONFLICTING_FIELDS",
                              "--crs does not go with --files: they are uploaded as they are.",
                              "Leave one of them out.");
  }
  const auto files = fileBundle(options.input);
  if (!files.ok()) return files.error();
  FileFeed feed(*files);
  return upload(session, feed,
                [&] { return session.client().uploadFiles(header, *files, feed.sent()); });
}

std::string contentText(const v1::Dataset& dataset) {
  if (dataset.has_schema()) return rowsText(dataset.feature_count());
  return filesText(dataset.file_count());
}

// After a Ctrl-C that came too late to stop the upload.
void takeBack(Session& session, const std::string& name) {
  const Result<void> removed = session.client().removeDataset(name);
  if (!removed.ok()) {
    report(session, removed.error());
    return;
  }
  tell("Deleted " + referenceOf(name) + " again.");
}

int run(Session& session, const Options& options) {
  Result<v1::UploadDatasetHeader> header = headerOf(options);
  if (!header.ok()) return report(session, header.error());
  // A Ctrl-C between the steps below is heard by the next one.
  InterruptScope on_interrupt([] {});
  const Result<v1::Dataset> dataset = options.files ? uploadFiles(session, options, *header)
                                                    : uploadRows(session, options, *header);
  if (!dataset.ok()) {
    const int code = report(session, dataset.error());
    return interrupted() ? static_cast<int>(kInterrupted) : code;
  }
  if (interrupted()) {
    takeBack(session, dataset->name());
    return kInterrupted;
  }
  tell("Uploaded " + contentText(*dataset) + ", " + bytesText(dataset->byte_count()) +
       "; kept until " + timeText(dataset->expire_time()) + ", longer when it is used.");
  if (session.json) {
    printJson(*dataset);
  } else {
    std::cout << referenceOf(shown(dataset->name())) << std::endl;
  }
  return kOk;
}

}  // namespace

void addUpload(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* verb =
      app.add_subcommand("upload", "Upload a local file as a dataset, the input of many jobs");
  verb->add_option("INPUT", options->input,
                   "A local FILE or FILE|LAYER, or - for GeoJSON on standard input; with --files a "
                   "FILE or folder")
      ->required()
      ->check(kind("file"))
      ->type_name(" ");
  verb->add_flag("--files", options->files,
                 "Upload the file as it is, a raster for instance, with those that belong to it");
  verb->add_option("--crs", options->crs, "CRS of the data, in place of what the data says")
      ->type_name("CRS");
  verb->add_option("--id", options->id, "The dataset's id (default: a random one)")
      ->type_name("ID");
  verb->add_option("--label", options->labels, "A label for your own use; may be repeated")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  verb->add_option("--ttl", options->ttl,
                   "How long it is kept after the upload and after each use: 90s, 15m, 2h, 7d")
      ->type_name("DURATION");
  verb->footer(
      "Prints the dataset's name, dataset:ID, for INPUT of `geotask buffer` and, also with "
      "--files, "
      "for\n"
      "inputs of `geotask run`. Ctrl-C leaves "
      "nothing\n"
      "behind. For a single job give the file itself to `geotask buffer`.\n\n"
      "Examples:\n"
      "  geotask upload 'lakes.gpkg|lakes' --id my-lakes --label team=maps --ttl 2h\n"
      "  geotask upload --files dem.tif --id my-dem\n"
      "  lakes=$(geotask upload lakes.gpkg) && geotask buffer \"$lakes\" --distance 50 -o "
      "out.gpkg");
  verb->callback([&session, options] {
    session.run = [&session, options] { return run(session, *options); };
  });
}

}  // namespace geotask::cli

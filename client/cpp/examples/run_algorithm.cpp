// SPDX-License-Identifier: GPL-2.0-or-later
//
// Shows how to upload rows of one's own as a dataset, and how to run one of QGIS's algorithms on it.
// Read first: buffer_geojson.cpp.
//
//     run_algorithm 127.0.0.1:9090
#include <geotask/client.h>

#include <cstring>
#include <iostream>

using namespace geotask::client;
namespace v1 = geotask::v1;

namespace {

int explain(const Error& error) {
  std::cerr << error.message << "\n  try: " << error.remedy << "\n";
  return 1;
}

// A point as ISO WKB: byte order, type, x, y. (On a machine whose bytes are in the other order, the
// first byte is 0.)
std::string pointWkb(double x, double y) {
  std::string wkb("\x01\x01\0\0\0", 5);
  wkb.resize(21);
  std::memcpy(&wkb[5], &x, 8);
  std::memcpy(&wkb[13], &y, 8);
  return wkb;
}

Result<v1::Dataset> uploadGrid(Client& client) {
  v1::UploadDatasetHeader header;
  header.mutable_schema()->set_geometry_type("Point");
  header.mutable_schema()->set_crs("EPSG:3857");
  v1::Field* field = header.mutable_schema()->add_fields();
  field->set_name("column");
  field->set_type(v1::FIELD_TYPE_INTEGER);
  // Rows are pulled one after another, as the server takes them: never all in memory. The upload may
  // be begun again after a lost connection, so this opens it anew each time.
  const Client::OpenRows open = []() -> Result<Client::NextRow> {
    return Client::NextRow([number = 0](v1::Feature* row) mutable -> Result<bool> {
      if (number == 100) return false;  // That was the last one.
      row->Clear();
      row->set_id(number);
      row->set_wkb(pointWkb(number % 10 * 100.0, number / 10 * 100.0));
      row->add_attributes()->set_integer_value(number % 10);
      ++number;
      return true;
    });
  };
  return client.uploadDataset(header, open);
}

}  // namespace

int main(int argc, char** argv) {
  Client client(argc > 1 ? argv[1] : "127.0.0.1:9090");
  const auto dataset = uploadGrid(client);
  if (!dataset.ok()) return explain(dataset.error());
  std::cout << "uploaded " << dataset->feature_count() << " points as " << dataset->name() << "\n";

  // What an algorithm takes and gives, as `geotask describe` shows it.
  const auto algorithm = client.getAlgorithm("algorithms/native:dissolve");
  if (!algorithm.ok()) return explain(algorithm.error());
  for (const auto& parameter : algorithm->parameters()) {
    std::cout << parameter.name() << ": " << parameter.description() << "\n";
  }

  v1::SubmitJobRequest request;
  v1::Processing* processing = request.mutable_spec()->mutable_processing();
  processing->set_algorithm("native:dissolve");
  auto& parameters = *processing->mutable_parameters()->mutable_fields();
  // A dataset is `datasets/ID` in the API and `dataset:ID` as a layer.
  const std::string id = dataset->name().substr(dataset->name().find('/') + 1);
  parameters["INPUT"].set_string_value("dataset:" + id);
  parameters["FIELD"].set_string_value("column");  // One multipoint for each of its values.
  parameters["OUTPUT"].set_string_value("TEMPORARY_OUTPUT");
  const auto job = client.submit(request);
  if (!job.ok()) return explain(job.error());

  const auto ended =
      client.watch(watchRequest(job->name()), [](const v1::JobEvent&) { return true; });
  if (!ended.ok()) return explain(ended.error());
  if (ended->state() != v1::JOB_STATE_SUCCEEDED) {
    std::cerr << ended->error_message() << "\n";
    return 1;
  }
  for (const auto& output : ended->outputs()) {
    std::cout << output.name() << ": " << output.features().feature_count() << " rows\n";
  }
  const Result<void> removed = client.removeDataset(dataset->name());
  return removed.ok() ? 0 : explain(removed.error());
}

// SPDX-License-Identifier: GPL-2.0-or-later
//
// Shows how to have an output written as a file by QGIS, how to fetch it, and how to see it: a picture
// that the server draws.
// Read first: run_algorithm.cpp.
//
//     read_file 127.0.0.1:9090 data:world/countries centroids.gpkg centroids.png
#include <geotask/client.h>

#include <fstream>
#include <iostream>

using namespace geotask::client;
namespace v1 = geotask::v1;

namespace {

int explain(const Error& error) {
  std::cerr << error.message << "\n  reason: " << error.reason << "\n";
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: read_file HOST:PORT data:SOURCE/LAYER FILE.gpkg PICTURE.png\n";
    return 2;
  }
  Client client(argv[1]);
  v1::SubmitJobRequest request;
  v1::Processing* processing = request.mutable_spec()->mutable_processing();
  processing->set_algorithm("native:centroids");
  auto& parameters = *processing->mutable_parameters()->mutable_fields();
  parameters["INPUT"].set_string_value(argv[2]);
  // A file name asks for a file; where it lies on the server is none of our business.
  parameters["OUTPUT"].set_string_value("centroids.gpkg");
  const auto job = client.submit(request);
  if (!job.ok()) return explain(job.error());
  const auto ended =
      client.watch(watchRequest(job->name()), [](const v1::JobEvent&) { return true; });
  if (!ended.ok()) return explain(ended.error());
  if (ended->state() != v1::JOB_STATE_SUCCEEDED) {
    std::cerr << ended->error_message() << "\n";
    return 1;
  }

  // The bytes come in pieces; a break is taken up where it was, and the checksum is compared at the
  // end.
  std::ofstream file(argv[3], std::ios::binary);
  v1::ReadFileRequest wanted;
  wanted.set_name(job->name());
  wanted.set_output("OUTPUT");
  const auto info = client.readFile(wanted, [&](const std::string& bytes) -> Result<void> {
    if (file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()))) return {};
    return localError(grpc::StatusCode::FAILED_PRECONDITION, "NO_ROOM",
                      "The file cannot be written.");
  });
  if (!info.ok()) return explain(info.error());
  std::cout << info->byte_count() << " bytes of " << info->media_type() << "\n";

  v1::RenderOutputRequest look;
  look.set_name(job->name());
  look.set_width(600);
  look.mutable_style()->set_fill_color("#C2410C");
  const auto picture = client.renderOutput(look);
  if (!picture.ok()) return explain(picture.error());
  std::ofstream(argv[4], std::ios::binary) << picture->png;
  std::cout << picture->header.width() << " x " << picture->header.height() << " pixels in "
            << picture->header.crs() << "\n";
  return 0;
}

// SPDX-License-Identifier: GPL-2.0-or-later
//
// Shows a long job: progress as it comes, a cancel in the middle, and the end that follows.
// Read first: buffer_geojson.cpp.
//
//     watch_and_cancel 127.0.0.1:9090 data:world/states_provinces
#include <geotask/client.h>

#include <iostream>

using namespace geotask::client;
namespace v1 = geotask::v1;

namespace {

int explain(const Error& error) {
  std::cerr << error.message << "\n";
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: watch_and_cancel HOST:PORT data:SOURCE/LAYER\n";
    return 2;
  }
  Client client(argv[1]);
  v1::SubmitJobRequest request;
  request.mutable_spec()->mutable_input()->set_layer(argv[2]);
  v1::Buffer* buffer = request.mutable_spec()->mutable_buffer();
  buffer->set_distance(1);
  buffer->set_segments(1000);  // Far more than needed, so that there is time to cancel.
  // When this program ends without a word, nobody wants the result: the server then cancels the job.
  request.mutable_spec()->set_cancel_on_disconnect(true);
  const auto job = client.submit(request);
  if (!job.ok()) return explain(job.error());

  bool cancelled = false;
  const auto ended = client.watch(watchRequest(job->name()), [&](const v1::JobEvent& event) {
    if (event.has_job()) {
      std::cout << "state " << v1::JobState_Name(event.job().state()) << "\n";
    } else if (event.has_log()) {
      std::cout << "log " << event.log().message() << "\n";
    } else if (event.has_progress()) {
      std::cout << "done " << event.progress().features_done() << "\n";
      // Other calls may be made from within a watch, and from other threads.
      if (!cancelled && event.progress().features_done() > 0) {
        const auto asked = client.cancel(job->name());
        // A job that has ended meanwhile cannot be cancelled any more.
        if (!asked.ok()) std::cout << asked.error().reason << "\n";
        cancelled = true;
      }
    }
    return true;  // To the end: it is cancelled when it says so.
  });
  if (!ended.ok()) return explain(ended.error());
  std::cout << "ended " << v1::JobState_Name(ended->state()) << " " << ended->error().reason()
            << "\n";
  return ended->state() == v1::JOB_STATE_CANCELLED ? 0 : 1;
}

// SPDX-License-Identifier: GPL-2.0-or-later
//
// A worker that does as a test says. FAKE_START in its environment tells how it starts: "crash", "hang",
// "nonsense"; else well. Then the algorithm of a run is what it does, see run(), and the CRS of a
// picture, see draw().
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <thread>
#include <vector>

#include "domain/errors.h"
#include "worker/call_message.h"
#include "worker/frames.h"
#include "worker/picture_message.h"
#include "worker/protocol.h"
#include "worker/worker_setup.h"

namespace geotask {
namespace {

class FakeWorker {
 public:
  explicit FakeWorker(WorkerSetup setup) : setup_(std::move(setup)), channel_(3) {}

  int serve() {
    say({{"type", "ready"}, {"python", std::getenv("FAKE_NO_PYTHON") == nullptr}});
    while (true) {
      const Json message = nextMessage();
      const std::string type = textIn(message, "type");
      if (type == "describe") describe();
      if (type == "check" || type == "run") call(callFromJson(message));
      if (type == "draw") draw(pictureSpecFromJson(valueIn(message, "picture")));
    }
  }

 private:
  Frame next() {
    auto frame = channel_.receive(absl::InfiniteDuration());
    if (!frame.ok()) ::_exit(0);
    return **std::move(frame);
  }
  Json nextMessage() { return *readMessage(next().payload); }
  void say(const Json& message) { send(FrameType::kMessage, writeMessage(message)); }
  void send(FrameType type, const std::string& payload) {
    if (!channel_.send(type, payload, [] { return false; }).ok()) ::_exit(0);
  }
  void log(const std::string& line) { say({{"type", "log"}, {"severity", 1}, {"message", line}}); }
  void done(const absl::Status& status = absl::OkStatus()) {
    say({{"type", "done"}, {"error", toJson(status)}});
  }
  void giveValue(const std::string& name, const Json& value) {
    say({{"type", "output"}, {"name", name}, {"value", value}});
  }

  void describe() {
    say({{"type", "algorithms"},
         {"algorithms",
          {{{"id", "fake:echo"}, {"title", "Echo"}},
           {{"id", "fake:crash"}},
           {{"title", "None"}}}}});
  }

  void call(const CallMessage& message) {
    std::vector<std::string> records;
    for (const StagedInput& input : message.inputs) {
      if (!input.rows) continue;
      for (Frame frame = next(); frame.type == FrameType::kRecord; frame = next()) {
        records.push_back(std::move(frame.payload));
      }
    }
    if (message.run) {
      run(message, records);
    } else {
      check(message);
    }
  }

  // "draw" with rows, which have come by then.
  void draw(const PictureSpec& spec) {
    while (next().type == FrameType::kRecord) {
    }
    const std::string& what = spec.crs;
    if (what == "hang") pauseForEver();
    if (what == "crash") std::raise(SIGSEGV);
    if (what == "eat") eat();
    Picture picture;
    picture.width = what == "huge" ? 1 << 20 : spec.width;
    picture.height = what == "other size" ? spec.height + 1 : spec.height;
    picture.extent = {0, 0, 3, 2};
    picture.crs = "EPSG:3857";
    const absl::Status status = what == "refuse"
                                    ? makeError(absl::StatusCode::kFailedPrecondition, "a table",
                                                {"NOT_DRAWABLE", "output", "", "", ""})
                                    : absl::OkStatus();
    if (what != "bytes first") {
      say({{"type", "drawn"}, {"error", toJson(status)}, {"picture", toJson(picture)}});
    }
    // What a PNG of three by two pixels begins with.
    std::string png("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x02\x08\x02\0\0\0", 29);
    if (what == "no png") png[1] = 'J';
    if (status.ok()) send(FrameType::kRecord, png + "and so on");
  }

  void check(const CallMessage& message) {
    if (message.call.algorithm == "fake:hang") pauseForEver();
    if (message.call.algorithm == "fake:crash") std::raise(SIGABRT);
    const bool good = !message.call.parameters.contains("BAD");
    const absl::Status status =
        good ? absl::OkStatus()
             : makeError(absl::StatusCode::kInvalidArgument, "parameters.BAD: no",
                         {"INVALID_PARAMETER", "parameters.BAD", "", "", ""});
    say({{"type", "checked"}, {"error", toJson(status)}, {"warnings", {"mind the gap"}}});
  }

  void run(const CallMessage& message, const std::vector<std::string>& records) {
    const std::string& what = message.call.algorithm;
    const Json& parameters = message.call.parameters;
    log("begun");
    if (what == "fake:echo") echo(message, records);
    if (what == "fake:crash") std::raise(SIGABRT);
    if (what == "fake:exit") ::_exit(7);
    if (what == "fake:fail") {
      done(makeError(absl::StatusCode::kFailedPrecondition, "it is too hot",
                     {"ALGORITHM_FAILED", "", "", "", ""}));
    }
    if (what == "fake:deaf") pauseForEver();
    if (what == "fake:stopped") std::raise(SIGSTOP);
    if (what == "fake:polite") {
      while (textIn(nextMessage(), "type") != "cancel") {
      }
      done(absl::CancelledError("as you wish"));
    }
    if (what == "fake:eat") eat();
    if (what == "fake:runaway") startRunaway();
    if (what == "fake:say") {
      for (const Json& step : listIn(parameters, "steps")) doStep(step);
    }
  }

  // Gives back what it was given.
  void echo(const CallMessage& message, const std::vector<std::string>& records) {
    say({{"type", "progress"}, {"fraction", 0.5}});
    giveValue("PID", ::getpid());
    giveValue("PARAMETERS", message.call.parameters);
    Json seen = Json::object();
    for (const StagedInput& input : message.inputs) {
      if (input.rows) {
        say({{"type", "output"},
             {"name", "OUTPUT"},
             {"schema", toJson(input.schema)},
             {"layer_name", input.layer_name}});
        for (const std::string& record : records) send(FrameType::kRecord, record);
        say({{"type", "rows_end"}});
      } else {
        std::ifstream file(input.uri);
        seen[input.reference] = {{"uri", input.uri},
                                 {"text", std::string(std::istreambuf_iterator<char>(file), {})}};
      }
    }
    giveValue("SEEN", seen);
    done();
  }

  void eat() {
    std::vector<std::vector<char>> eaten;
    while (true) {
      eaten.emplace_back(16 << 20);
      std::memset(eaten.back().data(), 1, eaten.back().size());
      ::usleep(10000);
    }
  }

  // A child that leaves the group, so that only who looks finds it.
  void startRunaway() {
    const pid_t child = ::fork();
    if (child == 0) {
      ::setsid();
      pauseForEver();
    }
    log("child " + std::to_string(child));
    pauseForEver();
  }

  void doStep(const Json& step) {
    const std::string out = setup_.folder + "/out/";
    const std::string path = out + textIn(step, "path");
    const std::string target = textIn(step, "target");
    if (step.contains("message")) say(step["message"]);
    if (step.contains("text")) send(FrameType::kMessage, textIn(step, "text"));
    if (step.contains("record")) send(FrameType::kRecord, textIn(step, "record"));
    if (step.contains("bytes")) {
      const std::vector<int> bytes = step["bytes"];
      for (const int byte : bytes) {
        const char one = static_cast<char>(byte);
        if (::write(channel_.fd(), &one, 1) != 1) ::_exit(0);
      }
    }
    if (step.contains("file")) std::ofstream(path) << textIn(step, "file");
    if (step.contains("folder")) ::mkdir(path.c_str(), 0700);
    if (step.contains("fifo")) ::mkfifo(path.c_str(), 0600);
    if (step.contains("symlink") && ::symlink(target.c_str(), path.c_str()) != 0) ::_exit(1);
    if (step.contains("hardlink") && ::link(target.c_str(), path.c_str()) != 0) ::_exit(1);
    if (step.contains("close")) ::close(channel_.fd());
  }

  [[noreturn]] static void pauseForEver() {
    while (true) ::pause();
  }

  const WorkerSetup setup_;
  FrameChannel channel_;
};

int start(const char* argument) {
  const char* how = std::getenv("FAKE_START");
  if (how != nullptr && std::strcmp(how, "crash") == 0) std::abort();
  if (how != nullptr && std::strcmp(how, "hang") == 0) ::pause();
  if (how != nullptr && std::strcmp(how, "nonsense") == 0) {
    if (::write(3, "HTTP/1.1 200 OK\r\n", 17) != 17) return 1;
    ::pause();
  }
  return FakeWorker(*parseArgument(argument)).serve();
}

}  // namespace
}  // namespace geotask

int main(int, char** argv) { return geotask::start(argv[1]); }

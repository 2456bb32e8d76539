// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/main/answering.h"

#include <exception>
#include <utility>
#include <variant>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "domain/errors.h"
#include "qgis/processing/algorithm_call.h"
#include "qgis/processing/algorithm_descriptions.h"
#include "qgis/processing/call_layers.h"
#include "qgis/processing/layer_rows.h"
#include "worker/description_json.h"
#include "worker/main/drawing.h"
#include "worker/main/received_rows.h"
#include "worker/main/telling.h"
#include "worker/protocol.h"

namespace geotask {
namespace {

constexpr size_t kBatchRows = 1000;
constexpr size_t kBatchBytes = size_t{256} << 10;
constexpr absl::Duration kProgressEvery = absl::Milliseconds(50);

// Tells the daemon how the algorithm gets on.
class Teller : public CallListener {
 public:
  explicit Teller(FrameChannel& channel) : channel_(channel) {}

  void onProgress(double fraction) override {
    const absl::Time now = absl::Now();
    if (now < next_) return;
    next_ = now + kProgressEvery;
    tell(channel_, {{"type", "progress"}, {"fraction", fraction}});
  }

  void onLog(Severity severity, const std::string& message) override {
    tell(channel_,
         {{"type", "log"}, {"severity", static_cast<int>(severity)}, {"message", message}});
  }

 private:
  FrameChannel& channel_;
  absl::Time next_ = absl::InfinitePast();
};

// Sends the rows of a layer as records.
class RowSender {
 public:
  RowSender(FrameChannel& channel, const FeatureCodec& codec) : channel_(channel), codec_(codec) {}

  absl::Status add(Feature&& row) {
    bytes_ += row.wkb ? row.wkb->size() : 0;
    batch_.push_back(std::move(row));
    if (batch_.size() >= kBatchRows || bytes_ >= kBatchBytes) flush();
    return absl::OkStatus();
  }

  void flush() {
    for (const EncodedRecord& record : codec_.encode(batch_)) {
      sendFrame(channel_, FrameType::kRecord, record.bytes);
    }
    batch_.clear();
    bytes_ = 0;
  }

 private:
  FrameChannel& channel_;
  const FeatureCodec& codec_;
  FeatureBatch batch_;
  size_t bytes_ = 0;
};

absl::Status algorithmFailed(const std::string& what) {
  return makeError(absl::StatusCode::kFailedPrecondition, what,
                   {"ALGORITHM_FAILED", "", "", "", ""});
}

// Runs `work`; an exception that nobody has caught becomes an error.
template <typename Work>
absl::Status guarded(const Work& work) {
  try {
    return work();
  } catch (const std::exception& exception) {
    return algorithmFailed(exception.what());
  } catch (...) {
    return algorithmFailed("the algorithm threw an exception of an unknown kind");
  }
}

absl::StatusOr<CallRequest> makeRequest(Inbox& inbox, const FeatureCodec& codec,
                                        const std::string& out_folder, const CallMessage& message) {
  CallRequest request;
  request.algorithm = message.call.algorithm;
  request.parameters = message.call.parameters;
  request.invalid_features = message.call.invalid_features;
  request.project_crs = message.call.project_crs;
  request.ellipsoid = message.call.ellipsoid;
  request.distance_unit = message.call.distance_unit;
  request.area_unit = message.call.area_unit;
  request.project_file = message.call.project;
  request.coordinate_operations = message.call.coordinate_operations;
  request.out_folder = out_folder;
  absl::Status status;
  for (const StagedInput& input : message.inputs) {
    CallLayer layer{input.reference, input.uri, input.provider, nullptr};
    if (input.rows) {
      absl::StatusOr<std::shared_ptr<QgsVectorLayer>> rows = receiveRows(inbox, codec, input);
      if (rows.ok()) layer.rows = *std::move(rows);
      status.Update(rows.status());
    } else {
      layer.rows = openDatabase(input.uri);
    }
    request.layers.push_back(std::move(layer));
  }
  if (!status.ok()) return status;
  return request;
}

// Algorithms note where a row is from: native:mergevectorlayers, for one.
void hidePlaces(const AlgorithmCall& call, Feature& row) {
  for (Value& value : row.attributes) {
    auto* text = std::get_if<std::string>(&value);
    if (text != nullptr && absl::StrContains(*text, '/')) *text = call.withReferences(*text);
  }
}

absl::Status sendOutput(FrameChannel& channel, const FeatureCodec& codec, const AlgorithmCall& call,
                        const CallOutput& output) {
  Json message = {{"type", "output"}, {"name", output.name}};
  if (output.rows) {
    message["schema"] = toJson(layerSchema(*output.rows));
    message["layer_name"] = output.layer_name;
    tell(channel, message);
    RowSender sender(channel, codec);
    const absl::Status read = readLayer(*output.rows, [&](Feature&& row) {
      hidePlaces(call, row);
      return sender.add(std::move(row));
    });
    sender.flush();
    tell(channel, {{"type", "rows_end"}});
    return read;
  }
  if (!output.files.empty() || !output.folder.empty()) {
    message["files"] = output.files;
    message["folder"] = output.folder;
  } else {
    message["value"] = output.value;
  }
  tell(channel, message);
  return absl::OkStatus();
}

}  // namespace

Answering::Answering(FrameChannel& channel, Inbox& inbox, const FeatureCodec& codec,
                     std::string out_folder, std::set<std::string> python_less)
    : channel_(channel),
      inbox_(inbox),
      codec_(codec),
      out_folder_(std::move(out_folder)),
      python_less_(std::move(python_less)) {}

void Answering::serveNext() {
  const Frame frame = inbox_.next();
  const absl::StatusOr<Json> message = readMessage(frame.payload);
  if (frame.type != FrameType::kMessage || !message.ok()) return;
  const std::string type = textIn(*message, "type");
  if (type == "describe") describe();
  if (type == "check" || type == "run") call(callFromJson(*message));
  if (type == "draw") draw(channel_, inbox_, codec_, *message);
}

void Answering::describe() {
  Json algorithms = Json::array();
  for (AlgorithmDescription& algorithm : describeAlgorithms()) {
    algorithm.needs_python = !python_less_.empty() && python_less_.count(algorithm.provider) == 0;
    algorithms.push_back(toJson(algorithm));
  }
  send({{"type", "algorithms"}, {"algorithms", std::move(algorithms)}});
}

void Answering::call(const CallMessage& message) {
  absl::StatusOr<CallRequest> request = makeRequest(inbox_, codec_, out_folder_, message);
  absl::Status status = request.status();
  std::vector<std::string> warnings;
  if (request.ok()) {
    AlgorithmCall call(*std::move(request));
    status = guarded([&] {
      if (!message.run) {
        CallCheck check = call.check();
        warnings = std::move(check.warnings);
        return check.status;
      }
      Teller teller(channel_);
      inbox_.onCancel([&call] { call.cancel(); });
      const absl::Status ran = call.run(teller);
      inbox_.onCancel(nullptr);
      if (!ran.ok()) return ran;
      for (const CallOutput& output : call.outputs()) {
        const absl::Status sent = sendOutput(channel_, codec_, call, output);
        if (!sent.ok()) return sent;
      }
      return absl::OkStatus();
    });
    inbox_.onCancel(nullptr);
  }
  if (message.run) {
    send({{"type", "done"}, {"error", toJson(status)}});
  } else {
    send({{"type", "checked"}, {"error", toJson(status)}, {"warnings", warnings}});
  }
}

void Answering::send(const Json& message) { tell(channel_, message); }

}  // namespace geotask

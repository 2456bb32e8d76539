// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/processing/algorithm_call.h"

#include <qgsapplication.h>
#include <qgsexception.h>
#include <qgsprocessingalgorithm.h>
#include <qgsprocessingregistry.h>
#include <qgsvectorlayer.h>

#include <QDir>
#include <algorithm>
#include <atomic>
#include <exception>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "domain/algorithm_lookup.h"
#include "domain/errors.h"
#include "qgis/processing/call_context.h"
#include "qgis/processing/call_feedback.h"
#include "qgis/processing/call_layers.h"
#include "qgis/processing/call_messages.h"
#include "qgis/processing/call_outputs.h"
#include "qgis/processing/destinations.h"
#include "qgis/processing/flag_numbers.h"
#include "qgis/processing/parameter_values.h"

namespace geotask {

namespace {

absl::Status unknown(const std::string& id) {
  std::vector<AlgorithmDescription> names;
  for (const QgsProcessingAlgorithm* algorithm :
       QgsApplication::processingRegistry()->algorithms()) {
    AlgorithmDescription name;
    name.id = algorithm->id().toStdString();
    names.push_back(std::move(name));
  }
  const absl::Status status = unknownAlgorithm("algorithm", id, names);
  return makeError(absl::StatusCode::kInvalidArgument, std::string(status.message()),
                   errorDetail(status));
}

// Print layouts are looked for in the project without asking whether there is one.
bool needsProject(const QgsProcessingAlgorithm& algorithm) {
  if ((static_cast<int>(algorithm.flags()) & kRequiresProject) != 0) return true;
  const QgsProcessingParameterDefinitions parameters = algorithm.parameterDefinitions();
  return std::any_of(parameters.begin(), parameters.end(),
                     [](const QgsProcessingParameterDefinition* parameter) {
                       return parameter->type() == QLatin1String("layout");
                     });
}

absl::Status failed(const std::string& words) {
  const std::string message = words.empty() ? "the algorithm failed without a word" : words;
  return makeError(absl::StatusCode::kFailedPrecondition, message,
                   {"ALGORITHM_FAILED", "", "", "", "Look at the job's log."});
}

// Calls `work`; whatever it throws becomes words.
template <typename Work>
absl::Status guarded(Work work) {
  try {
    return work();
  } catch (const QgsException& error) {
    return failed(error.what().toStdString());
  } catch (const std::exception& error) {
    return failed(error.what());
  } catch (...) {
    return failed("the algorithm threw something that is no exception");
  }
}

// Tells the caller of layers by the references he gave, not by where they lie here.
class ReferenceListener : public CallListener {
 public:
  ReferenceListener(CallListener& listener, const CallLayers& layers, std::string out_folder)
      : listener_(listener), layers_(layers), out_folder_(std::move(out_folder)) {}
  void onProgress(double fraction) override { listener_.onProgress(fraction); }
  void onLog(Severity severity, const std::string& message) override {
    listener_.onLog(severity, withoutPlaces(message));
  }
  std::string withoutPlaces(const std::string& text) const {
    return absl::StrReplaceAll(layers_.withReferences(text), {{out_folder_ + "/", ""}});
  }

 private:
  CallListener& listener_;
  const CallLayers& layers_;
  const std::string out_folder_;
};

}  // namespace

struct AlgorithmCall::State {
  explicit State(CallRequest asked) : request(std::move(asked)), layers(request.layers) {}

  absl::Status prepare(std::vector<std::string>& warnings);
  absl::Status findAlgorithm();
  absl::Status readParameters(std::vector<std::string>& warnings);
  absl::Status completeParameters();
  absl::Status askQgis(std::vector<std::string>& warnings);
  absl::Status execute();

  const CallRequest request;
  CallLayers layers;
  CallFeedback feedback;
  std::atomic<bool> cancelled{false};

  // Made by prepare(). Algorithms look up the context, so it goes last.
  std::unique_ptr<CallContext> context;
  std::unique_ptr<QgsProcessingAlgorithm> algorithm;
  QVariantMap parameters;
  std::vector<Destination> destinations;
  std::vector<CallOutput> outputs;
};

absl::Status AlgorithmCall::State::prepare(std::vector<std::string>& warnings) {
  parameters.clear();
  algorithm.reset();
  context.reset();
  if (const absl::Status found = findAlgorithm(); !found.ok()) return found;
  absl::StatusOr<std::unique_ptr<CallContext>> made = CallContext::make(request, layers);
  if (!made.ok()) return made.status();
  context = *std::move(made);
  context->qgis().setFeedback(&feedback);
  if (const absl::Status read = readParameters(warnings); !read.ok()) return read;
  layers.addTo(context->qgis());
  return askQgis(warnings);
}

absl::Status AlgorithmCall::State::findAlgorithm() {
  const QgsProcessingAlgorithm* found = QgsApplication::processingRegistry()->algorithmById(
      QString::fromStdString(request.algorithm));
  if (found == nullptr) return unknown(request.algorithm);
  return guarded([&] {
    algorithm.reset(found->create());
    return absl::OkStatus();
  });
}

absl::Status AlgorithmCall::State::readParameters(std::vector<std::string>& warnings) {
  for (const auto& [name, value] : request.parameters.items()) {
    const QString key = QString::fromStdString(name);
    const QgsProcessingParameterDefinition* definition = algorithm->parameterDefinition(key);
    // QGIS finds definitions in any case of letters, values only in the right one.
    if (definition == nullptr || definition->name() != key) {
      warnings.push_back(
          absl::StrCat(name, " is no parameter of ", request.algorithm, "; QGIS ignores it"));
    } else if (!isDestination(*algorithm, *definition) && !value.is_null()) {
      absl::StatusOr<QVariant> read = parameterValue(*definition, value, layers);
      if (!read.ok()) return read.status();
      parameters.insert(definition->name(), *std::move(read));
    }
  }
  absl::StatusOr<std::vector<Destination>> planned =
      planDestinations(*algorithm, request.parameters, request.out_folder);
  if (!planned.ok()) return planned.status();
  destinations = *std::move(planned);
  for (const Destination& destination : destinations) {
    parameters.insert(QString::fromStdString(destination.output), destination.value);
  }
  return completeParameters();
}

absl::Status AlgorithmCall::State::completeParameters() {
  std::vector<std::string> missing;
  for (const QgsProcessingParameterDefinition* definition : algorithm->parameterDefinitions()) {
    if (parameters.contains(definition->name()) || isDestination(*algorithm, *definition)) continue;
    if (definition->checkValueIsAcceptable(QVariant())) continue;
    // QGIS asks for a band though it has a default; we take that.
    const QVariant fallback = definition->defaultValue();
    if (fallback.isValid() && definition->checkValueIsAcceptable(fallback)) {
      parameters.insert(definition->name(), fallback);
    } else {
      missing.push_back(definition->name().toStdString());
    }
  }
  if (missing.empty()) return absl::OkStatus();
  return makeError(
      absl::StatusCode::kInvalidArgument,
      absl::StrCat(request.algorithm, " needs ", absl::StrJoin(missing, ", ")),
      {"MISSING_PARAMETER", "parameters." + missing.front(), "", "", "Give a value for each."});
}

absl::Status AlgorithmCall::State::askQgis(std::vector<std::string>& warnings) {
  QgsProcessingContext& qgis = context->qgis();
  if (qgis.project() == nullptr && needsProject(*algorithm)) {
    return makeError(absl::StatusCode::kInvalidArgument,
                     request.algorithm + " needs a QGIS project",
                     {"MISSING_PARAMETER", "project", "", "a QGIS project of a dataset",
                      "Upload the project as a dataset and give dataset:ID/PROJECT.qgz; where only "
                      "its CRS matters, project_crs is enough."});
  }
  return guarded([&] {
    for (const QgsProcessingParameterDefinition* definition : algorithm->parameterDefinitions()) {
      const auto given = parameters.find(definition->name());
      if (given == parameters.end() || definition->checkValueIsAcceptable(*given, &qgis)) continue;
      const std::string name = definition->name().toStdString();
      return invalidParameter(name, shown(request.parameters.value(name, Json())),
                              acceptedBy(*definition));
    }
    QString message;
    if (!algorithm->canExecute(&message)) {
      return makeError(absl::StatusCode::kInvalidArgument,
                       absl::StrCat(request.algorithm, " cannot run here: ", message.toStdString()),
                       {"INVALID_PARAMETER", "algorithm", request.algorithm, "", ""});
    }
    if (!algorithm->checkParameterValues(parameters, qgis, &message)) {
      return makeError(absl::StatusCode::kInvalidArgument,
                       layers.withReferences(message.toStdString()),
                       {"INVALID_PARAMETER", "parameters", "", "", ""});
    }
    if (!algorithm->validateInputCrs(parameters, qgis)) {
      warnings.emplace_back("the layers have different CRSs; the result may not be as expected");
    }
    return absl::OkStatus();
  });
}

absl::Status AlgorithmCall::State::execute() {
  for (const Destination& destination : destinations) {
    if (destination.kind == Destination::Kind::kFolder) {
      QDir().mkpath(QString::fromStdString(destination.path));
    }
  }
  return guarded([&] {
    QgsProcessingContext& qgis = context->qgis();
    const QVariantMap given = algorithm->preprocessParameters(parameters);
    if (!algorithm->prepare(given, qgis, &feedback)) return failed(feedback.lastError());
    QVariantMap results = algorithm->runPrepared(given, qgis, &feedback);
    const QVariantMap after = algorithm->postProcess(qgis, &feedback);
    if (!after.isEmpty()) results = after;
    if (cancelled) return absl::OkStatus();
    OutputGatherer gatherer(qgis, layers, destinations, request.out_folder);
    outputs = gatherer.gather(*algorithm, parameters, results);
    return absl::OkStatus();
  });
}

AlgorithmCall::AlgorithmCall(CallRequest request)
    : state_(std::make_unique<State>(std::move(request))) {}

AlgorithmCall::~AlgorithmCall() = default;

std::string AlgorithmCall::withReferences(std::string text) const {
  return state_->layers.withReferences(std::move(text));
}

CallCheck AlgorithmCall::check() {
  const CallMessages messages(nullptr);  // The run will say them.
  CallCheck check;
  check.status = state_->prepare(check.warnings);
  return check;
}

absl::Status AlgorithmCall::run(CallListener& caller) {
  ReferenceListener listener(caller, state_->layers, state_->request.out_folder);
  const CallMessages messages(&listener);
  std::vector<std::string> warnings;
  absl::Status status = state_->prepare(warnings);
  if (status.ok()) {
    state_->feedback.setListener(&listener);
    if (!state_->cancelled) status = state_->execute();
    state_->feedback.setListener(nullptr);
  }
  // Closes the files, so that they are whole.
  state_->algorithm.reset();
  state_->context.reset();
  if (state_->cancelled) {
    state_->outputs.clear();
    return absl::CancelledError("the job was cancelled");
  }
  if (errorDetail(status).reason != "ALGORITHM_FAILED") return status;
  return makeError(status.code(), listener.withoutPlaces(std::string(status.message())),
                   errorDetail(status));
}

void AlgorithmCall::cancel() {
  state_->cancelled = true;
  state_->feedback.cancel();
}

std::vector<CallOutput>& AlgorithmCall::outputs() { return state_->outputs; }

}  // namespace geotask

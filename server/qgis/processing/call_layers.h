// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the references in a call's parameters stand for. Main thread.
#pragma once

#include <QString>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/json.h"
#include "qgis/processing/algorithm_call.h"

class QgsMapLayer;
class QgsProcessingContext;
class QgsProject;

namespace geotask {

// INVALID_ARGUMENT INVALID_PARAMETER at parameters.NAME.
absl::Status invalidParameter(const std::string& name, const std::string& given,
                              const std::string& accepted, const std::string& remedy = "");

// What parameters that take layers or files accept.
extern const char* const kReferences;

// The layer of a database, which algorithms do not open by its uri; null for all other uris.
std::shared_ptr<QgsVectorLayer> openDatabase(const std::string& uri);

class CallLayers {
 public:
  explicit CallLayers(const std::vector<CallLayer>& layers) : layers_(layers) {}

  // Layers of this project can be named by their ids and names, too. Null: none.
  void setProject(QgsProject* project) { project_ = project; }
  // Makes the rows and what was opened so far known to QGIS. They stay ours and must outlive the context.
  void addTo(QgsProcessingContext& context) const;

  // Whether text is one of the references, with or without a part after `|`.
  bool isReference(const std::string& text) const { return find(text) != nullptr; }
  // What QGIS takes for the layer that `text` refers to; INVALID_PARAMETER for all other text, which
  // could name a file or a server.
  absl::StatusOr<QString> layer(const std::string& parameter, const std::string& text) const;
  // The same layer as one of its own in which the rows that `expression` holds for are selected.
  // INVALID_PARAMETER also for layers without rows, and at PARAMETER.selection.
  absl::StatusOr<QString> selection(const std::string& parameter, const std::string& text,
                                    const std::string& expression) const;
  // A mesh as QGIS has it once it was drawn: some algorithms of 3.22 crash on one that never was.
  absl::StatusOr<QString> mesh(const std::string& parameter, const std::string& text) const;
  // The path of the file or folder that `text` refers to.
  absl::StatusOr<QString> file(const std::string& parameter, const std::string& text) const;

  // Rows, also selected ones, by the id of their layer; null for all others.
  std::shared_ptr<QgsVectorLayer> rows(const QString& layer_id) const;
  // Text with references for what they stand for, so that it shows no place of this machine.
  std::string withReferences(std::string text) const;

 private:
  const CallLayer* find(const std::string& text) const;

  // Opened for the call, with what a selection or a drawing would have made of it.
  struct Opened {
    std::string reference;
    std::shared_ptr<QgsMapLayer> layer;
  };

  const std::vector<CallLayer>& layers_;
  QgsProject* project_ = nullptr;
  mutable std::vector<Opened> opened_;
};

}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
//
// Checks and runs algorithms of QGIS with parameters as JSON. Main thread of a worker process.
//
//     AlgorithmCall call(request);
//     const CallCheck check = call.check();        // What QGIS says of the parameters.
//     absl::Status ran = call.run(feedback);       // Its own main thread, until it ends.
//     for (CallOutput& output : call.outputs()) ...
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "domain/features.h"
#include "domain/job_event.h"
#include "domain/json.h"
#include "domain/processing.h"

class QgsVectorLayer;

namespace geotask {

// What a reference in the parameters stands for.
struct CallLayer {
  std::string reference;  // As it stands there up to a `|`: "dataset:abc", "job:x/OUTPUT".
  std::string uri;        // What QGIS opens: a path, or "PATH|layername=x", or a folder. Or
  std::string provider;   // "ogr" or "postgres" for uris of sources; empty: QGIS finds out.
  std::shared_ptr<QgsVectorLayer> rows;  // rows that were sent (see LayerBuilder); then no uri.
};

struct CallRequest {
  std::string algorithm;  // "native:buffer"
  Json parameters = Json::object();
  std::string invalid_features;  // "abort", "skip", "ignore" or empty.
  std::string project_crs;
  std::string ellipsoid;
  std::string distance_unit;
  std::string area_unit;
  std::string project_file;  // A path; empty: none.
  std::vector<CoordinateOperation> coordinate_operations;
  std::vector<CallLayer> layers;
  std::string out_folder;  // An absolute path; all files that outputs ask for are made below it.
};

struct CallCheck {
  // OK, or INVALID_ARGUMENT with reason UNKNOWN_ALGORITHM, INVALID_PARAMETER, MISSING_PARAMETER or
  // INVALID_DESTINATION; `field` of its detail is "parameters.NAME".
  absl::Status status;
  std::vector<std::string> warnings;  // "FOO is no parameter of native:buffer; QGIS ignores it".
};

// Told while an algorithm runs, on the thread that runs it unless it says otherwise.
class CallListener {
 public:
  virtual ~CallListener() = default;
  virtual void onProgress(double fraction) = 0;                           // 0 to 1
  virtual void onLog(Severity severity, const std::string& message) = 0;  // On any thread.
};

struct CallOutput {
  std::string name;
  // One of the three.
  std::shared_ptr<QgsVectorLayer> rows;  // To be read as rows; `layer_name` is its name.
  std::vector<std::string> files;        // Paths below `folder`, the main one first.
  Json value;
  std::string layer_name;
  std::string folder;  // Of a folder: its path below out_folder. Else empty: out_folder itself.
};

// An algorithm that changes its input, as native:createspatialindex, changes the file that `uri` names,
// or fails where it may not be written; rows change in memory. Where it then gives that layer as its
// output, this comes as rows. One that needs a project gets QGIS's own, with project_file or
// project_crs in it; without either there is none. One call at a time runs in a process.
class AlgorithmCall {
 public:
  explicit AlgorithmCall(CallRequest request);
  ~AlgorithmCall();

  CallCheck check();
  // OK; FAILED_PRECONDITION ALGORITHM_FAILED with the algorithm's words; CANCELLED when cancel() was
  // called before it ended, whatever it returned; as check() when that fails.
  absl::Status run(CallListener& listener);
  // Any thread, any time.
  void cancel();
  // After run() was OK.
  std::vector<CallOutput>& outputs();
  // A text of QGIS's, with references in place of the uris that they stand for.
  std::string withReferences(std::string text) const;

 private:
  struct State;
  const std::unique_ptr<State> state_;
};

}  // namespace geotask

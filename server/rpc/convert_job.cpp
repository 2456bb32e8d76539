// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/convert_job.h"

#include "codec/convert_feature.h"
#include "rpc/convert_buffer.h"
#include "rpc/convert_output.h"
#include "rpc/convert_processing.h"
#include "rpc/convert_time.h"
#include "rpc/convert_transform.h"
#include "rpc/resource_name.h"
#include "rpc/status.h"

namespace geotask {
namespace {

static_assert(static_cast<int>(JobState::kQueued) == v1::JOB_STATE_QUEUED);
static_assert(static_cast<int>(JobState::kCancelled) == v1::JOB_STATE_CANCELLED);
static_assert(static_cast<int>(Stage::kUniting) == v1::STAGE_UNITING);
static_assert(static_cast<int>(Stage::kCollecting) == v1::STAGE_COLLECTING);
static_assert(static_cast<int>(Stage::kTransforming) == v1::STAGE_TRANSFORMING);
static_assert(static_cast<int>(Stage::kEncoding) == v1::STAGE_ENCODING);

void toProto(const JobSpec& spec, v1::Input& proto) {
  switch (spec.input) {
    case InputKind::kLayer:
      proto.set_layer("data:" + spec.source + "/" + spec.layer);
      break;
    case InputKind::kFeatures:
      proto.mutable_features();
      break;
    case InputKind::kGeoJson:
      proto.set_geojson("");
      break;
    case InputKind::kDataset:
      proto.set_dataset(datasetName(spec.input_id));
      break;
    case InputKind::kJob:
      proto.set_job(outputName(spec.input_id, spec.input_output));
      break;
  }
}

void addTimes(const JobSnapshot& job, v1::Job& proto) {
  if (isSet(job.create_time)) *proto.mutable_create_time() = timestampProto(job.create_time);
  if (isSet(job.start_time)) *proto.mutable_start_time() = timestampProto(job.start_time);
  if (isSet(job.cancel_time)) *proto.mutable_cancel_time() = timestampProto(job.cancel_time);
  if (isSet(job.end_time)) *proto.mutable_end_time() = timestampProto(job.end_time);
  if (isSet(job.update_time)) *proto.mutable_update_time() = timestampProto(job.update_time);
  if (isSet(job.expire_time)) *proto.mutable_expire_time() = timestampProto(job.expire_time);
}

}  // namespace

void toProto(const Progress& progress, v1::Progress& proto) {
  proto.set_stage(static_cast<v1::Stage>(progress.stage));
  proto.set_features_done(progress.features_done);
  if (progress.features_total) proto.set_features_total(*progress.features_total);
  proto.set_features_per_second(progress.features_per_second);
  if (progress.fraction) proto.set_fraction(*progress.fraction);
  proto.set_place(progress.place);
  if (progress.time_left) *proto.mutable_time_left() = durationProto(*progress.time_left);
}

void toProto(const JobSpec& spec, v1::JobSpec& proto) {
  if (spec.operation == Operation::kProcessing) {
    toProto(spec.processing, *proto.mutable_processing());
  } else {
    toProto(spec, *proto.mutable_input());
    if (spec.operation == Operation::kTransform) {
      toProto(spec.transform, *proto.mutable_transform());
    } else {
      toProto(spec.buffer, *proto.mutable_buffer());
    }
  }
  proto.set_priority(spec.priority);
  proto.mutable_labels()->insert(spec.labels.begin(), spec.labels.end());
  if (spec.ttl) *proto.mutable_ttl() = durationProto(*spec.ttl);
  proto.set_cancel_on_disconnect(spec.cancel_on_disconnect);
}

void toProto(const JobSnapshot& job, v1::Job& proto) {
  proto.set_name(jobName(job.id));
  proto.set_principal(job.principal);
  if (job.spec) toProto(*job.spec, *proto.mutable_spec());
  if (job.state) proto.set_state(static_cast<v1::JobState>(*job.state));
  proto.set_attempt(job.attempt);
  toProto(job.progress, *proto.mutable_progress());
  for (const JobOutput& output : job.outputs) toProto(output, *proto.add_outputs());
  if (job.usage) toProto(*job.usage, *proto.mutable_usage());
  if (job.error) {
    toProto(job.error->detail, *proto.mutable_error());
    proto.set_error_message(job.error->message);
  }
  addTimes(job, proto);
  proto.set_log_lines_dropped(job.log_lines_dropped);
  proto.set_volatile_call(job.spec && job.spec->volatile_call);
}

}  // namespace geotask

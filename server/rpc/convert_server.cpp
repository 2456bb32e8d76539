// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/convert_server.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>

#include "codec/convert_feature.h"
#include "codec/message_limits.h"
#include "domain/errors.h"
#include "rpc/convert_time.h"

namespace geotask {
namespace {

static_assert(static_cast<int>(SourceKind::kDatabase) + 1 == v1::Source::KIND_DATABASE);

void toProto(const GeometryInfo& geometry, v1::Geometry& proto) {
  proto.set_processes(geometry.processes);
  proto.set_processes_started(geometry.started);
  proto.set_tasks_done(geometry.done);
  proto.set_tasks_cancelled(geometry.cancelled);
  proto.set_tasks_crashed(geometry.crashed);
  proto.set_interrupts(geometry.interrupts);
  proto.set_max_interrupts(geometry.max_interrupts);
}

void toProto(const WorkersInfo& workers, v1::Workers& proto) {
  proto.set_count(workers.count);
  proto.set_python(workers.python);
  proto.set_network(workers.network);
  for (const ProtectionInfo& protection : workers.protections) {
    v1::Protection& added = *proto.add_protections();
    added.set_name(protection.name);
    added.set_in_force(protection.in_force);
    added.set_detail(protection.detail);
  }
}

void toProto(const ServerFacts& facts, v1::ServerInfo& proto) {
  v1::Versions& versions = *proto.mutable_versions();
  versions.set_geotaskd(facts.geotaskd_version);
  versions.set_qgis(facts.qgis_version);
  versions.set_geos(facts.geos_version);
  versions.set_gdal(facts.gdal_version);
  versions.set_proj(facts.proj_version);
  versions.set_qt(facts.qt_version);
  versions.set_grpc(grpc::Version());
  v1::Limits& limits = *proto.mutable_limits();
  limits.set_max_message_bytes(kMaxMessageBytes);
  limits.set_max_queued_jobs(facts.limits.max_queued_jobs);
  limits.set_max_running_jobs(facts.limits.max_running_jobs);
  limits.set_max_memory_bytes(facts.limits.max_memory_bytes);
  limits.set_compute_threads(facts.compute_threads);
  limits.set_max_log_lines(facts.limits.max_log_lines);
  *limits.mutable_job_ttl() = durationProto(facts.limits.job_ttl);
  limits.set_max_inline_bytes(facts.limits.max_inline_bytes);
  limits.set_max_inline_features(facts.limits.max_inline_features);
  limits.set_max_upload_bytes(facts.limits.max_upload_bytes);
  limits.set_max_vertices(facts.limits.max_vertices);
  *limits.mutable_max_run_time() = durationProto(facts.limits.max_run_time);
  limits.set_max_kept_jobs(facts.limits.max_kept_jobs);
  limits.set_max_kept_bytes(facts.limits.max_kept_bytes);
  limits.set_max_dataset_bytes(facts.limits.max_dataset_bytes);
  limits.set_max_datasets(facts.limits.max_datasets);
  *limits.mutable_dataset_ttl() = durationProto(facts.limits.dataset_ttl);
  limits.set_max_uploads(facts.limits.max_uploads);
  limits.set_max_streams(facts.limits.max_streams);
  *limits.mutable_upload_idle() = durationProto(facts.limits.upload_idle);
  *limits.mutable_disconnect_grace() = durationProto(facts.limits.disconnect_grace);
  if (facts.geometry) toProto(facts.geometry(), *proto.mutable_geometry());
  if (facts.workers) toProto(facts.workers(), *proto.mutable_workers());
  if (isSet(facts.start_time)) *proto.mutable_start_time() = timestampProto(facts.start_time);
}

void toProto(const SourceInfo& source, v1::Source& proto) {
  proto.set_name(source.name);
  proto.set_kind(static_cast<v1::Source::Kind>(static_cast<int>(source.kind) + 1));
  for (const LayerInfo& layer : source.layers) {
    v1::Layer& added = *proto.add_layers();
    added.set_name(layer.name);
    toProto(layer.schema, *added.mutable_schema());
    if (layer.feature_count) added.set_feature_count(*layer.feature_count);
  }
  for (const RasterInfo& raster : source.rasters) {
    v1::Raster& added = *proto.add_rasters();
    added.set_name(raster.name);
    added.set_width(static_cast<uint32_t>(raster.width));
    added.set_height(static_cast<uint32_t>(raster.height));
    added.set_bands(static_cast<uint32_t>(raster.bands));
    added.set_crs(raster.crs);
  }
  proto.set_error(source.error);
  if (isSet(source.describe_time))
    *proto.mutable_describe_time() = timestampProto(source.describe_time);
}

void omitFields(v1::ServerInfo& info) {
  for (v1::Source& source : *info.mutable_sources()) {
    for (v1::Layer& layer : *source.mutable_layers()) layer.mutable_schema()->clear_fields();
    source.set_fields_omitted(true);
  }
}

// Leaves each source its equal share of the bytes.
void omitLayers(v1::ServerInfo& info, size_t max_bytes) {
  constexpr size_t kFraming = 16;
  v1::ServerInfo rest = info;
  rest.clear_sources();
  const size_t share = (max_bytes - rest.ByteSizeLong()) / static_cast<size_t>(info.sources_size());
  for (v1::Source& source : *info.mutable_sources()) {
    size_t size = source.ByteSizeLong() + kFraming;
    while (size > share && source.rasters_size() > 0) {
      const size_t raster_size = source.rasters(source.rasters_size() - 1).ByteSizeLong();
      source.mutable_rasters()->RemoveLast();
      source.set_rasters_omitted(source.rasters_omitted() + 1);
      size -= std::min(size, raster_size);
    }
    while (size > share && source.layers_size() > 0) {
      const size_t layer_size = source.layers(source.layers_size() - 1).ByteSizeLong();
      source.mutable_layers()->RemoveLast();
      source.set_layers_omitted(source.layers_omitted() + 1);
      size -= std::min(size, layer_size);
    }
  }
}

}  // namespace

absl::StatusOr<v1::ServerInfo> serverInfo(const ServerFacts& facts,
                                          const std::vector<SourceInfo>& sources,
                                          const std::string& source, size_t max_bytes) {
  v1::ServerInfo info;
  toProto(facts, info);
  for (const SourceInfo& candidate : sources)
    if (source.empty() || candidate.name == source) toProto(candidate, *info.add_sources());
  if (!source.empty() && info.sources().empty())
    return makeError(absl::StatusCode::kNotFound,
                     {"UNKNOWN_SOURCE", "source", source, "the name of a source on offer",
                      "Leave it out to see all sources."});
  if (info.ByteSizeLong() > max_bytes) omitFields(info);
  if (info.ByteSizeLong() > max_bytes) omitLayers(info, max_bytes);
  return info;
}

}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/convert_output.h"

#include "codec/convert_feature.h"
#include "rpc/convert_time.h"
#include "rpc/convert_value.h"

namespace geotask {

void toProto(const FileInfo& file, v1::FileInfo& proto) {
  proto.set_path(file.path);
  proto.set_byte_count(file.bytes);
  proto.set_media_type(file.media_type);
  proto.set_sha256(file.sha256);
}

void toProto(const JobOutput& output, v1::Output& proto) {
  proto.set_name(output.name);
  switch (output.kind) {
    case OutputKind::kFeatures: {
      v1::FeaturesOutput& features = *proto.mutable_features();
      if (output.schema) toProto(*output.schema, *features.mutable_schema());
      features.set_feature_count(output.features);
      features.set_byte_count(output.bytes);
      features.set_layer_name(output.layer_name);
      break;
    }
    case OutputKind::kFiles:
      for (const FileInfo& file : output.files) toProto(file, *proto.mutable_files()->add_files());
      proto.mutable_files()->set_folder(output.folder);
      break;
    case OutputKind::kValue:
      toProto(output.value, *proto.mutable_value());
      break;
  }
}

void toProto(const ResourceUsage& usage, v1::ResourceUsage& proto) {
  *proto.mutable_cpu_time() = durationProto(usage.cpu_time);
  proto.set_peak_memory_bytes(usage.peak_memory_bytes);
}

}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/convert_dataset.h"

#include "codec/convert_feature.h"
#include "domain/errors.h"
#include "rpc/convert_output.h"
#include "rpc/convert_time.h"
#include "rpc/page_room.h"
#include "rpc/resource_name.h"
#include "rpc/schema_check.h"

namespace geotask {

absl::StatusOr<DatasetUpload> takeUpload(const v1::UploadDatasetHeader& header,
                                         const std::string& principal) {
  DatasetUpload upload;
  upload.principal = principal;
  switch (header.content_case()) {
    case v1::UploadDatasetHeader::kSchema:
      if (absl::Status status = checkSchema(header.schema()); !status.ok())
        return atField("schema", status);
      upload.schema = fromProto(header.schema());
      break;
    case v1::UploadDatasetHeader::kFiles:
      break;
    case v1::UploadDatasetHeader::CONTENT_NOT_SET:
      return makeError(absl::StatusCode::kInvalidArgument,
                       {"MISSING_FIELD", "schema", "", "a Schema, or files", "Set one of them."});
  }
  upload.dataset_id = header.dataset_id();
  upload.request_id = header.request_id();
  upload.labels.insert(header.labels().begin(), header.labels().end());
  if (header.has_ttl()) {
    const auto ttl = takeDuration(header.ttl());
    if (!ttl.ok()) return atField("ttl", ttl.status());
    upload.ttl = *ttl;
  }
  return upload;
}

void toProto(const Dataset& dataset, v1::Dataset& proto, ShownFiles shown) {
  proto.set_name(datasetName(dataset.id));
  proto.set_principal(dataset.principal);
  if (dataset.features) {
    toProto(dataset.features->schema(), *proto.mutable_schema());
    proto.set_feature_count(dataset.features->featureCount());
    proto.set_byte_count(dataset.features->diskBytes());
  } else {
    for (const FileInfo& file : dataset.files->files()) {
      toProto(file, *proto.add_files());
      if (shown == ShownFiles::kFirst) break;
    }
    proto.set_file_count(dataset.files->files().size());
    proto.set_byte_count(dataset.files->diskBytes());
  }
  proto.mutable_labels()->insert(dataset.labels.begin(), dataset.labels.end());
  *proto.mutable_create_time() = timestampProto(dataset.create_time);
  if (isSet(dataset.use_time)) *proto.mutable_use_time() = timestampProto(dataset.use_time);
  *proto.mutable_expire_time() = timestampProto(dataset.expire_time);
}

absl::StatusOr<v1::ListDatasetsResponse> listPage(const DatasetService& service,
                                                  const v1::ListDatasetsRequest& request,
                                                  const std::string& principal) {
  DatasetService::ListRequest list;
  list.principal = principal;
  list.labels.insert(request.labels().begin(), request.labels().end());
  list.page_size = request.page_size();
  list.page_token = request.page_token();
  for (;;) {
    const auto answer = service.list(list);
    if (!answer.ok()) return answer.status();
    v1::ListDatasetsResponse page;
    page.set_next_page_token(answer->next_page_token);
    PageRoom room;
    for (const Dataset& dataset : answer->datasets) {
      toProto(dataset, *page.add_datasets(), ShownFiles::kFirst);
      if (!room.add(*page.mutable_datasets())) break;
    }
    if (room.enough()) return page;
    // The same again up to the one that did not fit, for the token that goes on with it.
    list.page_size = page.datasets_size();
  }
}

}  // namespace geotask

// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/convert_dataset.h"

#include "domain/errors.h"
#include "rpc/convert_feature.h"
#include "rpc/convert_time.h"
#include "rpc/page_room.h"
#include "rpc/resource_name.h"
#include "rpc/schema_check.h"

namespace geotask {

absl::StatusOr<DatasetUpload> takeUpload(const v1::UploadDatasetHeader& header,
                                         const std::string& principal) {
  if (!header.has_schema())
    return makeError(absl::StatusCode::kInvalidArgument,
                     {"MISSING_FIELD", "schema", "", "a Schema", "Set it."});
  if (absl::Status status = checkSchema(header.schema()); !status.ok())
    return atField("schema", status);
  DatasetUpload upload;
  upload.principal = principal;
  upload.schema = fromProto(header.schema());
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

void toProto(const Dataset& dataset, v1::Dataset& proto) {
  proto.set_name(datasetName(dataset.id));
  proto.set_principal(dataset.principal);
  toProto(dataset.features->schema(), *proto.mutable_schema());
  proto.set_feature_count(dataset.features->featureCount());
  proto.set_byte_count(dataset.features->diskBytes());
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
      toProto(dataset, *page.add_datasets());
      if (!room.add(*page.mutable_datasets())) break;
    }
    if (room.enough()) return page;
    // The same again up to the one that did not fit, for the token that goes on with it.
    list.page_size = page.datasets_size();
  }
}

}  // namespace geotask

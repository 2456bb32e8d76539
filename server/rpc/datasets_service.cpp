// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/datasets_service.h"

#include <utility>

#include "rpc/convert_dataset.h"
#include "rpc/principal.h"
#include "rpc/resource_name.h"
#include "rpc/status.h"
#include "rpc/upload_stream.h"

namespace geotask {

grpc::ServerReadReactor<v1::UploadDatasetRequest>* DatasetsService::UploadDataset(
    grpc::CallbackServerContext* context, v1::Dataset* dataset) {
  return new UploadStream(service_, jobs_, spool_, slots_, principalOf(*context), dataset);
}

grpc::ServerUnaryReactor* DatasetsService::GetDataset(grpc::CallbackServerContext* context,
                                                      const v1::GetDatasetRequest* request,
                                                      v1::Dataset* dataset) {
  const auto id = parseDatasetName(request->name());
  if (!id.ok()) return finish(context, id.status());
  const auto found = service_.get(principalOf(*context), *id);
  if (found.ok()) toProto(*found, *dataset);
  return finish(context, found.status());
}

grpc::ServerUnaryReactor* DatasetsService::ListDatasets(grpc::CallbackServerContext* context,
                                                        const v1::ListDatasetsRequest* request,
                                                        v1::ListDatasetsResponse* page) {
  auto answer = listPage(service_, *request, principalOf(*context));
  if (answer.ok()) *page = *std::move(answer);
  return finish(context, answer.status());
}

grpc::ServerUnaryReactor* DatasetsService::DeleteDataset(grpc::CallbackServerContext* context,
                                                         const v1::DeleteDatasetRequest* request,
                                                         google::protobuf::Empty*) {
  const auto id = parseDatasetName(request->name());
  if (!id.ok()) return finish(context, id.status());
  return finish(context, service_.remove(principalOf(*context), *id));
}

}  // namespace geotask

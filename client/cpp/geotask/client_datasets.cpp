// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "geotask/client_upload.h"
#include "geotask/request_id.h"

namespace geotask::client {

Result<v1::Dataset> Client::uploadDataset(v1::UploadDatasetHeader header, const OpenRows& open) {
  if (header.request_id().empty()) header.set_request_id(newRequestId());
  v1::UploadDatasetRequest first;
  *first.mutable_header() = std::move(header);
  using Message = v1::UploadDatasetRequest;
  return impl_->upload<v1::Dataset, Message>(
      [&](grpc::ClientWriterInterface<Message>& stream) { return sendRows(first, open, stream); },
      [&](grpc::ClientContext* context, v1::Dataset* dataset) {
        return impl_->datasets->UploadDataset(context, dataset);
      });
}

Result<v1::Dataset> Client::getDataset(const std::string& name) {
  v1::GetDatasetRequest request;
  request.set_name(name);
  return impl_->unary<v1::Dataset>([&](grpc::ClientContext* context, v1::Dataset* dataset) {
    return impl_->datasets->GetDataset(context, request, dataset);
  });
}

Result<void> Client::listDatasets(v1::ListDatasetsRequest filter,
                                  const std::function<bool(const v1::Dataset&)>& visit) {
  return impl_->pages<v1::ListDatasetsResponse>(
      std::move(filter),
      [&](grpc::ClientContext* context, const v1::ListDatasetsRequest& request,
          v1::ListDatasetsResponse* page) {
        return impl_->datasets->ListDatasets(context, request, page);
      },
      [&](const v1::ListDatasetsResponse& page) {
        return std::all_of(page.datasets().begin(), page.datasets().end(), visit);
      });
}

Result<void> Client::removeDataset(const std::string& name) {
  v1::DeleteDatasetRequest request;
  request.set_name(name);
  return impl_->unaryVoid([&](grpc::ClientContext* context, google::protobuf::Empty* empty) {
    return impl_->datasets->DeleteDataset(context, request, empty);
  });
}

}  // namespace geotask::client

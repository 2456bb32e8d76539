// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "geotask/client_impl.h"

namespace geotask::client {

Result<v1::Algorithm> Client::getAlgorithm(const std::string& name) {
  v1::GetAlgorithmRequest request;
  request.set_name(name);
  return impl_->unary<v1::Algorithm>([&](grpc::ClientContext* context, v1::Algorithm* algorithm) {
    return impl_->algorithms->GetAlgorithm(context, request, algorithm);
  });
}

Result<void> Client::listAlgorithms(v1::ListAlgorithmsRequest filter,
                                    const std::function<bool(const v1::Algorithm&)>& visit) {
  return impl_->pages<v1::ListAlgorithmsResponse>(
      std::move(filter),
      [&](grpc::ClientContext* context, const v1::ListAlgorithmsRequest& request,
          v1::ListAlgorithmsResponse* page) {
        return impl_->algorithms->ListAlgorithms(context, request, page);
      },
      [&](const v1::ListAlgorithmsResponse& page) {
        return std::all_of(page.algorithms().begin(), page.algorithms().end(), visit);
      });
}

}  // namespace geotask::client

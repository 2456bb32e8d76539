// SPDX-License-Identifier: GPL-2.0-or-later
//
// Algorithms, as the API sees them: which there are, and what one is.
//
//     AlgorithmService service(catalogue);
//     AlgorithmService::ListRequest request;
//     request.search = "buffer";
//     service.list(request);
//     service.get("native:buffer");
//
// Both are UNAVAILABLE CATALOGUE_NOT_READY, with a time after which to try again, until the catalogue
// knows. Any thread; returns at once.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/algorithm.h"
#include "domain/processing.h"

namespace geotask {

// An algorithm of the catalogue; keeps the catalogue it is from.
using AlgorithmPtr = std::shared_ptr<const AlgorithmDescription>;

class AlgorithmService {
 public:
  // `catalogue` outlives it.
  explicit AlgorithmService(const AlgorithmCatalogue& catalogue) : catalogue_(catalogue) {}

  // NOT_FOUND UNKNOWN_ALGORITHM, with those that are spelled alike.
  absl::StatusOr<AlgorithmPtr> get(const std::string& id) const;

  // All that are given must match; case matters in `provider` alone.
  struct ListRequest {
    int page_size = 0;
    std::string page_token = {};
    std::string provider = {};
    std::string group = {};
    std::vector<std::string> tags = {};  // All of them.
    std::string search = {};  // Every word, in id, title, group, tags or short description.
    bool show_all = false;    // Also what is denied, hidden or deprecated.
  };
  struct ListAnswer {
    std::vector<AlgorithmPtr> algorithms;  // By id.
    std::string next_page_token;
  };
  // INVALID_ARGUMENT OUT_OF_RANGE, INVALID_PAGE_TOKEN.
  absl::StatusOr<ListAnswer> list(const ListRequest& request) const;

 private:
  const AlgorithmCatalogue& catalogue_;
};

}  // namespace geotask

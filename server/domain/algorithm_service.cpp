// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/algorithm_service.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "domain/algorithm_lookup.h"
#include "domain/page_token.h"
#include "domain/request_checks.h"

namespace geotask {

namespace {

using Catalogue = std::shared_ptr<const std::vector<AlgorithmDescription>>;

// What is not shown unless it is asked for.
constexpr std::array<const char*, 2> kOutOfTheWay = {"HIDDEN", "DEPRECATED"};

bool isShown(const AlgorithmDescription& algorithm) {
  return algorithm.denied.empty() &&
         std::none_of(algorithm.flags.begin(), algorithm.flags.end(), [](const std::string& flag) {
           return std::find(kOutOfTheWay.begin(), kOutOfTheWay.end(), flag) != kOutOfTheWay.end();
         });
}

// A request with what is compared again and again made ready.
class Filter {
 public:
  explicit Filter(const AlgorithmService::ListRequest& request)
      : request_(request),
        words_(absl::StrSplit(absl::AsciiStrToLower(request.search), absl::ByAnyChar(" \t\r\n"),
                              absl::SkipEmpty())) {}

  bool matches(const AlgorithmDescription& algorithm) const {
    if (!request_.show_all && !isShown(algorithm)) return false;
    if (!request_.provider.empty() && algorithm.provider != request_.provider) return false;
    if (!request_.group.empty() && !absl::EqualsIgnoreCase(algorithm.group, request_.group)) {
      return false;
    }
    return hasTags(algorithm) && holdsWords(algorithm);
  }

 private:
  bool hasTags(const AlgorithmDescription& algorithm) const {
    const auto has = [&](const std::string& wanted) {
      return std::any_of(algorithm.tags.begin(), algorithm.tags.end(), [&](const std::string& tag) {
        return absl::EqualsIgnoreCase(tag, wanted);
      });
    };
    return std::all_of(request_.tags.begin(), request_.tags.end(), has);
  }

  bool holdsWords(const AlgorithmDescription& algorithm) const {
    if (words_.empty()) return true;
    std::string text = algorithm.id;
    for (const std::string* part :
         {&algorithm.title, &algorithm.group, &algorithm.short_description}) {
      text += '\n' + *part;
    }
    for (const std::string& tag : algorithm.tags) text += '\n' + tag;
    absl::AsciiStrToLower(&text);
    return std::all_of(words_.begin(), words_.end(),
                       [&](const std::string& word) { return absl::StrContains(text, word); });
  }

  const AlgorithmService::ListRequest& request_;
  const std::vector<std::string> words_;
};

std::string listKeyOf(const AlgorithmService::ListRequest& request) {
  std::vector<std::string> parts{"algorithms", request.provider, request.group, request.search,
                                 request.show_all ? "all" : ""};
  parts.insert(parts.end(), request.tags.begin(), request.tags.end());
  return listKey(parts);
}

}  // namespace

absl::StatusOr<AlgorithmPtr> AlgorithmService::get(const std::string& id) const {
  const Catalogue all = catalogue_.algorithms();
  if (!all) return catalogueNotReady();
  const AlgorithmDescription* found = findAlgorithm(*all, id);
  if (found == nullptr) return unknownAlgorithm("name", id, *all);
  return AlgorithmPtr(all, found);
}

absl::StatusOr<AlgorithmService::ListAnswer> AlgorithmService::list(
    const ListRequest& request) const {
  if (absl::Status status = checkPageSize(request.page_size); !status.ok()) return status;
  const std::string key = listKeyOf(request);
  uint64_t next = 0;  // A token holds one more: none holds 0.
  if (!request.page_token.empty()) {
    const auto read = readPageToken(request.page_token, key);
    if (!read.ok()) return read.status();
    next = *read - 1;
  }
  const Catalogue all = catalogue_.algorithms();
  if (!all) return catalogueNotReady();
  const Filter filter(request);
  const size_t size = pageSize(request.page_size);
  ListAnswer answer;
  for (size_t i = next; i < all->size(); ++i) {
    if (!filter.matches((*all)[i])) continue;
    if (answer.algorithms.size() == size) {
      answer.next_page_token = makePageToken(i + 1, key);
      break;
    }
    answer.algorithms.emplace_back(all, &(*all)[i]);
  }
  return answer;
}

}  // namespace geotask

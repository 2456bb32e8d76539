// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/labels.h"

#include <map>

namespace geotask::cli {

client::Result<void> parseLabels(const std::vector<std::string>& texts,
                                 google::protobuf::Map<std::string, std::string>* labels) {
  for (const std::string& text : texts) {
    const size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      return client::localError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_LABEL",
                                "\"" + text + "\" is no label.", "Write KEY=VALUE.");
    }
    (*labels)[text.substr(0, equals)] = text.substr(equals + 1);
  }
  return {};
}

std::string labelsText(const google::protobuf::Map<std::string, std::string>& labels) {
  std::string text;
  for (const auto& [key, value] :
       std::map<std::string, std::string>(labels.begin(), labels.end())) {
    text += (text.empty() ? "" : ", ") + key + "=" + value;
  }
  return text;
}

}  // namespace geotask::cli

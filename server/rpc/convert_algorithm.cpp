// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/convert_algorithm.h"

#include <algorithm>
#include <string>
#include <vector>

#include "codec/message_limits.h"
#include "rpc/convert_value.h"
#include "rpc/page_room.h"
#include "rpc/resource_name.h"

namespace geotask {
namespace {

using Texts = google::protobuf::RepeatedPtrField<std::string>;

void toProto(const std::vector<std::string>& texts, Texts& proto) {
  proto.Assign(texts.begin(), texts.end());
}

void toProto(const ParameterDescription& parameter, v1::Parameter& proto) {
  proto.set_name(parameter.name);
  proto.set_description(parameter.description);
  proto.set_help(parameter.help);
  proto.set_type(parameter.type);
  proto.set_optional(parameter.optional);
  proto.set_destination(parameter.destination);
  proto.set_advanced(parameter.advanced);
  proto.set_hidden(parameter.hidden);
  if (!parameter.default_value.is_null())
    geotask::toProto(parameter.default_value, *proto.mutable_default_value());
  if (parameter.minimum) proto.set_minimum(*parameter.minimum);
  if (parameter.maximum) proto.set_maximum(*parameter.maximum);
  proto.set_integer(parameter.integer);
  toProto(parameter.options, *proto.mutable_options());
  proto.set_multiple(parameter.multiple);
  toProto(parameter.data_types, *proto.mutable_data_types());
  proto.set_parent(parameter.parent);
  proto.set_folder(parameter.folder);
  toProto(parameter.extensions, *proto.mutable_extensions());
  proto.set_supports_rows(parameter.supports_rows);
  if (parameter.definition.is_object())
    geotask::toProto(parameter.definition, *proto.mutable_definition());
}

// Leaves out definitions, the largest first, until the message is small enough.
void shrink(v1::Algorithm& proto) {
  while (proto.ByteSizeLong() > kMaxMessageBytes) {
    auto& parameters = *proto.mutable_parameters();
    const auto largest = std::max_element(
        parameters.begin(), parameters.end(), [](const v1::Parameter& a, const v1::Parameter& b) {
          return a.definition().ByteSizeLong() < b.definition().ByteSizeLong();
        });
    if (largest == parameters.end() || !largest->has_definition()) return;
    largest->clear_definition();
  }
}

}  // namespace

void toSummary(const AlgorithmDescription& algorithm, v1::Algorithm& proto) {
  proto.set_name(algorithmName(algorithm.id));
  proto.set_id(algorithm.id);
  proto.set_provider(algorithm.provider);
  proto.set_provider_title(algorithm.provider_title);
  proto.set_group(algorithm.group);
  proto.set_title(algorithm.title);
  proto.set_short_description(algorithm.short_description);
  proto.set_help_url(algorithm.help_url);
  toProto(algorithm.tags, *proto.mutable_tags());
  for (const std::string& name : algorithm.flags) {
    v1::Algorithm::Flag flag = v1::Algorithm::FLAG_UNSPECIFIED;
    if (v1::Algorithm::Flag_Parse("FLAG_" + name, &flag)) proto.add_flags(flag);
  }
  proto.set_denied(algorithm.denied);
}

void toProto(const AlgorithmDescription& algorithm, v1::Algorithm& proto) {
  toSummary(algorithm, proto);
  proto.set_help(algorithm.help);
  for (const ParameterDescription& parameter : algorithm.parameters)
    toProto(parameter, *proto.add_parameters());
  for (const OutputDescription& output : algorithm.outputs) {
    v1::OutputDefinition& added = *proto.add_outputs();
    added.set_name(output.name);
    added.set_description(output.description);
    added.set_type(output.type);
  }
  shrink(proto);
}

absl::StatusOr<v1::ListAlgorithmsResponse> listPage(const AlgorithmService& service,
                                                    const v1::ListAlgorithmsRequest& request) {
  AlgorithmService::ListRequest list;
  list.page_size = request.page_size();
  list.page_token = request.page_token();
  list.provider = request.provider();
  list.group = request.group();
  list.tags.assign(request.tags().begin(), request.tags().end());
  list.search = request.search();
  list.show_all = request.show_all();
  for (;;) {
    const auto answer = service.list(list);
    if (!answer.ok()) return answer.status();
    v1::ListAlgorithmsResponse page;
    page.set_next_page_token(answer->next_page_token);
    PageRoom room;
    for (const AlgorithmPtr& algorithm : answer->algorithms) {
      toSummary(*algorithm, *page.add_algorithms());
      if (!room.add(*page.mutable_algorithms())) break;
    }
    if (room.enough()) return page;
    // The same again up to the one that did not fit, for the token that goes on with it.
    list.page_size = page.algorithms_size();
  }
}

}  // namespace geotask

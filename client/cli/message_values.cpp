// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/message_values.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdlib>

namespace geotask::cli {
namespace {

using client::Error;
using client::Result;
using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

Error wrong(const std::string& message, const std::string& remedy) {
  return client::localError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_VALUE", message, remedy);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// "METHOD_SNAP_TO_GRID" of the enum Method: "snap_to_grid".
std::string shortName(const EnumDescriptor& type, int index) {
  const std::string first = type.value(0)->name();
  const size_t prefix = first.size() - std::string("UNSPECIFIED").size();
  std::string name = type.value(index)->name().substr(prefix);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return name;
}

Result<void> setEnum(const FieldDescriptor& field, const std::string& value, Message& message) {
  const EnumDescriptor& type = *field.enum_type();
  std::vector<std::string> names;
  for (int i = 1; i < type.value_count(); ++i) {
    names.push_back(shortName(type, i));
    if (names.back() != value) continue;
    message.GetReflection()->SetEnum(&message, &field, type.value(i));
    return {};
  }
  return wrong(field.name() + "=" + value + " is not known.",
               "Give one of: " + joined(names) + ".");
}

Result<void> setNumber(const FieldDescriptor& field, const std::string& value, Message& message) {
  char* end = nullptr;
  const double number = std::strtod(value.c_str(), &end);
  if (value.empty() || *end != '\0') {
    return wrong("'" + value + "' for " + field.name() + " is not a number.", "Give a number.");
  }
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) {
    message.GetReflection()->SetDouble(&message, &field, number);
    return {};
  }
  int whole = 0;
  const auto parsed = std::from_chars(value.data(), value.data() + value.size(), whole);
  if (parsed.ec != std::errc() || parsed.ptr != value.data() + value.size()) {
    return wrong("'" + value + "' for " + field.name() + " is not a whole number.",
                 "Give a number without a fraction.");
  }
  message.GetReflection()->SetInt32(&message, &field, whole);
  return {};
}

Result<void> setFlag(const FieldDescriptor& field, const std::string& value, Message& message) {
  if (value != "true" && value != "false") {
    return wrong("'" + value + "' for " + field.name() + " is not true or false.",
                 "Give true or false.");
  }
  message.GetReflection()->SetBool(&message, &field, value == "true");
  return {};
}

Result<void> set(const FieldDescriptor& field, const std::string& value, Message& message) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_ENUM:
      return setEnum(field, value, message);
    case FieldDescriptor::CPPTYPE_BOOL:
      return setFlag(field, value, message);
    case FieldDescriptor::CPPTYPE_STRING:
      message.GetReflection()->SetString(&message, &field, value);
      return {};
    default:
      return setNumber(field, value, message);
  }
}

std::vector<std::string> keysOf(const Descriptor& type) {
  std::vector<std::string> keys;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      keys.push_back(field.name());
      continue;
    }
    for (const std::string& inner : keysOf(*field.message_type())) {
      keys.push_back(field.name() + "." + inner);
    }
  }
  return keys;
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> words;
  size_t begin = 0;
  for (size_t comma = text.find(','); comma != std::string::npos; comma = text.find(',', begin)) {
    words.push_back(text.substr(begin, comma - begin));
    begin = comma + 1;
  }
  words.push_back(text.substr(begin));
  return words;
}

}  // namespace

Result<void> setMember(const std::string& path, const std::string& value, Message& message) {
  const size_t dot = path.find('.');
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(path.substr(0, dot));
  const bool inner = dot != std::string::npos;
  if (field == nullptr || inner != (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE)) {
    const std::string known = joined(keysOf(*message.GetDescriptor()));
    return wrong("There is no " + path + " to set.",
                 known.empty() ? "Give no value." : "Set one of: " + known + ".");
  }
  if (!inner) return set(*field, value, message);
  return setMember(path.substr(dot + 1), value,
                   *message.GetReflection()->MutableMessage(&message, field));
}

Result<void> setMembers(const std::string& text, const std::vector<std::string>& places,
                        Message& message) {
  size_t place = 0;
  bool named = false;
  for (const std::string& word : split(text)) {
    const size_t equals = word.find('=');
    named = named || equals != std::string::npos;
    if (named && equals == std::string::npos) {
      return wrong("'" + word + "' follows a KEY=VALUE.", "Give it before, or as KEY=VALUE.");
    }
    if (!named && place == places.size()) {
      return wrong("'" + text + "' has too many values.",
                   "Give at most " + std::to_string(places.size()) +
                       ", then KEY=VALUE for: " + joined(keysOf(*message.GetDescriptor())) + ".");
    }
    const Result<void> done =
        named ? setMember(word.substr(0, equals), word.substr(equals + 1), message)
              : setMember(places[place++], word, message);
    if (!done.ok()) return done;
  }
  return {};
}

}  // namespace geotask::cli

// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/completion.h"

#include <algorithm>
#include <set>
#include <utility>

namespace geotask::cli {
namespace {

using Json = nlohmann::ordered_json;

bool startsWith(const std::string& text, const std::string& prefix) {
  return text.compare(0, prefix.size(), prefix) == 0;
}

// Where the cursor is.
struct Place {
  const Json* verb = nullptr;          // The verb that was given.
  const Json* option = nullptr;        // The option whose value is being written.
  std::vector<std::string> arguments;  // Of the verb, whole ones.
  std::set<std::string> names;         // Options that were given.
};

class Completer {
 public:
  Completer(const Json& usage, const TypedLine& line, const CompletionSource& source)
      : usage_(usage), line_(line), source_(source) {}

  Completion run() {
    walk();
    const std::string& word = line_.current;
    if (place_.option != nullptr) {
      addValues(*place_.option, "", word);
    } else if (startsWith(word, "-") && word.find('=') != std::string::npos) {
      const std::string name = word.substr(0, word.find('='));
      addValueOf(name, word.substr(name.size() + 1));
    } else if (startsWith(word, "-")) {
      addNames();
    } else if (place_.verb == nullptr) {
      addVerbs();
    } else {
      addArgument();
    }
    return std::move(found_);
  }

 private:
  void walk() {
    bool help = false;
    for (const std::string& word : line_.words) {
      if (place_.option != nullptr) {
        place_.option = nullptr;
      } else if (startsWith(word, "-") && word.size() > 1) {
        const std::string name = word.substr(0, word.find('='));
        place_.names.insert(name);
        const Json* option = find(name);
        const bool takes_value = option != nullptr && option->contains("value");
        if (takes_value && word.find('=') == std::string::npos) place_.option = option;
      } else if (place_.verb == nullptr && word == "help" && !help) {
        help = true;
      } else if (place_.verb == nullptr) {
        place_.verb = verbOf(word);
      } else {
        place_.arguments.push_back(word);
      }
    }
  }

  const Json* verbOf(const std::string& name) const {
    for (const Json& verb : usage_["verbs"]) {
      if (verb["name"] == name) return &verb;
    }
    return nullptr;
  }

  const Json* find(const std::string& name) const {
    const auto in = [&](const Json& options) -> const Json* {
      for (const Json& option : options) {
        for (const Json& each : option["names"]) {
          if (each == name) return &option;
        }
      }
      return nullptr;
    };
    const Json* found = place_.verb != nullptr ? in((*place_.verb)["options"]) : nullptr;
    return found != nullptr ? found : in(usage_["options"]);
  }

  void add(const std::string& prefix, const std::string& text, const std::string& description,
           const std::string& typed) {
    if (startsWith(text, typed)) found_.candidates.push_back({prefix + text, description});
  }

  void addVerbs() {
    for (const Json& verb : usage_["verbs"]) {
      add("", verb["name"], verb["description"], line_.current);
    }
  }

  void addNames() {
    if (place_.verb != nullptr) addNamesOf((*place_.verb)["options"]);
    addNamesOf(usage_["options"]);
    const auto algorithm = runAlgorithm();
    if (!algorithm) return;
    for (const v1::Parameter& parameter : algorithm->parameters()) {
      const std::string name = "--" + parameter.name();
      const bool given = place_.names.count(name) > 0 && !parameter.multiple();
      if (!parameter.hidden() && !given) {
        add("", name + "=", parameter.description(), line_.current);
      }
    }
  }

  void addNamesOf(const Json& options) {
    for (const Json& option : options) {
      const auto given = std::any_of(
          option["names"].begin(), option["names"].end(),
          [&](const Json& name) { return place_.names.count(name.get<std::string>()) > 0; });
      if (given && option["repeatable"] == false) continue;
      for (const Json& name : option["names"]) {
        const std::string text = name;
        if (startsWith(text, "--")) add("", text, option["description"], line_.current);
      }
    }
  }

  // After `--NAME=`.
  void addValueOf(const std::string& name, const std::string& typed) {
    if (const Json* option = find(name); option != nullptr && option->contains("value")) {
      return addValues(*option, name + "=", typed);
    }
    const auto algorithm = runAlgorithm();
    if (!algorithm) return;
    for (const v1::Parameter& parameter : algorithm->parameters()) {
      if ("--" + parameter.name() == name) return addParameter(parameter, name + "=", typed);
    }
  }

  void addParameter(const v1::Parameter& parameter, const std::string& prefix,
                    const std::string& typed) {
    for (int i = 0; i < parameter.options_size(); ++i) {
      add(prefix, std::to_string(i), parameter.options(i), typed);
    }
    if (parameter.type() == "boolean") {
      add(prefix, "true", "", typed);
      add(prefix, "false", "", typed);
    }
    if (parameter.destination()) return addFiles(typed);
    const bool files = !parameter.data_types().empty() || parameter.type() == "file";
    if (files) addKind("input", prefix, typed);
  }

  void addArgument() {
    const Json& arguments = (*place_.verb)["arguments"];
    if (arguments.empty()) return;
    size_t index = place_.arguments.size();
    if (index >= arguments.size()) {
      if (arguments.back()["repeatable"] == false) return;
      index = arguments.size() - 1;
    }
    addValues(arguments[index], "", line_.current);
  }

  void addValues(const Json& option, const std::string& prefix, const std::string& typed) {
    if (option.contains("choices")) {
      for (const Json& choice : option["choices"]) add(prefix, choice, "", typed);
    }
    if (option.contains("kind")) addKind(option["kind"], prefix, typed);
  }

  void addKind(const std::string& kind, const std::string& prefix, const std::string& typed) {
    if (kind == "file" || kind == "input") addFiles(typed);
    if (kind == "file") return;
    for (const Candidate& value : source_.values(kind)) {
      add(prefix, value.text, value.description, typed);
    }
  }

  void addFiles(const std::string& typed) {
    found_.files = true;
    found_.partial = typed;
  }

  // The one that `run` is to run.
  std::optional<v1::Algorithm> runAlgorithm() const {
    const bool runs = place_.verb != nullptr && (*place_.verb)["name"] == "run";
    if (!runs || place_.arguments.empty()) return std::nullopt;
    return source_.algorithm(place_.arguments.front());
  }

  const Json& usage_;
  const TypedLine& line_;
  const CompletionSource& source_;
  Place place_;
  Completion found_;
};

}  // namespace

TypedLine parseLine(const std::string& line) {
  TypedLine typed;
  std::vector<std::string> words;
  std::string word;
  bool begun = false;
  char quote = 0;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote != 0) {
      if (c == quote) {
        quote = 0;
      } else if (c == '\\' && quote == '"' && i + 1 < line.size()) {
        word += line[++i];
      } else {
        word += c;
      }
    } else if (c == '\'' || c == '"') {
      quote = c;
      begun = true;
    } else if (c == '\\' && i + 1 < line.size()) {
      word += line[++i];
      begun = true;
    } else if (c == ' ' || c == '\t' || c == '\n') {
      if (begun) words.push_back(std::exchange(word, ""));
      begun = false;
    } else {
      word += c;
      begun = true;
    }
  }
  typed.current = word;
  if (!words.empty()) words.erase(words.begin());  // The program.
  typed.words = std::move(words);
  return typed;
}

Completion complete(const Json& usage, const TypedLine& line, const CompletionSource& source) {
  return Completer(usage, line, source).run();
}

std::string valueIn(const TypedLine& line, const std::string& name) {
  std::string value;
  for (size_t i = 0; i < line.words.size(); ++i) {
    const std::string& word = line.words[i];
    if (word == name && i + 1 < line.words.size()) value = line.words[i + 1];
    if (startsWith(word, name + "=")) value = word.substr(name.size() + 1);
  }
  return value;
}

}  // namespace geotask::cli

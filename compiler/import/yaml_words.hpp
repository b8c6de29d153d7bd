// What is wrong with a YAML text, in terms of what the user wrote.
#pragma once

#include <string_view>

namespace perfc {

struct YamlWords {
  std::string_view words;
  bool at_begin = false;  // where what libyaml was reading begins, not where it stopped
};

// `problem` and `context` as libyaml words them; `there` is the character at which it stopped, at the end
// of the text the bracket that is open; `first` is true for the first character of a line's text.
[[nodiscard]] YamlWords yaml_words(std::string_view problem, std::string_view context, char there, bool first);

}  // namespace perfc

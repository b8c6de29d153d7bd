#include "compiler/syntax/failure_help.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/base/ascii.hpp"
#include "compiler/syntax/literals.hpp"

namespace perfc::syntax {
namespace {

using grammar::Slot;
using std::string_view;

// The place of an error: its line up to there, and from there on.
struct Place {
  Slot expected;
  string_view before;
  string_view rest;
  string_view text;  // the whole source
  FileId file;
  std::uint32_t at;
  string_view message;  // what was expected, and found

  // A part of `before` or `rest`.
  [[nodiscard]] Span span(string_view part) const {
    const auto begin = static_cast<std::uint32_t>(part.data() - text.data());
    return {file, begin, begin + static_cast<std::uint32_t>(part.size())};
  }
  // Behind the last character of the line before the place that is not blank.
  [[nodiscard]] Span behind() const { return span(before.substr(before.find_last_not_of(" \t") + 1, 0)); }
};

struct Advice {
  Advice(const char* said) : text(said) {}
  Advice(std::string said) : text(std::move(said)) {}
  Advice(std::string said, Edit edit) : text(std::move(said)), edits{std::move(edit)} {}

  std::string text;
  std::vector<Edit> edits;  // that do what the text says; may be none
};
using Help = std::optional<Advice>;

string_view first_word(string_view text) { return leading_word(trimmed(text)); }

bool heads(Slot slot) { return slot == Slot::open || slot == Slot::based; }

Help statement_end(const Place& place) {
  if (!place.rest.starts_with(';')) return {};
  const string_view after = trimmed(place.rest.substr(1));
  const bool last = after.empty() || after[0] == '#' || after[0] == '}';
  return Advice("a line break or ',' ends a statement", {place.span(place.rest.substr(0, 1)), last ? "" : ","});
}

Help choice(const Place& place) {
  if (!place.rest.starts_with('?')) return {};
  return "a choice is written 'a if condition else b'";
}

Help constant(const Place& place) {
  if (place.expected != Slot::declared || !place.rest.starts_with('=')) return {};
  const string_view name = first_word(place.before);
  if (name.empty() || name != trimmed(place.before)) return "a constant of the file is written 'let name = value'";
  return Advice("a constant of the file is written 'let name = value'", {place.span(name.substr(0, 0)), "let "});
}

Help comment(const Place& place) {
  if (place.expected != Slot::end || place.before.find("//") == string_view::npos) return {};
  return "'//' divides; a comment starts with '#'";
}

Help foreign_import(const Place& place) {
  const string_view word = first_word(place.before);
  if (!heads(place.expected) || (word != "import" && word != "include" && word != "from" && word != "source"))
    return {};
  return "another file is brought in with 'use std.gb200' or 'use \"path.perf\"'";
}

Help test_outside(const Place& place) {
  if (place.expected != Slot::open || !place.before.starts_with("test ")) return {};
  return "tests stand in a suite: suite NAME on CLUSTER { test ... }";
}

Help module_parts(const Place& place) {
  if (place.expected != Slot::end || first_word(place.before) != "use") return {};
  if (!place.rest.starts_with('/') && !place.rest.starts_with(':')) return {};
  const std::size_t joint = place.rest.starts_with("::") ? 2 : 1;
  return Advice("the parts of a module's name are joined by '.', as in 'use std.gb200'; a path stands in quotes",
                {place.span(place.rest.substr(0, joint)), "."});
}

Help file_as_base(const Place& place) {
  if (place.expected != Slot::based || !trimmed(place.before).ends_with(':')) return {};
  if (!place.rest.starts_with('"') && !place.rest.starts_with('\'')) return {};
  const std::size_t close = place.rest.find(place.rest[0], 1);
  if (close == string_view::npos) return {};
  const string_view path = place.rest.substr(0, close + 1);
  return Advice(fmt::format("an existing configuration is the base yaml({})", path),
                {place.span(path), fmt::format("yaml({})", path)});
}

Help list_of_loop(const Place& place) {
  if (place.expected != Slot::open || first_word(place.before) != "for" || place.rest.empty()) return {};
  if (!is_digit(place.rest[0]) && place.rest[0] != ',' && place.rest[0] != '"') return {};
  return "several values are a list, as in 'for x in [1, 2, 4] { ... }', or a range: 1..4";
}

// Whether a head has its ':' already; those of parameters and in a quoted name do not count.
bool has_base(string_view head) {
  int depth = 0;
  char quote = 0;
  for (const char c : head) {
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (is_quote(c)) {
      quote = c;
    } else if (c == '(' || c == ')') {
      depth += c == '(' ? 1 : -1;
    } else if (c == ':' && depth == 0) {
      return true;
    }
  }
  return false;
}

Help base_after_colon(const Place& place) {
  const string_view word = first_word(place.before);
  const bool head = place.expected == Slot::open && word != "for" && word != "if" &&
                    !trimmed(place.before).ends_with("else") && !has_base(place.before);
  if (head && !place.rest.empty() && (place.rest[0] == '=' || is_letter(place.rest[0]))) {
    if (word == "suite" && place.before.find(" on ") == string_view::npos)
      return "a suite says its cluster: suite NAME on CLUSTER { }";
    const bool equals = place.rest[0] == '=';
    return Advice("what it starts from follows a ':', and its fields stand in '{ }'",
                  {place.span(place.rest.substr(0, equals ? 1 : 0)), equals ? ":" : ": "});
  }
  string_view before = trimmed(place.before);
  while (!before.empty() && is_digit(before.back())) before.remove_suffix(1);
  before = trimmed(before);
  const bool role = before.ends_with("ctx") || before.ends_with("gen");
  if (place.expected != Slot::end || !role || place.rest.empty() || !is_letter(place.rest[0])) return {};
  return Advice(fmt::format("what the role starts from follows a ':', as in '{} 1 : dep(4) {{ ... }}'",
                            before.substr(before.size() - 3)),
                {place.span(place.rest.substr(0, 0)), ": "});
}

Help body_in_braces(const Place& place) {
  if (place.expected != Slot::open || !place.rest.starts_with(':')) return {};
  return "a body stands in '{ }'";
}

Help dollar(const Place& place) {
  if (place.expected != Slot::operand || !place.rest.starts_with('$')) return {};
  return "a variable of the environment is env(\"NAME\"); a value of the program is written without '$'";
}

Help dashes(const Place& place) {
  if (place.expected != Slot::statement || !place.rest.starts_with("- ")) return {};
  return "a list is written on the right of '=', as in name = [a, b]";
}

Help unit_apart(const Place& place) {
  const string_view before = trimmed(place.before);
  const string_view word = first_word(place.rest);
  if (place.expected != Slot::end || before.empty() || !is_digit(before.back()) || word.empty()) return {};
  const string_view unit = is_unit(word) ? word : likely_unit(word);
  if (!is_blank(place.before.back()) || unit.empty()) return {};
  const string_view number = before.substr(before.find_last_of(" \t=") + 1);
  const Span behind = place.behind();
  const auto end = place.at + static_cast<std::uint32_t>(place.rest.find(word) + word.size());
  std::string said = fmt::format("a unit follows its number without a blank: {}{}", number, unit);
  if (!is_unit(word) && !same_unit(word, unit)) return said;
  return Advice(std::move(said), {{behind.file, behind.begin, end}, std::string(unit)});
}

Help two_statements(const Place& place) {
  const string_view word = first_word(place.rest);
  const std::size_t next = place.rest.find_first_not_of(" \t", word.size());
  if (place.expected != Slot::end || word.empty() || is_digit(word[0]) || next == string_view::npos) return {};
  if (place.rest[next] != '=' && place.rest[next] != '{') return {};
  return Advice("put ',' or a line break between two statements", {place.behind(), ","});
}

// [1 2]
Help missing_comma(const Place& place) {
  const string_view before = trimmed(place.text.substr(0, place.at), " \t\r\n");
  const bool apart = before.data() + before.size() != place.rest.data();  // 'a'b is a quotation mark too much
  if (place.expected != Slot::next || before.empty() || place.rest.empty() || !apart) return {};
  if (!place.message.starts_with("expected ','")) return {};
  const bool same_line = !trimmed(place.before).empty();
  // A word at the start of a line rather shows that the bracket is not closed.
  if (!same_line && !is_digit(place.rest[0]) && !is_quote(place.rest[0])) return {};
  if (before.substr(before.rfind('\n') + 1).find('#') != string_view::npos) return {};  // may be a comment
  const auto begins_value = [](char c) { return is_word_character(c) || is_quote(c); };
  const auto ends_value = [&](char c) { return begins_value(c) || c == ')' || c == ']'; };
  if (!ends_value(before.back()) || !begins_value(place.rest[0])) return {};
  return Advice("put ',' between two elements", {place.span(before.substr(before.size())), ","});
}

// if a = b {
Help assignment_in_condition(const Place& place) {
  if (place.expected != Slot::open || !place.rest.starts_with('=')) return {};
  const string_view word = first_word(place.before);
  if (word != "if" && trimmed(place.before).find("else if ") == string_view::npos) return {};
  return Advice("'=' gives a value; '==' compares", {place.span(place.rest.substr(0, 1)), "=="});
}

}  // namespace

void advise_syntax(Diagnostic& found, Slot expected, string_view text, std::uint32_t at) {
  const string_view until = text.substr(0, at);
  const string_view rest = text.substr(at);
  const Place place{expected,
                    until.substr(until.rfind('\n') + 1),
                    rest.substr(0, rest.find_first_of("\r\n")),
                    text,
                    found.span.file,
                    at,
                    found.message};
  for (const auto rule : {assignment_in_condition, statement_end, choice, constant, comment, foreign_import,
                          test_outside, module_parts, file_as_base, list_of_loop, base_after_colon, body_in_braces,
                          dollar, dashes, unit_apart, two_statements, missing_comma}) {
    Help help = rule(place);
    if (!help) continue;
    found.advise(std::move(help->text));
    if (!help->edits.empty()) found.mend(std::move(help->edits));
    return;
  }
}

}  // namespace perfc::syntax

// A finding and the list that phases report into. What can be said stands in codes.def: one line a code, with the
// types of its arguments, so that a wrong placeholder does not compile.
#pragma once

#include <fmt/core.h>

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "compiler/base/source.hpp"

namespace perfc {

enum class Level : std::uint8_t { note, warning, error };
std::string_view name_of(Level level);  // "note"

// One code of the catalogue, with typed arguments. `code` is stable and never reused.
template <class... Args>
struct Message {
  std::string_view code;
  Level level;
  fmt::format_string<Args...> text;
};

struct Related {
  Span span;
  std::string text;  // "declared here"
};

// One change of a text: `replacement` in place of `span`.
struct Edit {
  Span span;
  std::string replacement;
  bool statement = false;  // `span` is a whole statement that goes, with its line or its comma
  Span own = {};           // of such a change as changes_of() gives it: the statement alone, which messages show
};

// A change that a machine can make, see edits.hpp. One that is not safe may be another than what was meant: it is
// shown, and never made by `perfc check --fix`.
struct Fix {
  std::vector<Edit> edits;  // in one file, in any order, apart from one another
  bool safe = true;
};

struct Diagnostic {
  std::string_view code;
  Level level = Level::error;
  Span span;
  std::string message;           // lower case, no full stop
  std::string_view rule;         // name of the lint rule, empty for errors of the language
  std::vector<Related> related;  // secondary places, in the order in which to read them
  std::vector<std::string> help;
  std::optional<Fix> fix;

  Diagnostic& note(Span place, std::string text) {
    related.push_back({place, std::move(text)});
    return *this;
  }
  Diagnostic& advise(std::string text) {
    help.push_back(std::move(text));
    return *this;
  }
  Diagnostic& mend(std::vector<Edit> edits) {
    fix = Fix{std::move(edits), true};
    return *this;
  }
  Diagnostic& mend(Span place, std::string replacement) { return mend({Edit{place, std::move(replacement)}}); }
  // The statement at `place` goes.
  Diagnostic& mend_away(Span place) { return mend({Edit{place, {}, true}}); }
  // The fix is one of several that are possible.
  Diagnostic& unsafe() {
    if (fix) fix->safe = false;
    return *this;
  }
};

class Diagnostics {
 public:
  Diagnostics() = default;
  Diagnostics(const Diagnostics&) = delete;  // known_ points into list_
  Diagnostics& operator=(const Diagnostics&) = delete;
  Diagnostics(Diagnostics&&) = default;
  Diagnostics& operator=(Diagnostics&&) = default;
  ~Diagnostics() = default;

  template <class... Args>
  Diagnostic& report(const Message<Args...>& message, Span span, std::type_identity_t<Args>... args) {
    return add(message.code, message.level, span, fmt::format(message.text, std::forward<Args>(args)...));
  }
  // The same finding at the same place is kept once: templates and inherited bodies are checked more than once. What is
  // then noted on the returned finding goes nowhere, as the first one has it already.
  Diagnostic& add(std::string_view code, Level level, Span span, std::string text);
  void append(const Diagnostic& found) { add(found.code, found.level, found.span, found.message) = found; }
  void append(const Diagnostics& others) {
    for (const Diagnostic& found : others.all()) append(found);
  }

  [[nodiscard]] const std::deque<Diagnostic>& all() const { return list_; }
  [[nodiscard]] std::size_t errors() const { return errors_; }
  [[nodiscard]] bool failed() const { return errors_ > 0; }
  // Whether something between these places could not be read at all: then nothing is known to be missing there.
  [[nodiscard]] bool unread_within(Span place) const;

 private:
  std::deque<Diagnostic> list_;
  std::unordered_multimap<std::size_t, const Diagnostic*> known_;  // by hash of code, place and text
  Diagnostic repeated_;
  std::size_t errors_ = 0;
};

}  // namespace perfc

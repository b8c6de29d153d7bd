// Values known only where a script runs, as they stand in that script. One object a script: it collects which variables
// have to be set, which fallbacks need a variable of their own, and which values must be quoted for eval at run time.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/program/text.hpp"

namespace perfc {

// A text of a script in the making: literals and expansions in turn.
struct Piece {
  std::string text;  // an expansion is written out: ${NAME}
  bool expansion = false;
};
using Pieces = std::vector<Piece>;

// The literal at the end of `pieces`, to append to; a new one after an expansion.
[[nodiscard]] std::string& literal_end(Pieces& pieces);

// The one word of a script that those pieces make.
[[nodiscard]] std::string script_word(const Pieces& pieces);
// The same, always in quotes, as one writes the elements of an array.
[[nodiscard]] std::string quoted_word(const Pieces& pieces);

class RunTimeValues {
 public:
  enum class Use : unsigned char {
    script,
    display,  // for readers: a value quoted at run time shows under its own name, ${NAME}
  };
  explicit RunTimeValues(Use use = Use::script) : use_(use) {}

  // The value itself.
  [[nodiscard]] Pieces pieces(const Text& text);
  [[nodiscard]] std::string word(const Text& text);
  // The value as a word of pytestCommand; `id` and `command` as in quote.hpp.
  void append_eval(Pieces& out, const Text& text, bool command = false);

  [[nodiscard]] bool uses_work_dir() const { return uses_work_dir_; }
  [[nodiscard]] bool quotes() const { return !quoted_.empty(); }
  // Variables without a fallback, in the order in which they were met; the list is then empty.
  [[nodiscard]] std::vector<std::string> take_required();
  // Lines that must stand in front of the guards, and after the work directory is known.
  [[nodiscard]] std::string fallbacks() const;
  [[nodiscard]] std::string quoted() const;

 private:
  struct Named {
    std::string name;
    TextPart part;
  };
  std::string expansion(const TextPart& part);
  std::string quoted_name(const TextPart& part);

  Use use_;
  std::vector<std::string> required_;
  std::vector<std::string> fallbacks_;  // texts of fallback0, fallback1 ...
  std::vector<Named> quoted_;
  bool uses_work_dir_ = false;
};

// `: "${NAME:?...}"` lines.
[[nodiscard]] std::string guards(const std::vector<std::string>& names, std::string_view indent = "");

// A text of a test for a reader who expands nothing: run-time values by their fallback, else as ${NAME}.
[[nodiscard]] std::string by_default(const Text& text, std::string_view test_name);

}  // namespace perfc

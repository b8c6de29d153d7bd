#include "compiler/emit/run_time.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "compiler/emit/quote.hpp"

namespace perfc {
namespace {

using Kind = TextPart::Kind;

// A fallback that can stand inside "${NAME:-...}".
bool simple(std::string_view text) { return shell_word(text) == text; }

// True for `module::function[id]`, whose parts may be known at run time only. No other word keeps its brackets.
bool keeps_brackets(const Text& text) {
  std::string literals;
  for (const TextPart& part : text.parts()) {
    if (part.kind != Kind::literal) continue;
    if (!fits_id(part.text)) return false;
    literals += part.text;
  }
  const std::size_t bracket = literals.find('[');
  return bracket != std::string::npos && literals.find("::") < bracket;
}

}  // namespace

std::string& literal_end(Pieces& pieces) {
  if (pieces.empty() || pieces.back().expansion) pieces.emplace_back();
  return pieces.back().text;
}

std::string script_word(const Pieces& pieces) {
  const bool expands = std::any_of(pieces.begin(), pieces.end(), [](const Piece& piece) { return piece.expansion; });
  return expands ? quoted_word(pieces) : shell_word(pieces.empty() ? std::string() : pieces.front().text);
}

std::string quoted_word(const Pieces& pieces) {
  std::string out;
  const bool together = std::all_of(pieces.begin(), pieces.end(), [](const Piece& piece) {
    return piece.expansion || fits_double_quotes(piece.text);
  });
  if (together && (pieces.empty() || pieces.front().text.front() != '~')) {
    out += '"';
    for (const Piece& piece : pieces) out += piece.text;
    return out += '"';
  }
  for (const Piece& piece : pieces) {
    out += piece.expansion ? fmt::format("\"{}\"", piece.text) : shell_word(piece.text);
  }
  return out;
}

std::string RunTimeValues::expansion(const TextPart& part) {
  if (part.kind == Kind::test_name) throw std::logic_error("the text of a test that is not named() came to a script");
  if (part.kind == Kind::work_dir) {
    uses_work_dir_ = true;
    return "${workDir}";
  }
  if (!part.fallback) {
    if (std::find(required_.begin(), required_.end(), part.text) == required_.end()) required_.push_back(part.text);
    return fmt::format("${{{}}}", part.text);
  }
  if (part.fallback->empty() || simple(*part.fallback)) return fmt::format("${{{}:-{}}}", part.text, *part.fallback);
  auto found = std::find(fallbacks_.begin(), fallbacks_.end(), *part.fallback);
  if (found == fallbacks_.end()) found = fallbacks_.insert(found, *part.fallback);
  return fmt::format("${{{}:-${{fallback{}}}}}", part.text, found - fallbacks_.begin());
}

std::string RunTimeValues::quoted_name(const TextPart& part) {
  for (const Named& known : quoted_) {
    if (known.part == part) return known.name;
  }
  quoted_.push_back({fmt::format("word{}", quoted_.size()), part});
  return quoted_.back().name;
}

Pieces RunTimeValues::pieces(const Text& text) {
  Pieces out;
  out.reserve(text.parts().size());
  for (const TextPart& part : text.parts()) {
    const bool literal = part.kind == Kind::literal;
    out.push_back({literal ? part.text : expansion(part), !literal});
  }
  return out;
}

std::string RunTimeValues::word(const Text& text) {
  if (text.empty() || text.literal()) return shell_word(text.empty() ? std::string_view() : text.str());
  return script_word(pieces(text));
}

void RunTimeValues::append_eval(Pieces& out, const Text& text, bool command) {
  if (text.empty()) return append_eval_word(literal_end(out), {}, EvalWord::plain);
  EvalWord kind = keeps_brackets(text) ? EvalWord::id : EvalWord::plain;
  if (command && text.literal()) kind = EvalWord::command;
  for (const TextPart& part : text.parts()) {
    if (part.kind == Kind::literal) {
      append_eval_word(literal_end(out), part.text, kind);
    } else {
      const std::string plain = expansion(part);
      out.push_back({use_ == Use::display ? plain : "${" + quoted_name(part) + "}", true});
    }
  }
}

std::vector<std::string> RunTimeValues::take_required() { return std::exchange(required_, {}); }

std::string RunTimeValues::fallbacks() const {
  std::string out;
  for (std::size_t i = 0; i < fallbacks_.size(); ++i)
    out += fmt::format("fallback{}={}\n", i, shell_word(fallbacks_[i]));
  return out;
}

std::string RunTimeValues::quoted() const {
  std::string out;
  RunTimeValues again;
  again.fallbacks_ = fallbacks_;
  for (const Named& known : quoted_) {
    out += fmt::format("{}=$(eval_word \"{}\")\n", known.name, again.expansion(known.part));
  }
  return out;
}

std::string guards(const std::vector<std::string>& names, std::string_view indent) {
  std::string out;
  for (const std::string& name : names) {
    out += fmt::format("{}: \"${{{}:?is not set, and this test needs it}}\"\n", indent, name);
  }
  return out;
}

std::string by_default(const Text& text, std::string_view test_name) {
  std::string out;
  for (const TextPart& part : text.parts()) {
    switch (part.kind) {
      case Kind::literal:
        out += part.text;
        break;
      case Kind::work_dir:
        out += "${workDir}";
        break;
      case Kind::test_name:
        out += test_name;
        break;
      case Kind::env:
        out += part.fallback ? *part.fallback : fmt::format("${{{}}}", part.text);
        break;
    }
  }
  return out;
}

}  // namespace perfc

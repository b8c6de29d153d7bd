#include "compiler/emit/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "compiler/base/ascii.hpp"

namespace perfc {
namespace {

// Characters that no shell and no glob sees anything in, wherever in a word they stand.
constexpr std::string_view kPunctuation = "_./:@%+,-";

constexpr std::array<bool, 256> table(std::string_view more) {
  std::array<bool, 256> set{};
  for (std::size_t c = 'a'; c <= 'z'; ++c) set[c] = set[c - 'a' + 'A'] = true;
  for (std::size_t c = '0'; c <= '9'; ++c) set[c] = true;
  for (const char c : kPunctuation) set[static_cast<unsigned char>(c)] = true;
  for (const char c : more) set[static_cast<unsigned char>(c)] = true;
  return set;
}
constexpr auto kShellSafe = table("=");
constexpr auto kEvalSafe = table("=^");
constexpr auto kEvalIdSafe = table("=^[]");
constexpr auto kSbatchSafe = table("=^*?~$&;|<>(){}[]!`");

// To the end even after the answer is known: nearly every text is safe, and a loop without exits is the faster one.
bool all_in(const std::array<bool, 256>& set, std::string_view text) {
  unsigned all = 1;
  for (const char c : text) all &= static_cast<unsigned>(set[static_cast<unsigned char>(c)]);
  return all != 0;
}

void octal(std::string& out, char c) {
  fmt::format_to(std::back_inserter(out), "\\{:03o}", static_cast<unsigned char>(c));
}

// $'...' with everything in it that would need a second look.
std::string dollar_quoted(std::string_view text) {
  std::string out = "$'";
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (is_control(c)) {
      octal(out, c);
    } else {
      if (c == '\'' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out += '\'';
}

// The shell takes such a first word for its own.
bool reserved(std::string_view word) {
  static constexpr std::array<std::string_view, 17> kWords = {"case",   "coproc", "do",   "done",     "elif", "else",
                                                              "esac",   "fi",     "for",  "function", "if",   "in",
                                                              "select", "then",   "time", "until",    "while"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end() || word.find('=') != std::string_view::npos;
}

}  // namespace

// Typographic quotes, which shellcheck takes for slips of the pen, are among what is not ASCII.
bool fits_double_quotes(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    return is_control(c) || static_cast<unsigned char>(c) >= 0x80 || c == '"' || c == '\\' || c == '$' || c == '`';
  });
}

std::string shell_word(std::string_view text) {
  if (text.empty()) return "''";
  if (text.front() != '=' && all_in(kShellSafe, text)) return std::string(text);
  if (text.front() != '~' && fits_double_quotes(text)) return fmt::format("\"{}\"", text);
  return dollar_quoted(text);
}

bool fits_id(std::string_view text) { return all_in(kEvalIdSafe, text); }

void append_eval_word(std::string& out, std::string_view text, EvalWord kind) {
  if (text.empty()) {
    out += "''";
    return;
  }
  const bool bare = all_in(kind == EvalWord::id ? kEvalIdSafe : kEvalSafe, text);
  if (bare && !(kind == EvalWord::command && reserved(text))) {
    out += text;
    return;
  }
  out += "$'";
  for (const char c : text) {
    if (kEvalSafe[static_cast<unsigned char>(c)] || static_cast<unsigned char>(c) >= 0x80) {
      out += c;
    } else {
      octal(out, c);
    }
  }
  out += '\'';
}

std::string eval_word(std::string_view text, EvalWord kind) {
  std::string out;
  append_eval_word(out, text, kind);
  return out;
}

std::string sbatch_option(std::string_view option) {
  if (all_in(kSbatchSafe, option)) return std::string(option);
  const std::size_t equals = option.substr(0, 2) == "--" ? option.find('=') : std::string_view::npos;
  const std::size_t start = equals == std::string_view::npos ? 0 : equals + 1;
  std::string out(option.substr(0, start));
  out += '"';
  for (const char c : option.substr(start)) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out += '"';
}

}  // namespace perfc

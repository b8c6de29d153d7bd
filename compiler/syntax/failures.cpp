// What to say where the text does not go on as the grammar wants: what was expected, what was found, and for the
// mistakes that people bring along from other languages the one thing to write instead.
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "compiler/base/ascii.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/syntax/brackets.hpp"
#include "compiler/syntax/builder.hpp"
#include "compiler/syntax/failure_help.hpp"
#include "compiler/syntax/input.hpp"
#include "compiler/syntax/literals.hpp"
#include "compiler/syntax/parse.hpp"
#include "compiler/syntax/reserved.hpp"

namespace perfc::syntax {
namespace {

using grammar::Expectation;
using grammar::Slot;
using std::string_view;

bool at_line_end(string_view rest) {
  return rest.starts_with('\n') || rest.starts_with("\r\n") || rest.starts_with('#');
}

// Of the string that `rest` begins with; 0 when it is not closed on its line.
std::size_t string_length(string_view rest) { return rest.substr(0, rest.find('\n')).find(rest[0], 1) + 1; }

void report_open_string(Diagnostics& diags, Span place, char quote) {
  diags.report(codes::unterminated_string, place)
      .advise(quote == '"' ? "close it with \"; a line break inside a string is written \\n" : "close it with '");
}

struct Found {
  std::string text;        // "the name 'x'"
  std::size_t length = 0;  // bytes to underline
};

Found found_number(string_view rest) {
  std::size_t end = 0;
  while (end < rest.size() &&
         (is_word_character(rest[end]) || (rest[end] == '.' && end + 1 < rest.size() && is_digit(rest[end + 1])))) {
    ++end;
  }
  return {"the number " + std::string(rest.substr(0, end)), end};
}

Found found_at(string_view rest) {
  if (rest.empty()) return {"end of file", 0};
  if (at_line_end(rest)) return {"end of line", 0};
  if (is_digit(rest[0])) return found_number(rest);
  if (const string_view word = leading_word(rest); !word.empty()) {
    return {(is_reserved(word) ? "the reserved word '" : "the name '") + std::string(word) + "'", word.size()};
  }
  if (is_quote(rest[0])) return {"a string", std::max<std::size_t>(1, string_length(rest))};
  static constexpr std::array<string_view, 12> pairs{"==", "!=", "<=", ">=", "..", "//",
                                                     "+=", "&&", "||", "${", "=>", "->"};
  for (const string_view pair : pairs) {
    if (rest.starts_with(pair)) return {"'" + std::string(pair) + "'", pair.size()};
  }
  const std::size_t length = std::max<std::size_t>(1, code_point_length(rest));
  return {"'" + std::string(rest.substr(0, length)) + "'", length};
}

// Quotation marks and blanks that word processors and chats put in.
struct Impostor {
  string_view wrong;
  string_view right;
};
constexpr std::array<Impostor, 8> kQuotes{{{"\u201C", "\""},
                                           {"\u201D", "\""},
                                           {"\u201E", "\""},
                                           {"\u00AB", "\""},
                                           {"\u00BB", "\""},
                                           {"\u2018", "'"},
                                           {"\u2019", "'"},
                                           {"`", "\""}}};
constexpr std::array<Impostor, 4> kOperators{{{"&&", "and"}, {"||", "or"}, {"|", "or"}, {"&", "and"}}};

}  // namespace

// One error at one place: knows the text from the place on, what was expected, and where to report.
class Failure {
 public:
  Failure(const Expectation& expected, string_view text, std::uint32_t at, FileId file, Diagnostics& diags)
      : expected_(expected), text_(text), rest_(text.substr(at)), at_(at), file_(file), diags_(diags) {}

  // True when it was one of the known mistakes, which is then reported.
  bool typical_mistake(const Statement* statement) {
    return reserved_field() || value_on_next_line() || foreign_quote() || foreign_comment() || colon(statement) ||
           comparison() || foreign_operator() || foreign_elif() || misplaced_else() || reserved_word() ||
           brace_on_next_line() || open_string();
  }
  Diagnostic& plain() {
    const Found found = found_at(rest_);
    return diags_.report(codes::syntax, place(found.length), expected_.what, found.text);
  }

 private:
  [[nodiscard]] Span place(std::size_t length) const { return {file_, at_, at_ + static_cast<std::uint32_t>(length)}; }

  bool foreign_quote() {
    for (const auto& [wrong, right] : kQuotes) {
      if (!rest_.starts_with(wrong)) continue;
      Diagnostic& found = diags_.report(codes::foreign_quote, place(wrong.size()), wrong)
                              .advise("write " + std::string(right))
                              .mend(place(wrong.size()), std::string(right));
      if (const Span closing = closing_quote(wrong.size(), right); closing.known()) {
        found.fix->edits.push_back({closing, std::string(right)});
      } else {
        found.unsafe();
      }
      return true;
    }
    return false;
  }

  // The impostor on the same line that closes the string whose first `opening` bytes are one; nowhere when there is
  // none.
  [[nodiscard]] Span closing_quote(std::size_t opening, string_view right) const {
    const string_view line = rest_.substr(0, rest_.find_first_of("\r\n"));
    for (std::size_t at = opening; at < line.size(); ++at) {
      if (line.substr(at).starts_with(right)) return {};  // closed by a real one, or no string at all
      for (const auto& [wrong, meant] : kQuotes) {
        if (meant != right || !line.substr(at).starts_with(wrong)) continue;
        const auto begin = at_ + static_cast<std::uint32_t>(at);
        return {file_, begin, begin + static_cast<std::uint32_t>(wrong.size())};
      }
    }
    return {};
  }

  bool foreign_comment() {
    const bool between = expected_.slot == Slot::statement || expected_.slot == Slot::declaration ||
                         expected_.slot == Slot::end || expected_.slot == Slot::close;
    if (!between || (!rest_.starts_with("//") && !rest_.starts_with("/*"))) return false;
    Diagnostic& found =
        diags_.report(codes::foreign_comment, place(2), rest_.substr(0, 2)).advise("write # for a comment");
    const string_view line = rest_.substr(0, rest_.find_first_of("\r\n"));
    if (rest_[1] == '/') {
      found.mend(place(2), "#");
    } else if (const std::size_t close = line.find("*/", 2); close != string_view::npos && close + 2 == line.size()) {
      const auto begin = at_ + static_cast<std::uint32_t>(line.substr(0, close).find_last_not_of(' ') + 1);
      const auto end = at_ + static_cast<std::uint32_t>(line.size());
      found.mend({{place(2), "#", false}, {{file_, begin, end}, "", false}});
    }
    return true;
  }

  // key: value
  bool colon(const Statement* statement) {
    if (rest_.starts_with(':') && (expected_.slot == Slot::equals || expected_.slot == Slot::next)) {
      const string_view word = word_before(at_);
      return !word.empty() && report_colon(at_, word);
    }
    const bool after_base = statement != nullptr && expected_.slot == Slot::based && statement->value == nullptr &&
                            !statement->name.empty() && !rest_.starts_with('{');
    if (!after_base) return false;
    const std::size_t mark = text_.find_first_not_of(" \t", statement->name_span.end);
    if (mark == string_view::npos || mark >= at_ || text_[mark] != ':') return false;
    const bool written_as_base = statement->base != nullptr && statement->base->kind == ExprKind::call;
    if (written_as_base || brace_begins_next_line()) return false;
    return report_colon(static_cast<std::uint32_t>(mark), statement->name);
  }

  bool report_colon(std::uint32_t at, string_view key) {
    const Span mark{file_, at, at + 1};
    diags_.report(codes::colon_for_equals, mark, key)
        .advise("write '" + std::string(key) + " = ...'")
        .mend(mark, text_[at - 1] == ' ' ? "=" : " =");
    return true;
  }

  bool comparison() {
    if (expected_.slot != Slot::equals || !rest_.starts_with("==")) return false;
    diags_.report(codes::comparison_for_equals, place(2)).advise("write '='").mend(place(2), "=");
    return true;
  }

  bool foreign_operator() {
    if (rest_.starts_with('!') && !rest_.starts_with("!=") &&
        (expected_.slot == Slot::operand || expected_.slot == Slot::based)) {
      diags_.report(codes::foreign_operator, place(1), "!").advise("write 'not'").mend(place(1), "not ");
      return true;
    }
    for (const auto& [wrong, right] : kOperators) {
      if (!rest_.starts_with(wrong)) continue;
      diags_.report(codes::foreign_operator, place(wrong.size()), wrong)
          .advise("write '" + std::string(right) + "'")
          .mend(place(wrong.size()), std::string(right));
      return true;
    }
    return false;
  }

  bool foreign_elif() {
    const string_view word = leading_word(rest_);
    if (expected_.slot != Slot::end || (word != "elif" && word != "elsif" && word != "elseif")) return false;
    diags_.report(codes::foreign_elif, place(word.size()), word)
        .advise("write 'else if'")
        .mend(place(word.size()), "else if");
    return true;
  }

  bool misplaced_else() {
    if (expected_.slot != Slot::statement || leading_word(rest_) != "else") return false;
    Diagnostic& found = diags_.report(codes::misplaced_else, place(4)).advise("write '} else {' on one line");
    const std::size_t brace = text_.substr(0, at_).find_last_not_of(" \t\r\n");
    const std::size_t line = text_.substr(0, brace).rfind('\n') + 1;
    const bool commented = text_.substr(line, brace - line).find('#') != string_view::npos;
    if (brace != string_view::npos && text_[brace] == '}' && !commented)
      found.mend({file_, static_cast<std::uint32_t>(brace + 1), at_}, " ");
    return true;
  }

  // The word that ends right before `end` (blanks apart).
  [[nodiscard]] string_view word_before(std::size_t end) const {
    end = text_.substr(0, end).find_last_not_of(" \t") + 1;
    std::size_t begin = end;
    while (begin > 0 && is_word_character(text_[begin - 1])) --begin;
    return text_.substr(begin, end - begin);
  }

  // for = 3, if = 3
  bool reserved_field() {
    if (!rest_.starts_with('=') || rest_.starts_with("==")) return false;
    const string_view word = word_before(at_);
    if ((expected_.slot != Slot::name && expected_.slot != Slot::operand) || (word != "for" && word != "if"))
      return false;
    const auto begin = static_cast<std::uint32_t>(word.data() - text_.data());
    diags_
        .report(codes::reserved_word, {file_, begin, begin + static_cast<std::uint32_t>(word.size())}, "a field name",
                word)
        .advise(quoted_field(word))
        .mend({file_, begin, begin + static_cast<std::uint32_t>(word.size())}, "\"" + std::string(word) + "\"");
    return true;
  }
  static std::string quoted_field(string_view word) {
    return "as a field name it stands in quotes: \"" + std::string(word) + "\"";
  }

  // `x =` and on the next line `y = 1`: what is missing is the value of x, though y is read as that.
  bool value_on_next_line() {
    if (expected_.slot != Slot::end || !rest_.starts_with('=')) return false;
    const string_view word = word_before(at_);
    const auto begin = static_cast<std::size_t>(word.data() - text_.data());
    const std::size_t before = text_.substr(0, begin).find_last_not_of(" \t\r\n");
    if (word.empty() || before == string_view::npos || text_[before] != '=') return false;
    if (text_.substr(before, begin - before).find('\n') == string_view::npos) return false;
    const auto end = static_cast<std::uint32_t>(before + 1);
    diags_.report(codes::syntax, {file_, end, end}, "an expression after '='", "end of line");
    return true;
  }

  bool reserved_word() {
    const bool names = expected_.slot == Slot::name || expected_.slot == Slot::declared ||
                       expected_.slot == Slot::statement || expected_.slot == Slot::declaration;
    const string_view word = leading_word(rest_);
    if (!names || !is_reserved(word)) return false;
    Diagnostic& found = diags_.report(codes::reserved_word, place(word.size()), expected_.what, word);
    if (expected_.slot != Slot::statement) return true;
    found.advise(quoted_field(word));
    const string_view after = rest_.substr(std::min(rest_.find_first_not_of(" \t", word.size()), rest_.size()));
    if (after.starts_with('=')) found.mend(place(word.size()), "\"" + std::string(word) + "\"");
    return true;
  }

  [[nodiscard]] bool brace_begins_next_line() const {
    if (!at_line_end(rest_)) return false;
    const std::size_t line = rest_.find('\n');
    const std::size_t next = line == string_view::npos ? line : rest_.find_first_not_of(" \t\r\n", line);
    return next != string_view::npos && rest_[next] == '{';
  }

  bool brace_on_next_line() {
    const bool opens = expected_.slot == Slot::open || expected_.slot == Slot::based || expected_.slot == Slot::equals;
    if (!opens || !brace_begins_next_line()) return false;
    const auto next = static_cast<std::uint32_t>(rest_.find_first_not_of(" \t\r\n", rest_.find('\n')));
    Diagnostic& found =
        diags_.report(codes::misplaced_brace, {file_, at_ + next, at_ + next + 1}).note(place(0), "it belongs here");
    const std::size_t head = text_.substr(0, at_ + next).find_last_not_of(" \t\r\n") + 1;
    if (text_.substr(0, at_).find_last_not_of(" \t") + 1 == head)
      found.mend({file_, static_cast<std::uint32_t>(head), at_ + next}, " ");
    return true;
  }

  // topology t : 'a.yaml { }
  bool open_string() {
    if (expected_.slot != Slot::based || rest_.empty() || !is_quote(rest_[0]) || string_length(rest_) != 0)
      return false;
    const std::size_t end = std::min(rest_.find_first_of("\r\n"), rest_.size());
    report_open_string(diags_, place(end), rest_[0]);
    return true;
  }

  Expectation expected_;
  string_view text_;
  string_view rest_;
  std::uint32_t at_;
  FileId file_;
  Diagnostics& diags_;
};

namespace {

std::string_view bracket_text(char kind) {
  switch (kind) {
    case '(':
      return "(";
    case '[':
      return "[";
    case '$':
      return "${";
    default:
      return "{";
  }
}

}  // namespace

void report_missing(const MissingBracket& missing, std::string_view text, FileId file, Diagnostics& diags) {
  const std::string bracket(1, missing.bracket);
  const Span at{file, missing.at, missing.at};
  if (missing.bracket == '}' || missing.bracket == ']' || missing.bracket == ')') {
    diags.report(codes::unclosed_bracket, {file, missing.opener, missing.opener + 1}, text.substr(missing.opener, 1))
        .note(at, "'" + bracket + "' is missing here, as the indentation shows");
    return;
  }
  const std::string_view rest = text.substr(missing.at);
  const std::size_t next = rest.find_first_not_of(" \t");
  const Found found = found_at(next == std::string_view::npos ? "" : rest.substr(next));
  diags.report(codes::syntax, at, missing.bracket == '{' ? "'{' to open the body" : "'[' to open the list", found.text);
}

void Builder::fail(const char* at, const grammar::Expectation& expected) {
  failed_at_ = resume_at_ = offset(at);
  if (fatal_ || std::int64_t{failed_at_} <= reported_to_) return;
  reported_to_ = failed_at_;
  if (is_control(text_, failed_at_)) return;  // reported before parsing
  const bool in_text = !brackets_.empty() && (brackets_.back().kind == '"' || brackets_.back().kind == '\'');
  if (in_text) {
    const std::uint32_t start = brackets_.back().at;
    report_open_string(diags_, span(start, failed_at_), brackets_.back().kind);
    return;
  }
  Failure failure(expected, text_, failed_at_, tree_.file, diags_);
  const std::size_t before = diags_.all().size();
  if (failure.typical_mistake(in_statement() ? &statement() : nullptr)) {
    if (diags_.all().back().code == codes::foreign_comment.code) {
      resume_at_ = static_cast<std::uint32_t>(std::min(text_.find('\n', failed_at_), text_.size()));
    }
    // Of a brace on the next line the error stands at the brace, further on than where parsing stopped.
    if (diags_.all().size() > before)
      reported_to_ = std::max(reported_to_, std::int64_t{diags_.all().back().span.begin});
    return;
  }
  Diagnostic& found = failure.plain();
  advise_syntax(found, expected.slot, text_, failed_at_);
  if ((expected.slot != Slot::close && expected.slot != Slot::next) || brackets_.empty()) return;
  const Bracket& opened = brackets_.back();
  const std::string_view bracket = bracket_text(opened.kind);
  found.note(span(opened.at, opened.at + static_cast<std::uint32_t>(bracket.size())),
             "'" + std::string(bracket) + "' is opened here");
}

void Builder::fail_unit(const char* at) {
  failed_at_ = resume_at_ = offset(at);
  if (fatal_ || std::int64_t{failed_at_} <= reported_to_) return;
  reported_to_ = failed_at_;
  const std::string_view written = leading_word(text_.substr(failed_at_));
  const std::uint32_t begin = offset(numeral_.data());
  const Span whole = span(begin, failed_at_ + static_cast<std::uint32_t>(written.size()));
  const std::string_view unit = likely_unit(written);
  Diagnostic& found = diags_.report(codes::unknown_unit, whole, written);
  if (unit.empty()) {
    found.advise("units are ms s min h d (time), B KiB MiB GiB TiB (bytes) and Ki Mi Gi (a plain number)");
    return;
  }
  const std::string right = std::string(numeral_) + std::string(unit);
  found.advise("write " + right).mend(whole, right);
  if (!same_unit(written, unit)) found.unsafe();
}

void Builder::too_deep(unsigned limit, Span place) {
  if (!fatal_) diags_.report(codes::too_deep, place, limit);
  fatal_ = true;
  throw SyntaxFailure{};
}

}  // namespace perfc::syntax

#include "compiler/syntax/brackets.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "compiler/base/ascii.hpp"
#include "compiler/syntax/parse.hpp"

namespace perfc::syntax {
namespace {

using std::string_view;

// Beyond these the text is no program with a slip in it, and not worth the time.
constexpr std::size_t kMostMissing = 20;
constexpr std::size_t kMostStray = 100;

constexpr char closing_of(char bracket) { return bracket == '{' ? '}' : bracket == '[' ? ']' : ')'; }
constexpr bool opens(char c) { return c == '{' || c == '[' || c == '('; }
constexpr bool closes(char c) { return c == '}' || c == ']' || c == ')'; }
constexpr bool is_space(char c) { return is_blank(c) || c == '\n' || c == '\r'; }

struct Opened {
  char bracket = 0;
  std::size_t at = 0;
  std::size_t indent = 0;  // of the line that it stands on
  std::size_t line = 0;
  bool ends_line = false;
  std::optional<std::size_t> body = {};  // indentation of its first statement
};

class Scan {
 public:
  explicit Scan(string_view text) : text_(text) { mended_.text = text; }

  std::optional<MendedBrackets> run() {
    while (at_ < text_.size() && possible_) step();
    at_ = text_.size();
    while (possible_ && !open_.empty()) close_before(at_, false);
    if (!possible_ || mended_.missing.empty()) return std::nullopt;
    if (!in_place_) put_in();
    std::ranges::sort(mended_.missing, {},
                      [](const MissingBracket& each) { return closes(each.bracket) ? each.opener : each.at; });
    return std::move(mended_);
  }

 private:
  void step() {
    const char c = text_[at_];
    if (c == '\n') {
      ++line_;
      line_start_ = ++at_;
      fresh_ = true;
      return;
    }
    if (is_space(c)) {
      ++at_;
      return;
    }
    if (c == '#') {
      at_ = std::min(text_.find('\n', at_), text_.size());
      return;
    }
    if (fresh_) begin_line();
    if (!open_.empty() && open_.back().ends_line && open_.back().line == line_) open_.back().ends_line = false;
    token(c);
    behind_ = at_ = std::min(at_, text_.size());
  }

  void token(char c) {
    if (opens(c)) {
      open_.push_back({c, at_, indent_, line_, true});
      possible_ = open_.size() <= kMaxNesting;
    } else if (closes(c)) {
      close(c);
    } else if (is_quote(c)) {
      skip_string(c);
      return;
    }
    ++at_;
  }

  // A string ends with its line, closed or not.
  void skip_string(char quote) {
    std::size_t depth = 0;
    for (++at_; at_ < text_.size() && text_[at_] != '\n'; ++at_) {
      const char c = text_[at_];
      if (quote == '"' && c == '\\') {
        ++at_;
      } else if (quote == '"' && c == '$' && text_.substr(at_ + 1).starts_with('{')) {
        ++depth, ++at_;
      } else if (depth > 0 && c == '}') {
        --depth;
      } else if (depth == 0 && c == quote) {
        ++at_;
        return;
      }
    }
  }

  // The first token of a line: what its indentation says of the brackets before it.
  void begin_line() {
    fresh_ = false;
    indent_ = at_ - line_start_;
    while (possible_ && !open_.empty() && ended_before_line(open_.back())) close_before(at_, true);
    const char c = text_[at_];
    if (closes(c) || (!open_.empty() && open_.back().bracket != '{')) return;
    std::optional<std::size_t>& body = open_.empty() ? file_body_ : open_.back().body;
    if (!body) {
      body = indent_;
    } else if (indent_ > *body && statement_ == *body && !goes_on_at_line_end()) {
      open_at_line_end();
    }
    statement_ = indent_;
  }

  [[nodiscard]] bool ended_before_line(const Opened& last) const {
    const char c = text_[at_];
    if (closes(c)) {
      const bool fits = c == closing_of(last.bracket) && indent_ >= last.indent;
      return !fits && std::ranges::any_of(open_, [&](const Opened& other) {
        return c == closing_of(other.bracket) && other.indent == indent_ && other.at != last.at;
      });
    }
    if (indent_ > last.indent) return false;
    const bool lines = last.bracket == '{' && last.ends_line;
    return lines ? last.body.value_or(0) > last.indent : begins_statement();
  }

  // name =, name {, name name
  [[nodiscard]] bool begins_statement() const {
    const string_view rest = text_.substr(at_);
    const string_view word = leading_word(rest);
    const std::size_t next = rest.find_first_not_of(" \t", word.size());
    if (word.empty() || next == string_view::npos) return false;
    return rest[next] == '=' || rest[next] == '{' || (next > word.size() && is_word_character(rest[next]));
  }

  // An expression goes on in the next line where it ends with an operator.
  [[nodiscard]] bool goes_on_at_line_end() const {
    if (behind_ == 0 || string_view("=+-*/%<>,:").find(text_[behind_ - 1]) != string_view::npos) return true;
    static constexpr std::array<string_view, 6> words{" and", " or", " not", " in", " if", " else"};
    return std::ranges::any_of(words, [&](string_view word) { return text_.substr(0, behind_).ends_with(word); });
  }

  void close(char c) {
    if (open_.empty()) return;  // the parser's to report
    const Opened& last = open_.back();
    const bool fits = c == closing_of(last.bracket);
    const bool alone = text_.substr(line_start_, at_ - line_start_).find_first_not_of(" \t") == string_view::npos;
    if (fits && (c != '}' || alone || last.line == line_ || !last.ends_line)) {
      open_.pop_back();
      return;
    }
    if (alone) return;
    const bool opened = std::ranges::any_of(
        open_, [&](const Opened& other) { return other.line == line_ && c == closing_of(other.bracket); });
    if (!fits && opened) {
      close_before(at_, false);
      close(c);
      return;
    }
    open_on_line(c);
  }

  // The bracket opened last should have been closed before `token`; before a new statement a line break has to stay.
  void close_before(std::size_t token, bool new_line) {
    const Opened last = open_.back();
    open_.pop_back();
    if (replace(behind_, closing_of(last.bracket), last.at)) ++behind_;
    if (!new_line || closes(text_[token]) ||
        mended_.text.substr(behind_, token - behind_).find('\n') != std::string::npos)
      return;
    if (token > behind_ && is_blank(mended_.text[token - 1])) {
      mended_.text[token - 1] = '\n';
    } else {
      in_place_ = false;
    }
  }

  // What is indented stands in a body, which the line before it should have opened.
  void open_at_line_end() {
    (void)replace(behind_, '{');
    open_.push_back({'{', behind_, statement_, line_ - 1, true, indent_});
  }

  // A body or a list is closed on a line that has not opened it: before its first field, or before its values. What is
  // closed alone, as in `x = 1]`, is too much, which is the parser's to report.
  void open_on_line(char c) {
    const string_view line = text_.substr(line_start_, at_ - line_start_);
    const std::size_t equals = c == '}' ? line.find('=') : line.rfind('=');
    possible_ = ++stray_ <= kMostStray;
    if (equals == string_view::npos || c == ')' || (c == ']' && line.find(',', equals) == string_view::npos)) return;
    std::size_t place = equals + 1;
    if (c == '}') {
      place = equals == 0 ? string_view::npos : line.find_last_not_of(" \t", equals - 1);
      while (place != string_view::npos && place > 0 && is_word_character(line[place])) --place;
    }
    if (place == string_view::npos) {  // no name before the '='
      possible_ = false;
      return;
    }
    (void)replace(line_start_ + place, c == '}' ? '{' : '[');
  }

  // False where there is no white space to replace.
  bool replace(std::size_t place, char bracket, std::size_t opener = 0) {
    possible_ = place <= text_.size() && mended_.missing.size() < kMostMissing;
    if (!possible_) return false;
    mended_.missing.push_back({bracket, static_cast<std::uint32_t>(place), static_cast<std::uint32_t>(opener)});
    if (place == text_.size() || !is_space(mended_.text[place])) return in_place_ = false;
    mended_.text[place] = bracket;
    return true;
  }

  // What follows a closing bracket of a body begins a line.
  void put_in() {
    std::vector<MissingBracket> missing = mended_.missing;
    std::ranges::stable_sort(missing, {}, &MissingBracket::at);
    std::string made;
    std::size_t done = 0;
    const auto add = [&](char c) {
      mended_.put_in.push_back(static_cast<std::uint32_t>(made.size()));
      made += c;
    };
    for (const MissingBracket& each : missing) {
      made.append(text_, done, each.at - done);
      add(each.bracket);
      if (each.bracket == '}') add('\n');
      done = each.at;
    }
    mended_.text = made.append(text_.substr(done));
  }

  string_view text_;
  MendedBrackets mended_;
  std::vector<Opened> open_;
  std::optional<std::size_t> file_body_;
  std::size_t at_ = 0;
  std::size_t behind_ = 0;  // where the last token ends
  std::size_t line_start_ = 0;
  std::size_t line_ = 0;
  std::size_t indent_ = 0;     // of this line
  std::size_t stray_ = 0;      // closing brackets with no partner on their line
  std::size_t statement_ = 0;  // of the last line that began a statement
  bool fresh_ = true;
  bool possible_ = true;
  bool in_place_ = true;
};

}  // namespace

std::uint32_t original_offset(const MendedBrackets& mended, std::uint32_t offset) {
  const auto before = std::ranges::lower_bound(mended.put_in, offset) - mended.put_in.begin();
  return offset - static_cast<std::uint32_t>(before);
}

std::optional<MendedBrackets> mend_brackets(string_view text) { return Scan(text).run(); }

}  // namespace perfc::syntax

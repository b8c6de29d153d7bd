#include "compiler/import/list_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "compiler/base/ascii.hpp"
#include "compiler/base/edit_distance.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/import/config_tree.hpp"

namespace perfc {
namespace {

constexpr std::string_view kWhite = " \t\r\n";
// Far beyond any cluster's longest job, and small enough to be counted in seconds.
constexpr std::int64_t kMostMinutes = 1'000'000;

struct SuffixWord {
  std::string_view word;
  TestSuffix::Kind kind;
};
constexpr std::array kSuffixWords = {
    SuffixWord{"TIMEOUT", TestSuffix::Kind::timeout}, SuffixWord{"ISOLATION", TestSuffix::Kind::isolation},
    SuffixWord{"SKIP", TestSuffix::Kind::skip},       SuffixWord{"-k", TestSuffix::Kind::keyword},
    SuffixWord{"-m", TestSuffix::Kind::marker},
};

bool is_white(char c) { return kWhite.find(c) != std::string_view::npos; }

// Where the bracket at `open` is closed; npos when it is not.
std::size_t closed_at(std::string_view text, std::size_t open, char closing) {
  std::size_t depth = 0;
  for (std::size_t i = open; i < text.size(); ++i) {
    if (text[i] == text[open]) ++depth;
    if (text[i] == closing && --depth == 0) return i;
  }
  return std::string_view::npos;
}

// Thrown after an error from which there is no going on; it is reported already.
struct LineStop {};

class LineReader {
 public:
  LineReader(const Document& line, Diagnostics& diags)
      : line_(line),
        rest_(trimmed(line.text, kWhite)),
        diags_(diags),
        test_{{}, {}, {}, std::string(rest_), line.span} {}

  ListedTest read() {
    read_id();
    for (skip_separators(); !rest_.empty(); skip_separators()) read_suffix();
    return std::move(test_);
  }

 private:
  [[nodiscard]] Span place(std::string_view part) const { return part_of(line_, line_.text, part); }

  [[noreturn]] void fail(std::string_view part, std::string_view message, std::string help) {
    diags_.report(codes::list_line, place(part), message).advise(std::move(help));
    throw LineStop();
  }

  void read_id() {
    const auto control = std::find_if(rest_.begin(), rest_.end(), [](char c) {
      return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
    });
    if (control != rest_.end()) {
      const auto at = static_cast<std::size_t>(control - rest_.begin());
      fail(rest_.substr(at, 1), "a control character or a line break inside of a test", "write each test on one line");
    }
    if (rest_.empty()) fail(rest_, "the test is empty", "remove the line, or write a pytest id");
    const std::size_t end = id_end();
    const std::string_view id = rest_.substr(0, end);
    if (id.empty() || id.front() == '-') {
      fail(rest_.substr(0, std::max<std::size_t>(end, 1)), "a line begins with its test",
           "write the pytest id first, then what follows it: file.py::test -k \"expression\"");
    }
    test_.id = id;
    rest_.remove_prefix(end);
  }

  // Blanks and commas inside of brackets belong to the id.
  [[nodiscard]] std::size_t id_end() {
    for (std::size_t i = 0; i < rest_.size(); ++i) {
      if (is_white(rest_[i]) || rest_[i] == ',') return i;
      if (rest_[i] != '[') continue;
      const std::size_t close = closed_at(rest_, i, ']');
      if (close == std::string_view::npos) fail(rest_.substr(i, 1), "this '[' is not closed", "close the id with ']'");
      i = close;
    }
    return rest_.size();
  }

  void skip_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(kWhite), rest_.size())); }
  void skip_separators() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n,"), rest_.size())); }

  std::string_view take(std::size_t length) {
    const std::string_view part = rest_.substr(0, length);
    rest_.remove_prefix(part.size());
    return part;
  }

  void read_suffix() {
    const std::string_view word = take(std::min(rest_.find_first_of(" \t\r\n,(=\"'"), rest_.size()));
    const auto* const known = std::find_if(kSuffixWords.begin(), kSuffixWords.end(),
                                           [&](const SuffixWord& each) { return each.word == word; });
    if (known == kSuffixWords.end()) unknown(word.empty() ? take(1) : word);
    TestSuffix suffix{known->kind, 0, {}, {}};
    if (known->kind == TestSuffix::Kind::timeout) {
      suffix.minutes = minutes(word);
    } else if (known->kind == TestSuffix::Kind::skip) {
      suffix.text = reason();
    } else if (known->kind != TestSuffix::Kind::isolation) {
      suffix.text = expression(word);
    }
    const std::string_view whole = trimmed({word.data(), static_cast<std::size_t>(rest_.data() - word.data())}, kWhite);
    suffix.span = place(whole);
    if (test_.find(suffix.kind) != nullptr) {
      fail(whole, fmt::format("{} is written twice", word), "keep one of the two");
    }
    test_.suffixes.push_back(std::move(suffix));
  }

  [[noreturn]] void unknown(std::string_view word) {
    Diagnostic& report = diags_.report(codes::list_suffix, place(word), word);
    Nearest search(word);
    for (const SuffixWord& each : kSuffixWords) search.offer(each.word);
    if (!search.best().empty()) report.advise(fmt::format("did you mean '{}'?", search.best()));
    report.advise("what may follow: TIMEOUT (minutes), ISOLATION, SKIP, -k \"expression\", -m \"expression\"");
    throw LineStop();
  }

  // The text between brackets that come next, without them; nothing when there are none.
  std::optional<std::string_view> bracketed() {
    skip_blanks();
    if (!rest_.starts_with('(')) return std::nullopt;
    const std::size_t close = closed_at(rest_, 0, ')');
    if (close == std::string_view::npos)
      fail(rest_.substr(0, 1), "this '(' is not closed", "write TIMEOUT (90), SKIP (reason)");
    return trimmed(take(close + 1).substr(1, close - 1), kWhite);
  }

  std::int64_t minutes(std::string_view word) {
    constexpr std::string_view kHelp = "write whole minutes in brackets: TIMEOUT (90)";
    const auto text = bracketed();
    if (!text) fail(word, "TIMEOUT does not say how long", std::string(kHelp));
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    const bool whole = error == std::errc() && end == text->data() + text->size();
    if (!whole || number < 1 || number > kMostMinutes) {
      fail(text->empty() ? word : *text, fmt::format("'{}' is no number of minutes from 1 to {}", *text, kMostMinutes),
           std::string(kHelp));
    }
    return number;
  }

  std::string reason() {
    const std::string_view before = rest_;
    const auto text = bracketed();
    if (!text) rest_ = before;
    return std::string(text.value_or(std::string_view()));
  }

  std::string expression(std::string_view word) {
    skip_blanks();
    if (rest_.starts_with('=')) take(1);
    if (rest_.empty() || rest_.front() == ',') {
      fail(word, fmt::format("{} has no expression", word), fmt::format("write it in quotes: {} \"a and b\"", word));
    }
    const char quote = rest_.front();
    if (quote != '"' && quote != '\'') {
      const std::string_view bare = take(std::min(rest_.find_first_of(" \t\r\n,"), rest_.size()));
      if (bare.find_first_of("\"'") == std::string_view::npos) return std::string(bare);
      fail(bare, "a quote inside of an expression", fmt::format("put all of it into quotes: {} \"a and b\"", word));
    }
    const std::size_t end = rest_.find(quote, 1);
    if (end == std::string_view::npos) fail(rest_.substr(0, 1), "this quote is not closed", "close it");
    const std::string_view inside = take(end + 1);
    return std::string(inside.substr(1, inside.size() - 2));
  }

  const Document& line_;
  std::string_view rest_;
  Diagnostics& diags_;
  ListedTest test_;
};

}  // namespace

std::optional<ListedTest> read_list_line(const Document& line, Diagnostics& diags) {
  try {
    return LineReader(line, diags).read();
  } catch (const LineStop&) {
    return std::nullopt;
  }
}

std::size_t comment_of(std::string_view line) {
  std::size_t at = std::min(line.find_first_not_of(kWhite), line.size());
  bool in_id = true;
  bool parentheses = true;
  for (; at < line.size() && line[at] != '#'; ++at) {
    const char c = line[at];
    in_id = in_id && !is_white(c) && c != ',';
    std::size_t close = at;
    if (c == '[') {
      close = closed_at(line, at, ']');
    } else if (!in_id && is_quote(c)) {
      close = line.find(c, at + 1);
    } else if (!in_id && c == '(' && parentheses) {
      close = closed_at(line, at, ')');
      parentheses = close != std::string_view::npos;  // looked for once, as a line of them would take long
      if (!parentheses) close = at;
    }
    if (close == std::string_view::npos) return close;
    at = close;
  }
  return at < line.size() ? at : std::string_view::npos;
}

std::optional<Mode> read_mark(std::string_view comment, Span span, Diagnostics& diags) {
  constexpr std::string_view kMark = "mode:";
  while (!comment.empty()) {
    comment.remove_prefix(1);
    const std::size_t end = std::min(comment.find('#'), comment.size());
    const std::string_view part = trimmed(comment.substr(0, end), kWhite);
    comment.remove_prefix(end);
    if (!part.starts_with(kMark)) continue;
    const std::string_view name = trimmed(part.substr(kMark.size()), kWhite);
    const auto mode = mode_named(name);
    if (mode && comment.empty()) return mode;
    const std::string what = mode ? "something follows it" : fmt::format("'{}' is no mode", name);
    Diagnostic& report = diags.report(codes::list_mark, span, what);
    const std::string_view near =
        nearest(name, std::array{to_string(Mode::single_agg), to_string(Mode::multi_agg), to_string(Mode::disagg)});
    if (!mode && !near.empty()) report.advise(fmt::format("did you mean '{}'?", near));
    report.advise("write '# mode:single-agg', '# mode:multi-agg' or '# mode:disagg' and nothing after it");
    return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace perfc

// runtime/verdict.sh reads the same lines by the same rules where no perfc is.
#include "compiler/metrics/log_reader.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "compiler/base/ascii.hpp"

namespace perfc {
namespace {

constexpr std::size_t kLongestLine = std::size_t{64} << 10U;  // what is longer is no line of the load generator
constexpr std::string_view kHeading = "Serving Benchmark Result";
constexpr std::string_view kData = "benchmark: ";
constexpr std::size_t kRule = 20;  // characters of a line that ends a result

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_number_end(std::string_view rest) {
  if (rest.empty()) return true;
  if (is_word_character(rest[0])) return false;
  return !((rest[0] == '.' || rest[0] == ',') && rest.size() > 1 && is_digit(rest[1]));
}

std::size_t digits(std::string_view text) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
}

// The digits of a whole number, 1234 or 1,234, without its commas; how many characters it takes.
std::size_t take_whole(std::string_view text, std::string& out) {
  std::size_t size = digits(text);
  out.append(text.substr(0, size));
  if (size > 3) return size;
  while (size > 0 && text.substr(size, 1) == "," && digits(text.substr(size + 1)) == 3) {
    out.append(text.substr(size + 1, 3));
    size += 4;
  }
  return size;
}

bool is_no_number(std::string_view text) {
  std::string word;
  for (const char c : text.substr(0, 9)) word += lower(c);
  for (const std::string_view name : {"infinity", "inf", "nan"}) {
    if (word.starts_with(name)) return is_number_end(text.substr(name.size()));
  }
  return false;
}

// The number that the text begins with: 12.5, 1,234.5, 1e3; NaN for nan, inf and what no double can hold.
std::optional<double> leading_number(std::string_view text) {
  text = trimmed(text);
  std::string plain;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    if (text[0] == '-') plain = "-";
    text.remove_prefix(1);
  }
  if (is_no_number(text)) return std::numeric_limits<double>::quiet_NaN();
  std::size_t size = take_whole(text, plain);
  if (text.substr(size, 1) == ".") {
    const std::size_t fraction = digits(text.substr(size + 1));
    if (size + fraction == 0) return std::nullopt;
    plain.append(text.substr(size, fraction + 1));
    size += fraction + 1;
  }
  if (size == 0) return std::nullopt;
  if (const std::string_view rest = text.substr(size); !rest.empty() && lower(rest[0]) == 'e') {
    const std::size_t sign = rest.size() > 1 && (rest[1] == '-' || rest[1] == '+') ? 2 : 1;
    if (const std::size_t exponent = digits(rest.substr(sign)); exponent > 0) {
      plain += rest[1] == '-' ? "e-" : "e";
      plain.append(rest.substr(sign, exponent));
      size += sign + exponent;
    }
  }
  if (!is_number_end(text.substr(size))) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  static_cast<void>(end);
  return error == std::errc{} ? value : std::numeric_limits<double>::quiet_NaN();
}

// What follows `mark`, which does not go on a word; nothing where the text does not have it.
std::optional<std::string_view> behind(std::string_view text, std::string_view mark) {
  for (std::size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1)) {
    if (at == 0 || !is_word_character(text[at - 1])) return text.substr(at + mark.size());
  }
  return std::nullopt;
}

// The number of `--max-concurrency 64`, `max_concurrency=64`, `'--max-concurrency', '64'` and the like.
constexpr std::string_view kOwnConcurrency = "Maximum request concurrency:";  // a line of the result itself
constexpr std::string_view kSaid = "concurrency ";

std::optional<std::int64_t> concurrency_in(std::string_view text) {
  for (const std::string_view mark :
       {std::string_view("max-concurrency"), std::string_view("max_concurrency"), kOwnConcurrency, kSaid}) {
    std::optional<std::string_view> rest = behind(text, mark);
    if (!rest || (mark == kSaid && !behind(text, kData))) continue;
    const std::size_t skipped = std::min(rest->find_first_not_of(" \t=:,'\""), rest->size());
    rest->remove_prefix(skipped);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(rest->data(), rest->data() + rest->size(), value);
    if (error == std::errc{} && value > 0 && (end == rest->data() + rest->size() || !is_word_character(*end)))
      return value;
  }
  return std::nullopt;
}

// What stands in the brackets of `x.py::test[...]`.
std::optional<std::string_view> test_in(std::string_view text) {
  const std::size_t module = text.find(".py::");
  if (module == std::string_view::npos) return std::nullopt;
  const std::string_view rest = text.substr(module);
  const std::size_t open = rest.find('[');
  if (open == std::string_view::npos || rest.substr(0, open).find_first_of(" \t") != std::string_view::npos)
    return std::nullopt;
  const std::size_t close = rest.find_first_of(" \t]", open);
  if (close == std::string_view::npos || rest[close] != ']' || close == open + 1) return std::nullopt;
  return rest.substr(open + 1, close - open - 1);
}

// Colours and other control sequences of terminals.
void append_plain(std::string_view text, std::string& out) {
  while (!text.empty()) {
    const std::size_t escape = std::min(text.find('\x1b'), text.size());
    out.append(text.substr(0, escape));
    text.remove_prefix(escape);
    if (text.empty()) return;
    std::size_t size = 1;
    if (text.substr(1, 1) == "[") {
      size = std::min(text.find_first_not_of("0123456789;?", 2), text.size());
      size = std::min(size + 1, text.size());
    }
    text.remove_prefix(size);
  }
}

bool ends_result(std::string_view text) {
  text = trimmed(text);
  return text.size() >= kRule && text.find_first_not_of('=') == std::string_view::npos;
}

bool same(const std::optional<double>& a, const std::optional<double>& b) {
  return a.has_value() == b.has_value() && (!a || *a == *b || (std::isnan(*a) && std::isnan(*b)));
}

bool anything_compared(const Measured& measured) {
  return std::any_of(measured.begin(), measured.begin() + kComparable,
                     [](const auto& value) { return value.has_value(); });
}

}  // namespace

void LogReader::read(std::string_view piece) {
  while (!piece.empty()) {
    const std::size_t end = piece.find_first_of("\r\n");
    const std::string_view part = piece.substr(0, end);
    if (pending_.size() < kLongestLine) pending_.append(part.substr(0, kLongestLine - pending_.size()));
    if (end == std::string_view::npos) return;
    line(pending_);
    pending_.clear();
    piece.remove_prefix(end + 1);
  }
}

bool LogReader::finish() {
  const bool cut = !pending_.empty();
  pending_.clear();
  end_run();
  return cut;
}

void LogReader::line(std::string_view text) {
  plain_.clear();
  append_plain(text, plain_);
  std::erase(plain_, '\0');
  if (plain_.find(kHeading) != std::string::npos) {
    headed_ = true;
    begin_run();
  } else if (open_ && headed_ && ends_result(plain_)) {
    end_run();
  } else {
    note_circumstances(plain_);
    measure(plain_);
  }
}

void LogReader::note_circumstances(std::string_view text) {
  if (const auto test = test_in(text)) test_ = *test;
  if (const auto data = behind(text, kData); data && data->find("data") != std::string_view::npos) data_ = *data;
  const auto concurrency = concurrency_in(text);
  if (!concurrency) return;
  // Some generators say it at the begin of the result; what is announced in one may be the next run's, and is behind
  // the numbers of one whose last line is missing.
  const bool own =
      open_ && headed_ && !anything_compared(open_->measured) && (!open_->concurrency || behind(text, kOwnConcurrency));
  if (own) {
    open_->concurrency = concurrency;
  } else {
    concurrency_ = concurrency;
  }
}

void LogReader::measure(std::string_view text) {
  if (headed_ && !open_) return;
  for (std::size_t i = 0; i < kMetricCount; ++i) {
    std::optional<std::string_view> rest = behind(text, kMetrics[i].label);
    if (!rest || !rest->starts_with(':')) continue;
    const std::optional<double> value = leading_number(rest->substr(1));
    if (!value) return;
    if (!open_ || open_->measured[i]) begin_run();
    open_->measured[i] = value;
    return;
  }
}

void LogReader::begin_run() {
  end_run();
  open_.emplace();
  open_->test = test_;
  open_->concurrency = std::exchange(concurrency_, std::nullopt);
  open_->data = std::exchange(data_, {});
}

void LogReader::end_run() {
  if (!open_) return;
  const LoggedRun run = std::move(*open_);
  open_.reset();
  const bool empty =
      std::none_of(run.measured.begin(), run.measured.end(), [](const auto& value) { return value.has_value(); });
  const bool repeated = std::any_of(runs_.begin(), runs_.end(), [&](const LoggedRun& before) {
    const bool other = before.concurrency && run.concurrency && *before.concurrency != *run.concurrency;
    return !other && std::equal(run.measured.begin(), run.measured.end(), before.measured.begin(), same);
  });
  if (!empty && !repeated) runs_.push_back(run);
}

}  // namespace perfc

#include "compiler/import/list_comments.hpp"

#include <algorithm>
#include <utility>

#include "compiler/import/list_line.hpp"

namespace perfc {
namespace {

constexpr std::string_view kLineBlanks = " \t\r";

std::string_view bare_line(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(kLineBlanks), text.size()));
  return text.substr(0, text.find_last_not_of(kLineBlanks) + 1);
}

std::string without_mark(std::string_view comment) {
  comment.remove_prefix(1);
  if (comment.starts_with(' ')) comment.remove_prefix(1);
  return std::string(comment.substr(0, comment.find_last_not_of(kLineBlanks) + 1));
}

std::size_t line_begin(std::string_view text, std::size_t at) {
  return at == 0 ? 0 : text.rfind('\n', at - 1) + 1;  // npos + 1 is 0
}

std::size_t line_end(std::string_view text, std::size_t at) { return std::min(text.find('\n', at), text.size()); }

std::size_t indentation(std::string_view text, std::size_t at) {
  const std::size_t begin = line_begin(text, at);
  return std::min(text.find_first_not_of(" \t", begin), text.size()) - begin;
}

// Where the comment of a line of YAML begins: at a '#' behind a blank, outside of quotes.
std::size_t yaml_comment(std::string_view line) {
  char quote = 0;
  char before = ':';  // the last character that is no blank
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool begins_value = std::string_view(":-[{,").find(before) != std::string_view::npos;
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if ((c == '"' || c == '\'') && begins_value) {
      quote = c;
    } else if (c == '#' && (i == 0 || line[i - 1] == ' ' || line[i - 1] == '\t')) {
      return i;
    }
    if (c != ' ' && c != '\t') before = c;
  }
  return std::string_view::npos;
}

std::size_t end_of(const Document& node) {
  std::size_t end = node.span.end;
  for (const Document& item : node.items) end = std::max(end, end_of(item));
  for (const Document::Entry& entry : node.entries) end = std::max(end, end_of(entry.value));
  return end;
}

std::pair<std::size_t, std::size_t> range_of(const Document::Entry& entry, std::string_view text) {
  const std::size_t last = std::max<std::size_t>(entry.key_span.end, end_of(entry.value));
  // The span of a block scalar ends behind its last line break.
  const bool whole_line = last > 0 && last <= text.size() && text[last - 1] == '\n';
  return {line_begin(text, entry.key_span.begin), whole_line ? last - 1 : line_end(text, std::min(last, text.size()))};
}

// "slow # mode:disagg": what is left is "slow".
std::string without_mode(std::string_view comment) {
  std::string left;
  while (!comment.empty()) {
    const std::size_t next = std::min(comment.find('#', 1), comment.size());
    const std::string_view part = bare_line(comment.substr(1, next - 1));
    comment.remove_prefix(next);
    if (part.empty() || part.starts_with("mode:")) continue;
    if (!left.empty()) left += " # ";
    left += part;
  }
  return left;
}

// A place before which comments belong to `above`.
struct Anchor {
  std::size_t begin = 0;
  CommentLines* above = nullptr;
  const ListBlock* block = nullptr;   // that it stands in
  const ListBlock* before = nullptr;  // the last one that begins above it
};

class CommentReader {
 public:
  CommentReader(const TestList& list, std::string_view text) : list_(list), text_(text) {}

  ListComments run() {
    result_.sections.resize(list_.sections.size());
    place_anchors();
    for (std::size_t at = text_.starts_with("\xEF\xBB\xBF") ? 3 : 0; at < text_.size();) {
      const std::size_t end = line_end(text_, at);
      read(at, text_.substr(at, end - at));
      at = end + 1;
    }
    take_head();
    return std::move(result_);
  }

 private:
  [[nodiscard]] bool in_text() const { return list_.format == ListFormat::text; }

  void place_anchors() {
    for (std::size_t i = 0; i < list_.sections.size(); ++i) {
      sections_.push_back(range_of(list_.sections[i], text_));
      anchors_.push_back({sections_.back().first, &result_.sections[i]});
    }
    for (const ListContext& context : list_.contexts) {
      if (!in_text()) anchors_.push_back({context.span.begin, &result_.contexts[&context]});
      for (const ListBlock& block : context.blocks) place(block);
    }
    std::stable_sort(anchors_.begin(), anchors_.end(),
                     [](const Anchor& a, const Anchor& b) { return a.begin < b.begin; });
    for (Anchor& anchor : anchors_) {
      anchor.before = last_block_;
      if (anchor.block != nullptr) last_block_ = anchor.block;
    }
  }

  void place(const ListBlock& block) {
    CommentLines* const above = &result_.blocks[&block];
    if (list_.format == ListFormat::test_db) anchors_.push_back({block.span.begin, above, &block});
    for (const ListedTest& test : block.tests) {
      const bool first = &test == &block.tests.front();
      if (first && list_.format == ListFormat::test_db) anchors_.push_back({tests_key(test), above, &block});
      anchors_.push_back({test.span.begin, &result_.tests[&test], &block});
      tests_.emplace(line_begin(text_, test.span.begin), &test);
    }
  }

  // The line of the key `tests` above the first test.
  [[nodiscard]] std::size_t tests_key(const ListedTest& first) const {
    for (std::size_t at = line_begin(text_, first.span.begin);; at = line_begin(text_, at - 1)) {
      std::string_view line = bare_line(text_.substr(at, line_end(text_, at) - at));
      if (line.starts_with('-')) line = bare_line(line.substr(1));
      if (!line.starts_with('#') && line.find("tests") < 2) return at;
      if (at == 0) return first.span.begin;
    }
  }

  void read(std::size_t at, std::string_view line) {
    const auto inside = [&](const auto& range) { return range.first <= at && at < range.second; };
    const bool of_section = std::any_of(sections_.begin(), sections_.end(), inside);
    if (bare_line(line).empty()) {
      blank_ = true;
      return;
    }
    const bool blank = std::exchange(blank_, false);
    if (of_section) return;
    const auto test = tests_.find(at);
    const std::size_t hash = comment_place(at, line, test == tests_.end() ? nullptr : test->second);
    if (test != tests_.end()) {
      result_.blank_above[test->second] = blank && at > 0;
      std::string behind = hash < line.size() ? without_mode(bare_line(line.substr(hash))) : std::string();
      if (!behind.empty()) result_.behind.emplace(test->second, std::move(behind));
    } else if (hash < line.size()) {
      home(at + hash, blank)->push_back({without_mark(line.substr(hash)), blank});
    }
  }

  [[nodiscard]] std::size_t comment_place(std::size_t at, std::string_view line, const ListedTest* test) const {
    if (in_text()) return std::min(comment_of(line), line.size());
    const std::size_t from = test == nullptr ? 0 : std::min<std::size_t>(test->span.end - at, line.size());
    const std::size_t hash = yaml_comment(line.substr(from));
    return hash == std::string_view::npos ? line.size() : from + hash;
  }

  // What the comment at `at` stands at.
  CommentLines* home(std::size_t at, bool blank) {
    const auto next =
        std::find_if(anchors_.begin(), anchors_.end(), [&](const Anchor& anchor) { return anchor.begin > at; });
    if (next != anchors_.end()) {
      const bool at_end = next->before != nullptr && next->before != next->block &&
                          indentation(text_, at) > indentation(text_, next->begin);
      return at_end ? &result_.ends[next->before] : next->above;
    }
    const bool parted = in_text() ? blank : indentation(text_, at) == 0;
    in_tail_ = in_tail_ || parted || last_block_ == nullptr;
    return in_tail_ ? &result_.tail : &result_.ends[last_block_];
  }

  // The first paragraph of the file is about the file, unless something of the list follows it at once.
  void take_head() {
    if (anchors_.empty()) return;
    CommentLines& first = *anchors_.front().above;
    const bool of_section = !list_.sections.empty() && &first == &result_.sections.front();
    auto end = first.end();
    if (!of_section && !first.empty()) {
      end = std::find_if(first.begin() + 1, first.end(), [](const ListComment& each) { return each.blank_above; });
      if (end == first.end() && !blank_line_above(anchors_.front().begin)) return;
    }
    result_.head.assign(std::make_move_iterator(first.begin()), std::make_move_iterator(end));
    first.erase(first.begin(), end);
  }

  [[nodiscard]] bool blank_line_above(std::size_t at) const {
    const std::size_t begin = line_begin(text_, at);
    if (begin == 0) return false;
    const std::size_t above = line_begin(text_, begin - 1);
    return bare_line(text_.substr(above, begin - 1 - above)).empty();
  }

  const TestList& list_;
  std::string_view text_;
  ListComments result_;
  std::vector<Anchor> anchors_;
  std::vector<std::pair<std::size_t, std::size_t>> sections_;
  std::map<std::size_t, const ListedTest*> tests_;  // by the begin of their lines
  const ListBlock* last_block_ = nullptr;
  bool blank_ = false;
  bool in_tail_ = false;
};

}  // namespace

ListComments comments_of_list(const TestList& list, const Source& source) {
  return CommentReader(list, source.text).run();
}

std::vector<std::string> lines_of_entry(const Document::Entry& entry, std::string_view text) {
  const auto [begin, end] = range_of(entry, text);
  const std::size_t margin = indentation(text, begin);
  std::vector<std::string> lines;
  for (std::size_t at = begin; at < end;) {
    const std::size_t next = std::min(line_end(text, at), end);
    std::string_view line = text.substr(at, next - at);
    line.remove_prefix(std::min({margin, line.find_first_not_of(" \t"), line.size()}));
    lines.emplace_back(line.substr(0, line.find_last_not_of(kLineBlanks) + 1));
    at = next + 1;
  }
  return lines;
}

}  // namespace perfc

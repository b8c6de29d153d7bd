// Tokens -> lines. Which brackets are broken is decided from the outside in, item by item: what the author has broken
// stays so, and of a line that is too long the last bracket is broken first. Nothing that is decided depends on where
// the author broke other lines, so that the layout of a layout is itself.
#include "compiler/syntax/layout.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "compiler/syntax/layout_lines.hpp"
#include "compiler/syntax/layout_tokens.hpp"

namespace perfc::syntax {
namespace {

constexpr std::uint32_t kWidth = kLineWidth;
constexpr std::uint32_t kContinued = 2;  // levels by which a statement's further lines are indented

// A statement, an element of a list, or a comment on lines of its own. Numbers of tokens, [first, last).
struct Item {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::uint32_t comment = kNoToken;  // behind it
  std::uint32_t sign = kNoToken;     // the = of a field
  std::uint32_t padding = 0;         // in front of that
  bool is_comment = false;
  bool blank = false;  // an empty line in front of it
  bool several_lines = false;
};

class Layout {
 public:
  Layout(std::string_view text, std::vector<Token>& tokens) : text_(text), tokens_(tokens), lines_(text.size()) {}

  std::string run() {
    statements(0, static_cast<std::uint32_t>(tokens_.size()), 0, true);
    return lines_.finish();
  }

 private:
  using Index = std::uint32_t;

  [[nodiscard]] Token& token(Index at) { return tokens_[at]; }
  [[nodiscard]] bool is_comment(Index at) const { return tokens_[at].kind == TokenKind::comment; }
  [[nodiscard]] std::string_view word(Index at) const { return text_of(text_, tokens_[at]); }
  [[nodiscard]] Index end_column(Index at) const { return tokens_[at].column + tokens_[at].width; }
  [[nodiscard]] Index width(Index first, Index last) const { return end_column(last - 1) - tokens_[first].column; }
  [[nodiscard]] bool fits(Index column, Index first, Index last, Index suffix) const {
    return column + width(first, last) + suffix <= kWidth;
  }

  // --- Items

  // The items between two tokens, at the end of items_.
  void collect(Index first, Index last) {
    for (Index at = first; at < last;) {
      Item item;
      item.first = at;
      item.blank = token(at).breaks > 1 && at != first;
      if (is_comment(at)) {
        item.is_comment = true;
        item.last = ++at;
      } else if (token(at).kind == TokenKind::comma) {
        ++at;
        continue;
      } else {
        item.last = item_end(at, last);
        at = item.last;
        if (at < last && token(at).kind == TokenKind::comma && at + 1 < last && is_comment(at + 1)) ++at;
        if (at < last && is_comment(at) && token(at).breaks == 0) item.comment = at++;
        item.sign = sign_of(item);
      }
      items_.push_back(item);
    }
  }

  // Behind the last token of the item that begins at `at`; moves over all that is within brackets.
  Index item_end(Index at, Index last) {
    Index end = at;
    for (Index next = at; next < last; ++next) {
      const Token& each = token(next);
      if (each.starts && next != at) break;
      if (each.kind == TokenKind::open) next = each.partner;
      if (each.kind == TokenKind::comment || (each.kind == TokenKind::comma && is_separator(next))) continue;
      end = next + 1;
    }
    return end;
  }
  // Not the comma of `require` and `allow`, which stays.
  bool is_separator(Index at) {
    if (token(at).dropped) return true;
    Index next = at + 1;
    while (next < tokens_.size() && is_comment(next)) ++next;
    return next == tokens_.size() || token(next).starts || token(next).kind == TokenKind::close;
  }

  // The = of `name = value`, the sign of a comparison.
  [[nodiscard]] Index sign_of(const Item& item) const {
    const Token& name = tokens_[item.first];
    if (name.kind != TokenKind::word && name.kind != TokenKind::string) return kNoToken;
    if (item.last - item.first < 3) return kNoToken;
    const TokenKind next = tokens_[item.first + 1].kind;
    return next == TokenKind::assign || next == TokenKind::comparison ? item.first + 1 : kNoToken;
  }

  // --- What is broken

  // A place where the lines of an item may or must be parted.
  struct Point {
    Index at;
    bool bracket;
    Index line_column;  // of the line that it stands on if nothing on that line is broken that need not be
    Index line_first;   // the token which that begins with
  };

  void break_bracket(Index open) {
    for (;; ++open) {
      token(open).broken = true;
      if (!token(open).hugs) return;
    }
  }
  // The last token on the line of a broken bracket: those that hug another have it beside them.
  [[nodiscard]] Index line_end(Index open) const {
    while (tokens_[open].hugs) ++open;
    return open;
  }

  // Breaks what has to be for lines to fit; true when the item is more than one line.
  bool decide(const Item& item, Index level, Index column, Index suffix, bool soft) {
    points_.clear();
    soft = soft && !fits(column, item.first, item.last, suffix);
    const bool hard = find_points(item, level, column, soft);
    if (points_.empty()) return false;
    return break_points(item, suffix) || hard;
  }

  // True when lines are parted whatever the width.
  bool find_points(const Item& item, Index level, Index column, bool soft) {
    bool parted = false;
    Index first = item.first;
    const Index continued = (level + kContinued) * kIndent;
    Index closing = level * kIndent;
    for (Index at = item.first; at < item.last; ++at) {
      const Token& each = token(at);
      if (each.kind == TokenKind::comment || (soft && each.soft && at != item.first)) {
        points_.push_back({at, false, column, first});
        parted = true;
        column = closing = continued;
        first = each.kind == TokenKind::comment ? at + 1 : at;
      } else if (each.kind == TokenKind::open) {
        if (each.broken || each.breakable) points_.push_back({at, true, column, first});
        at = each.partner;
        if (!each.broken) continue;
        parted = true;
        column = closing;
        first = at;
      }
    }
    return parted;
  }

  // From the last to the first, so that what stands right of a bracket is settled when its turn comes.
  bool break_points(const Item& item, Index suffix) {
    bool broken = false;
    Index right = end_column(item.last - 1) + suffix;
    for (std::size_t i = points_.size(); i-- > 0;) {
      const Point& point = points_[i];
      if (!point.bracket) {
        right = tokens_[point.at].column;
        continue;
      }
      const bool too_long = point.line_column + right - tokens_[point.line_first].column > kWidth;
      if (too_long && !token(point.at).broken) break_bracket(point.at);
      if (!token(point.at).broken) continue;
      broken = true;
      right = end_column(line_end(point.at));
    }
    if (broken && word(item.first) == "if") break_branches();
    return broken;
  }

  // With one body of a choice the others.
  void break_branches() {
    const auto is_body = [this](const Point& point) { return point.bracket && tokens_[point.at].group == Group::body; };
    const bool any = std::any_of(points_.begin(), points_.end(),
                                 [&](const Point& point) { return is_body(point) && tokens_[point.at].broken; });
    if (!any) return;
    for (const Point& point : points_) {
      if (is_body(point)) break_bracket(point.at);
    }
  }

  // --- Writing

  void statements(Index first, Index last, Index level, bool file = false) {
    const std::size_t base = items_.size();
    collect(first, last);
    if (file) part_uses(base);
    for (std::size_t i = base; i < items_.size(); ++i) {
      Item& item = items_[i];
      if (!item.is_comment) item.several_lines = decide(item, level, level * kIndent, 0, true);
    }
    if (!file) align(base, level);
    for (std::size_t i = base; i < items_.size(); ++i) {
      const Item item = items_[i];
      lines_.start(level, item.blank && i > base);
      statement(item, level);
    }
    items_.resize(base);
  }

  void statement(const Item& item, Index level) {
    if (item.is_comment) return lines_.write(word(item.first));
    if (item.several_lines) {
      sequence(item, level, level * kIndent, 0);
    } else if (item.padding > 0) {
      flat(item.first, item.sign);
      lines_.pad(item.padding);
      flat(item.sign, item.last, true);
    } else {
      flat(item.first, item.last);
    }
    if (item.comment != kNoToken) lines_.comment(word(item.comment), !item.several_lines);
  }

  // An empty line between `use` and other declarations.
  void part_uses(std::size_t base) {
    const auto is_use = [this](const Item& item) { return !item.is_comment && word(item.first) == "use"; };
    for (std::size_t i = base; i < items_.size(); ++i) {
      if (!is_use(items_[i])) continue;
      std::size_t next = i + 1;
      bool parted = false;
      for (; next < items_.size(); ++next) {
        parted = parted || items_[next].blank;
        if (!items_[next].is_comment) break;
      }
      if (next < items_.size() && !is_use(items_[next]) && !parted) items_[i + 1].blank = true;
    }
  }

  // The = of neighbouring fields in one column.
  void align(std::size_t base, Index level) {
    const auto each_run = [&](auto&& act) {
      for (std::size_t first = base, next = base; first < items_.size(); first = next) {
        next = first + 1;
        if (!is_aligned(items_[first])) continue;
        while (next < items_.size() && is_aligned(items_[next]) && !items_[next].blank) ++next;
        act(first, next);
      }
    };
    // What does not fit with its blanks is broken if it can be, and then stands in no column. Only brackets count, as
    // they stay broken: other lines would not, and the columns would be others next time.
    each_run([&](std::size_t first, std::size_t next) {
      const Index column = sign_column(first, next);
      for (std::size_t i = first; i < next; ++i) {
        Item& item = items_[i];
        const Index begin = level * kIndent + column - width(item.first, item.sign + 1);
        if (!fits(begin, item.first, item.last, 0)) item.several_lines = decide(item, level, begin, 0, false);
      }
    });
    each_run([&](std::size_t first, std::size_t next) {
      const Index column = sign_column(first, next);
      for (std::size_t i = first; i < next; ++i)
        items_[i].padding = column - width(items_[i].first, items_[i].sign + 1);
    });
  }
  [[nodiscard]] static bool is_aligned(const Item& item) { return item.sign != kNoToken && !item.several_lines; }
  // Where the signs of a run end.
  [[nodiscard]] Index sign_column(std::size_t first, std::size_t next) const {
    Index column = 0;
    for (std::size_t i = first; i < next; ++i) column = std::max(column, width(items_[i].first, items_[i].sign + 1));
    return column;
  }

  // On one line. `gap`: what belongs in front of the first token too.
  void flat(Index first, Index last, bool gap = false) {
    for (Index at = first; at < last; ++at) {
      const Token& each = token(at);
      if (each.width == 0) continue;
      if (at != first || gap) {
        if (each.separated) {
          lines_.write(", ");
        } else if (each.spaced) {
          lines_.pad(1);
        }
      }
      lines_.write(word(at));
    }
  }

  // An item of several lines.
  void sequence(const Item& item, Index level, Index column, Index suffix) {
    const bool soft = !fits(column, item.first, item.last, suffix);
    bool after_comment = false;
    Index at_level = level;
    for (Index at = item.first; at < item.last; ++at) {
      const Token& each = token(at);
      if (each.kind == TokenKind::comment) {
        if (each.breaks == 0 && !after_comment) {
          lines_.comment(word(at), false);
        } else {
          lines_.start(level + kContinued);
          lines_.write(word(at));
        }
        after_comment = true;
        continue;
      }
      if (each.dropped) continue;
      if (after_comment || (soft && each.soft && at != item.first)) {
        at_level = level + kContinued;
        lines_.start(at_level);
      } else if (at != item.first && each.spaced) {
        lines_.pad(1);
      }
      after_comment = false;
      if (each.kind != TokenKind::open) {
        lines_.write(word(at));
      } else if (each.broken) {
        bracket(at, at_level);
        at = each.partner;
      } else {
        flat(at, each.partner + 1);
        at = each.partner;
      }
    }
  }

  // A broken bracket.
  void bracket(Index open, Index level) {
    const Token& opening = token(open);
    const Index closing = opening.partner;
    lines_.write(word(open));
    if (opening.hugs) {
      const Index inner = open + 1;
      token(inner).broken ? bracket(inner, level) : flat(inner, token(inner).partner + 1);
    } else {
      Index first = open + 1;
      if (first < closing && is_comment(first) && token(first).breaks == 0) lines_.comment(word(first++), false);
      const bool brace = opening.group == Group::body || opening.group == Group::map;
      brace ? statements(first, closing, level + 1) : elements(first, closing, level + 1, opening);
      lines_.start(level);
    }
    lines_.write(word(closing));
  }

  void elements(Index first, Index last, Index level, const Token& opening) {
    const std::size_t base = items_.size();
    collect(first, last);
    std::size_t count = 0;
    for (std::size_t i = base; i < items_.size(); ++i) count += items_[i].is_comment ? 0U : 1U;
    const bool list = opening.group == Group::list;
    const std::string_view comma = list || (opening.group == Group::parentheses && count > 1) ? "," : "";
    Index column = 0;  // of a line that elements may be added to; 0: of none
    for (std::size_t i = base; i < items_.size(); ++i) {
      const Item item = items_[i];
      const Index size = width(item.first, item.last) + static_cast<Index>(comma.size());
      const bool beside = column > 0 && !item.is_comment && !item.blank && column + 1 + size <= kWidth;
      if (beside) {
        lines_.pad(1);
      } else {
        lines_.start(level, item.blank && i > base);
      }
      element(item, level, comma);
      column = (beside ? column + 1 : level * kIndent) + size;
      if (!opening.scalars || item.is_comment || item.comment != kNoToken) column = 0;
    }
    items_.resize(base);
  }

  void element(const Item& item, Index level, std::string_view comma) {
    if (item.is_comment) return lines_.write(word(item.first));
    const Index column = level * kIndent;
    const auto suffix = static_cast<Index>(comma.size());
    const bool several = decide(item, level, column, suffix, true);
    several ? sequence(item, level, column, suffix) : flat(item.first, item.last);
    lines_.write(comma);
    if (item.comment != kNoToken) lines_.comment(word(item.comment), !several);
  }

  std::string_view text_;
  std::vector<Token>& tokens_;
  LayoutLines lines_;
  std::vector<Item> items_;    // of all statements and lists that are being written
  std::vector<Point> points_;  // of the item that is being decided
};

}  // namespace

std::string layout(std::string_view text) {
  std::vector<Token> tokens = read_tokens(text);
  mark_tokens(text, tokens);
  return Layout(text, tokens).run();
}

}  // namespace perfc::syntax

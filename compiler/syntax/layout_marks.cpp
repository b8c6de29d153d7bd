// What each token is at its place: where statements and elements begin, what is spaced, which lines the author broke.
// The text has been parsed, so that the little grammar in here need not tell right from wrong.
#include <algorithm>

#include "compiler/base/ascii.hpp"
#include "compiler/syntax/layout_tokens.hpp"

namespace perfc::syntax {
namespace {

// What begins with this word is read in a way of its own.
enum class Head : std::uint8_t { plain, allow, require, branch, schema, typed };

struct Frame {
  std::uint32_t open = kNoToken;
  Group group = Group::file;
  bool schema = false;                // a body of options
  bool in_text = false;               // somewhere inside ${ }
  std::uint32_t first = kNoToken;     // of the statement or element
  std::uint32_t last = kNoToken;      // of it so far
  std::uint32_t head_end = kNoToken;  // of the text with ${ } that it begins with
  bool ended = false;                 // a comma has ended it
  Head head = Head::plain;
  bool reasoned = false;  // the comma of `require` and `allow` has come
  std::uint32_t else_of_branch = kNoToken;
  std::uint32_t items = 0;
  bool comment = false;        // right in here
  bool author_broke = false;   // in front of a statement or the first element
  bool broken_inside = false;  // a bracket further in is broken
  bool all_scalars = true;
  bool sole_token = true;  // of the first item
};

bool is_brace(Group group) { return group == Group::file || group == Group::body || group == Group::map; }

class Marker {
 public:
  Marker(std::string_view text, std::vector<Token>& tokens) : text_(text), tokens_(tokens) { frames_.emplace_back(); }

  void run() {
    for (at_ = 0; at_ < tokens_.size(); ++at_) {
      Token& token = tokens_[at_];
      if (token.kind == TokenKind::comment) {
        frame().comment = true;
        after_comment_ = true;
        continue;
      }
      if (token.kind == TokenKind::comma) {
        comma(token);
      } else if (token.kind == TokenKind::close) {
        close(token);
      } else {
        begin_item(token);
        refine(token);
        token.spaced = wants_blank(token);
        enter(token);
      }
      before_ = at_;
      after_comment_ = false;
    }
  }

 private:
  Frame& frame() { return frames_.back(); }
  [[nodiscard]] const Token* at(std::uint32_t index) const { return index == kNoToken ? nullptr : &tokens_[index]; }
  [[nodiscard]] std::string_view word(const Token& token) const { return text_of(text_, token); }
  [[nodiscard]] bool on_new_line(const Token& token) const { return token.breaks > 0 || after_comment_; }

  [[nodiscard]] static bool ends_operand(TokenKind kind) {
    switch (kind) {
      case TokenKind::word:
      case TokenKind::number:
      case TokenKind::string:
      case TokenKind::text_close:
      case TokenKind::percent:
      case TokenKind::nullable:
      case TokenKind::close:
        return true;
      default:
        return false;
    }
  }
  // The name in front of a statement's value: `ctx 1`, `skip "why"`.
  [[nodiscard]] bool is_head(std::uint32_t index) const {
    const Frame& in = frames_.back();
    return (index == in.first || index == in.head_end) && (in.group == Group::body || in.group == Group::file) &&
           ends_operand(tokens_[index].kind);
  }
  // True where an operand must come next.
  [[nodiscard]] bool wants_operand() const {
    const Token* const last = at(frames_.back().last);
    return last == nullptr || !ends_operand(last->kind) || is_head(frames_.back().last);
  }

  // --- Where statements and elements begin

  // After these a line break is white space in braces too.
  [[nodiscard]] static bool goes_on(TokenKind kind) { return !ends_operand(kind); }

  void begin_item(Token& token) {
    Frame& in = frame();
    if (in.group == Group::text) return;
    const Token* const last = at(in.last);
    const bool first = last == nullptr || in.ended;
    const bool next_line = is_brace(in.group) && !first && on_new_line(token) && !goes_on(last->kind);
    if (first || next_line) {
      token.separated = is_brace(in.group) && in.items > 0;
      start(token);
    } else if (starts_clause(token)) {
      in.group = tokens_[in.open].group = Group::comprehension;
      token.starts = true;
    } else {
      token.soft = (token.breaks > 0 && !after_comment_) || (in.reasoned && last->kind == TokenKind::comma);
    }
    if (in.items == 1 && (in.first != at_ || token.kind == TokenKind::open)) in.sole_token = false;
  }

  void start(Token& token) {
    Frame& in = frame();
    token.starts = true;
    if (on_new_line(token) && (in.items == 0 || is_brace(in.group))) in.author_broke = true;
    in.first = at_;
    in.last = in.head_end = kNoToken;
    in.ended = in.reasoned = false;
    in.else_of_branch = kNoToken;
    in.head = head_of(token);
    ++in.items;
  }

  [[nodiscard]] bool starts_clause(const Token& token) {
    const Frame& in = frame();
    if (token.kind != TokenKind::keyword) return false;
    if (in.group == Group::list) return word(token) == "for";
    return in.group == Group::comprehension && word(token) == "if";
  }

  [[nodiscard]] Head head_of(const Token& token) {
    const Frame& in = frame();
    if (!is_brace(in.group)) return Head::plain;
    const std::string_view name = word(token);
    if (name == "if") return Head::branch;
    if (name == "require" || name == "allow") {
      const bool field = at_ + 1 < tokens_.size() && is_field_sign(tokens_[at_ + 1]);
      return field ? Head::plain : name == "allow" ? Head::allow : Head::require;
    }
    if (in.group != Group::file) return Head::plain;
    if (name == "schema") return Head::schema;
    return name == "let" || name == "param" ? Head::typed : Head::plain;
  }
  [[nodiscard]] bool is_field_sign(const Token& token) const {
    const std::string_view sign = word(token);
    return sign.starts_with('=') || sign == "+=" || sign == "{" || sign == ":";
  }

  // --- What a token is

  void refine(Token& token) {
    Frame& in = frame();
    if (token.kind == TokenKind::arithmetic) {
      if (word(token) == "-" && wants_operand()) token.kind = TokenKind::prefix;
      if (word(token) == "%" && is_percent(token)) token.kind = TokenKind::percent;
    } else if (token.kind == TokenKind::word && in.group != Group::text && !wants_operand() && in.last != kNoToken) {
      // A second operand in a row: `with`, `as` and `on`, which are names elsewhere.
      token.kind = TokenKind::keyword;
    } else if (token.kind == TokenKind::keyword && in.head == Head::branch && word(token) == "else") {
      const Token* const last = at(in.last);
      if (last->kind == TokenKind::close && last->group == Group::body) in.else_of_branch = at_;
    }
    if (token.kind == TokenKind::open) token.group = group_of(token);
  }

  // 5% against 5 % 3.
  [[nodiscard]] bool is_percent(const Token& token) const {
    const Frame& in = frames_.back();
    if (in.last == kNoToken || tokens_[in.last].kind != TokenKind::number || !token.adjacent) return false;
    std::uint32_t next = at_ + 1;
    while (!is_brace(in.group) && next < tokens_.size() && tokens_[next].kind == TokenKind::comment) ++next;
    if (next == tokens_.size() || (is_brace(in.group) && tokens_[next].breaks > 0)) return true;
    switch (tokens_[next].kind) {
      case TokenKind::word:
      case TokenKind::number:
      case TokenKind::string:
      case TokenKind::text_open:
        return false;
      case TokenKind::keyword:
        return word(tokens_[next]) != "not";
      case TokenKind::open:
        return word(tokens_[next]) == "{";
      default:
        return word(tokens_[next]) != "-";
    }
  }

  [[nodiscard]] Group group_of(const Token& token) {
    const Frame& in = frame();
    switch (text_[token.begin]) {
      case '(':
        return Group::parentheses;
      case '[':
        return wants_operand() || !token.adjacent ? Group::list : Group::index;
      default:
        break;
    }
    const Token* const last = at(in.last);
    if (last == nullptr) return Group::map;
    return ends_operand(last->kind) || in.last == in.else_of_branch ? Group::body : Group::map;
  }

  // --- Blanks

  [[nodiscard]] bool wants_blank(const Token& token) {
    const Token* const before = at(before_);
    if (before == nullptr) return false;
    if (before->kind == TokenKind::open) return is_brace(before->group);
    const Frame& in = frame();
    switch (before->kind) {
      case TokenKind::dot:
      case TokenKind::range:
      case TokenKind::prefix:
      case TokenKind::text_open:
      case TokenKind::text_middle:
        return false;
      default:
        break;
    }
    if (in.head == Head::allow && !in.reasoned && in.last != in.first) return false;  // idle-gpus
    switch (token.kind) {
      case TokenKind::dot:
      case TokenKind::range:
      case TokenKind::percent:
      case TokenKind::nullable:
      case TokenKind::text_middle:
      case TokenKind::text_close:
        return false;
      case TokenKind::colon:
        return !(in.group == Group::parentheses || in.schema || in.head == Head::typed);
      case TokenKind::open:
        if (token.group == Group::parentheses) return wants_operand();
        return token.group != Group::index;
      default:
        return true;
    }
  }

  // --- Brackets

  void enter(const Token& token) {
    Frame& in = frame();
    if (token.kind == TokenKind::open || token.kind == TokenKind::text_open) {
      push(token);
    } else if (token.kind == TokenKind::text_middle) {
      in.first = in.last = kNoToken;
    } else if (token.kind == TokenKind::text_close) {
      const bool broken = in.comment || in.broken_inside;
      const bool begins = frames_[frames_.size() - 2].first == in.open;
      frames_.pop_back();
      frame().last = at_;
      if (begins) frame().head_end = at_;
      frame().broken_inside |= broken;
    } else {
      in.last = at_;
      if (in.group == Group::text && in.first == kNoToken) in.first = at_;
      const bool scalar =
          token.kind == TokenKind::word || token.kind == TokenKind::number || token.kind == TokenKind::prefix;
      if (!scalar) in.all_scalars = false;
    }
  }

  void push(const Token& token) {
    const Frame& around = frame();
    Frame inner;
    inner.open = at_;
    inner.group = token.kind == TokenKind::open ? token.group : Group::text;
    inner.in_text = around.in_text || inner.group == Group::text;
    inner.schema = inner.group == Group::body && (around.schema || around.head == Head::schema);
    frames_.back().all_scalars = false;
    frames_.push_back(inner);
  }

  void comma(Token& token) {
    Frame& in = frame();
    const bool reason = is_brace(in.group) && !in.reasoned && (in.head == Head::allow || in.head == Head::require);
    if (reason) {
      in.reasoned = true;
      in.last = at_;
      return;
    }
    in.ended = true;
    if (is_brace(in.group)) token.dropped = true;
  }

  void close(Token& token) {
    const Frame inner = frame();
    Token& open = tokens_[inner.open];
    token.group = open.group;
    token.partner = inner.open;
    open.partner = at_;
    if (inner.ended && before_ != kNoToken && tokens_[before_].kind == TokenKind::comma)
      tokens_[before_].dropped = true;
    token.spaced = is_brace(open.group);
    const bool brace = is_brace(open.group);
    const bool sole = inner.items == 1 && inner.sole_token && !brace;
    const bool breaks = inner.author_broke || (brace && inner.items > 0 && on_new_line(token));
    open.breakable = inner.items > 0 && !sole && open.group != Group::index && !inner.in_text;
    open.scalars = inner.all_scalars && inner.items > 1 && !brace;
    const bool own = inner.comment || (breaks && open.breakable);
    open.hugs = !own && !brace && is_sole_bracket(inner);
    if (open.hugs) open.breakable = tokens_[inner.first].breakable;
    open.broken = own || inner.broken_inside;
    const bool broken = open.broken;
    frames_.pop_back();
    frame().last = at_;
    frame().broken_inside |= broken;
  }

  // One item that is a bracket and nothing else.
  [[nodiscard]] bool is_sole_bracket(const Frame& inner) const {
    if (inner.items != 1 || inner.group == Group::comprehension || inner.group == Group::index) return false;
    const Token& first = tokens_[inner.first];
    return first.kind == TokenKind::open && first.partner == inner.last;
  }

  std::string_view text_;
  std::vector<Token>& tokens_;
  std::vector<Frame> frames_;
  std::uint32_t at_ = 0;
  std::uint32_t before_ = kNoToken;  // the last token that is no comment
  bool after_comment_ = false;
};

}  // namespace

void mark_tokens(std::string_view text, std::vector<Token>& tokens) {
  Marker(text, tokens).run();
  const bool ascii = is_ascii(text);
  std::uint32_t column = 0;
  for (Token& token : tokens) {
    const bool written = !token.dropped && token.kind != TokenKind::comment;
    if (written) {
      column += token.separated ? 2U : token.spaced ? 1U : 0U;
      const std::string_view written_text = text_of(text, token);
      token.width = ascii ? static_cast<std::uint32_t>(written_text.size()) : columns(written_text);
    }
    token.column = column;
    column += token.width;
  }
}

}  // namespace perfc::syntax

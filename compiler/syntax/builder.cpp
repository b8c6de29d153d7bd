// Room for nodes, nesting, comments.
#include "compiler/syntax/builder.hpp"

#include <algorithm>
#include <cstring>

#include "compiler/base/ascii.hpp"
#include "compiler/base/documentation.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/syntax/parse.hpp"

namespace perfc::syntax {
namespace {

// Memory that is taken at a time: as much as the text needs at most, as a program may be a line and one of thousands.
constexpr std::size_t kLeastRoom = 512;
constexpr std::size_t kMostRoom = std::size_t{64} * 1024;

std::string_view without_marks(std::string_view comment) {
  comment.remove_prefix(2);
  if (comment.starts_with(' ')) comment.remove_prefix(1);
  return comment;
}

// True when nothing but one line break and blanks stands in `between`.
bool is_next_line(std::string_view between) {
  return std::ranges::count(between, '\n') == 1 && between.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

Builder::Builder(Tree& tree, std::string_view text, Diagnostics& diags) : tree_(tree), text_(text), diags_(diags) {}

void Builder::more_room(std::size_t size) {
  const std::size_t room = std::max(size, std::clamp(text_.size() * 2, kLeastRoom, kMostRoom));
  room_ = static_cast<char*>(tree_.arena->allocate(room, alignof(void*)));
  room_end_ = room_ + room;
}

std::string_view Builder::keep(std::string_view characters) {
  if (characters.empty()) return "";
  auto* kept = static_cast<char*>(tree_.arena->allocate(characters.size(), 1));
  std::memcpy(kept, characters.data(), characters.size());
  return {kept, characters.size()};
}

std::string_view Builder::plain_text(const Expr& string) const {
  // Adjacent pieces are always one.
  return string.kids.empty() ? std::string_view("") : string.kids.front()->text;
}

void Builder::open(char bracket, std::string_view token) {
  const std::uint32_t at = offset(token.data());
  brackets_.push_back({bracket, at, operands_.size()});
  if (bracket == '"' || bracket == '\'') return;
  if (++depth_ > kMaxNesting) too_deep(kMaxNesting, span(token));
}

void Builder::close(std::string_view) {
  if (brackets_.back().kind != '"' && brackets_.back().kind != '\'') --depth_;
  brackets_.pop_back();
}

// Text that is passed over after an error is read again: a comment is kept once.
void Builder::comment(std::string_view token) {
  token = trimmed(token, " \t\r");
  const Span place = span(token);
  auto& comments = tree_.comments;
  if (!comments.empty() && comments.back().span.begin >= place.begin) return;
  const std::string_view before = text_.substr(0, place.begin);
  const std::size_t last = before.find_last_not_of(" \t");
  const bool own_line =
      last == std::string_view::npos || before[last] == '\n' || (last == 2 && before.starts_with("\xEF\xBB\xBF"));
  const bool doc = is_documentation(token);
  const bool goes_on = doc && own_line && !comments.empty() && comments.back().doc && comments.back().own_line &&
                       is_next_line(text_.substr(comments.back().span.end, place.begin - comments.back().span.end));
  if (!goes_on) doc_first_ = comments.size();
  comments.push_back({place, own_line, doc});
}

std::string_view Builder::documentation(const char* at) {
  documented_ = tree_.comments.size();
  const Comment& last = tree_.comments.back();
  if (!last.doc || !last.own_line || last.span.end > offset(at)) return {};
  if (!is_next_line(text_.substr(last.span.end, offset(at) - last.span.end))) return {};
  const auto text_of = [this](const Comment& comment) {
    return without_marks(text_.substr(comment.span.begin, comment.span.end - comment.span.begin));
  };
  if (doc_first_ + 1 == tree_.comments.size()) return text_of(last);
  std::string joined;
  for (std::size_t i = doc_first_; i < tree_.comments.size(); ++i) {
    if (i > doc_first_) joined += '\n';
    joined += text_of(tree_.comments[i]);
  }
  return keep(joined);
}

Builder::Mark Builder::mark() const {
  return {operands_.size(),        pending_.size(), chains_.size(),     types_.size(), brackets_.size(),
          open_statements_.size(), done_.size(),    parameters_.size(), depth_};
}

void Builder::restore(const Mark& mark) {
  operands_.resize(mark.operands);
  pending_.resize(mark.pending);
  chains_.resize(mark.chains);
  types_.resize(mark.types);
  brackets_.resize(mark.brackets);
  open_statements_.resize(mark.statements);
  done_.resize(mark.done);
  parameters_.resize(mark.parameters);
  depth_ = mark.depth;
  in_enumeration_ = false;
  piece_ = {};
}

std::string Builder::opened_since(const Mark& mark) const {
  std::string kinds;
  for (std::size_t i = mark.brackets; i < brackets_.size(); ++i) {
    const char kind = brackets_[i].kind;
    if (kind == '$') kinds += '{';
    if (kind == '(' || kind == '[' || kind == '{' || kind == '"') kinds += kind;
    if (kind == '\'') kinds += '"';
  }
  return kinds;
}

bool Builder::is_open(char bracket) const {
  return std::ranges::any_of(brackets_, [bracket](const Bracket& open) { return open.kind == bracket; });
}

}  // namespace perfc::syntax

// Expressions: literals, brackets, postfix forms. Operators and their precedence stand in operators.cpp.
#include <algorithm>
#include <utility>

#include "compiler/diag/codes.hpp"
#include "compiler/syntax/builder.hpp"
#include "compiler/syntax/literals.hpp"
#include "compiler/syntax/parse.hpp"

namespace perfc::syntax {
namespace {

bool is_fractional(std::string_view numeral) {
  return std::ranges::any_of(numeral, [](char c) { return c == '.' || c == 'e' || c == 'E'; });
}

}  // namespace

void Builder::push(Expr* expr, std::uint32_t begin, std::uint32_t end, std::uint32_t height) {
  if (height > kMaxHeight) too_deep(kMaxHeight, expr->span);
  operands_.push_back({expr, begin, end, height});
}

Expr* Builder::pop() {
  Expr* expr = operands_.back().expr;
  operands_.pop_back();
  return expr;
}

Expr* Builder::leaf(ExprKind kind, std::string_view token) {
  Expr* expr = make<Expr>();
  expr->kind = kind;
  expr->span = span(token);
  push(expr, expr->span.begin, expr->span.end);
  return expr;
}

void Builder::fold(Expr* expr, std::size_t first, std::uint32_t begin, std::uint32_t end) {
  std::uint32_t height = 0;
  kids_.clear();
  for (std::size_t i = first; i < operands_.size(); ++i) {
    height = std::max(height, operands_[i].height);
    kids_.push_back(operands_[i].expr);
  }
  expr->kids = keep<const Expr>(kids_.data(), kids_.size());
  expr->span = span(begin, end);
  operands_.resize(first);
  push(expr, begin, end, height + 1);
}

// --- Literals

void Builder::number_value(ExprKind kind, std::optional<std::int64_t> value, std::string_view token,
                           std::string_view type) {
  Expr* expr = leaf(kind, token);
  if (is_fractional(numeral_)) {
    Diagnostic& found = diags_.report(codes::fraction_with_unit, expr->span, token);
    const std::string whole = in_smaller_unit(numeral_, token.substr(numeral_.size()));
    if (whole.empty()) {
      found.advise("write it in a smaller unit, such as 1h30min or 1536MiB");
    } else {
      found.advise("write " + whole).mend(expr->span, whole);
    }
  } else if (!value) {
    diags_.report(codes::number_overflow, expr->span, token, type);
  }
  expr->integer = value.value_or(0);
}

void Builder::plain_number() {
  Expr* expr = leaf(ExprKind::integer, numeral_);
  if (is_fractional(numeral_)) {
    const auto value = decode_floating(numeral_);
    if (!value) diags_.report(codes::number_overflow, expr->span, numeral_, "a float of 64 bits");
    expr->kind = ExprKind::floating;
    expr->floating = value.value_or(0);
    return;
  }
  const auto value = decode_integer(numeral_);
  if (!value) diags_.report(codes::number_overflow, expr->span, numeral_, "an int of 64 bits");
  expr->integer = value.value_or(0);
}

void Builder::duration(std::string_view tail) {
  number_value(ExprKind::duration, decode_duration(upto(tail)), upto(tail), "a duration (64 bits of milliseconds)");
}

void Builder::bytes(std::string_view tail) {
  number_value(ExprKind::bytes, decode_bytes(upto(tail)), upto(tail), "a byte count of 64 bits");
}

void Builder::binary_integer(std::string_view tail) {
  number_value(ExprKind::integer, decode_binary(upto(tail)), upto(tail), "an int of 64 bits");
}

void Builder::percent(std::string_view tail) {
  leaf(ExprKind::percent, upto(tail.substr(0, 1)))->floating = decode_floating(numeral_).value_or(0);
}

void Builder::literal(ExprKind kind, std::int64_t value, std::string_view token) { leaf(kind, token)->integer = value; }

void Builder::word(std::string_view token) {
  Expr* expr = leaf(ExprKind::word, token);
  expr->text = token;
  expr->name_span = expr->span;
  if ((token != "True" && token != "False" && token != "None") || in_enumeration_) return;
  const std::string_view right = token == "True" ? "true" : token == "False" ? "false" : "null";
  diags_.report(codes::foreign_literal, expr->span, token)
      .advise("write " + std::string(right))
      .mend(expr->span, std::string(right));
}

// --- Strings

void Builder::text_open(std::string_view token) {
  open(token.front(), token);
  piece_ = {};
  piece_decoded_ = false;
}

void Builder::append_text(std::string_view characters, std::string_view token) {
  if (!piece_decoded_) decoded_.assign(piece_);
  piece_decoded_ = true;
  decoded_ += characters;
  const char* begin = piece_.empty() ? token.data() : piece_.data();
  piece_ = {begin, static_cast<std::size_t>(token.data() + token.size() - begin)};
}

void Builder::text_chars(std::string_view token) {
  if (piece_.empty()) {
    piece_ = token;
  } else if (piece_decoded_) {
    append_text(token, token);
  } else {  // "a$b": two tokens, still the source's own characters
    piece_ = {piece_.data(), piece_.size() + token.size()};
  }
}

void Builder::text_escape(char letter, std::string_view token) {
  const char decoded = letter == 'n' ? '\n' : letter == 't' ? '\t' : letter == 'r' ? '\r' : letter;
  append_text({&decoded, 1}, {token.data() - 1, token.size() + 1});
}

void Builder::text_code_point(std::string_view token) {
  const std::string_view whole{token.data() - 1, token.size() + 1};
  const auto decoded = decode_code_point(token.substr(2, token.size() - 3));
  if (!decoded) {
    diags_.report(codes::unknown_escape, span(whole), whole).advise("there is no character of this number");
  }
  append_text(decoded.value_or(""), whole);
}

void Builder::text_unknown_escape(std::string_view token) {
  const std::string_view whole{token.data() - 1, token.size() + 1};
  diags_.report(codes::unknown_escape, span(whole), whole)
      .advise("escapes are \\n \\t \\r \\\" \\\\ \\$ and \\u{1F600}; write \\\\ for a backslash")
      .mend(span(whole), "\\" + std::string(whole));
  append_text(whole, whole);
}

void Builder::end_piece() {
  if (piece_.empty()) return;
  Expr* expr = leaf(ExprKind::piece, piece_);
  expr->text = piece_decoded_ ? keep(decoded_) : piece_;
  piece_ = {};
  piece_decoded_ = false;
}

void Builder::interpolation_open(std::string_view token) {
  end_piece();
  open('$', token);
}

void Builder::text_close(std::string_view token) {
  end_piece();
  const Bracket opened = brackets_.back();
  close(token);
  Expr* expr = make<Expr>();
  expr->kind = ExprKind::string;
  fold(expr, opened.mark, opened.at, offset(token.data()) + 1);
}

// --- Brackets

void Builder::list_close(std::string_view token) {
  const Bracket opened = brackets_.back();
  close(token);
  Expr* expr = make<Expr>();
  expr->kind = ExprKind::list;
  fold(expr, opened.mark, opened.at, offset(token.data()) + 1);
}

void Builder::comprehension_close(std::string_view token) {
  const Bracket opened = brackets_.back();
  close(token);
  Expr* expr = make<Expr>();
  expr->kind = ExprKind::comprehension;
  const auto variable = operands_.begin() + static_cast<std::ptrdiff_t>(opened.mark) + 1;
  expr->text = variable->expr->text;
  expr->name_span = variable->expr->span;
  operands_.erase(variable);
  fold(expr, opened.mark, opened.at, offset(token.data()) + 1);
}

void Builder::call_close(std::string_view token) {
  const Bracket opened = brackets_.back();
  close(token);
  const Operand& callee = operands_[opened.mark - 1];
  Expr* expr = callee.expr;
  const std::uint32_t begin = callee.begin;
  expr->kind = ExprKind::call;
  fold(expr, opened.mark, begin, offset(token.data()) + 1);
  operands_[opened.mark - 1] = operands_.back();
  operands_.pop_back();
}

void Builder::named_argument() {
  const Operand value = operands_.back();
  operands_.pop_back();
  const Operand name = operands_.back();
  operands_.back() = value;
  name.expr->kind = ExprKind::named;
  fold(name.expr, operands_.size() - 1, name.begin, value.end);
}

void Builder::map_entry() {
  Expr* expr = make<Expr>();
  expr->kind = ExprKind::entry;
  const std::size_t key = operands_.size() - 2;
  fold(expr, key, operands_[key].begin, operands_.back().end);
}

void Builder::map_close(std::string_view token) {
  const Bracket opened = brackets_.back();
  close(token);
  Expr* expr = make<Expr>();
  expr->kind = ExprKind::map;
  fold(expr, opened.mark, opened.at, offset(token.data()) + 1);
}

void Builder::group_close(std::string_view token) {
  operands_.back().begin = brackets_.back().at;
  operands_.back().end = offset(token.data()) + 1;
  close(token);
}

void Builder::member(std::string_view name) {
  Expr* expr = make<Expr>();
  expr->kind = ExprKind::member;
  expr->text = name;
  expr->name_span = span(name);
  fold(expr, operands_.size() - 1, operands_.back().begin, expr->name_span.end);
}

void Builder::index_close(std::string_view token) {
  close(token);
  Expr* expr = make<Expr>();
  expr->kind = ExprKind::index;
  const std::size_t object = operands_.size() - 2;
  fold(expr, object, operands_[object].begin, offset(token.data()) + 1);
}

}  // namespace perfc::syntax

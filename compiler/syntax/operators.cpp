// Operators: the grammar gives operands and operators as one flat list; a small stack resolves their precedence.
#include <array>

#include "compiler/diag/codes.hpp"
#include "compiler/syntax/builder.hpp"

namespace perfc::syntax {
namespace {

// By Op; the higher binds the tighter. Conditionals and postfix forms are the grammar's.
constexpr int kOr = 1;
constexpr int kAnd = 2;
constexpr int kNot = 3;
constexpr int kComparison = 4;
constexpr int kRange = 5;
constexpr int kSum = 6;
constexpr int kProduct = 7;
constexpr int kNegate = 8;

constexpr int precedence(Op op) {
  switch (op) {
    case Op::none:
      return 0;
    case Op::logical_or:
      return kOr;
    case Op::logical_and:
      return kAnd;
    case Op::logical_not:
      return kNot;
    case Op::eq:
    case Op::ne:
    case Op::lt:
    case Op::le:
    case Op::gt:
    case Op::ge:
    case Op::in:
    case Op::not_in:
      return kComparison;
    case Op::range:
      return kRange;
    case Op::add:
    case Op::sub:
      return kSum;
    case Op::mul:
    case Op::div:
    case Op::floor_div:
    case Op::mod:
      return kProduct;
    case Op::negate:
      return kNegate;
  }
  return 0;
}

}  // namespace

void Builder::reduce() {
  const Pending top = pending_.back();
  pending_.pop_back();
  Expr* expr = make<Expr>();
  expr->op = top.op;
  const std::size_t first = operands_.size() - (top.prefix ? 1 : 2);
  expr->kind = top.prefix ? ExprKind::unary : ExprKind::binary;
  fold(expr, first, top.prefix ? top.at : operands_[first].begin, operands_.back().end);
}

void Builder::prefix(Op op, std::string_view token) {
  if (op == Op::logical_not && pending_.size() > chains_.back() && precedence(pending_.back().op) > kNot) {
    diags_.report(codes::syntax, span(token), "an operand", "the reserved word 'not'")
        .advise("put parentheses around 'not' and its operand");
  }
  pending_.push_back({op, true, offset(token.data())});
}

void Builder::infix(Op op, std::string_view token) {
  if (chains_.empty()) {  // a comparison that is a statement of its own
    statement().op = op;
    return;
  }
  const int binding = precedence(op);
  while (pending_.size() > chains_.back() && precedence(pending_.back().op) >= binding) {
    if (precedence(pending_.back().op) == binding && (binding == kComparison || binding == kRange)) {
      const bool range = binding == kRange;
      diags_.report(codes::chained_operator, span(token), range ? "ranges" : "comparisons")
          .advise(range ? "a range has two ends: write a..b" : "write a < b and b < c for a < b < c");
    }
    reduce();
  }
  pending_.push_back({op, false, offset(token.data())});
}

void Builder::chain_end() {
  while (pending_.size() > chains_.back()) reduce();
  chains_.pop_back();
}

void Builder::conditional() {
  brackets_.pop_back();
  --depth_;
  Expr* expr = make<Expr>();
  expr->kind = ExprKind::conditional;
  const std::size_t first = operands_.size() - 3;
  fold(expr, first, operands_[first].begin, operands_.back().end);
}

}  // namespace perfc::syntax

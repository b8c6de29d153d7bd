// Arithmetic, comparison, ranges and `in`. Integers that do not fit into 64 bits are errors, never wrapped.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <compare>

#include "compiler/check/model.hpp"
#include "compiler/diag/codes.hpp"

namespace perfc::check {
namespace {

using syntax::Expr;
using syntax::Op;

constexpr std::int64_t kLongestRange = 100'000;

std::string_view spelling(Op op) {
  switch (op) {
    case Op::add:
      return "+";
    case Op::sub:
    case Op::negate:
      return "-";
    case Op::mul:
      return "*";
    case Op::div:
      return "/";
    case Op::floor_div:
      return "//";
    case Op::mod:
      return "%";
    case Op::range:
      return "..";
    case Op::eq:
      return "==";
    case Op::ne:
      return "!=";
    case Op::lt:
      return "<";
    case Op::le:
      return "<=";
    case Op::gt:
      return ">";
    case Op::ge:
      return ">=";
    case Op::in:
      return "in";
    case Op::not_in:
      return "not in";
    case Op::logical_and:
      return "and";
    case Op::logical_or:
      return "or";
    case Op::logical_not:
      return "not";
    case Op::none:
      break;
  }
  return "";
}

Value bad_operands(Context& context, const Expr& expr, const Value& left, const Value& right, const Scope& scope) {
  const std::array<const Value*, 2> sides = {&left, &right};
  for (std::size_t i = 0; i < 2; ++i) {
    const Expr& operand = *expr.kids[i];
    const auto* symbol = sides[i]->get<Symbol>();
    if (symbol != nullptr && operand.kind == syntax::ExprKind::word && expr.op != Op::eq && expr.op != Op::ne) {
      report_unknown_word(context, operand, symbol->name, scope);
      return context.bad(expr.span);
    }
    const auto* text = sides[i]->get<Text>();
    if (text != nullptr && !text->empty() && !text->literal()) {
      context.diags.report(codes::run_time_value, operand.span, run_time_words(*text), "what is computed with");
      return context.bad(expr.span);
    }
  }
  context.diags.report(codes::bad_operands, expr.span, spelling(expr.op), describe(context, left),
                       describe(context, right));
  return context.bad(expr.span);
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  const std::int64_t quotient = a / b;
  return (a % b != 0 && (a < 0) != (b < 0)) ? quotient - 1 : quotient;
}

// Nullopt after reporting.
std::optional<std::int64_t> integers(Context& context, const Expr& expr, std::int64_t a, std::int64_t b) {
  std::int64_t out = 0;
  bool over = false;
  switch (expr.op) {
    case Op::add:
      over = __builtin_add_overflow(a, b, &out);
      break;
    case Op::sub:
      over = __builtin_sub_overflow(a, b, &out);
      break;
    case Op::mul:
      over = __builtin_mul_overflow(a, b, &out);
      break;
    default:
      if (b == 0) {
        context.diags.report(codes::division_by_zero, expr.span, fmt::format("{} {} 0", a, spelling(expr.op)));
        return std::nullopt;
      }
      over = b == -1 && __builtin_sub_overflow(std::int64_t{0}, a, &out);
      if (!over && b == -1) out = expr.op == Op::mod ? 0 : out;
      if (b != -1) out = expr.op == Op::mod ? a - floor_div(a, b) * b : floor_div(a, b);
  }
  if (!over) return out;
  context.diags.report(codes::overflow, expr.span, fmt::format("{} {} {}", a, spelling(expr.op), b));
  return std::nullopt;
}

std::optional<double> number(const Value& value) {
  if (const auto* integer = value.get<std::int64_t>()) return static_cast<double>(*integer);
  if (const auto* floating = value.get<Floating>()) return floating->value;
  return std::nullopt;
}

std::optional<double> floats(Context& context, const Expr& expr, double a, double b) {
  switch (expr.op) {
    case Op::add:
      return a + b;
    case Op::sub:
      return a - b;
    case Op::mul:
      return a * b;
    default:
      break;
  }
  if (b == 0) {
    context.diags.report(codes::division_by_zero, expr.span, fmt::format("{} {} 0", a, spelling(expr.op)));
    return std::nullopt;
  }
  if (expr.op == Op::div) return a / b;
  const double quotient = std::floor(a / b);
  return expr.op == Op::floor_div ? quotient : a - quotient * b;
}

template <class Unit>
std::int64_t& amount(Unit& unit) {
  if constexpr (std::is_same_v<Unit, Duration>) {
    return unit.ms;
  } else {
    return unit.count;
  }
}

// Durations and byte counts: u + u, u - u, u * n, n * u, u // n, u / u (a float), u // u (an integer).
template <class Unit>
std::optional<Value> units(Context& context, const Expr& expr, const Value& left, const Value& right) {
  const auto* a = left.get<Unit>();
  const auto* b = right.get<Unit>();
  const auto* n = a != nullptr ? right.get<std::int64_t>() : left.get<std::int64_t>();
  const auto unit = [&](std::int64_t x, std::int64_t y) -> Value {
    const auto result = integers(context, expr, x, y);
    if (!result) return context.bad(expr.span);
    Unit made;
    amount(made) = *result;
    return {made, expr.span};
  };
  if (a != nullptr && b != nullptr) {
    Unit x = *a;
    Unit y = *b;
    if (expr.op == Op::add || expr.op == Op::sub) return unit(amount(x), amount(y));
    if (expr.op == Op::div) {
      const auto ratio = floats(context, expr, static_cast<double>(amount(x)), static_cast<double>(amount(y)));
      return ratio ? Value{*ratio, expr.span} : context.bad(expr.span);
    }
    if (expr.op == Op::floor_div) {
      const auto ratio = integers(context, expr, amount(x), amount(y));
      return ratio ? Value{*ratio, expr.span} : context.bad(expr.span);
    }
  } else if (n != nullptr && (a != nullptr || b != nullptr)) {
    Unit x = a != nullptr ? *a : *b;
    if (expr.op == Op::mul || (a != nullptr && expr.op == Op::floor_div)) return unit(amount(x), *n);
  }
  return std::nullopt;
}

std::optional<Value> arithmetic(Context& context, const Expr& expr, const Value& left, const Value& right) {
  const auto* a = left.get<std::int64_t>();
  const auto* b = right.get<std::int64_t>();
  if (a != nullptr && b != nullptr && expr.op != Op::div) {
    const auto result = integers(context, expr, *a, *b);
    return result ? Value{*result, expr.span} : context.bad(expr.span);
  }
  const auto x = number(left);
  const auto y = number(right);
  if (x && y) {
    const auto result = floats(context, expr, *x, *y);
    return result ? Value{*result, expr.span} : context.bad(expr.span);
  }
  if (auto made = units<Duration>(context, expr, left, right)) return made;
  if (auto made = units<Bytes>(context, expr, left, right)) return made;
  if (expr.op != Op::add) return std::nullopt;
  if (left.get<Text>() != nullptr && right.get<Text>() != nullptr) {
    return Value{*left.get<Text>() + *right.get<Text>(), expr.span};
  }
  if (left.list() != nullptr && right.list() != nullptr) {
    List joined = *left.list();
    joined.insert(joined.end(), right.list()->begin(), right.list()->end());
    return Value{std::make_shared<const List>(std::move(joined)), expr.span};
  }
  return std::nullopt;
}

std::optional<std::partial_ordering> order(const Value& left, const Value& right) {
  if (left.get<std::int64_t>() != nullptr && right.get<std::int64_t>() != nullptr) {
    return *left.get<std::int64_t>() <=> *right.get<std::int64_t>();
  }
  if (const auto x = number(left), y = number(right); x && y) return *x <=> *y;
  if (left.get<Duration>() != nullptr && right.get<Duration>() != nullptr)
    return left.get<Duration>()->ms <=> right.get<Duration>()->ms;
  if (left.get<Bytes>() != nullptr && right.get<Bytes>() != nullptr)
    return left.get<Bytes>()->count <=> right.get<Bytes>()->count;
  const auto* a = left.get<Text>();
  const auto* b = right.get<Text>();
  if (a != nullptr && b != nullptr && (a->empty() || a->literal()) && (b->empty() || b->literal())) {
    return a->display().compare(b->display()) <=> 0;
  }
  return std::nullopt;
}

Value range(Context& context, const Expr& expr, const Value& left, const Value& right, const Scope& scope) {
  const auto* first = left.get<std::int64_t>();
  const auto* last = right.get<std::int64_t>();
  if (first == nullptr || last == nullptr) return bad_operands(context, expr, left, right, scope);
  std::int64_t span = 0;
  if (*last >= *first && (__builtin_sub_overflow(*last, *first, &span) || span >= kLongestRange)) {
    context.diags.report(codes::list_too_long, expr.span,
                         fmt::format("{:.0f}", static_cast<double>(*last) - static_cast<double>(*first) + 1),
                         fmt::format("{}", kLongestRange));
    return context.bad(expr.span);
  }
  List out;
  for (std::int64_t i = *first; i <= *last; ++i) out.push_back({i, expr.span});
  return {std::make_shared<const List>(std::move(out)), expr.span};
}

// Nullopt when `in` does not apply.
std::optional<bool> contains(Context& context, const Value& element, const Value& whole) {
  if (const List* list = whole.list()) {
    for (const Value& candidate : *list) {
      if (equal(context, element, candidate)) return true;
    }
    return false;
  }
  const auto* text = element.get<Text>();
  const auto* symbol = element.get<Symbol>();
  if (text == nullptr && symbol == nullptr) return std::nullopt;
  const std::string word = text != nullptr ? text->display() : symbol->name;
  if (const Record* record = whole.record()) return record->find(word) != nullptr;
  if (const auto* string = whole.get<Text>()) return string->display().find(word) != std::string::npos;
  return std::nullopt;
}

}  // namespace

bool equal(Context& context, const Value& left, const Value& right) {
  if (const auto x = number(left), y = number(right); x && y) return *x == *y;
  // A word equals the string of the same characters: `b == UCX`, `b == "UCX"`.
  const auto spelt = [](const Value& value) -> std::optional<std::string> {
    if (const auto* symbol = value.get<Symbol>()) return symbol->name;
    if (const auto* text = value.get<Text>()) return text->display();
    if (const auto* instance = opaque<Instance>(value)) return std::string(instance->entity->node->name);
    return std::nullopt;
  };
  if (const auto a = spelt(left), b = spelt(right); a && b) return *a == *b;
  if (left.list() != nullptr && right.list() != nullptr) {
    return std::equal(left.list()->begin(), left.list()->end(), right.list()->begin(), right.list()->end(),
                      [&context](const Value& a, const Value& b) { return equal(context, a, b); });
  }
  const Value whole_left = finish(context, left);
  const Value whole_right = finish(context, right);
  if (whole_left.record() != nullptr && whole_right.record() != nullptr) {
    const std::vector<Field>& fields = whole_left.record()->fields;
    const std::vector<Field>& others = whole_right.record()->fields;
    return std::equal(
        fields.begin(), fields.end(), others.begin(), others.end(),
        [&context](const Field& a, const Field& b) { return a.name == b.name && equal(context, a.value, b.value); });
  }
  return whole_left == whole_right;
}

// Values that are never equal, whatever they are: comparing them is a mistake.
static bool unlike(const Value& left, const Value& right) {
  const auto text = [](const Value& value) { return value.get<Text>() != nullptr || value.get<Symbol>() != nullptr; };
  const auto scalar = [](const Value& value) {
    return number(value).has_value() || value.get<bool>() != nullptr || value.get<Duration>() != nullptr ||
           value.get<Bytes>() != nullptr;
  };
  return (text(left) && scalar(right)) || (scalar(left) && text(right));
}

static bool known_only_at_run_time(const Value& value) {
  const auto* text = value.get<Text>();
  return text != nullptr && !text->empty() && !text->literal();
}

Value apply(Context& context, const Expr& expr, const Value& left, const Value& right, const Scope& scope) {
  if (expr.op != Op::add && (known_only_at_run_time(left) || known_only_at_run_time(right)))
    return bad_operands(context, expr, left, right, scope);
  if ((expr.op == Op::eq || expr.op == Op::ne) && unlike(left, right))
    return bad_operands(context, expr, left, right, scope);
  switch (expr.op) {
    case Op::eq:
      return {equal(context, left, right), expr.span};
    case Op::ne:
      return {!equal(context, left, right), expr.span};
    case Op::lt:
    case Op::le:
    case Op::gt:
    case Op::ge: {
      const auto compared = order(left, right);
      if (!compared) return bad_operands(context, expr, left, right, scope);
      const bool holds = expr.op == Op::lt   ? std::is_lt(*compared)
                         : expr.op == Op::le ? std::is_lteq(*compared)
                         : expr.op == Op::gt ? std::is_gt(*compared)
                                             : std::is_gteq(*compared);
      return {holds, expr.span};
    }
    case Op::in:
    case Op::not_in: {
      const auto found = contains(context, left, right);
      if (!found) return bad_operands(context, expr, left, right, scope);
      return {*found == (expr.op == Op::in), expr.span};
    }
    case Op::range:
      return range(context, expr, left, right, scope);
    default:
      break;
  }
  if (auto made = arithmetic(context, expr, left, right)) return *made;
  return bad_operands(context, expr, left, right, scope);
}

Value negate(Context& context, const Expr& expr, const Value& operand, const Scope& scope) {
  const auto flipped = [&](std::int64_t value) -> std::optional<std::int64_t> {
    std::int64_t out = 0;
    if (!__builtin_sub_overflow(std::int64_t{0}, value, &out)) return out;
    context.diags.report(codes::overflow, expr.span, fmt::format("-({})", value));
    return std::nullopt;
  };
  if (const auto* integer = operand.get<std::int64_t>()) {
    const auto value = flipped(*integer);
    return value ? Value{*value, expr.span} : context.bad(expr.span);
  }
  if (const auto* floating = operand.get<Floating>()) {
    const bool literal = expr.kids[0]->kind == syntax::ExprKind::floating;
    return {Floating(-floating->value, literal ? context.sources.text(expr.span) : std::string_view()), expr.span};
  }
  if (const auto* symbol = operand.get<Symbol>()) {
    report_unknown_word(context, *expr.kids[0], symbol->name, scope);
  } else {
    context.diags.report(codes::bad_operand, expr.span, "-", describe(context, operand));
  }
  return context.bad(expr.span);
}

}  // namespace perfc::check

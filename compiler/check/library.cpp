// The functions of the language, as a table, and calls: of functions, and of templates where a reference is expected.
#include <fmt/format.h>

#include <array>

#include "compiler/base/ascii.hpp"
#include "compiler/check/model.hpp"
#include "compiler/diag/codes.hpp"

namespace perfc::check {
namespace {

using schema::TypeKind;
using syntax::Expr;

struct Arguments {
  Context& context;
  const Expr& expr;
  const Scope& scope;
  std::vector<Value> values;
  std::optional<std::string_view> if_missing = {};  // of file()

  Value bad(std::string text) const {
    context.diags.report(codes::bad_call, expr.span, std::move(text));
    return context.bad(expr.span);
  }
};

Value shared_list(List list, Span span) { return {std::make_shared<const List>(std::move(list)), span}; }

Value make_len(Arguments& args) {
  const Value& whole = args.values[0];
  std::size_t size = 0;
  if (const List* list = whole.list()) {
    size = list->size();
  } else if (const Record* record = whole.record()) {
    size = record->fields.size();
  } else if (const auto* text = whole.get<Text>(); text != nullptr && (text->empty() || text->literal())) {
    for (const char c : text->display()) size += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
  } else {
    return args.bad("len() takes a list, a map or a string, found " + describe(args.context, whole));
  }
  return {static_cast<std::int64_t>(size), args.expr.span};
}

// The operands of min, max and sum: the arguments, or the elements of the only one.
List operands(const Arguments& args) {
  if (args.values.size() == 1 && args.values[0].list() != nullptr) return *args.values[0].list();
  return args.values;
}

Value fold(Arguments& args, syntax::Op op, bool choose) {
  const List all = operands(args);
  if (all.empty()) {
    if (!choose) return {std::int64_t{0}, args.expr.span};
    return args.bad(fmt::format("{}() of an empty list", args.expr.text));
  }
  Expr step;
  step.op = op;
  step.span = args.expr.span;
  const std::array<const Expr*, 2> kids = {&args.expr, &args.expr};
  step.kids = kids;
  Value best = all.front();
  for (std::size_t i = 1; i < all.size(); ++i) {
    Value made = apply(args.context, step, all[i], best, Scope{});
    if (is_bad(made)) return made;
    if (!choose) {
      best = made;
    } else if (*made.get<bool>()) {
      best = all[i];
    }
  }
  best.span = args.expr.span;
  return best;
}

Value make_min(Arguments& args) { return fold(args, syntax::Op::lt, true); }
Value make_max(Arguments& args) { return fold(args, syntax::Op::gt, true); }
Value make_sum(Arguments& args) { return fold(args, syntax::Op::add, false); }

Value make_ceil_div(Arguments& args) {
  const auto* a = args.values[0].get<std::int64_t>();
  const auto* b = args.values[1].get<std::int64_t>();
  if (a == nullptr || b == nullptr) return args.bad("ceil_div() takes two integers");
  if (*b <= 0 || *a < 0)
    return args.bad(fmt::format("ceil_div({}, {}): the divisor must be above 0, the dividend not below it", *a, *b));
  return {*a / *b + (*a % *b != 0 ? 1 : 0), args.expr.span};
}

Value make_join(Arguments& args) {
  const List* list = args.values[0].list();
  const auto* separator = args.values[1].get<Text>();
  if (list == nullptr || separator == nullptr) return args.bad("join() takes a list and a string: join([1, 2], \" \")");
  Text out;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const Value& element = (*list)[i];
    if (i > 0) out += *separator;
    if (const auto* text = element.get<Text>()) {
      out += *text;
    } else if (const auto* symbol = element.get<Symbol>()) {
      out += Text(symbol->name);
    } else if (const auto* integer = element.get<std::int64_t>()) {
      out += Text(fmt::format("{}", *integer));
    } else if (const auto* number = element.get<Floating>()) {
      out += Text(fmt::format("{}", number->value));
    } else {
      return args.bad("join() takes strings and numbers, found " + describe(args.context, element));
    }
  }
  return {std::move(out), args.expr.span};
}

Value make_keys(Arguments& args) {
  const Record* record = args.values[0].record();
  if (record == nullptr) return args.bad("keys() takes a map, found " + describe(args.context, args.values[0]));
  List out;
  for (const Field& field : record->fields) out.push_back({Text(field.name), args.expr.span});
  return shared_list(std::move(out), args.expr.span);
}

std::optional<std::string> literal(const Value& value) {
  const auto* text = value.get<Text>();
  if (text == nullptr || (!text->empty() && !text->literal())) return std::nullopt;
  return text->empty() ? std::string() : text->str();
}

Value make_env(Arguments& args) {
  const auto name = literal(args.values[0]);
  if (!name)
    return args.bad(
        "env() takes the name of a variable as a string, and perhaps a default: env(\"NAME\", \"default\")");
  if (!is_identifier(*name)) {
    args.context.diags.report(codes::bad_variable_name, args.values[0].span, *name)
        .advise("names have letters, digits and _, and do not start with a digit");
    return args.context.bad(args.expr.span);
  }
  if (args.values.size() == 1) return {Text::env(*name), args.expr.span};
  auto fallback = literal(args.values[1]);
  if (!fallback) return args.bad("the default of env() is a string known when compiling");
  return {Text::env(*name, std::move(fallback)), args.expr.span};
}

std::optional<Floating> ratio(const Value& value) {
  const auto* integer = value.get<std::int64_t>();
  if (integer == nullptr && value.get<Floating>() == nullptr) return std::nullopt;
  Floating out;
  schema::assign(out, value);
  return out.value >= 0 && out.value <= 1 ? std::optional(out) : std::nullopt;
}

// file(..., if_missing = lengths): the word of the named argument, nothing without one.
std::optional<std::string_view> take_if_missing(const Expr& expr, std::vector<const Expr*>& kids) {
  if (expr.text != "file" || kids.empty()) return std::nullopt;
  const Expr& last = *kids.back();
  if (last.kind != syntax::ExprKind::named || last.text != "if_missing") return std::nullopt;
  kids.pop_back();
  return last.kids[0]->kind == syntax::ExprKind::word ? last.kids[0]->text : std::string_view();
}

Value dataset(const Arguments& args, std::optional<Value> path, const Value* given) {
  auto record = std::make_shared<Record>();
  if (path) record->fields.push_back({"path", *path, path->span});
  const Value none{Null{}, args.expr.span};
  record->fields.push_back({"ratio", given != nullptr ? *given : none, args.expr.span});
  return {std::shared_ptr<const Record>(std::move(record)), args.expr.span};
}

Value make_random(Arguments& args) {
  if (args.values.empty()) return dataset(args, std::nullopt, nullptr);
  if (!ratio(args.values[0])) return args.bad("random() takes a ratio from 0.0 to 1.0: random(0.8)");
  return dataset(args, std::nullopt, &args.values[0]);
}

Value make_file(Arguments& args) {
  if (!args.values[0].is_null() && !literal(args.values[0]))
    return args.bad("file() takes a path as a string, and perhaps a ratio: file(\"data.json\", 1.0)");
  if (args.values.size() == 2 && !args.values[1].is_null() && !ratio(args.values[1]))
    return args.bad("the second argument of file() is a ratio from 0.0 to 1.0");
  Value made = dataset(args, args.values[0], args.values.size() == 2 ? &args.values[1] : nullptr);
  if (!args.if_missing) return made;
  if (*args.if_missing != "lengths")
    return args.bad("if_missing of file() is lengths: file(\"data.json\", if_missing = lengths)");
  Record record = *made.record();
  record.fields.push_back({"if_missing", {true, args.expr.span}, args.expr.span});
  return {std::make_shared<const Record>(std::move(record)), args.expr.span};
}

Value make_yaml(Arguments& args) {
  const auto path = literal(args.values[0]);
  if (!path) return args.bad("yaml() takes a path as a string: yaml(\"data.yaml\")");
  const Module* module = module_of(args.scope);
  const auto value =
      args.context.imports.yaml_value(*path, module != nullptr ? args.expr.span.file : kNoFile, args.values[0].span);
  if (!value) return args.context.bad(args.expr.span);
  return {value->data, args.expr.span};
}

struct Function {
  std::string_view name;
  std::size_t least;  // arguments
  std::size_t most;
  Value (*make)(Arguments&);
};
constexpr std::array<Function, 11> kFunctions = {{
    {"len", 1, 1, make_len},
    {"min", 1, 64, make_min},
    {"max", 1, 64, make_max},
    {"sum", 1, 64, make_sum},
    {"ceil_div", 2, 2, make_ceil_div},
    {"join", 2, 2, make_join},
    {"keys", 1, 1, make_keys},
    {"env", 1, 2, make_env},
    {"yaml", 1, 1, make_yaml},
    {"random", 0, 1, make_random},
    {"file", 1, 2, make_file},
}};

Value call_function(Context& context, const Function& function, const Expr& expr, const Scope& scope) {
  Arguments args{context, expr, scope, {}};
  std::vector<const Expr*> kids(expr.kids.begin(), expr.kids.end());
  args.if_missing = take_if_missing(expr, kids);
  const std::size_t count = kids.size();
  if (count < function.least || count > function.most) {
    const std::string wanted = function.least == function.most ? fmt::format("{}", function.least)
                                                               : fmt::format("{} to {}", function.least, function.most);
    return args.bad(
        fmt::format("{}() takes {} argument{}, found {}", function.name, wanted, wanted == "1" ? "" : "s", count));
  }
  bool known = true;
  for (const Expr* kid : kids) {
    if (kid->kind == syntax::ExprKind::named)
      return args.bad(fmt::format("arguments of {}() have no names", function.name));
    Value value = finish(context, evaluate(context, *kid, scope, nullptr));
    if (is_bad(value)) return context.bad(expr.span);
    known = known && !is_unknown(value);
    if (const auto* symbol = value.get<Symbol>(); symbol != nullptr && kid->kind == syntax::ExprKind::word) {
      report_unknown_word(context, *kid, symbol->name, scope);
      return context.bad(expr.span);
    }
    args.values.push_back(std::move(value));
  }
  return known ? function.make(args) : context.unknown(nullptr, expr.span);
}

Value reference(Context& context, Entity& entity, const Expr& expr, const Scope& scope) {
  Instance* instance = instantiate(context, entity, &expr, scope, expr.span);
  if (instance == nullptr) return context.bad(expr.span);
  return {static_cast<const Opaque*>(instance), expr.span};
}

}  // namespace

Value call(Context& context, const Expr& expr, const Scope& scope, const schema::Type* expected) {
  if (expected != nullptr && expected->kind == TypeKind::reference) {
    Entity* entity = find_entity(context, expected->declaration, expr.text, scope, expr.name_span);
    if (entity != nullptr) return reference(context, *entity, expr, scope);
    report_unknown_entity(context, expected->declaration, expr.text, scope, expr.name_span);
    return context.bad(expr.span);
  }
  std::vector<std::string_view> names;
  for (const Function& function : kFunctions) {
    if (function.name == expr.text) return call_function(context, function, expr, scope);
    names.push_back(function.name);
  }
  for (const auto& kind : schema::kinds()) {
    Entity* entity = find_entity(context, kind.name, expr.text, scope, expr.name_span);
    if (entity != nullptr) return reference(context, *entity, expr, scope);
  }
  Diagnostic& diagnostic = context.diags.report(codes::unknown_function, expr.name_span, expr.text);
  if (suggest(context, diagnostic, expr.name_span, expr.text, names).empty())
    diagnostic.advise("the functions are len, min, max, sum, ceil_div, join, keys, env, yaml, random and file");
  return context.bad(expr.span);
}

}  // namespace perfc::check

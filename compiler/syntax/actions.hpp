// What the parser does on each token and phrase of the grammar: one line a rule. Rules that are not here do nothing.
#pragma once

#include <string_view>

#include "compiler/syntax/builder.hpp"
#include "grammar/perf.hpp"

namespace perfc::syntax {

template <class Rule>
struct action : tao::pegtl::nothing<Rule> {};

// ON_TOKEN: the body sees `b` and the matched characters as `token`. ON: it sees `b` only.
#define PERFC_ON_TOKEN(rule, ...)                                           \
  template <>                                                               \
  struct action<grammar::rule> {                                            \
    template <class Input>                                                  \
    static void apply(const Input& in, Builder& b) {                        \
      [[maybe_unused]] const std::string_view token(in.begin(), in.size()); \
      __VA_ARGS__;                                                          \
    }                                                                       \
  }
#define PERFC_ON(rule, ...)                         \
  template <>                                       \
  struct action<grammar::rule> {                    \
    static void apply0(Builder& b) { __VA_ARGS__; } \
  }

PERFC_ON_TOKEN(comment, b.comment(token));

// Numbers
PERFC_ON_TOKEN(numeral, b.numeral(token));
PERFC_ON(plain_end, b.plain_number());
PERFC_ON_TOKEN(time_end, b.duration(token));
PERFC_ON_TOKEN(size_end, b.bytes(token));
PERFC_ON_TOKEN(binary_end, b.binary_integer(token));
template <class P>
struct action<grammar::percent_end<P>> {
  template <class Input>
  static void apply(const Input& in, Builder& b) {
    b.percent({in.begin(), in.size()});
  }
};

// Strings
PERFC_ON_TOKEN(text_open, b.text_open(token));
PERFC_ON_TOKEN(text_chars, b.text_chars(token));
PERFC_ON_TOKEN(dollar, b.text_chars(token));
PERFC_ON_TOKEN(escape_letter, b.text_escape(token.front(), token));
PERFC_ON_TOKEN(escape_point, b.text_code_point(token));
PERFC_ON_TOKEN(escape_unknown, b.text_unknown_escape(token));
PERFC_ON_TOKEN(interpolation_open, b.interpolation_open(token));
PERFC_ON_TOKEN(interpolation_close, b.close(token));
PERFC_ON_TOKEN(text_close, b.text_close(token));
PERFC_ON_TOKEN(raw_open, b.text_open(token));
PERFC_ON_TOKEN(raw_chars, b.text_chars(token));
PERFC_ON_TOKEN(raw_close, b.text_close(token));

// Primary and postfix expressions
PERFC_ON_TOKEN(word, b.word(token));
PERFC_ON_TOKEN(argument_name, b.word(token));
PERFC_ON(named_argument, b.named_argument());
PERFC_ON_TOKEN(call_open, b.open('(', token));
PERFC_ON_TOKEN(call_close, b.call_close(token));
PERFC_ON_TOKEN(list_open, b.open('[', token));
PERFC_ON_TOKEN(list_close, b.list_close(token));
PERFC_ON_TOKEN(variable, b.word(token));
PERFC_ON_TOKEN(comprehension_end, b.comprehension_close(token));
PERFC_ON_TOKEN(map_open, b.open('{', token));
PERFC_ON_TOKEN(map_name, b.word(token));
PERFC_ON(entry, b.map_entry());
PERFC_ON_TOKEN(map_close, b.map_close(token));
PERFC_ON_TOKEN(group_open, b.open('(', token));
PERFC_ON_TOKEN(group_close, b.group_close(token));
PERFC_ON_TOKEN(field, b.member(token));
PERFC_ON_TOKEN(index_open, b.open('[', token));
PERFC_ON_TOKEN(index_close, b.index_close(token));
PERFC_ON_TOKEN(k_true, b.literal(ExprKind::boolean, 1, token));
PERFC_ON_TOKEN(k_false, b.literal(ExprKind::boolean, 0, token));
PERFC_ON_TOKEN(k_null, b.literal(ExprKind::null, 0, token));

// Operators
PERFC_ON_TOKEN(o_not, b.prefix(Op::logical_not, token));
PERFC_ON_TOKEN(o_negate, b.prefix(Op::negate, token));
PERFC_ON_TOKEN(o_or, b.infix(Op::logical_or, token));
PERFC_ON_TOKEN(o_and, b.infix(Op::logical_and, token));
PERFC_ON_TOKEN(o_in, b.infix(Op::in, token));
PERFC_ON_TOKEN(o_not_in, b.infix(Op::not_in, token));
PERFC_ON_TOKEN(o_eq, b.infix(Op::eq, token));
PERFC_ON_TOKEN(o_ne, b.infix(Op::ne, token));
PERFC_ON_TOKEN(o_le, b.infix(Op::le, token));
PERFC_ON_TOKEN(o_ge, b.infix(Op::ge, token));
PERFC_ON_TOKEN(o_lt, b.infix(Op::lt, token));
PERFC_ON_TOKEN(o_gt, b.infix(Op::gt, token));
PERFC_ON_TOKEN(o_range, b.infix(Op::range, token));
PERFC_ON_TOKEN(o_add, b.infix(Op::add, token));
PERFC_ON_TOKEN(o_sub, b.infix(Op::sub, token));
PERFC_ON_TOKEN(o_mul, b.infix(Op::mul, token));
PERFC_ON_TOKEN(o_floor_div, b.infix(Op::floor_div, token));
PERFC_ON_TOKEN(o_div, b.infix(Op::div, token));
PERFC_ON_TOKEN(o_mod, b.infix(Op::mod, token));
PERFC_ON(chain_begin, b.chain_begin());
template <class P>
struct action<grammar::chain<P>> {
  static void apply0(Builder& b) { b.chain_end(); }
};
PERFC_ON_TOKEN(condition_if, b.open('?', token));
template <class P>
struct action<grammar::conditional<P>> {
  static void apply0(Builder& b) { b.conditional(); }
};

// Types
PERFC_ON_TOKEN(type_name, b.type_name(token));
PERFC_ON_TOKEN(enum_name, b.type_name(token); b.enumeration(true));
PERFC_ON_TOKEN(holder_name, b.type_name(token));
PERFC_ON_TOKEN(type_open, b.type_open(token));
PERFC_ON_TOKEN(type_close, b.type_close(token));
PERFC_ON(least, b.type_least());
PERFC_ON(most, b.type_most());
PERFC_ON_TOKEN(nullable, b.type_nullable(token));
PERFC_ON(next_type, b.type_next());

// Statements. A statement and a declaration have the same parts in `base`, `require` and `allow`.
#define PERFC_ON_STATEMENT(rule, ...) PERFC_ON(rule, [[maybe_unused]] Statement& s = b.statement(); __VA_ARGS__)

template <class Do>
void on_owner(Builder& b, Do&& set) {
  if (b.in_statement()) {
    set(b.statement());
  } else {
    set(b.declaration());
  }
}

PERFC_ON_TOKEN(item_begin, b.statement_begin(token.data()));
PERFC_ON_TOKEN(statement, b.statement_end(token));
PERFC_ON_TOKEN(field_name, b.statement_name(token));
PERFC_ON_TOKEN(body_open, b.body_open(token));
PERFC_ON_TOKEN(body_close, b.body_close(token));
PERFC_ON_STATEMENT(assigned, s.kind = StatementKind::assign, s.value = b.pop());
PERFC_ON_STATEMENT(appended, s.kind = StatementKind::append, s.value = b.pop());
PERFC_ON_STATEMENT(compared, s.kind = StatementKind::compare, s.value = b.pop());
PERFC_ON_STATEMENT(tolerated, s.kind = StatementKind::tolerance, s.value = b.pop());
PERFC_ON_STATEMENT(field_value, s.kind = StatementKind::flag, s.value = b.pop());
PERFC_ON_STATEMENT(lone, s.kind = StatementKind::flag);
PERFC_ON_STATEMENT(block, s.kind = StatementKind::block, s.body = b.take_body());
PERFC_ON(base, const Expr* base = b.pop(); on_owner(b, [base](auto& owner) { owner.base = base; }));
PERFC_ON_TOKEN(loop_variable, b.statement_name(token));
PERFC_ON_STATEMENT(iterated, s.value = b.pop());
PERFC_ON_STATEMENT(loop_body, s.kind = StatementKind::loop, s.body = b.take_body());
PERFC_ON_STATEMENT(tested_condition, s.kind = StatementKind::branch, s.value = b.pop());
PERFC_ON_STATEMENT(then_body, s.body = b.take_body());
PERFC_ON_STATEMENT(else_body, s.otherwise = b.take_body());
PERFC_ON_TOKEN(else_if_begin, b.open('e', token); b.statement_begin(token.data()));
PERFC_ON_TOKEN(else_if, b.nested_branch_end(token));
PERFC_ON_TOKEN(unset_name, b.statement_name(token); b.statement().kind = StatementKind::unset);
PERFC_ON(required, const Expr* value = b.pop(); on_owner(b, [value](auto& owner) { owner.value = value; }));
PERFC_ON(reason, const Expr* message = b.pop(); on_owner(b, [message](auto& owner) { owner.message = message; }));
PERFC_ON_TOKEN(allowed_rule, on_owner(b, [&](auto& owner) {
                 owner.name = token;
                 owner.name_span = b.span(token);
               }));
PERFC_ON_STATEMENT(tested, s.kind = StatementKind::test, s.value = b.pop());
PERFC_ON_STATEMENT(loads, s.loads = b.pop());
PERFC_ON_STATEMENT(alias, s.alias = b.pop());
PERFC_ON_STATEMENT(test_body, s.body = b.take_body());

PERFC_ON(
    require, if (b.in_statement()) { b.statement().kind = StatementKind::require; } else {
      b.declaration().decl = DeclKind::require;
    });
PERFC_ON(
    allow, if (b.in_statement()) { b.statement().kind = StatementKind::allow; } else {
      b.declaration().decl = DeclKind::allow;
    });

// Schemas
PERFC_ON_TOKEN(option, b.statement_end(token));
PERFC_ON_STATEMENT(option_rest, s.kind = StatementKind::option);
PERFC_ON_STATEMENT(option_type, s.type = b.pop_type());
PERFC_ON_STATEMENT(option_default, s.value = b.pop());
PERFC_ON_STATEMENT(option_nested, s.body = b.take_body());

// Declarations
#define PERFC_ON_DECLARATION(rule, ...) PERFC_ON(rule, [[maybe_unused]] Declaration& d = b.declaration(); __VA_ARGS__)

PERFC_ON_TOKEN(declaration_begin, b.declaration_begin(token.data()));
PERFC_ON_TOKEN(declaration, b.declaration_end(token));
PERFC_ON_TOKEN(module, b.module(token));
PERFC_ON_TOKEN(kind, b.declaration().kind = token; b.declaration().kind_span = b.span(token));
PERFC_ON_TOKEN(k_schema, b.declaration().kind = token; b.declaration().kind_span = b.span(token));
PERFC_ON_TOKEN(declared_name, b.declaration_name(token));
PERFC_ON_TOKEN(constant_name, b.declaration_name(token));
PERFC_ON_DECLARATION(declared_type, d.type = b.pop_type());
PERFC_ON_DECLARATION(declared_value, d.value = b.pop());
PERFC_ON_DECLARATION(use, d.decl = DeclKind::use);
PERFC_ON_DECLARATION(let, d.decl = DeclKind::let);
PERFC_ON_DECLARATION(param, d.decl = DeclKind::param);
PERFC_ON_TOKEN(parameters_open, b.open('(', token));
PERFC_ON_TOKEN(parameters_close, b.parameters_close(token));
PERFC_ON_TOKEN(parameter_name, b.parameter_name(token));
PERFC_ON(parameter_type, b.parameter().type = b.pop_type());
PERFC_ON(parameter_default, b.parameter().fallback = b.pop());
PERFC_ON(parameter, b.parameter_end());
PERFC_ON_DECLARATION(placed, d.on = b.pop());
PERFC_ON_DECLARATION(declared_body, d.body = b.take_body());
PERFC_ON_DECLARATION(schema_body, d.body = b.take_body());

#undef PERFC_ON
#undef PERFC_ON_TOKEN
#undef PERFC_ON_STATEMENT
#undef PERFC_ON_DECLARATION

}  // namespace perfc::syntax

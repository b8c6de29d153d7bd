// What was expected, in the user's words, at each place where parsing can fail: one message for each must<R> of the
// grammar. A rule without a message does not compile (see the control class of the parser).
#pragma once

#include "grammar/expectation.hpp"
#include "grammar/perf.hpp"

namespace perfc::grammar {

template <class Rule>
inline constexpr Expectation expectation{};

#define PERFC_EXPECT(rule, ...)                    \
  template <>                                      \
  inline constexpr Expectation expectation<rule> { \
    __VA_ARGS__                                    \
  }
#define PERFC_EXPECT_IN(rule, ...)                    \
  template <class P>                                  \
  inline constexpr Expectation expectation<rule<P>> { \
    __VA_ARGS__                                       \
  }

// Expressions
PERFC_EXPECT(unit, "a unit");
PERFC_EXPECT(interpolated, "an expression after '${'", Slot::operand);
PERFC_EXPECT(interpolation_close, "'}' to close '${'", Slot::close);
PERFC_EXPECT(text_close, "'\"' to close the string", Slot::close);
PERFC_EXPECT(raw_close, "''' to close the string", Slot::close);
PERFC_EXPECT(argument, "an argument or ')'", Slot::operand);
PERFC_EXPECT(argument_value, "an expression after '='", Slot::operand);
PERFC_EXPECT(call_next, "',' or ')'", Slot::next);
PERFC_EXPECT(call_close, "')' to close the arguments", Slot::close);
PERFC_EXPECT(element, "an expression or ']'", Slot::operand);
PERFC_EXPECT(list_next, "',' or ']'", Slot::next);
PERFC_EXPECT(list_close, "']' to close the list", Slot::close);
PERFC_EXPECT(variable, "a variable name after 'for'", Slot::name);
PERFC_EXPECT(comprehension_in, "'in' after the variable");
PERFC_EXPECT(comprehended, "an expression after 'in'", Slot::operand);
PERFC_EXPECT(filter, "a condition after 'if'", Slot::operand);
PERFC_EXPECT(comprehension_end, "'if' or ']'", Slot::next);
PERFC_EXPECT(map_equals, "'=' after the key", Slot::equals);
PERFC_EXPECT(map_value, "an expression after '='", Slot::operand);
PERFC_EXPECT(map_close, "a key or '}' to close the map", Slot::close);
PERFC_EXPECT(grouped, "an expression after '('", Slot::operand);
PERFC_EXPECT(group_close, "')'", Slot::next);
PERFC_EXPECT(field, "a field name after '.'", Slot::name);
PERFC_EXPECT(index_value, "an expression after '['", Slot::operand);
PERFC_EXPECT(index_close, "']'", Slot::next);
PERFC_EXPECT_IN(postfix, "an operand", Slot::operand);
PERFC_EXPECT_IN(operand, "an operand", Slot::operand);
PERFC_EXPECT(not_in_word, "'in' after 'not'");
PERFC_EXPECT_IN(condition, "a condition after 'if'", Slot::operand);
PERFC_EXPECT(condition_else, "'else' and the other value");
PERFC_EXPECT_IN(alternative, "an expression after 'else'", Slot::operand);

// Types
PERFC_EXPECT(type_close, "')' to close the type", Slot::next);
PERFC_EXPECT(enum_word, "a member of the enumeration", Slot::operand);
PERFC_EXPECT(enum_next, "',' or ')'", Slot::next);
PERFC_EXPECT(argument_type, "a type", Slot::name);
PERFC_EXPECT(bounds, "a range such as 1..8", Slot::operand);
PERFC_EXPECT(range_dots, "'..'");
PERFC_EXPECT(most, "the upper end of the range", Slot::operand);
PERFC_EXPECT(next_type, "a type after '|'", Slot::name);

// Statements
PERFC_EXPECT(statement, "a field name or '}'", Slot::statement);
PERFC_EXPECT(statement_end, "a line break, ',' or '}'", Slot::end);
PERFC_EXPECT(body_close, "a field name or '}' to close the body", Slot::close);
PERFC_EXPECT(base, "a base after ':'", Slot::based);
PERFC_EXPECT(reason_comma, "',' and a reason in quotes");
PERFC_EXPECT(reason, "a reason in quotes", Slot::operand);
PERFC_EXPECT(loop_variable, "a variable name after 'for'", Slot::name);
PERFC_EXPECT(loop_in, "'in' after the variable");
PERFC_EXPECT(iterated, "an expression after 'in'", Slot::operand);
PERFC_EXPECT(loop_body, "'{' to open the body of the loop", Slot::open);
PERFC_EXPECT(tested_condition, "a condition after 'if'", Slot::operand);
PERFC_EXPECT(then_body, "'{' to open the body of the condition", Slot::open);
PERFC_EXPECT(branch_rest, "'if' or '{' after 'else'", Slot::open);
PERFC_EXPECT(unset_name, "a field name after 'unset'", Slot::name);
PERFC_EXPECT(required, "a condition after 'require'", Slot::operand);
PERFC_EXPECT(allowed_rule, "the name of a lint rule after 'allow'", Slot::name);
PERFC_EXPECT(tested, "a topology after 'test'", Slot::operand);
PERFC_EXPECT(loads, "a benchmark after 'with'", Slot::operand);
PERFC_EXPECT(alias, "a name in quotes after 'as'", Slot::operand);
PERFC_EXPECT(field_rest, "'=', '{' or a value after the field name", Slot::equals);
PERFC_EXPECT(assigned, "an expression after '='", Slot::operand);
PERFC_EXPECT(appended, "an expression after '+='", Slot::operand);
PERFC_EXPECT(compared, "an expression after the comparison", Slot::operand);
PERFC_EXPECT(tolerated, "a percentage after 'regression'", Slot::operand);
PERFC_EXPECT(block, "'{' to open the body", Slot::based);

// Schemas
PERFC_EXPECT(option, "an option name or '}'", Slot::statement);
PERFC_EXPECT(option_rest, "':' and a type, or '{', after the option name");
PERFC_EXPECT(option_type, "a type after ':'", Slot::name);
PERFC_EXPECT(option_default, "an expression after '='", Slot::operand);
PERFC_EXPECT(schema_body, "'{' to open the body of the schema", Slot::open);

// Declarations
PERFC_EXPECT(declaration, "a declaration such as 'cluster', 'topology' or 'suite'", Slot::declaration);
PERFC_EXPECT(declaration_end, "a line break after the declaration", Slot::end);
PERFC_EXPECT(module, "a module such as 'std.trtllm' or a path in quotes after 'use'", Slot::name);
PERFC_EXPECT(module_part, "a module name after '.'", Slot::name);
PERFC_EXPECT(declared_name, "the name of the declaration", Slot::declared);
PERFC_EXPECT(declared_type, "a type after ':'", Slot::name);
PERFC_EXPECT(declared_value, "an expression after '='", Slot::operand);
PERFC_EXPECT(constant_name, "a name", Slot::name);
PERFC_EXPECT(constant_equals, "'=' and a value", Slot::equals);
PERFC_EXPECT(input_typed, "':' and a type");
PERFC_EXPECT(parameter, "a parameter name or ')'", Slot::name);
PERFC_EXPECT(parameter_colon, "':' and a type after the parameter name");
PERFC_EXPECT(parameter_type, "a type after ':'", Slot::name);
PERFC_EXPECT(parameter_default, "an expression after '='", Slot::operand);
PERFC_EXPECT(parameters_next, "',' or ')'", Slot::next);
PERFC_EXPECT(parameters_close, "')' to close the parameters", Slot::close);
PERFC_EXPECT(placed, "a cluster after 'on'", Slot::operand);
PERFC_EXPECT(declared_body, "'{' to open the body", Slot::open);

#undef PERFC_EXPECT
#undef PERFC_EXPECT_IN

}  // namespace perfc::grammar

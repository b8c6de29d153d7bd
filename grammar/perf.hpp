// The whole grammar of the .perf language, one rule a line. To be read like EBNF: seq is juxtaposition, sor is |, opt
// is [ ], star is { }; must<R> is R, but a text that does not go on with R is wrong (its message stands in
// messages.hpp).
//
// The grammar decides by the next word or character and never takes back a choice, so that actions may build at once.
// Every token is followed by the white space that may follow it at its place. Which that is, the parameter P says:
// inside ( ) and [ ] line breaks are white space, inside { } they end a statement, and in the heads of statements a {
// opens the body instead of a map.
#pragma once

#include <tao/pegtl.hpp>

// clang-format off: one rule a line
namespace perfc::grammar {

using namespace tao::pegtl;

// Unlike PEGTL's own, goes back to where R began before it complains, so that messages name what stands there.
template <class... R>
struct must : seq<sor<R, raise<R>>...> {};

// --- White space ------------------------------------------------------------------------------------------------
struct comment : seq<one<'#'>, star<not_one<'\n'>>> {};
struct gap : star<blank> {};
struct lines : star<sor<blank, eol, comment>> {};

struct map;
struct in_body {
  using space = gap;
  using braces = map;
};
struct in_head {
  using space = gap;
  using braces = failure;
};
struct in_brackets {
  using space = lines;
  using braces = map;
};

// --- Words ------------------------------------------------------------------------------------------------------
struct word_end : not_at<identifier_other> {};
template <char... C>
struct keyword : seq<string<C...>, word_end> {};
struct k_true : TAO_PEGTL_KEYWORD("true") {};
struct k_false : TAO_PEGTL_KEYWORD("false") {};
struct k_null : TAO_PEGTL_KEYWORD("null") {};
struct k_and : TAO_PEGTL_KEYWORD("and") {};
struct k_or : TAO_PEGTL_KEYWORD("or") {};
struct k_not : TAO_PEGTL_KEYWORD("not") {};
struct k_in : TAO_PEGTL_KEYWORD("in") {};
struct k_if : TAO_PEGTL_KEYWORD("if") {};
struct k_else : TAO_PEGTL_KEYWORD("else") {};
struct k_for : TAO_PEGTL_KEYWORD("for") {};
struct reserved : sor<k_true, k_false, k_null, k_and, k_or, k_not, k_in, k_if, k_else, k_for> {};
struct may_be_reserved : at<one<'t', 'f', 'n', 'a', 'o', 'i', 'e'>> {};
struct name : seq<not_at<may_be_reserved, reserved>, tao::pegtl::identifier> {};

// --- Numbers: 16Ki, 1_024, 0.8, 1e-3, 1h30min, 186GiB, 5% -------------------------------------------------------
struct digits : seq<digit, star<sor<digit, seq<one<'_'>, digit>>>> {};
struct fraction : seq<one<'.'>, digits> {};
struct exponent : seq<one<'e', 'E'>, opt<one<'+', '-'>>, plus<digit>> {};
struct numeral : seq<digits, opt<fraction>, opt<exponent>> {};
struct binary_unit : sor<string<'K', 'i'>, string<'M', 'i'>, string<'G', 'i'>> {};
struct size_unit
    : sor<one<'B'>, string<'K', 'i', 'B'>, string<'M', 'i', 'B'>, string<'G', 'i', 'B'>, string<'T', 'i', 'B'>> {};
struct time_unit : sor<string<'m', 's'>, string<'m', 'i', 'n'>, one<'s'>, one<'h'>, one<'d'>> {};
struct plain_end : word_end {};
struct binary_end : seq<binary_unit, word_end> {};
struct size_end : seq<size_unit, word_end> {};
struct time_end : seq<time_unit, star<digits, time_unit>, word_end> {};
struct infix_word : sor<k_and, k_or, k_in, k_if, k_else, k_for> {};
struct operand_start : sor<one<'"', '\'', '(', '[', '-'>, digit, seq<not_at<infix_word>, identifier_first>> {};
template <class P>
struct percent_end : seq<one<'%'>, not_at<typename P::space, operand_start>> {};
struct unit {};
template <class P>
struct number : seq<numeral, sor<percent_end<P>, plain_end, time_end, size_end, binary_end, raise<unit>>> {};

// --- Strings: "text ${expr}", 'raw' -----------------------------------------------------------------------------
template <class P>
struct expression;
struct text_open : one<'"'> {};
struct text_chars : plus<not_one<'"', '\\', '$', '\r', '\n'>> {};
struct dollar : one<'$'> {};
struct escape_letter : one<'n', 't', 'r', '"', '\\', '$'> {};
struct escape_point : seq<string<'u', '{'>, plus<xdigit>, one<'}'>> {};
struct escape_unknown : seq<not_at<eol>, utf8::any> {};
struct escape : seq<one<'\\'>, sor<escape_letter, escape_point, escape_unknown>> {};
struct interpolation_open : string<'$', '{'> {};
struct interpolated : seq<expression<in_brackets>> {};
struct interpolation_close : one<'}'> {};
struct interpolation : seq<interpolation_open, lines, must<interpolated>, must<interpolation_close>> {};
struct text_close : one<'"'> {};
struct text : seq<text_open, star<sor<text_chars, interpolation, escape, dollar>>, must<text_close>> {};
struct raw_open : one<'\''> {};
struct raw_chars : star<not_one<'\'', '\r', '\n'>> {};
struct raw_close : one<'\''> {};
struct raw : seq<raw_open, raw_chars, must<raw_close>> {};
struct quoted : sor<text, raw> {};

// --- Expressions. Operators are one flat list; the builder knows their precedence -------------------------------
struct comma : seq<one<','>, lines> {};
struct equals : seq<not_at<string<'=', '='>>, one<'='>> {};

struct argument_name : name {};
struct argument_value : seq<expression<in_brackets>> {};
struct named_argument : seq<at<name, lines, equals>, argument_name, lines, equals, lines, must<argument_value>> {};
struct argument : sor<named_argument, expression<in_brackets>> {};
struct call_open : one<'('> {};
struct call_close : one<')'> {};
struct call_next : sor<comma, at<call_close>> {};
struct call : seq<call_open, lines, star<not_at<one<')'>>, must<argument>, must<call_next>>, must<call_close>> {};
struct word : name {};
struct word_or_call : seq<word, opt<call>> {};

struct list_open : one<'['> {};
struct list_close : one<']'> {};
struct list_next : sor<comma, at<list_close>> {};
struct element : seq<expression<in_brackets>> {};
struct variable : name {};
struct comprehended;
struct filter;
struct comprehension_in : k_in {};
struct comprehension_end : list_close {};
struct comprehension : seq<k_for, lines, must<variable>, lines, must<comprehension_in>, lines, must<comprehended>,
                           opt<k_if, lines, must<filter>>, must<comprehension_end>> {};
struct elements : seq<must<list_next>, star<not_at<one<']'>>, must<element>, must<list_next>>, must<list_close>> {};
struct list : seq<list_open, lines, sor<list_close, seq<must<element>, sor<comprehension, elements>>>> {};

struct statement_end : sor<comma, seq<at<sor<eol, one<'#'>>>, lines>, at<sor<one<'}'>, eof>>> {};
struct map_open : one<'{'> {};
struct map_close : one<'}'> {};
struct map_name : name {};
struct map_key : sor<map_name, quoted> {};
struct map_equals : equals {};
struct map_value : seq<expression<in_body>> {};
struct entry : seq<map_key, gap, must<map_equals>, lines, must<map_value>> {};
struct map : seq<map_open, lines, star<entry, must<statement_end>>, must<map_close>> {};

struct group_open : one<'('> {};
struct group_close : one<')'> {};
struct grouped : seq<expression<in_brackets>> {};
struct group : seq<group_open, lines, must<grouped>, must<group_close>> {};

struct field : name {};
struct member : seq<one<'.'>, not_at<one<'.'>>, must<field>> {};
struct index_open : one<'['> {};
struct index_value : seq<expression<in_brackets>> {};
struct index_close : one<']'> {};
struct index : seq<index_open, lines, must<index_value>, must<index_close>> {};
template <class P>
struct primary : sor<number<P>, word_or_call, text, list, typename P::braces, raw, group, k_true, k_false, k_null> {};
template <class P>
struct postfix : seq<primary<P>, star<sor<member, index>>, typename P::space> {};

struct o_not : k_not {};
struct o_negate : one<'-'> {};
template <class P>
struct operand : sor<postfix<P>, seq<plus<sor<o_negate, o_not>, lines>, must<postfix<P>>>> {};

struct o_or : k_or {};
struct o_and : k_and {};
struct o_in : k_in {};
struct not_in_word : k_in {};
struct o_not_in : seq<k_not, lines, must<not_in_word>> {};
struct o_eq : string<'=', '='> {};
struct o_ne : string<'!', '='> {};
struct o_le : string<'<', '='> {};
struct o_ge : string<'>', '='> {};
struct o_lt : one<'<'> {};
struct o_gt : one<'>'> {};
struct o_range : string<'.', '.'> {};
struct o_add : seq<one<'+'>, not_at<one<'='>>> {};
struct o_sub : one<'-'> {};
struct o_mul : one<'*'> {};
struct o_floor_div : string<'/', '/'> {};
struct o_div : one<'/'> {};
struct o_mod : one<'%'> {};
struct comparison : sor<o_eq, o_ne, o_le, o_ge, o_lt, o_gt> {};
struct may_be_operator : at<one<'+', '-', '*', '/', '%', '=', '!', '<', '>', '.', 'a', 'o', 'i', 'n'>> {};
struct infix
    : seq<may_be_operator,
          sor<o_add, o_sub, o_mul, o_floor_div, o_div, o_mod, comparison, o_range, o_and, o_or, o_in, o_not_in>> {};

struct chain_begin : success {};
template <class P>
struct chain : seq<chain_begin, operand<P>, star<infix, lines, must<operand<P>>>> {};
struct condition_if : k_if {};
struct condition_else : k_else {};
template <class P>
struct condition : seq<chain<P>> {};
template <class P>
struct alternative : seq<expression<P>> {};
template <class P>
struct conditional : seq<condition_if, lines, must<condition<P>>, must<condition_else>, lines, must<alternative<P>>> {};
template <class P>
struct expression : seq<chain<P>, opt<conditional<P>>> {};
struct comprehended : seq<chain<in_brackets>> {};
struct filter : seq<chain<in_brackets>> {};

// --- Types: int(1..8), enum(a, b), any_case(a, b), list(T), string | null, T? ---------------------------------
struct type;
struct type_name : sor<name, k_null> {};
struct type_open : one<'('> {};
struct type_close : one<')'> {};
struct enum_word : postfix<in_brackets> {};
struct enum_next : sor<comma, at<type_close>> {};
struct enum_words : seq<must<enum_word>, must<enum_next>, star<not_at<one<')'>>, must<enum_word>, must<enum_next>>> {};
struct enum_name : sor<TAO_PEGTL_KEYWORD("enum"), TAO_PEGTL_KEYWORD("any_case")> {};
struct enumeration : seq<enum_name, gap, type_open, lines, enum_words, must<type_close>> {};
struct holder_name : sor<TAO_PEGTL_KEYWORD("list"), TAO_PEGTL_KEYWORD("map")> {};
struct argument_type : seq<type, lines> {};
struct holder : seq<holder_name, gap, type_open, lines, must<argument_type>, must<type_close>> {};
struct bound : seq<chain_begin, operand<in_brackets>> {};
struct least : bound {};
struct most : bound {};
struct range_dots : string<'.', '.'> {};
struct bounds
    : sor<seq<range_dots, lines, must<most>>, seq<least, must<range_dots>, lines, sor<at<type_close>, must<most>>>> {};
struct ranged : seq<type_open, lines, must<bounds>, must<type_close>> {};
struct simple_type : seq<type_name, opt<ranged>> {};
struct nullable : one<'?'> {};
struct type_term : seq<sor<seq<at<sor<enum_name, holder_name>, gap, type_open>, sor<enumeration, holder>>, simple_type>,
                       opt<nullable>, gap> {};
struct next_type : seq<type_term> {};
struct type : seq<type_term, star<one<'|'>, lines, must<next_type>>> {};

// --- Statements -------------------------------------------------------------------------------------------------
struct body;
struct statement;
struct allowed_rule : seq<identifier_first, star<sor<identifier_other, one<'-'>>>> {};
struct reason_comma : comma {};
struct reason : seq<expression<in_body>> {};
struct base : seq<word_or_call, gap> {};
struct base_colon : one<':'> {};
struct based : seq<base_colon, lines, must<base>> {};

struct not_a_field : not_at<gap, sor<one<'=', '{', ':'>, string<'+', '='>>> {};
struct k_unset : seq<TAO_PEGTL_KEYWORD("unset"), not_a_field> {};
struct k_require : seq<TAO_PEGTL_KEYWORD("require"), not_a_field> {};
struct k_allow : seq<TAO_PEGTL_KEYWORD("allow"), not_a_field> {};
struct k_test : seq<TAO_PEGTL_KEYWORD("test"), not_a_field> {};

struct loop_in : k_in {};
struct iterated : seq<expression<in_head>> {};
struct loop_body;
struct loop_variable : name {};
struct loop : seq<k_for, gap, must<loop_variable>, gap, must<loop_in>, lines, must<iterated>, must<loop_body>> {};

struct tested_condition : seq<expression<in_head>> {};
struct then_body;
struct else_body;
struct else_if_begin : at<k_if> {};
struct else_if;
struct branch_else : k_else {};
struct branch_rest : sor<else_if, else_body> {};
struct branch : seq<k_if, gap, must<tested_condition>, must<then_body>, opt<branch_else, gap, must<branch_rest>>> {};
struct else_if : seq<else_if_begin, branch> {};

struct unset_name : sor<name, quoted> {};
struct unset : seq<k_unset, gap, must<unset_name>, gap> {};
struct required : seq<expression<in_body>> {};
struct require : seq<k_require, gap, must<required>, must<reason_comma>, must<reason>> {};
struct allow : seq<k_allow, gap, must<allowed_rule>, gap, must<reason_comma>, must<reason>> {};

struct tested : postfix<in_head> {};
struct loads : postfix<in_head> {};
struct alias : postfix<in_head> {};
struct test_body;
struct test : seq<k_test, gap, must<tested>, opt<TAO_PEGTL_KEYWORD("with"), gap, must<loads>>,
                  opt<TAO_PEGTL_KEYWORD("as"), gap, must<alias>>, opt<test_body>> {};

struct field_word : name {};
struct field_name : sor<field_word, quoted> {};
struct assigned : seq<expression<in_body>> {};
struct assign : seq<equals, lines, must<assigned>> {};
struct appended : seq<expression<in_body>> {};
struct append : seq<string<'+', '='>, lines, must<appended>> {};
struct compared : seq<expression<in_body>> {};
struct compare : seq<comparison, lines, must<compared>> {};
struct tolerated : seq<expression<in_body>> {};
struct tolerance_start : seq<TAO_PEGTL_KEYWORD("regression"), gap, at<sor<digit, one<'('>>>> {};
struct tolerance : seq<tolerance_start, must<tolerated>> {};
struct block;
struct based_block : seq<based, must<block>> {};
struct lone : at<sor<eolf, one<',', '}', '#'>>> {};
struct field_value : seq<expression<in_head>> {};
struct valued : seq<field_value, sor<based_block, block, success>> {};
struct field_rest : sor<assign, block, append, compare, based_block, lone, tolerance, valued> {};
struct assignment : seq<field_name, gap, must<field_rest>> {};

struct may_be_worded : at<one<'f', 'i', 'u', 'r', 'a', 't'>> {};
struct worded : sor<loop, branch, unset, require, allow, test> {};
struct statement : sor<seq<may_be_worded, worded>, assignment> {};
struct item_begin : success {};
struct item : seq<item_begin, must<statement>, must<statement_end>> {};
struct body_open : one<'{'> {};
struct body_close : one<'}'> {};
struct body_rest : not_at<sor<one<'}'>, eof>> {};
struct body : seq<body_open, lines, star<body_rest, item>, must<body_close>, gap> {};
struct block : seq<body> {};
struct loop_body : seq<body> {};
struct then_body : seq<body> {};
struct else_body : seq<body> {};
struct test_body : seq<body> {};

// --- Bodies of schemas: name [: type] [= default] [{ body }] ----------------------------------------------------
struct option_body;
struct option_type : type {};
struct option_default : seq<expression<in_body>> {};
struct option_nested;
struct option_typed : seq<one<':'>, lines, must<option_type>> {};
struct option_rest
    : sor<seq<option_typed, opt<equals, lines, must<option_default>>, opt<option_nested>>, option_nested> {};
struct option : sor<unset, seq<field_name, gap, must<option_rest>>> {};
struct option_item : seq<item_begin, must<option>, must<statement_end>> {};
struct option_body : seq<body_open, lines, star<body_rest, option_item>, must<body_close>, gap> {};
struct option_nested : seq<option_body> {};

// --- Declarations -----------------------------------------------------------------------------------------------
struct module_part : name {};
struct module_word : seq<name, star<one<'.'>, must<module_part>>> {};
struct module : sor<module_word, quoted> {};
struct use : seq<TAO_PEGTL_KEYWORD("use"), gap, must<module>, gap> {};

struct declared_word : name {};
struct declared_name : sor<declared_word, quoted> {};
struct declared_type : type {};
struct declared_value : seq<expression<in_body>> {};
struct constant_name : name {};
struct constant_equals : equals {};
struct typed : seq<one<':'>, lines, must<declared_type>> {};
struct let : seq<TAO_PEGTL_KEYWORD("let"), gap, must<constant_name>, gap, opt<typed>, must<constant_equals>, lines,
                 must<declared_value>> {};
struct input_typed : typed {};
struct param : seq<TAO_PEGTL_KEYWORD("param"), gap, must<constant_name>, gap, must<input_typed>,
                   opt<equals, lines, must<declared_value>>> {};

struct parameter_name : name {};
struct parameter_type : seq<type, lines> {};
struct parameter_colon : one<':'> {};
struct parameter_default : seq<expression<in_brackets>> {};
struct parameter : seq<parameter_name, lines, must<parameter_colon>, lines, must<parameter_type>,
                       opt<equals, lines, must<parameter_default>>> {};
struct parameters_open : one<'('> {};
struct parameters_close : one<')'> {};
struct parameters_next : sor<comma, at<parameters_close>> {};
struct parameters : seq<parameters_open, lines, star<not_at<one<')'>>, must<parameter>, must<parameters_next>>,
                        must<parameters_close>, gap> {};

struct placed : postfix<in_head> {};
struct on : seq<TAO_PEGTL_KEYWORD("on"), gap, must<placed>> {};
struct declared_body : seq<body> {};
struct schema_body : seq<option_body> {};
struct k_schema : TAO_PEGTL_KEYWORD("schema") {};
struct schema : seq<k_schema, gap, must<declared_name>, gap, opt<based>, must<schema_body>> {};
struct kind : name {};
struct object : seq<kind, gap, must<declared_name>, gap, opt<parameters>, opt<on>, opt<based>, must<declared_body>> {};

struct declaration : sor<use, let, param, require, allow, schema, object> {};
struct declaration_end : sor<seq<at<sor<eol, one<'#'>>>, lines>, eof> {};
struct declaration_begin : success {};
struct file_item : seq<declaration_begin, must<declaration>, must<declaration_end>> {};
struct file : seq<opt<utf8::bom>, lines, star<not_at<eof>, file_item>, eof> {};

// --- What is passed over after an error -------------------------------------------------------------------------
struct skipped_text_rest
    : seq<star<sor<seq<one<'\\'>, not_one<'\r', '\n'>>, not_one<'"', '\r', '\n'>>>, opt<one<'"'>>> {};
struct skipped_text : seq<one<'"'>, skipped_text_rest> {};
struct skipped_raw : seq<one<'\''>, star<not_one<'\'', '\r', '\n'>>, opt<one<'\''>>> {};
struct skipped_word : plus<sor<identifier_other, blank>> {};
struct skipped : sor<skipped_word, skipped_text, skipped_raw, comment, any> {};

}  // namespace perfc::grammar
// clang-format on

// The tokens of a text that parses, comments and line breaks among them: for who keeps all as it is written, as the
// formatter does. Braces are matched, so that the } of an interpolation is told from that of a map in it.
#pragma once

#include "grammar/perf.hpp"

// clang-format off: one rule a line
namespace perfc::grammar {

struct tokens;
struct line_break : eol {};
struct word_token : identifier {};
struct number_token : seq<numeral, star<identifier_other>> {};
struct raw_token : seq<raw_open, raw_chars, raw_close> {};
struct text_characters : star<sor<text_chars, seq<one<'\\'>, any>, seq<one<'$'>, not_at<one<'{'>>>>> {};
struct text_begin : seq<text_open, text_characters> {};
struct text_pause : interpolation_open {};
struct text_resume : seq<interpolation_close, text_characters> {};
struct text_end : text_close {};
struct text_token : seq<text_begin, star<text_pause, tokens, text_resume>, text_end> {};
struct brace_open : one<'{'> {};
struct brace_close : one<'}'> {};
struct braces_token : seq<brace_open, tokens, brace_close> {};
// The frequent ones first: most signs are '=', and few begin like a longer one.
struct sign_token : sor<seq<one<'='>, opt<one<'='>>>, one<'(', ')', '[', ']', ',', ':', '*', '%', '|', '?'>, o_range,
                        o_floor_div, string<'+', '='>, comparison, one<'.', '+', '-', '/'>> {};
struct tokens : star<sor<plus<blank>, line_break, word_token, number_token, sign_token, text_token, braces_token,
                         comment, raw_token>> {};
struct token_file : seq<opt<utf8::bom>, tokens, eof> {};

}  // namespace perfc::grammar
// clang-format on

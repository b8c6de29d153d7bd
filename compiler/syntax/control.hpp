// How the parser goes on after an error: a statement or declaration that fails is passed over from the place of the
// error on, and the next one is read as if nothing had happened. Bodies inside the part that is passed over are read
// all the same, so that their errors are found too.
#pragma once

#include <string>

#include "compiler/syntax/actions.hpp"
#include "compiler/syntax/builder.hpp"
#include "grammar/messages.hpp"

namespace perfc::syntax {

template <class Rule>
struct control : tao::pegtl::normal<Rule> {
  template <class Input>
  [[noreturn]] static void raise(const Input& in, Builder& b) {
    static_assert(grammar::expectation<Rule>.what != nullptr, "messages.hpp has no message for this rule");
    b.fail(in.current(), grammar::expectation<Rule>);
    throw SyntaxFailure{};
  }
};

template <>
struct control<grammar::unit> : tao::pegtl::normal<grammar::unit> {
  template <class Input>
  [[noreturn]] static void raise(const Input& in, Builder& b) {
    b.fail_unit(in.current());
    throw SyntaxFailure{};
  }
};

// Reads `Rule` with actions (comments count wherever they stand).
template <class Rule, class Input>
bool read(Input& in, Builder& b) {
  using namespace tao::pegtl;
  return control<Rule>::template match<apply_mode::action, rewind_mode::required, action, control>(in, b);
}
// Reads `Rule` without actions, for looking ahead.
template <class Rule, class Input>
bool scan(Input& in, Builder& b) {
  using namespace tao::pegtl;
  return control<Rule>::template match<apply_mode::nothing, rewind_mode::required, action, control>(in, b);
}

template <class Input>
void move_to(Input& in, const char* at) {
  in.restart();
  in.bump(static_cast<std::size_t>(at - in.current()));
}

inline char closing(char bracket) { return bracket == '(' ? ')' : bracket == '[' ? ']' : '}'; }

// Moves behind the brackets that are open, if they are closed in the right order and not too far away; text in
// `opened` is a bracket a character, a " for a string.
template <class Input>
bool skip_brackets(Input& in, Builder& b, std::string opened) {
  const std::size_t reach = b.reach();
  const char* const start = in.current();
  while (!opened.empty()) {
    if (in.empty() || static_cast<std::size_t>(in.current() - start) > reach) {
      b.spend(static_cast<std::size_t>(in.current() - start));
      return false;
    }
    const char c = in.peek_char();
    if (opened.back() == '"') {
      (void)scan<grammar::skipped_text_rest>(in, b);
      opened.pop_back();
    } else if (c == '(' || c == '[' || c == '{') {
      opened += c;
      in.bump(1);
    } else if (c == ')' || c == ']' || c == '}') {
      if (c != closing(opened.back())) return false;
      opened.pop_back();
      in.bump(1);
    } else {
      (void)scan<grammar::skipped>(in, b);
    }
  }
  return true;
}

// The end of the brackets opened up to the error, where that can be found: then only they are passed over, else the
// line.
template <class Input>
void skip_opened(Input& in, Builder& b, const std::string& opened) {
  const char* const failed = in.current();
  if (opened.empty()) return;
  const bool closed = skip_brackets(in, b, opened);
  const char* const end = in.current();
  move_to(in, failed);
  while (closed && in.current() < end) (void)read<grammar::skipped>(in, b);
  if (closed) move_to(in, end);
}

template <class Input>
bool at_line_end(Input& in) {
  return in.empty() || in.peek_char() == '\n' || (in.peek_char() == '\r' && in.size(2) > 1 && in.peek_char(1) == '\n');
}

// True when nothing but blanks stands before `at` on its line.
template <class Input>
bool first_on_line(const Input& in, const char* at) {
  while (at > in.begin() && (at[-1] == ' ' || at[-1] == '\t')) --at;
  return at == in.begin() || at[-1] == '\n';
}

// One step of passing over: a body is read, brackets are passed over as a whole, all else token by token.
template <class Body, class Input>
void skip_step(Input& in, Builder& b) {
  const char c = in.peek_char();
  if (c == '{') {
    (void)read<Body>(in, b);
    (void)b.take_body();
    return;
  }
  const char* const before = in.current();
  if (c == '(' || c == '[') {
    in.bump(1);
    const bool closed = skip_brackets(in, b, std::string(1, c));
    if (!closed) move_to(in, before + 1);
    return;
  }
  if (!read<grammar::skipped>(in, b)) in.bump(1);
}

// A statement of a body; `Body` is the rule of bodies inside it.
template <class Item, class Body>
struct statement_control : tao::pegtl::normal<Item> {
  template <tao::pegtl::apply_mode A, tao::pegtl::rewind_mode M, template <class...> class Action,
            template <class...> class Control, class Input>
  static bool match(Input& in, Builder& b) {
    const Builder::Mark mark = b.mark();
    const char* const start = in.current();
    try {
      return tao::pegtl::normal<Item>::template match<A, M, Action, Control>(in, b);
    } catch (const SyntaxFailure&) {
      if (b.fatal()) throw;
    }
    return recover(in, b, mark, start);
  }

 private:
  // False when the body cannot go on: at the end of the file, or at a ) or ] that closes something around it.
  template <class Input>
  static bool recover(Input& in, Builder& b, const Builder::Mark& mark, const char* start) {
    const std::string opened = b.opened_since(mark);
    b.restore(mark);
    const char* const failed = b.failed_at();
    move_to(in, b.resume_at());
    skip_opened(in, b, opened);
    const bool unclosed = !opened.empty() && in.current() == failed;
    if (unclosed && failed > start && first_on_line(in, failed)) return true;
    while (!at_line_end(in) && in.peek_char() != '}' && in.peek_char() != '#' && (unclosed || in.peek_char() != ',')) {
      const char c = in.peek_char();
      if ((c == ')' && b.is_open('(')) || (c == ']' && b.is_open('['))) break;
      skip_step<Body>(in, b);
    }
    b.trust_from(in.current());
    return read<grammar::statement_end>(in, b) && in.current() > start;
  }
};

template <>
struct control<grammar::item> : statement_control<grammar::item, grammar::body> {};
template <>
struct control<grammar::option_item> : statement_control<grammar::option_item, grammar::option_body> {};

// A declaration: after an error the next one is looked for at the start of a line.
template <>
struct control<grammar::file_item> : tao::pegtl::normal<grammar::file_item> {
  template <tao::pegtl::apply_mode A, tao::pegtl::rewind_mode M, template <class...> class Action,
            template <class...> class Control, class Input>
  static bool match(Input& in, Builder& b) {
    const Builder::Mark mark = b.mark();
    const char* const start = in.current();
    const std::size_t declared = b.declared();
    try {
      return tao::pegtl::normal<grammar::file_item>::template match<A, M, Action, Control>(in, b);
    } catch (const SyntaxFailure&) {
      if (b.fatal()) throw;
    }
    const std::string opened = b.opened_since(mark);
    b.restore(mark);
    move_to(in, b.resume_at());
    skip_opened(in, b, opened);
    while (!in.empty() && !next_declaration(in, start)) {
      if (b.declared() == declared && b.declaration().kind == "schema") {
        skip_step<grammar::option_body>(in, b);
      } else {
        skip_step<grammar::body>(in, b);
      }
    }
    return true;
  }

 private:
  template <class Input>
  static bool next_declaration(Input& in, const char* start) {
    const char* const at = in.current();
    if (at == start || (at != in.begin() && at[-1] != '\n')) return false;
    const char c = *at;
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }
};

}  // namespace perfc::syntax

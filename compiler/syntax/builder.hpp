// Builds the tree while the grammar matches: the parser's actions call one function of it a token.
//
// Everything that is being built lies on stacks that are kept for the whole file, so that nothing is allocated a node
// but room in the tree's arena. After an error the stacks are cut back to what they were where the broken statement
// began.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/diag/diagnostic.hpp"
#include "compiler/syntax/tree.hpp"
#include "grammar/expectation.hpp"

namespace perfc::syntax {

// Thrown where a statement cannot go on; caught where the next one begins. What is wrong has been reported.
struct SyntaxFailure {};

class Builder {
 public:
  Builder(Tree& tree, std::string_view text, Diagnostics& diags);

  // --- Places and room
  [[nodiscard]] std::uint32_t offset(const char* at) const { return static_cast<std::uint32_t>(at - text_.data()); }
  [[nodiscard]] Span span(std::uint32_t begin, std::uint32_t end) const { return {tree_.file, begin, end}; }
  [[nodiscard]] Span span(std::string_view token) const {
    return span(offset(token.data()), offset(token.data() + token.size()));
  }
  void comment(std::string_view token);

  // --- Nesting. Opened: ( [ { $ (interpolation) " ' ? (conditional) e (else if)
  void open(char bracket, std::string_view token);
  void close(std::string_view token);

  // --- Expressions (expressions.cpp)
  void numeral(std::string_view token) { numeral_ = token; }
  void plain_number();
  void duration(std::string_view tail);
  void bytes(std::string_view tail);
  void binary_integer(std::string_view tail);
  void percent(std::string_view tail);
  void literal(ExprKind kind, std::int64_t value, std::string_view token);
  void word(std::string_view token);
  void text_open(std::string_view token);
  void text_chars(std::string_view token);
  void text_escape(char letter, std::string_view token);
  void text_code_point(std::string_view token);
  void text_unknown_escape(std::string_view token);
  void interpolation_open(std::string_view token);
  void text_close(std::string_view token);
  void list_close(std::string_view token);
  void comprehension_close(std::string_view token);
  void call_close(std::string_view token);
  void named_argument();
  void map_entry();
  void map_close(std::string_view token);
  void group_close(std::string_view token);
  void member(std::string_view name);
  void index_close(std::string_view token);
  void chain_begin() { chains_.push_back(static_cast<std::uint32_t>(pending_.size())); }
  void prefix(Op op, std::string_view token);
  void infix(Op op, std::string_view token);
  void chain_end();
  void conditional();
  Expr* pop();

  // --- Types (types.cpp)
  void type_name(std::string_view token);
  void type_open(std::string_view token);
  void type_close(std::string_view token);
  void type_nullable(std::string_view token);
  void type_next();
  void type_least() { chain_end(), types_.back()->least = pop(); }
  void type_most() { chain_end(), types_.back()->most = pop(); }
  const TypeExpr* pop_type();
  void enumeration(bool inside) { in_enumeration_ = inside; }

  // --- Statements and declarations (statements.cpp)
  void statement_begin(const char* at);
  void statement_end(std::string_view token);
  void statement_name(std::string_view token);
  void nested_branch_end(std::string_view token);
  void body_open(std::string_view token);
  void body_close(std::string_view token);
  [[nodiscard]] Statement& statement() { return *open_statements_.back(); }
  [[nodiscard]] bool in_statement() const { return !open_statements_.empty(); }
  const Body* take_body() { return std::exchange(body_, nullptr); }

  void declaration_begin(const char* at);
  void declaration_end(std::string_view token);
  void declaration_name(std::string_view token);
  [[nodiscard]] std::size_t declared() const { return tree_.declarations.size(); }
  void parameter_name(std::string_view token);
  void parameter_end();
  void parameters_close(std::string_view token);
  [[nodiscard]] Declaration& declaration() { return *declaration_; }
  [[nodiscard]] Parameter& parameter() { return *parameters_.back(); }
  void module(std::string_view token);

  // --- Errors (failures.cpp, recovery in recovery.hpp)
  // Reports that the text does not go on as expected at `at`, unless an error stands there already.
  void fail(const char* at, const grammar::Expectation& expected);
  void fail_unit(const char* at);
  [[noreturn]] void too_deep(unsigned limit, Span place);
  [[nodiscard]] bool fatal() const { return fatal_; }
  [[nodiscard]] const char* failed_at() const { return text_.data() + failed_at_; }
  // Where to look for the next statement: mostly where parsing failed.
  [[nodiscard]] const char* resume_at() const { return text_.data() + resume_at_; }
  // How far to look for the end of brackets. A text full of brackets that are never closed gets less and less, so that
  // the whole stays linear.
  [[nodiscard]] std::size_t reach() const { return looked_ahead_ < (std::size_t{4} << 20U) ? 64U * 1024U : 256U; }
  void spend(std::size_t bytes) { looked_ahead_ += bytes; }
  // Errors up to here follow from the one that was reported.
  void trust_from(const char* at) { reported_to_ = std::max(reported_to_, std::int64_t{offset(at)}); }

  struct Mark {
    std::size_t operands, pending, chains, types, brackets, statements, done, parameters;
    unsigned depth;
  };
  [[nodiscard]] Mark mark() const;
  void restore(const Mark& mark);
  // Brackets opened since `mark`, outermost first.
  [[nodiscard]] std::string opened_since(const Mark& mark) const;
  [[nodiscard]] bool is_open(char bracket) const;

 private:
  struct Operand {
    Expr* expr;
    std::uint32_t begin, end;  // with the parentheses around it
    std::uint32_t height;
  };
  struct Pending {
    Op op;
    bool prefix;
    std::uint32_t at;
  };
  struct Bracket {
    char kind;
    std::uint32_t at;
    std::size_t mark;  // of the stack that the bracket's content goes to
    std::size_t types = 0;
  };

  template <class T>
  T* make() {
    static_assert(alignof(T) == alignof(void*));
    constexpr std::size_t size = sizeof(T);
    if (static_cast<std::size_t>(room_end_ - room_) < size) more_room(size);
    T* made = new (room_) T{};
    room_ += size;
    return made;
  }
  void more_room(std::size_t size);
  template <class T>
  std::span<const T* const> keep(T* const* first, std::size_t count) {
    if (count == 0) return {};
    auto** kept = static_cast<const T**>(tree_.arena->allocate(count * sizeof(T*), alignof(T*)));
    std::copy(first, first + count, kept);
    return {kept, count};
  }
  std::string_view keep(std::string_view characters);

  void push(Expr* expr, std::uint32_t begin, std::uint32_t end, std::uint32_t height = 1);
  Expr* leaf(ExprKind kind, std::string_view token);
  // Replaces the operands from `first` on by `expr`, whose kids they become (of those, `skip` stay out of the tree).
  void fold(Expr* expr, std::size_t first, std::uint32_t begin, std::uint32_t end);
  void reduce();
  void number_value(ExprKind kind, std::optional<std::int64_t> value, std::string_view token, std::string_view type);
  void end_piece();
  void append_text(std::string_view characters, std::string_view token);
  [[nodiscard]] std::string_view upto(std::string_view tail) const {
    return {numeral_.data(), static_cast<std::size_t>(tail.data() + tail.size() - numeral_.data())};
  }
  [[nodiscard]] std::string_view plain_text(const Expr& string) const;
  std::string_view documentation(const char* at);

  Tree& tree_;
  std::string_view text_;
  Diagnostics& diags_;
  char* room_ = nullptr;
  char* room_end_ = nullptr;

  std::vector<Operand> operands_;
  std::vector<Pending> pending_;
  std::vector<std::uint32_t> chains_;
  std::vector<TypeExpr*> types_;
  std::vector<Bracket> brackets_;
  std::vector<Statement*> open_statements_;
  std::vector<const Statement*> done_;
  std::vector<Parameter*> parameters_;
  std::vector<const Expr*> kids_;
  const Body* body_ = nullptr;
  Declaration* declaration_ = nullptr;
  unsigned depth_ = 0;

  std::string_view numeral_;
  std::string_view piece_;  // characters of the literal piece being read
  std::string decoded_;     // its text, once that is not the source's own
  bool piece_decoded_ = false;
  bool in_enumeration_ = false;
  std::size_t doc_first_ = 0;   // of tree_.comments: the documentation comments that end with the last comment
  std::size_t documented_ = 0;  // comments that have been given to a statement

  std::uint32_t failed_at_ = 0;
  std::uint32_t resume_at_ = 0;
  std::int64_t reported_to_ = -1;
  std::size_t looked_ahead_ = 0;
  bool fatal_ = false;
};

}  // namespace perfc::syntax

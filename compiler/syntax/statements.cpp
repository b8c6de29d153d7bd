// Statements, bodies and declarations.
#include <algorithm>
#include <cstring>
#include <utility>

#include "compiler/base/ascii.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/syntax/builder.hpp"
#include "compiler/syntax/parse.hpp"

namespace perfc::syntax {
namespace {

std::string_view without_trailing_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

// --- Statements

void Builder::statement_begin(const char* at) {
  auto* statement = make<Statement>();
  statement->span = span(offset(at), offset(at));
  if (documented_ != tree_.comments.size()) statement->doc = documentation(at);
  open_statements_.push_back(statement);
}

void Builder::statement_end(std::string_view token) {
  Statement* ended = open_statements_.back();
  open_statements_.pop_back();
  ended->span.end = ended->span.begin + static_cast<std::uint32_t>(without_trailing_blanks(token).size());
  const bool after_branch =
      !brackets_.empty() && done_.size() > brackets_.back().mark && done_.back()->kind == StatementKind::branch;
  if (after_branch && ended->kind == StatementKind::block && ended->name == "elif" && ended->value != nullptr) {
    diags_.report(codes::foreign_elif, ended->name_span, ended->name)
        .advise("write 'else if' on the line of the '}' before it");
  }
  done_.push_back(ended);
}

void Builder::statement_name(std::string_view token) {
  Statement& named = statement();
  named.name_span = span(token);
  if (!is_quote(token.front())) {
    named.name = token;
    return;
  }
  const Expr* string = pop();
  const bool interpolated =
      std::ranges::any_of(string->kids, [](const Expr* kid) { return kid->kind != ExprKind::piece; });
  if (interpolated) {
    named.key = string;
  } else {
    named.name = plain_text(*string);
  }
}

// The branch after `else` becomes a body of its own with that one statement.
void Builder::nested_branch_end(std::string_view token) {
  statement_end(token);
  close({});
  auto* body = make<Body>();
  body->span = done_.back()->span;
  body->statements = keep<const Statement>(&done_.back(), 1);
  done_.pop_back();
  statement().otherwise = body;
}

void Builder::body_open(std::string_view token) {
  open('{', token);
  brackets_.back().mark = done_.size();
}

void Builder::body_close(std::string_view token) {
  const Bracket opened = brackets_.back();
  close(token);
  auto* body = make<Body>();
  body->span = span(opened.at, offset(token.data()) + 1);
  body->statements = keep<const Statement>(done_.data() + opened.mark, done_.size() - opened.mark);
  done_.resize(opened.mark);
  body_ = body;
}

// --- Declarations

void Builder::declaration_begin(const char* at) {
  declaration_ = make<Declaration>();
  declaration_->span = span(offset(at), offset(at));
  if (documented_ != tree_.comments.size()) declaration_->doc = documentation(at);
}

void Builder::declaration_end(std::string_view token) {
  declaration_->span.end = declaration_->span.begin + static_cast<std::uint32_t>(without_trailing_blanks(token).size());
  tree_.declarations.push_back(declaration_);
}

void Builder::declaration_name(std::string_view token) {
  declaration_->name_span = span(token);
  declaration_->name = token;
  if (!is_quote(token.front())) return;
  declaration_->quoted = true;
  const Expr* string = pop();
  const bool plain = std::ranges::all_of(string->kids, [](const Expr* kid) { return kid->kind == ExprKind::piece; });
  if (!plain) diags_.report(codes::interpolated_name, string->span);
  declaration_->name = plain ? plain_text(*string) : "";
}

void Builder::module(std::string_view token) { declaration_name(token); }

void Builder::parameter_name(std::string_view token) {
  for (const Parameter* other : parameters_) {
    if (other->name != token) continue;
    diags_.report(codes::duplicate_parameter, span(token), token).note(span(other->name), "declared here before");
  }
  auto* added = make<Parameter>();
  added->name = token;
  added->span = span(token);
  parameters_.push_back(added);
}

void Builder::parameter_end() {
  Parameter& ended = parameter();
  if (ended.type != nullptr) ended.span.end = ended.type->span.end;
  if (ended.fallback != nullptr) ended.span.end = ended.fallback->span.end;
}

void Builder::parameters_close(std::string_view token) {
  close(token);
  declaration_->parameters = keep<const Parameter>(parameters_.data(), parameters_.size());
  declaration_->is_template = true;
  parameters_.clear();
}

}  // namespace perfc::syntax

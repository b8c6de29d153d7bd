// Types as written.
#include <utility>

#include "compiler/syntax/builder.hpp"

namespace perfc::syntax {

void Builder::type_name(std::string_view token) {
  auto* type = make<TypeExpr>();
  type->name = token;
  type->span = span(token);
  types_.push_back(type);
}

void Builder::type_open(std::string_view token) {
  open('(', token);
  brackets_.back().types = types_.size();
}

void Builder::type_close(std::string_view token) {
  const Bracket opened = brackets_.back();
  close(token);
  TypeExpr& type = *types_[opened.types - 1];
  if (types_.size() > opened.types) {  // list(T), map(T)
    type.arguments = keep<const TypeExpr>(types_.data() + opened.types, types_.size() - opened.types);
    types_.resize(opened.types);
  }
  kids_.clear();
  for (std::size_t i = opened.mark; i < operands_.size(); ++i) kids_.push_back(operands_[i].expr);
  type.words = keep<const Expr>(kids_.data(), kids_.size());
  operands_.resize(opened.mark);
  type.span.end = offset(token.data()) + 1;
  in_enumeration_ = false;
}

void Builder::type_nullable(std::string_view token) {
  types_.back()->optional = true;
  types_.back()->span.end = offset(token.data()) + 1;
}

void Builder::type_next() {
  TypeExpr* next = types_.back();
  types_.pop_back();
  TypeExpr* last = types_.back();
  // `next` is const in the tree, but every node of the chain was made here.
  while (last->next != nullptr) last = const_cast<TypeExpr*>(last->next);
  last->next = next;
}

const TypeExpr* Builder::pop_type() {
  const TypeExpr* type = types_.back();
  types_.pop_back();
  return type;
}

}  // namespace perfc::syntax

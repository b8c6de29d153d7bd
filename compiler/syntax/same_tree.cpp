#include "compiler/syntax/same_tree.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "compiler/syntax/layout_tokens.hpp"

namespace perfc::syntax {
namespace {

bool same(const Expr& a, const Expr& b);
bool same(const TypeExpr& a, const TypeExpr& b);
bool same(const Statement& a, const Statement& b);
bool same(const Body& a, const Body& b);
bool same(const Parameter& a, const Parameter& b);
bool same(const Declaration& a, const Declaration& b);

template <class Node>
bool same(const Node* a, const Node* b) {
  return a == nullptr || b == nullptr ? a == b : same(*a, *b);
}

template <class Node>
bool same(std::span<const Node* const> a, std::span<const Node* const> b) {
  return std::ranges::equal(a, b, [](const Node* left, const Node* right) { return same(left, right); });
}

bool same(const Expr& a, const Expr& b) {
  // As bits: a number is itself, whatever it is.
  return a.kind == b.kind && a.op == b.op && a.text == b.text && a.integer == b.integer &&
         std::bit_cast<std::uint64_t>(a.floating) == std::bit_cast<std::uint64_t>(b.floating) && same(a.kids, b.kids);
}

bool same(const TypeExpr& a, const TypeExpr& b) {
  return a.name == b.name && a.optional == b.optional && same(a.arguments, b.arguments) && same(a.words, b.words) &&
         same(a.least, b.least) && same(a.most, b.most) && same(a.next, b.next);
}

bool same(const Statement& a, const Statement& b) {
  return a.kind == b.kind && a.op == b.op && a.name == b.name && a.doc == b.doc && same(a.key, b.key) &&
         same(a.value, b.value) && same(a.base, b.base) && same(a.message, b.message) && same(a.loads, b.loads) &&
         same(a.alias, b.alias) && same(a.type, b.type) && same(a.body, b.body) && same(a.otherwise, b.otherwise);
}

bool same(const Body& a, const Body& b) { return same(a.statements, b.statements); }

bool same(const Parameter& a, const Parameter& b) {
  return a.name == b.name && same(a.type, b.type) && same(a.fallback, b.fallback);
}

bool same(const Declaration& a, const Declaration& b) {
  return a.decl == b.decl && a.kind == b.kind && a.name == b.name && a.quoted == b.quoted && a.doc == b.doc &&
         a.is_template == b.is_template && same(a.parameters, b.parameters) && same(a.on, b.on) &&
         same(a.base, b.base) && same(a.type, b.type) && same(a.value, b.value) && same(a.message, b.message) &&
         same(a.body, b.body);
}

}  // namespace

bool same_tree(const Tree& a, const Tree& b) {
  return std::ranges::equal(a.declarations, b.declarations,
                            [](const Declaration* left, const Declaration* right) { return same(left, right); });
}

bool same_spelling(std::string_view a, std::string_view b) {
  const auto words_of = [](std::string_view text) {
    std::vector<std::string_view> words;
    for (const Token& token : read_tokens(text)) {
      if (token.kind != TokenKind::comma) words.push_back(text_of(text, token));
    }
    return words;
  };
  return words_of(a) == words_of(b);
}

}  // namespace perfc::syntax

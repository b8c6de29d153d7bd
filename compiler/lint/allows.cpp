#include "compiler/lint/allows.hpp"

#include <algorithm>
#include <limits>

#include "compiler/diag/codes.hpp"

namespace perfc::lint {
namespace {

bool within(Span inner, Span outer) {
  return inner.known() && inner.file == outer.file && inner.begin >= outer.begin && inner.end <= outer.end;
}

}  // namespace

void Allows::add(std::string_view name, Span name_span, Span span, Span scope, Diagnostics& diags) {
  if (const Rule* rule = find_rule(name)) {
    allows_.push_back({rule, name_span, span, scope, false});
    return;
  }
  Diagnostic& found = diags.report(codes::unknown_rule, name_span, name).advise(rule_help(name));
  if (const std::string_view near = nearest_rule(name); !near.empty()) found.mend(name_span, std::string(near));
}

void Allows::collect(const syntax::Body& body, Span scope, Diagnostics& diags) {
  for (const syntax::Statement* statement : body.statements) {
    // Bodies of `for` and `if` are no things of their own: what they allow is allowed to what they stand in.
    const bool transparent =
        statement->kind == syntax::StatementKind::loop || statement->kind == syntax::StatementKind::branch;
    if (statement->kind == syntax::StatementKind::allow)
      add(statement->name, statement->name_span, statement->span, scope, diags);
    for (const syntax::Body* inner : {statement->body, statement->otherwise}) {
      if (inner != nullptr) collect(*inner, transparent ? scope : statement->span, diags);
    }
  }
}

void Allows::collect(const syntax::Tree& tree, Diagnostics& diags) {
  const Span file{tree.file, 0, std::numeric_limits<std::uint32_t>::max()};
  for (const syntax::Declaration* node : tree.declarations) {
    if (node->decl == syntax::DeclKind::allow) add(node->name, node->name_span, node->span, file, diags);
    if (node->body != nullptr) collect(*node->body, node->span, diags);
  }
}

bool Allows::silence(const Rule& rule, Span place, std::span<const Span> owners) {
  bool found = false;
  for (Allow& allow : allows_) {
    const auto here = [&allow](Span span) { return within(span, allow.scope); };
    if (allow.rule != &rule || !(here(place) || std::any_of(owners.begin(), owners.end(), here))) continue;
    allow.used = true;
    found = true;
  }
  return found;
}

}  // namespace perfc::lint

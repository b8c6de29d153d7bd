// A variable that hides another one of its name.
#include <fmt/format.h>

#include <vector>

#include "compiler/lint/findings.hpp"

namespace perfc::lint {
namespace {

using syntax::Body;
using syntax::Declaration;
using syntax::DeclKind;
using syntax::Expr;
using syntax::ExprKind;
using syntax::Statement;
using syntax::StatementKind;

class ShadowFinder {
 public:
  explicit ShadowFinder(Findings& findings) : findings_(findings) {}

  void read(const syntax::Tree& tree) {
    for (const Declaration* node : tree.declarations) {
      const bool global = node->decl == DeclKind::let || node->decl == DeclKind::param;
      if (global) names_.push_back({node->name, node->name_span});
    }
    for (const Declaration* node : tree.declarations) {
      const std::size_t outside = names_.size();
      findings_.about({node->span});
      for (const syntax::Parameter* parameter : node->parameters) {
        bind(parameter->name, parameter->span, "parameter");
        read(parameter->fallback);
      }
      for (const Expr* expr : {node->base, node->value}) read(expr);
      if (node->body != nullptr) read(*node->body);
      names_.resize(outside);
    }
    names_.clear();
  }

 private:
  struct Known {
    std::string_view name;
    Span span;
  };

  void bind(std::string_view name, Span span, std::string_view what) {
    for (const Known& known : names_) {
      if (known.name != name) continue;
      findings_.report(span, fmt::format("{} '{}' hides another name that is the same", what, name))
          .note(known.span, "this one")
          .advise("give one of them another name");
      break;
    }
    names_.push_back({name, span});
  }

  void read(const Body& body) {
    for (const Statement* statement : body.statements) {
      for (const Expr* expr : {statement->key, statement->value, statement->base, statement->loads, statement->alias})
        read(expr);
      const std::size_t outside = names_.size();
      if (statement->kind == StatementKind::loop) bind(statement->name, statement->name_span, "variable");
      for (const Body* inner : {statement->body, statement->otherwise}) {
        if (inner != nullptr) read(*inner);
      }
      names_.resize(outside);
    }
  }

  void read(const Expr* expr) {
    if (expr == nullptr) return;
    const std::size_t outside = names_.size();
    if (expr->kind == ExprKind::comprehension) bind(expr->text, expr->name_span, "variable");
    for (const Expr* kid : expr->kids) read(kid);
    names_.resize(outside);
  }

  Findings& findings_;
  std::vector<Known> names_;
};

void check_shadowed(const Subject& subject, Findings& findings) {
  ShadowFinder finder(findings);
  for (const syntax::Tree* tree : subject.operands) finder.read(*tree);
}

}  // namespace

const Rule rules::shadowed_name = {.name = "shadowed-name",
                                   .level = Level::warning,
                                   .summary = "a variable hides no other name",
                                   .page = R"(
The variable of a `for` or of a list, or a parameter of a template, wins over a `let`, a `param` and an outer variable of its
name. Who reads the body later takes it for the other one.

## Example that fails

```perf
let size = 4
worker wide(size: int) { tensor_parallel_size = size }
```

## Mended

```perf
let size = 4
worker wide(n: int) { tensor_parallel_size = n }
```
)",
                                   .program = check_shadowed};

}  // namespace perfc::lint

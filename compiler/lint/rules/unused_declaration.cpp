// Declarations of a program that nothing in it mentions.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "compiler/lint/findings.hpp"

namespace perfc::lint {
namespace {

using syntax::Body;
using syntax::Declaration;
using syntax::DeclKind;
using syntax::Expr;
using syntax::ExprKind;

// Every word that might be a name: what is a name of something else is taken for one, so that nothing is called unused
// by mistake.
class Mentions {
 public:
  void read(const Declaration& node) {
    for (const Expr* expr : {node.on, node.base, node.value, node.message}) read(expr);
    for (const syntax::Parameter* parameter : node.parameters) read(parameter->fallback);
    if (node.body != nullptr) read(*node.body);
  }

  [[nodiscard]] bool has(std::string_view name) const { return names_.contains(name); }

 private:
  void read(const Body& body) {
    for (const syntax::Statement* statement : body.statements) {
      for (const Expr* expr : {statement->key, statement->value, statement->base, statement->message, statement->loads,
                               statement->alias}) {
        read(expr);
      }
      for (const Body* inner : {statement->body, statement->otherwise}) {
        if (inner != nullptr) read(*inner);
      }
    }
  }

  void read(const Expr* expr) {
    if (expr == nullptr) return;
    const bool named = expr->kind == ExprKind::word || expr->kind == ExprKind::call || expr->kind == ExprKind::piece;
    if (named) names_.insert(expr->text);
    for (const Expr* kid : expr->kids) read(kid);
  }

  std::set<std::string_view> names_;
};

// Kinds of which `-D` may name one: param where: cluster.
std::set<std::string_view> chosen_kinds(const Subject& subject) {
  std::set<std::string_view> kinds;
  for (const syntax::Tree* tree : subject.trees) {
    for (const Declaration* node : tree->declarations) {
      if (node->decl == DeclKind::param && node->type != nullptr) kinds.insert(node->type->name);
    }
  }
  return kinds;
}

bool is_of_interest(const Declaration& node) {
  constexpr std::array<std::string_view, 7> kKinds = {"gpu",       "cluster", "model", "worker",
                                                      "benchmark", "harness", "schema"};
  if (node.decl == DeclKind::let || node.decl == DeclKind::param) return true;
  return node.decl == DeclKind::object && std::find(kKinds.begin(), kKinds.end(), node.kind) != kKinds.end();
}

void check_unused(const Subject& subject, Findings& findings) {
  Mentions mentions;
  for (const syntax::Tree* tree : subject.trees) {
    for (const Declaration* node : tree->declarations) mentions.read(*node);
  }
  const std::set<std::string_view> chosen = chosen_kinds(subject);
  for (const syntax::Tree* tree : subject.operands) {
    const bool whole = std::any_of(tree->declarations.begin(), tree->declarations.end(),
                                   [](const Declaration* node) { return node->kind == "suite"; });
    if (!whole) continue;
    for (const Declaration* node : tree->declarations) {
      if (!is_of_interest(*node) || mentions.has(node->name) || chosen.contains(node->kind)) continue;
      const std::string_view kind = node->decl == DeclKind::let     ? "let"
                                    : node->decl == DeclKind::param ? "param"
                                                                    : node->kind;
      findings.about({node->span});
      findings.report(node->name_span, fmt::format("nothing uses {} '{}'", kind, node->name))
          .advise("remove it")
          .mend_away(node->span)
          .unsafe();  // its name may be what is misspelt
    }
  }
}

}  // namespace

const Rule rules::unused_declaration = {.name = "unused-declaration",
                                        .level = Level::warning,
                                        .summary = "what a file with suites declares is used",
                                        .page = R"(
A cluster, model, worker, benchmark, harness, GPU, schema, `let` or `param` that nothing mentions is left over, or what should
mention it is misspelt. Of a kind that a `param` has, `-D` may name any. In a file without suites declarations are for others to use. For topologies there is
`unregistered-topology`.

## Example that fails

```perf
use std.gb200
let lengths = [1024, 8192]
model m { }
cluster lab : gb200_nvl4 {
  container { image = "trtllm.sqsh", mounts = ["/data:/data"] }
  model_root = "/data/models", repo = "/data/repo", work_dir = "/data/work"
}
topology t {
  model = m
  server { tensor_parallel_size = 4 }
  benchmark { }
}
suite s on lab { test t }
```

## Mended

```perf
use std.gb200
model m { }
cluster lab : gb200_nvl4 {
  container { image = "trtllm.sqsh", mounts = ["/data:/data"] }
  model_root = "/data/models", repo = "/data/repo", work_dir = "/data/work"
}
topology t {
  model = m
  server { tensor_parallel_size = 4 }
  benchmark { }
}
suite s on lab { test t }
```
)",
                                        .program = check_unused};

}  // namespace perfc::lint

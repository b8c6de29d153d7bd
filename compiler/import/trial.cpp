#include "compiler/import/trial.hpp"

#include <algorithm>

#include "compiler/import/config_tree.hpp"

namespace perfc {
namespace {

using syntax::Declaration;
using syntax::Expr;
using syntax::Statement;
using syntax::StatementKind;

// A topology for one configuration, or for one server of it.
struct Part {
  std::string_view name;
  std::string_view server;  // empty: the file is disaggregated, or has this server alone
  Span span;
};

std::vector<Part> parts_of(const Trial& trial, Span start) {
  std::vector<Part> parts;
  for (const std::string& server : trial.servers) parts.push_back({server, server, start});
  const Document* const servers =
      trial.document->kind == Document::Kind::mapping ? trial.document->find("server_configs") : nullptr;
  if (parts.empty() && servers != nullptr && servers->kind == Document::Kind::sequence) {
    for (const Document& server : servers->items) {
      const Document* const name = server.kind == Document::Kind::mapping ? server.find("name") : nullptr;
      if (name == nullptr || name->kind != Document::Kind::scalar) {
        parts.clear();  // without one it can only be the whole file's; where that has others too, yaml() says so
        break;
      }
      parts.push_back({name->text, name->text, name->span});
    }
  }
  if (parts.empty()) parts.push_back({trial.name, {}, start});
  return parts;
}

class TrialWriter {
 public:
  TrialWriter(const Trial& trial, syntax::Tree& tree)
      : trial_(trial), tree_(tree), nodes_(tree, unheard_), start_{trial.file, 0, 0} {}

  void run() {
    Declaration& use = add({});
    use.decl = syntax::DeclKind::use;
    use.name = kept(trial_.program.text);
    use.name_span = trial_.program.span;
    use.span = {};  // in no file: the path is as the process finds it
    Statements statements;
    if (!trial_.harness.text.empty()) {
      statements.push_back(nodes_.assign("harness", trial_.harness.span, word(trial_.harness)));
    }
    for (const Part& part : parts_of(trial_, start_)) {
      add_topology(part);
      statements.push_back(test(part));
    }
    Declaration& suite = add("suite");
    suite.name = kept(trial_.name);
    suite.on = word(trial_.cluster);
    suite.body = nodes_.body(statements, start_);
  }

 private:
  std::string_view kept(std::string_view text) {
    auto* const copy = std::pmr::polymorphic_allocator<>(tree_.arena.get()).allocate_object<char>(text.size() + 1);
    std::copy(text.begin(), text.end(), copy);
    return {copy, text.size()};
  }

  Declaration& add(std::string_view kind) {
    auto* const made = std::pmr::polymorphic_allocator<>(tree_.arena.get()).new_object<Declaration>();
    made->kind = kind;
    made->span = made->kind_span = made->name_span = start_;
    made->quoted = true;
    tree_.declarations.push_back(made);
    return *made;
  }

  void add_topology(const Part& part) {
    Declaration& topology = add("topology");
    topology.name = kept(part.name);
    topology.name_span = part.span;
    // In no file, as `use` is; what is wrong with the arguments has a place.
    std::vector<const Expr*> arguments = {nodes_.string(kept(trial_.path), start_)};
    if (!part.server.empty()) arguments.push_back(nodes_.string(kept(part.server), part.span));
    topology.base = nodes_.call("yaml", arguments, {});
    topology.body = nodes_.body({}, start_);
  }

  const Statement* test(const Part& part) {
    auto* const made = std::pmr::polymorphic_allocator<>(tree_.arena.get()).new_object<Statement>();
    made->kind = StatementKind::test;
    made->span = made->name_span = part.span;
    made->value = nodes_.string(kept(part.name), part.span);
    return made;
  }

  const Expr* word(const PlacedWord& written) { return nodes_.string(kept(written.text), written.span); }

  const Trial& trial_;
  syntax::Tree& tree_;
  Diagnostics unheard_;  // nothing is read here that could be wrong
  ConfigTree nodes_;
  Span start_;
};

}  // namespace

syntax::Tree trial_program(const Trial& trial) {
  syntax::Tree tree;
  tree.file = trial.file;
  TrialWriter(trial, tree).run();
  return tree;
}

}  // namespace perfc

// Files: what they declare and what they import.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/check/model.hpp"
#include "compiler/diag/codes.hpp"

namespace perfc::check {
namespace {

using syntax::Declaration;
using syntax::DeclKind;

void report_twice(Context& context, std::string_view kind, const Declaration& again, const Declaration& before) {
  context.diags.report(codes::duplicate_declaration, again.name_span, kind, again.name)
      .note(before.name_span, "first declared here");
}

void add_entity(Context& context, Module& module, const Declaration& node) {
  if (!schema::is_kind(node.kind)) {
    context.of_unknown_kind.insert(node.name);
    std::vector<std::string_view> names = {"let", "param", "use"};
    for (const auto& kind : schema::kinds()) names.push_back(kind.name);
    Diagnostic& diagnostic = context.diags.report(codes::unknown_kind, node.kind_span, node.kind);
    if (suggest(context, diagnostic, node.kind_span, node.kind, names).empty()) {
      diagnostic.advise("the kinds are gpu, cluster, model, worker, topology, benchmark, harness, suite and schema");
    }
    return;
  }
  const auto [entry, fresh] = module.entities.try_emplace({node.kind, node.name});
  if (!fresh) {
    report_twice(context, node.kind, node, *entry->second.node);
    return;
  }
  entry->second.node = &node;
  entry->second.module = &module;
  module.order.push_back(&entry->second);
}

void define_param(Context& context, Module& module, Global& global) {
  const Declaration& node = *global.node;
  for (const CheckInput::Definition& definition : context.input.definitions) {
    if (definition.name != node.name) continue;
    const schema::Type* type =
        node.type != nullptr ? make_type(context, *node.type, nullptr, module.scope, node.name) : nullptr;
    const bool text =
        type != nullptr && (accepts(*type, schema::TypeKind::string) || accepts(*type, schema::TypeKind::text));
    if (text || definition.value == nullptr) {
      const Value value{Text(definition.text), definition.span};
      global.value = type != nullptr ? coerce(context, value, *type, module.scope) : value;
    } else {
      global.value = evaluate(context, *definition.value, module.scope, type);
    }
    global.state = State::done;
  }
  if (global.state == State::fresh && node.value == nullptr) {
    context.diags.report(codes::param_without_value, node.name_span, node.name)
        .advise(fmt::format("give one with -D {}=VALUE, or write a default: param {} = ...", node.name, node.name));
    global.value = context.bad(node.name_span);
    global.state = State::done;
  }
}

void add_global(Context& context, Module& module, const Declaration& node) {
  const auto [entry, fresh] = module.globals.try_emplace(node.name);
  if (!fresh) {
    report_twice(context, node.decl == DeclKind::let ? "let" : "param", node, *entry->second.node);
    return;
  }
  entry->second.node = &node;
}

void report_cycle(Context& context, const Declaration& use, const std::string& key) {
  Diagnostic& diagnostic = context.diags.report(codes::cyclic_use, use.name_span, use.name);
  std::string chain;
  bool inside = false;
  for (const std::string& step : context.importing) {
    inside = inside || step == key;
    if (inside) chain += step + " -> ";
  }
  diagnostic.advise(fmt::format("{}{}: move what both need into a third file", chain, key));
}

// Whether no declaration of an import could be read at all, which was reported.
bool unreadable(const Context& context, const Imports::Module& import) {
  const auto closed = [&context](const syntax::Tree* tree) {
    const auto& all = context.diags.all();
    return std::any_of(all.begin(), all.end(), [tree](const Diagnostic& found) {
      return found.span.file == tree->file && found.code.starts_with("E0");
    });
  };
  return import.trees.empty() || std::any_of(import.trees.begin(), import.trees.end(), closed);
}

void add_use(Context& context, Module& module, const Declaration& node) {
  const Imports::Module* found = context.imports.module(node.name, node.quoted, node.span.file);
  if (found == nullptr) {
    module.incomplete = true;
    // `use std/gb200`: the rest of the name could not be read, which was reported.
    if (context.diags.unread_within({node.name_span.file, node.name_span.begin, node.name_span.end + 1})) return;
    Diagnostic& diagnostic = context.diags.report(codes::unknown_module, node.name_span,
                                                  fmt::format("{} '{}'", node.quoted ? "file" : "module", node.name));
    if (!node.quoted) {
      if (suggest(context, diagnostic, node.name_span, node.name, context.imports.standard_modules()).empty())
        diagnostic.advise("a file of your own is imported by its path: use \"path.perf\"");
    }
    return;
  }
  if (std::find(context.importing.begin(), context.importing.end(), found->key) != context.importing.end()) {
    module.incomplete = true;
    report_cycle(context, node, found->key);
    return;
  }
  if (unreadable(context, *found)) module.incomplete = true;
  Module* loaded = load_module(context, *found, node.quoted && module.user);
  for (const Module::Use& use : module.uses) {
    if (use.module == loaded) return;
  }
  module.uses.push_back({loaded, &node});
}

}  // namespace

Module* load_module(Context& context, const Imports::Module& source, bool user) {
  for (Module& module : context.modules) {
    if (module.key == source.key) return &module;
  }
  Module& module = context.modules.emplace_back();
  module.key = source.key;
  module.user = user;
  module.scope.module = &module;
  context.importing.push_back(source.key);
  for (const syntax::Tree* tree : source.trees) {
    for (const Declaration* node : tree->declarations) {
      switch (node->decl) {
        case DeclKind::object:
          add_entity(context, module, *node);
          break;
        case DeclKind::let:
        case DeclKind::param:
          add_global(context, module, *node);
          break;
        case DeclKind::use:
          add_use(context, module, *node);
          break;
        case DeclKind::require:
          module.requirements.push_back(node);
          break;
        case DeclKind::allow:
          break;
      }
    }
  }
  for (auto& [name, global] : module.globals) {
    if (global.node->decl == DeclKind::param) define_param(context, module, global);
  }
  context.importing.pop_back();
  return &module;
}

Module* builtin(Context& context) {
  if (!context.standard_looked_up) {
    context.standard_looked_up = true;
    const Imports::Module* found = context.imports.module("std.trtllm", false, kNoFile);
    if (found != nullptr) context.standard = load_module(context, *found, false);
  }
  return context.standard;
}

}  // namespace perfc::check

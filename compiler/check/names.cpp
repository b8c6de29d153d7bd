// What a word means: the way outwards from the body it stands in, through the enclosing bodies, the file, and the
// imports of the file (not theirs: `use` is not transitive).
#include <fmt/format.h>

#include <algorithm>

#include "compiler/base/ascii.hpp"
#include "compiler/check/model.hpp"
#include "compiler/diag/codes.hpp"

namespace perfc::check {
namespace {

const Value* evaluate_global(Context& context, Global& global, Module& module) {
  if (global.state == State::running) {
    report_cycle(context, {global.node->name, global.node->name_span, nullptr});
    global.value = context.bad(global.node->name_span);
    global.state = State::done;
  }
  if (global.state == State::fresh) {
    if (context.steps.size() > kDeepest) {
      context.diags.report(codes::too_many_steps, global.node->name_span, global.node->name, kDeepest);
      global.value = context.bad(global.node->name_span);
      global.state = State::done;
      return &global.value;
    }
    global.state = State::running;
    context.steps.push_back({global.node->name, global.node->name_span, nullptr});
    const schema::Type* type = nullptr;
    if (global.node->type != nullptr) {
      type = make_type(context, *global.node->type, nullptr, module.scope, global.node->name);
    }
    Value value = evaluate(context, *global.node->value, module.scope, type);
    context.steps.pop_back();
    if (global.state == State::running) global.value = std::move(value);
    global.state = State::done;
  }
  return &global.value;
}

const Value* find_global(Context& context, std::string_view name, Module& module) {
  if (const auto own = module.globals.find(name); own != module.globals.end()) {
    return evaluate_global(context, own->second, module);
  }
  for (const Module::Use& use : module.uses) {
    if (const auto found = use.module->globals.find(name); found != use.module->globals.end()) {
      return evaluate_global(context, found->second, *use.module);
    }
  }
  return nullptr;
}

Entity* own_entity(Module& module, std::string_view kind, std::string_view name) {
  const auto found = module.entities.find({kind, name});
  return found == module.entities.end() ? nullptr : &found->second;
}

std::vector<std::string_view> visible_names(Context& context, std::string_view kind, Module& module) {
  std::vector<std::string_view> names;
  const auto collect = [&](Module& from) {
    for (const auto& [key, entity] : from.entities) {
      if (key.first == kind) names.push_back(key.second);
    }
  };
  collect(module);
  for (const Module::Use& use : module.uses) collect(*use.module);
  if (Module* standard = builtin(context); standard != nullptr && (kind == "harness" || kind == "schema")) {
    collect(*standard);
  }
  return names;
}

// Whether a module of the standard library, imported or not, declares this.
bool declares(Context& context, std::string_view module, std::string_view kind, std::string_view name) {
  const Imports::Module* found = context.imports.module(module, false, kNoFile);
  if (found == nullptr) return false;
  for (const syntax::Tree* tree : found->trees) {
    for (const syntax::Declaration* node : tree->declarations) {
      if (node->kind == kind && node->name == name) return true;
    }
  }
  return false;
}

}  // namespace

Module* module_of(const Scope& scope) {
  const Scope* outermost = &scope;
  while (outermost->parent != nullptr) outermost = outermost->parent;
  return outermost->module;
}

const Value* find_variable(Context& context, std::string_view name, const Scope& scope, bool fields) {
  for (const Scope* step = &scope; step != nullptr; step = step->parent) {
    for (const Scope::Binding& binding : step->bindings) {
      if (binding.name == name) return &binding.value;
    }
    if (fields && step->object != nullptr) {
      Slot* slot = step->object->find(name);
      // A field may be given by a variable of the same name further out: `concurrency = concurrency` in a template.
      const bool itself = slot != nullptr && !context.steps.empty() && context.steps.back().slot == slot;
      if (slot != nullptr && !itself) return &force(context, *step->object, *slot);
    }
    if (step->module != nullptr) {
      if (const Value* value = find_global(context, name, *step->module)) return value;
    }
  }
  return nullptr;
}

Entity* find_entity(Context& context, std::string_view kind, std::string_view name, const Scope& scope, Span span) {
  Module* module = module_of(scope);
  if (module == nullptr) return nullptr;
  if (Entity* own = own_entity(*module, kind, name)) return own;
  Entity* found = nullptr;
  for (const Module::Use& use : module->uses) {
    Entity* candidate = own_entity(*use.module, kind, name);
    if (candidate == nullptr || candidate == found) continue;
    if (found != nullptr) {
      context.diags.report(codes::ambiguous_name, span, kind, name)
          .note(found->node->name_span, "declared here")
          .note(candidate->node->name_span, "and here")
          .advise(fmt::format("declare a {} of another name that starts from one of them", kind));
      return found;
    }
    found = candidate;
  }
  if (found == nullptr && (kind == "harness" || kind == "schema")) {
    if (Module* standard = builtin(context)) found = own_entity(*standard, kind, name);
  }
  return found;
}

// For dep4, as configurations are named: the template dep with the argument 4. Empty when there is none.
std::string call_of(Module& module, std::string_view kind, std::string_view name) {
  const std::size_t digits = name.find_last_not_of("0123456789") + 1;
  const std::string_view stem = name.substr(0, digits);
  if (stem.empty() || digits == name.size()) return {};
  const auto takes = [&](Module& from) {
    const Entity* entity = own_entity(from, kind, stem);
    return entity != nullptr && entity->node->is_template;
  };
  const bool found = takes(module) || std::any_of(module.uses.begin(), module.uses.end(),
                                                  [&](const Module::Use& use) { return takes(*use.module); });
  return found ? fmt::format("{}({})", stem, name.substr(digits)) : std::string();
}

// Whether the declaration may be one whose head could not be read: "benchmark chat ) {".
bool declared_unread(const Context& context, std::string_view kind, std::string_view name) {
  const auto head = [&](const Diagnostic& found) {
    if (!found.code.starts_with("E1") || !found.span.known()) return false;
    const std::uint32_t number = context.sources.position(found.span.file, found.span.begin).line;
    std::string_view line = trimmed(context.sources.line(found.span.file, number));
    if (!line.starts_with(kind)) return false;
    line = trimmed(line.substr(kind.size()));
    if (!line.empty() && is_quote(line[0])) line.remove_prefix(1);
    return line.starts_with(name) && (line.size() == name.size() || !is_word_character(line[name.size()]));
  };
  // Of more findings than anybody reads, the first are enough.
  constexpr std::size_t kMost = 200;
  const auto& all = context.diags.all();
  const auto end = all.begin() + static_cast<std::ptrdiff_t>(std::min(kMost, all.size()));
  return std::any_of(all.begin(), end, head);
}

void report_unknown_entity(Context& context, std::string_view kind, std::string_view name, const Scope& scope,
                           Span span) {
  Module* module = module_of(scope);
  if (module != nullptr && module->incomplete) return;  // it may come from the import that is missing
  if (context.of_unknown_kind.contains(name) || declared_unread(context, kind, name)) return;
  Diagnostic& diagnostic = context.diags.report(codes::unknown_declaration, span, kind, name);
  if (module == nullptr) return;
  if (const std::string call = call_of(*module, kind, name); !call.empty()) {
    diagnostic.advise(fmt::format("did you mean '{}'?", call));
    respell(context, diagnostic, span, name, call);
    return;
  }
  if (!suggest(context, diagnostic, span, name, visible_names(context, kind, *module)).empty()) return;
  for (const auto& other : schema::kinds()) {
    if (Entity* entity = own_entity(*module, other.name, name)) {
      diagnostic.note(entity->node->name_span, fmt::format("'{}' is a {}", name, other.name));
      return;
    }
  }
  for (const std::string_view standard : context.imports.standard_modules()) {
    if (!declares(context, standard, kind, name)) continue;
    diagnostic.advise(fmt::format("import it: use {}", standard));
    import_module(context, diagnostic, span, standard);
    return;
  }
  diagnostic.advise(fmt::format("declare it: {} {} {{ ... }}, or import the file that does with 'use'", kind, name));
}

void report_cycle(Context& context, const Step& again) {
  std::size_t first = context.steps.size();
  for (std::size_t i = 0; i < context.steps.size(); ++i) {
    if (context.steps[i].slot == again.slot && context.steps[i].name == again.name) first = i;
  }
  Diagnostic& diagnostic = context.diags.report(codes::cyclic_field, again.span, again.name);
  for (std::size_t i = first; i < context.steps.size(); ++i) {
    const std::string_view next = i + 1 < context.steps.size() ? context.steps[i + 1].name : again.name;
    diagnostic.note(context.steps[i].span, fmt::format("'{}' needs '{}'", context.steps[i].name, next));
  }
}

}  // namespace perfc::check

// Declarations: templates and their instances, chains of bases, and the engine whose options a topology takes.
#include <fmt/format.h>

#include "compiler/check/standard.hpp"
#include "compiler/diag/codes.hpp"

namespace perfc::check {
namespace {

using syntax::Expr;
using syntax::ExprKind;

std::string signature(const syntax::Declaration& node) {
  std::string out = fmt::format("{}(", node.name);
  for (std::size_t i = 0; i < node.parameters.size(); ++i) {
    const syntax::Parameter& parameter = *node.parameters[i];
    out += fmt::format("{}{}: {}", i == 0 ? "" : ", ", parameter.name,
                       parameter.type != nullptr ? parameter.type->name : "any");
  }
  return out + ")";
}

Diagnostic& report_arguments(Context& context, const Entity& entity, Span span, std::string text,
                             std::optional<std::string_view> call_needed = {}) {
  Diagnostic& diagnostic = context.diags.report(codes::template_arguments, span, std::move(text));
  if (call_needed) diagnostic.advise(fmt::format("write {}({} = ...)", entity.node->name, *call_needed));
  diagnostic.note(entity.node->name_span,
                  fmt::format("{} is declared here",
                              entity.node->is_template ? signature(*entity.node) : std::string(entity.node->name)));
  return diagnostic;
}

// Arguments by parameter; nullopt after reporting.
std::optional<std::vector<const Expr*>> place_arguments(Context& context, const Entity& entity, const Expr* call,
                                                        Span span) {
  const auto parameters = entity.node->parameters;
  std::vector<const Expr*> placed(parameters.size(), nullptr);
  const auto given = call != nullptr ? call->kids : std::span<const Expr* const>{};
  for (std::size_t i = 0; i < given.size(); ++i) {
    std::size_t place = i;
    if (given[i]->kind == ExprKind::named) {
      place = 0;
      while (place < parameters.size() && parameters[place]->name != given[i]->text) ++place;
      if (place == parameters.size()) {
        Diagnostic& found =
            report_arguments(context, entity, given[i]->name_span,
                             fmt::format("'{}' has no parameter '{}'", entity.node->name, given[i]->text));
        std::vector<std::string_view> names;
        for (const syntax::Parameter* parameter : parameters) names.push_back(parameter->name);
        suggest(context, found, given[i]->name_span, given[i]->text, names);
        return std::nullopt;
      }
    }
    if (place >= parameters.size()) {
      report_arguments(context, entity, given[i]->span,
                       fmt::format("'{}' takes {} argument{}, found {}", entity.node->name, parameters.size(),
                                   parameters.size() == 1 ? "" : "s", given.size()));
      return std::nullopt;
    }
    if (placed[place] != nullptr) {
      report_arguments(context, entity, given[i]->span,
                       fmt::format("argument '{}' is given twice", parameters[place]->name));
      return std::nullopt;
    }
    placed[place] = given[i];
  }
  for (std::size_t i = 0; i < placed.size(); ++i) {
    if (placed[i] == nullptr && parameters[i]->fallback == nullptr) {
      report_arguments(context, entity, span,
                       fmt::format("'{}' needs a value for its parameter '{}'", entity.node->name, parameters[i]->name),
                       parameters[i]->name);
      return std::nullopt;
    }
  }
  return placed;
}

// Stricter than `==`: what is written with 1 differs from what is written with 1.0.
bool same_arguments(Context& context, const Scope& a, const Scope& b) {
  for (std::size_t i = 0; i < a.bindings.size(); ++i) {
    if (finish(context, a.bindings[i].value) != finish(context, b.bindings[i].value)) return false;
  }
  return true;
}

bool bind(Context& context, Entity& entity, const std::vector<const Expr*>& placed, const Scope& scope, Scope& into) {
  into.parent = &entity.module->scope;
  for (std::size_t i = 0; i < placed.size(); ++i) {
    const syntax::Parameter& parameter = *entity.node->parameters[i];
    const schema::Type* type = parameter.type != nullptr
                                   ? make_type(context, *parameter.type, nullptr, entity.module->scope, parameter.name)
                                   : nullptr;
    const Expr* given = placed[i];
    const Value value = given != nullptr
                            ? evaluate(context, given->kind == ExprKind::named ? *given->kids[0] : *given, scope, type)
                            : evaluate(context, *parameter.fallback, into, type);
    if (is_bad(value)) return false;
    into.bindings.push_back({parameter.name, value});
  }
  return true;
}

std::string_view base_name(const Expr& base) {
  if (base.kind == ExprKind::string && base.kids.size() == 1) return base.kids[0]->text;
  return base.text;
}

bool foreign_layer(Context& context, const Expr& base, const Scope& scope, std::vector<Layer>& layers,
                   std::string_view kind) {
  if (kind != "topology") {
    context.diags.report(codes::bad_call, base.span, fmt::format("yaml() is a base of topologies, not of a {}", kind));
    return false;
  }
  std::vector<std::string> words;
  for (const Expr* kid : base.kids) {
    const Value value = evaluate(context, *kid, scope, schema::simple(schema::TypeKind::string));
    if (is_bad(value)) return false;
    const auto* text = value.get<Text>();
    if (text == nullptr) return true;  // in a template
    words.push_back(text->display());
  }
  if (words.empty() || words.size() > 2) {
    context.diags.report(codes::bad_call, base.span,
                         "yaml() takes a path, and the name of a server of an aggregated file");
    return false;
  }
  const syntax::Declaration* found =
      context.imports.configuration(words[0], words.size() > 1 ? words[1] : "", base.span.file, base.kids[0]->span);
  if (found == nullptr) return false;
  static const Scope nowhere;
  layers.push_back({found->body, &nowhere, true, found});
  return true;
}

void report_base_cycle(Context& context, Entity& entity, Span span) {
  if (entity.cyclic) return;
  Diagnostic& diagnostic = context.diags.report(codes::cyclic_base, span, entity.node->kind, entity.node->name);
  bool inside = false;
  for (Entity* step : context.bases) {
    inside = inside || step == &entity;
    if (!inside) continue;
    step->cyclic = true;
    diagnostic.note(step->node->base->span,
                    fmt::format("'{}' starts from '{}'", step->node->name, base_name(*step->node->base)));
  }
}

}  // namespace

Instance* instantiate(Context& context, Entity& entity, const Expr* call, const Scope& scope, Span span) {
  if (!entity.node->is_template) {
    if (call != nullptr) {
      report_arguments(context, entity, span,
                       fmt::format("{} '{}' has no parameters", entity.node->kind, entity.node->name));
      return nullptr;
    }
    if (entity.instances.empty()) {
      Instance& only = entity.instances.emplace_back();
      only.entity = &entity;
      only.scope.parent = &entity.module->scope;
    }
    return &entity.instances.front();
  }
  const auto placed = place_arguments(context, entity, call, span);
  if (!placed) return nullptr;
  Scope arguments;
  if (!bind(context, entity, *placed, scope, arguments)) return nullptr;
  for (Instance& instance : entity.instances) {
    if (same_arguments(context, instance.scope, arguments)) return &instance;
  }
  Instance& made = entity.instances.emplace_back();
  made.entity = &entity;
  made.scope = std::move(arguments);
  return &made;
}

// The layers of what a declaration starts from, then its own body.
static bool layers_of(Context& context, Instance& instance, std::vector<Layer>& layers) {
  Entity& entity = *instance.entity;
  for (const Entity* step : context.bases) {
    if (step == &entity) {
      report_base_cycle(context, entity, entity.node->name_span);
      return false;
    }
  }
  context.bases.push_back(&entity);
  const bool good = entity.node->base == nullptr ||
                    collect_layers(context, entity.node->base, entity.node->kind, instance.scope, layers);
  context.bases.pop_back();
  if (entity.node->body != nullptr)
    layers.push_back({entity.node->body, &instance.scope, entity.node->foreign, nullptr});
  return good;
}

bool collect_layers(Context& context, const Expr* base, std::string_view kind, const Scope& scope,
                    std::vector<Layer>& layers) {
  if (base->kind == ExprKind::call && base->text == "yaml") return foreign_layer(context, *base, scope, layers, kind);
  const schema::Type* type = schema::reference(kind);
  const Value value = evaluate(context, *base, scope, type);
  if (is_bad(value) || is_unknown(value)) return is_unknown(value);
  auto& instance = const_cast<Instance&>(*opaque<Instance>(value));
  instance.entity->used = true;
  return layers_of(context, instance, layers);
}

Object& object_of(Context& context, Instance& instance) {
  if (instance.object != nullptr) return *instance.object;
  const Entity& entity = *instance.entity;
  ObjectSpec spec;
  const bool whole = layers_of(context, instance, spec.layers);
  spec.type = context.tables.of(entity.node->kind);
  if (entity.node->kind == "topology" || entity.node->kind == "worker") {
    const Engine& engine = engine_for(context, spec.layers, entity.module->scope);
    spec.type = entity.node->kind == "worker" ? engine.types.role : engine.types.topology;
  }
  spec.what = fmt::format("{} '{}'", entity.node->kind, entity.node->name);
  spec.span = entity.node->name_span;
  Object& made = make_object(context, std::move(spec));
  made.incomplete = made.incomplete || !whole;
  instance.object = &made;
  return made;
}

const Engine& engine_types(Context& context, const schema::RecordType* options) {
  const Engine* const shared = context.shared_engines != nullptr ? context.shared_engines->types(options) : nullptr;
  if (shared != nullptr) return *shared;
  const auto [entry, fresh] = context.engines.try_emplace(options);
  if (fresh) {
    entry->second.options = options;
    entry->second.types = context.tables.with_engine(options, context.types);
  }
  return entry->second;
}

const Engine& engine_for(Context& context, const std::vector<Layer>& layers, const Scope& scope) {
  Entity* schema = nullptr;
  for (const Layer& layer : layers) {
    for (const syntax::Statement* statement : layer.body->statements) {
      if (statement->kind != syntax::StatementKind::assign || statement->name != "schema") continue;
      const Value value = evaluate(context, *statement->value, *layer.scope, schema::reference("schema"));
      if (const auto* instance = opaque<Instance>(value)) schema = instance->entity;
    }
  }
  if (schema == nullptr) schema = find_entity(context, "schema", "trtllm", scope, {});
  return engine_types(context, schema != nullptr ? engine_of(context, *schema) : nullptr);
}

}  // namespace perfc::check

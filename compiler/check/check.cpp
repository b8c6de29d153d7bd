#include "compiler/check/check.hpp"

#include <algorithm>

#include "compiler/check/build.hpp"
#include "compiler/diag/codes.hpp"

namespace perfc {
namespace check {
namespace {

// A template is checked where it stands, with values that are known by their types alone.
void check_template(Context& context, Entity& entity) {
  Instance& instance = entity.instances.emplace_back();
  instance.entity = &entity;
  instance.scope.parent = &entity.module->scope;
  for (const syntax::Parameter* parameter : entity.node->parameters) {
    const schema::Type* type = parameter->type != nullptr ? make_type(context, *parameter->type, nullptr,
                                                                      entity.module->scope, parameter->name)
                                                          : nullptr;
    if (parameter->fallback != nullptr)
      static_cast<void>(evaluate(context, *parameter->fallback, entity.module->scope, type));
    instance.scope.bindings.push_back({parameter->name, context.unknown(type, parameter->span)});
  }
  if (entity.node->kind == "suite") {
    context.diags.report(codes::template_arguments, entity.node->name_span, "a suite takes no parameters")
        .advise("write a param at the top of the file, and give it with -D name=value");
    return;
  }
  Object& object = object_of(context, instance);
  static_cast<void>(finish(context, object));
  for (const WrittenComputed& field : object.computed) {
    context.diags.report(codes::computed_field, field.span, field.name, field.source)
        .advise("remove it")
        .mend_away(field.statement);
  }
}

void check_entity(Context& context, Entity& entity) {
  const std::string_view kind = entity.node->kind;
  if (kind == "schema") {
    engine_of(context, entity);
    return;
  }
  if (entity.node->is_template) {
    check_template(context, entity);
    return;
  }
  Instance& instance = *instantiate(context, entity, nullptr, entity.module->scope, entity.node->name_span);
  if (kind == "gpu") build_gpu(context, instance);
  if (kind == "cluster") build_cluster(context, instance);
  if (kind == "model") build_model(context, instance);
  if (kind == "harness") build_harness(context, instance);
  if (kind == "worker") static_cast<void>(finish(context, object_of(context, instance)));
  if (kind == "topology") object_of(context, instance);
  if (kind == "benchmark" && instance.built == nullptr) {
    instance.built = build_benchmark(context, object_of(context, instance), entity.node->name, entity.node->name_span);
  }
}

void check_module(Context& context, Module& module, bool root) {
  for (const syntax::Declaration* node : module.requirements)
    check_requirement(context, *node->value, *node->message, module.scope);
  for (auto& [name, global] : module.globals) static_cast<void>(find_variable(context, name, module.scope, false));
  for (Entity* entity : module.order) check_entity(context, *entity);
  for (Entity* entity : module.order) {
    if (entity->node->kind != "suite" || entity->node->is_template) continue;
    build_suite(context, *instantiate(context, *entity, nullptr, module.scope, entity->node->name_span), root);
  }
  // What nobody starts from and no suite tests must be whole as well.
  for (Entity* entity : module.order) {
    if (entity->node->kind != "topology" || entity->node->is_template) continue;
    static_cast<void>(build_topology(
        context, *instantiate(context, *entity, nullptr, module.scope, entity->node->name_span), !entity->used));
  }
}

// What is computed and was written all the same. The plan reports it with its value, where there will be a plan.
void report_computed(Context& context) {
  const auto report = [&context](const std::vector<WrittenComputed>& written) {
    for (const WrittenComputed& field : written) {
      context.diags.report(codes::computed_field, field.span, field.name, field.source)
          .advise("remove it")
          .mend_away(field.statement);
    }
  };
  const auto planned = [&context](const Topology& topology) {
    for (const Suite& suite : context.program->suites) {
      if (!suite.plannable()) continue;
      for (const Test& test : suite.tests) {
        if (test.sound && test.topology->origin.span == topology.origin.span) return true;
      }
    }
    return false;
  };
  for (const Topology& topology : context.program->topologies) {
    if (!topology.computed.empty() && !planned(topology)) report(topology.computed);
  }
  for (const Suite& suite : context.program->suites) {
    for (const Test& test : suite.tests) {
      if (!test.sound || !suite.plannable()) report(test.computed);
    }
  }
}

void report_unknown_params(Context& context) {
  std::vector<std::string_view> known;
  for (Module& module : context.modules) {
    for (const auto& [name, global] : module.globals) {
      if (global.node->decl == syntax::DeclKind::param) known.push_back(name);
    }
  }
  for (const CheckInput::Definition& definition : context.input.definitions) {
    if (std::find(known.begin(), known.end(), definition.name) != known.end()) continue;
    Diagnostic& diagnostic = context.diags.report(codes::unknown_param, definition.span, definition.name);
    suggest(context, diagnostic, definition.span, definition.name, known);
  }
}

}  // namespace
}  // namespace check

std::unique_ptr<Program> check_program(const Sources& sources, const CheckInput& input, Imports& imports,
                                       Diagnostics& diags) {
  const auto workings = std::make_shared<check::Context>(sources, input, imports, diags);
  check::Context& context = *workings;
  std::vector<check::Module*> roots;
  for (const syntax::Tree* tree : input.files) {
    roots.push_back(check::load_module(context, {sources[tree->file].path, {tree}}, true));
  }
  check::report_unknown_params(context);
  // By number: to check a module may load the standard library's, and a deque that grows loses its iterators.
  for (std::size_t i = 0; i < context.modules.size(); ++i) {
    check::Module& module = context.modules[i];
    if (!module.user) continue;
    check::check_module(context, module, std::find(roots.begin(), roots.end(), &module) != roots.end());
  }
  check::report_computed(context);
  std::unique_ptr<Program> program = std::move(context.program);
  program->workings = workings;
  return program;
}

}  // namespace perfc

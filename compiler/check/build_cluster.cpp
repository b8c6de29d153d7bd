// Structs of the program from checked objects: GPU, cluster, model, benchmark, harness.
#include <fmt/format.h>

#include "compiler/check/build.hpp"
#include "compiler/diag/codes.hpp"

namespace perfc::check {

Instance* reference_at(Context& context, Object& object, std::string_view field) {
  Slot* slot = object.find(field);
  if (slot == nullptr) return nullptr;
  const auto* instance = opaque<Instance>(force(context, object, *slot));
  return const_cast<Instance*>(instance);
}

void check_requirement(Context& context, const syntax::Expr& condition_expr, const syntax::Expr& message,
                       const Scope& scope) {
  if (condition(context, condition_expr, scope) != false) return;
  const Value text = evaluate(context, message, scope, schema::simple(schema::TypeKind::text));
  if (const auto* said = text.get<Text>()) {
    context.diags.report(codes::require_failed, condition_expr.span, said->display())
        .advise("this 'require' does not hold");
  }
}

void check_requirements(Context& context, Object& object) {
  for (const TestItem& item : object.requirements)
    check_requirement(context, *item.statement->value, *item.statement->message, *item.scope);
}

Origin origin_of(Context& context, Object& object, std::string_view name) {
  check_requirements(context, object);
  Origin origin{std::string(name), object.span, finish(context, object)};
  origin.sound = !object.faulty && !object.incomplete;
  return origin;
}

const Gpu* build_gpu(Context& context, Instance& instance) {
  if (instance.built == nullptr) {
    Gpu& gpu = context.program->gpus.emplace_back();
    gpu.origin = origin_of(context, object_of(context, instance), instance.entity->node->name);
    apply_rows(gpu, *gpu.origin.fields, context.tables.gpu_rows);
    instance.built = &gpu;
  }
  return static_cast<const Gpu*>(instance.built);
}

const Model* build_model(Context& context, Instance& instance) {
  if (instance.built == nullptr) {
    Model& model = context.program->models.emplace_back();
    model.origin = origin_of(context, object_of(context, instance), instance.entity->node->name);
    model.id = instance.entity->node->name;
    apply_rows(model, *model.origin.fields, context.tables.model_rows);
    instance.built = &model;
  }
  return static_cast<const Model*>(instance.built);
}

const Cluster* build_cluster(Context& context, Instance& instance) {
  if (instance.built != nullptr) return static_cast<const Cluster*>(instance.built);
  Object& object = object_of(context, instance);
  Cluster& cluster = context.program->clusters.emplace_back();
  instance.built = &cluster;
  cluster.origin = origin_of(context, object, instance.entity->node->name);
  apply_rows(cluster, *cluster.origin.fields, context.tables.cluster_rows);
  if (const Field* container = cluster.origin.fields->find("container"); container != nullptr) {
    const Record& record = *container->value.record();
    apply_rows(cluster.container, record, context.tables.container_rows);
    if (const Field* mounts = record.find("mounts"); mounts != nullptr) {
      for (const Value& mount : *mounts->value.list()) cluster.container.mount_spans.push_back(mount.span);
    }
  }
  if (Instance* gpu = reference_at(context, object, "gpu")) cluster.gpu = build_gpu(context, *gpu);
  return &cluster;
}

const Benchmark* build_benchmark(Context& context, Object& object, std::string_view name, Span span) {
  Benchmark& benchmark = context.program->benchmarks.emplace_back();
  benchmark.origin = origin_of(context, object, name);
  benchmark.origin.span = span;
  apply_rows(benchmark, *benchmark.origin.fields, context.tables.benchmark_rows);
  benchmark.expect = build_expectations(context, object);
  auto extra = std::make_shared<Record>();
  for (const Field& field : benchmark.origin.fields->fields) {
    if (context.tables.benchmark->find(field.name) == nullptr) extra->fields.push_back(field);
  }
  if (!extra->fields.empty()) benchmark.extra = std::move(extra);
  return &benchmark;
}

const Harness* build_harness(Context& context, Instance& instance) {
  if (instance.built == nullptr) {
    Harness& harness = context.program->harnesses.emplace_back();
    harness.origin = origin_of(context, object_of(context, instance), instance.entity->node->name);
    apply_rows(harness, *harness.origin.fields, context.tables.harness_rows);
    if (const Field* readiness = harness.origin.fields->find("readiness"); readiness != nullptr) {
      apply_rows(harness.readiness.emplace(), *readiness->value.record(), context.tables.readiness_rows);
    }
    instance.built = &harness;
  }
  return static_cast<const Harness*>(instance.built);
}

}  // namespace perfc::check

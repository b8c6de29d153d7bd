// Suites and their tests. A test that overrides something gets a benchmark or topology of its own.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "compiler/base/edit_distance.hpp"
#include "compiler/base/test_list.hpp"
#include "compiler/check/build.hpp"
#include "compiler/diag/codes.hpp"

namespace perfc::check {
namespace {

using syntax::Expr;
using syntax::Statement;

Instance* refer(Context& context, const Expr& expr, std::string_view kind, const Scope& scope) {
  const Value value = evaluate(context, expr, scope, schema::reference(kind));
  return const_cast<Instance*>(opaque<Instance>(value));
}

// Lists may get further bounds of ranges one day; one that is nearly a bound of today is misspelt.
void check_bounds(Context& context, const Record& fields) {
  const Field* const condition = fields.find("condition");
  const Record* const said = condition != nullptr ? condition->value.record() : nullptr;
  const Field* const ranges = said != nullptr ? said->find("ranges") : nullptr;
  if (ranges == nullptr || ranges->value.record() == nullptr) return;
  for (const Field& range : ranges->value.record()->fields) {
    if (range.value.record() == nullptr) continue;
    for (const Field& bound : range.value.record()->fields) {
      const std::string_view meant = nearest(bound.name, kRangeBounds);
      if (meant.empty() || meant == bound.name) continue;
      Diagnostic& found = context.diags.report(codes::unknown_field, bound.name_span, bound.name,
                                               fmt::format("range '{}'", range.name));
      suggest(context, found, bound.name_span, bound.name, {kRangeBounds.begin(), kRangeBounds.end()});
    }
  }
}

// One test being built: what stands in its { } is sorted into fields of the test, of its loads and of its roles.
class TestBuilder {
 public:
  TestBuilder(Context& context, const TestItem& item) : context_(context), item_(item) {}

  // False when it cannot be built.
  bool build(Test& test) {
    const std::size_t errors_before = context_.diags.errors();
    const Statement& statement = *item_.statement;
    test.span = statement.span;
    topology_ = refer(context_, *statement.value, "topology", *item_.scope);
    const bool loads_known = find_loads();
    if (!read_alias(test)) return false;
    if (topology_ == nullptr || !loads_known) return false;
    if (statement.body != nullptr) read_overrides(test, *statement.body);
    test.topology = role_fields_.empty() ? build_topology(context_, *topology_, true) : own_topology();
    if (!build_loads(test)) return false;
    const auto sound = [](const Benchmark* load) { return load->origin.sound; };
    test.sound = context_.diags.errors() == errors_before && test.topology->origin.sound &&
                 std::all_of(test.loads.begin(), test.loads.end(), sound);
    return true;
  }

 private:
  bool find_loads() {
    const Expr* loads = item_.statement->loads;
    if (loads == nullptr) return true;
    const schema::Type* one = schema::reference("benchmark");
    const Value value = evaluate(context_, *loads, *item_.scope, nullptr);
    const auto add = [&](const Value& element) {
      const Value made = coerce(context_, element, *one, *item_.scope);
      auto* instance = const_cast<Instance*>(opaque<Instance>(made));
      if (instance != nullptr) loads_.push_back(instance);
      return instance != nullptr;
    };
    bool good = !is_bad(value);
    if (const List* list = value.list()) {
      for (const Value& element : *list) good = add(element) && good;
    } else if (good) {
      good = add(value);
    }
    return good;
  }

  bool read_alias(Test& test) {
    const Expr* alias = item_.statement->alias;
    if (alias == nullptr) return true;
    const Value value = evaluate(context_, *alias, *item_.scope, schema::simple(schema::TypeKind::string));
    if (value.get<Text>() == nullptr) return false;
    test.alias.emplace();
    schema::assign(*test.alias, value);
    test.alias_span = alias->span;
    return true;
  }

  void read_overrides(Test& test, const syntax::Body& body) {
    Object& topology = object_of(context_, *topology_);
    const Engine& engine = engine_for(context_, topology.layers, topology_->entity->module->scope);
    ObjectSpec spec;
    spec.type = engine.types.test;
    spec.what = "test";
    spec.span = item_.statement->span;
    spec.layers.push_back({&body, item_.scope, false, nullptr});
    Object& overrides = make_object(context_, std::move(spec));
    check_requirements(context_, overrides);
    test.computed = overrides.computed;
    auto fields = std::make_shared<Record>();
    for (Slot& slot : overrides.slots) {
      if (context_.tables.test->fields.end() !=
          std::find_if(context_.tables.test->fields.begin(), context_.tables.test->fields.end(),
                       [&](const schema::FieldType& field) { return field.name == slot.name; })) {
        Value value = finish(context_, force(context_, overrides, slot));
        if (!is_bad(value)) fields->fields.push_back({std::string(slot.name), std::move(value), slot.name_span});
      } else if (slot.name == "ctx" || slot.name == "gen" || slot.name == "server") {
        role_fields_.push_back(&slot);
      } else {
        load_fields_.push_back(&slot);
      }
    }
    check_bounds(context_, *fields);
    apply_rows(test, *fields, context_.tables.test_rows);
  }

  static ObjectSpec copy_of(const Object& object) {
    ObjectSpec spec;
    spec.type = object.type;
    spec.what = object.what;
    spec.span = object.span;
    spec.layers = object.layers;
    return spec;
  }

  void put(Object& object, const std::vector<Slot*>& slots) {
    for (const Slot* slot : slots) {
      for (const Definition& definition : slot->definitions) override_field(context_, object, slot->name, definition);
    }
  }

  const Topology* own_topology() {
    Object& made = make_object(context_, copy_of(object_of(context_, *topology_)));
    for (const Slot* slot : role_fields_) {
      if (made.find(slot->name) != nullptr) continue;
      context_.diags.report(codes::wrong_roles, slot->name_span,
                            fmt::format("{} has no role '{}' to change", made.what, slot->name));
      return build_topology(context_, *topology_, true);
    }
    put(made, role_fields_);
    return build_topology(context_, made, *topology_->entity->node, true);
  }

  bool build_loads(Test& test) {
    for (Instance* instance : loads_) {
      const syntax::Declaration& node = *instance->entity->node;
      if (load_fields_.empty()) {
        if (instance->built == nullptr)
          instance->built = build_benchmark(context_, object_of(context_, *instance), node.name, node.name_span);
        test.loads.push_back(static_cast<const Benchmark*>(instance->built));
        continue;
      }
      Object& made = make_object(context_, copy_of(object_of(context_, *instance)));
      put(made, load_fields_);
      test.loads.push_back(build_benchmark(context_, made, node.name, node.name_span));
    }
    if (!loads_.empty() || load_fields_.empty()) return true;
    return override_own_load(test);
  }

  // Overrides without `with` change the topology's own benchmark { }.
  bool override_own_load(Test& test) {
    Object& topology = object_of(context_, *topology_);
    Slot* slot = topology.find("benchmark");
    const auto* own = slot != nullptr ? opaque<Object>(force(context_, topology, *slot)) : nullptr;
    if (own == nullptr) {
      context_.diags
          .report(codes::bad_statement, load_fields_.front()->name_span,
                  fmt::format("the benchmark field '{}'", load_fields_.front()->name), "this test")
          .advise(fmt::format("say which benchmark it changes: test {} with NAME {{ ... }}",
                              topology_->entity->node->name));
      return false;
    }
    Object& made = make_object(context_, copy_of(*own));
    put(made, load_fields_);
    test.loads.push_back(build_benchmark(context_, made, topology_->entity->node->name, slot->name_span));
    return true;
  }

  Context& context_;
  const TestItem& item_;
  Instance* topology_ = nullptr;
  std::vector<Instance*> loads_;
  std::vector<Slot*> role_fields_;
  std::vector<Slot*> load_fields_;
};

const Cluster* find_cluster(Context& context, const Entity& entity, Object& object) {
  const Entity* step = &entity;
  while (step->node->on == nullptr && step->node->base != nullptr) {
    Instance* base = refer(context, *step->node->base, "suite", step->module->scope);
    if (base == nullptr) return nullptr;
    step = base->entity;
  }
  if (step->node->on == nullptr) {
    context.diags.report(codes::missing_field, object.span, object.what, "cluster")
        .advise(fmt::format("say where it runs: suite {} on CLUSTER {{ ... }}", entity.node->name));
    return nullptr;
  }
  Instance* cluster = refer(context, *step->node->on, "cluster", step->module->scope);
  if (cluster == nullptr) return nullptr;
  const Cluster* built = build_cluster(context, *cluster);
  if (object_of(context, *cluster).incomplete) return nullptr;
  if (built->gpus_per_node == 0 && object_of(context, *cluster).find("gpus_per_node") == nullptr) {
    context.diags
        .report(codes::missing_field, step->node->on->span, fmt::format("cluster '{}'", built->origin.name),
                "gpus_per_node")
        .note(built->origin.span, "declared here")
        .advise("write gpus_per_node = N in the cluster, or start it from a node type such as gb200_nvl4 of std.gb200");
    return nullptr;
  }
  return built;
}

const Harness* find_harness(Context& context, Object& object) {
  if (Slot* slot = object.find("harness")) {
    const auto* instance = opaque<Instance>(force(context, object, *slot));
    return instance != nullptr ? build_harness(context, const_cast<Instance&>(*instance)) : nullptr;
  }
  Module* standard = builtin(context);
  Entity* entity =
      standard != nullptr ? find_entity(context, "harness", "perf_sanity", standard->scope, object.span) : nullptr;
  if (entity == nullptr) return &context.program->harnesses.emplace_back();
  return build_harness(context, *instantiate(context, *entity, nullptr, standard->scope, object.span));
}

using GroupFields = std::map<const Object*, std::shared_ptr<const Record>>;

// Each group once, however many tests stand in it, and also when there are none.
GroupFields check_groups(Context& context, const Object& suite) {
  GroupFields fields;
  for (Object* group : suite.groups) {
    check_requirements(context, *group);
    const auto& made = fields.emplace(group, finish(context, *group)).first->second;
    check_bounds(context, *made);
  }
  return fields;
}

}  // namespace

void build_suite(Context& context, Instance& instance, bool keep) {
  Object& object = object_of(context, instance);
  const std::string_view name = instance.entity->node->name;
  Suite suite;
  suite.origin = origin_of(context, object, name);
  suite.cluster = find_cluster(context, *instance.entity, object);
  suite.harness = find_harness(context, object);
  suite.config_file = name;
  if (const Field* file = suite.origin.fields->find("config_file"); file != nullptr)
    schema::assign(suite.config_file, file->value);
  Test defaults;
  check_bounds(context, *suite.origin.fields);
  apply_rows(defaults, *suite.origin.fields, context.tables.test_rows);
  const GroupFields groups = check_groups(context, object);
  for (const TestItem& item : object.tests) {
    Test test = defaults;
    if (item.group != nullptr) {
      test.group = item.group->group_name;
      apply_rows(test, *groups.at(item.group), context.tables.test_rows);
    }
    if (TestBuilder(context, item).build(test)) suite.tests.push_back(std::move(test));
  }
  if (keep && suite.cluster != nullptr && suite.harness != nullptr) context.program->suites.push_back(std::move(suite));
}

}  // namespace perfc::check

#include "tests/unit/emit/config_program.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "compiler/emit/config_yaml.hpp"
#include "compiler/import/configuration.hpp"
#include "compiler/import/yaml.hpp"

namespace perfc::test {
namespace {

using syntax::Expr;
using syntax::ExprKind;
using syntax::Statement;
using syntax::StatementKind;

Value evaluate(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::boolean:
      return {expr.integer != 0, expr.span};
    case ExprKind::integer:
      return {expr.integer, expr.span};
    case ExprKind::floating:
      return {expr.floating, expr.span};
    case ExprKind::string:
      return {Text(expr.kids.empty() ? std::string() : std::string(expr.kids.front()->text)), expr.span};
    case ExprKind::list: {
      List list;
      for (const Expr* const kid : expr.kids) list.push_back(evaluate(*kid));
      return {std::make_shared<const List>(std::move(list)), expr.span};
    }
    case ExprKind::map: {
      Record record;
      for (const Expr* const kid : expr.kids) {
        record.fields.push_back({evaluate(*kid->kids[0]).get<Text>()->display(), evaluate(*kid->kids[1]), kid->span});
      }
      return {std::make_shared<const Record>(std::move(record)), expr.span};
    }
    default:
      return {Null{}, expr.span};
  }
}

std::shared_ptr<const Record> record_of(const syntax::Body& body) {
  Record record;
  for (const Statement* const statement : body.statements) {
    Value value = statement->kind == StatementKind::block ? Value{record_of(*statement->body), statement->span}
                                                          : evaluate(*statement->value);
    if (statement->name == "extra" && value.record() != nullptr) {
      for (const Field& field : value.record()->fields) record.fields.push_back(field);
    } else {
      record.fields.push_back({std::string(statement->name), std::move(value), statement->name_span});
    }
  }
  return std::make_shared<const Record>(std::move(record));
}

Env env_of(const Statement& statement) {
  Env env;
  if (statement.kind == StatementKind::assign) {
    const Value value = evaluate(*statement.value);
    if (const Text* const written = value.get<Text>()) env.text = written->display();
    return env;
  }
  for (const Statement* const variable : statement.body->statements) {
    env.variables.emplace_back(std::string(variable->name), *evaluate(*variable->value).get<Text>());
  }
  return env;
}

Dataset dataset_of(const Expr& call) {
  Dataset dataset;
  dataset.random = call.text == "random";
  for (const Expr* const kid : call.kids) {
    const Value value = evaluate(*kid);
    if (const Text* const path = value.get<Text>()) dataset.path = path->display();
    if (const Floating* const ratio = value.get<Floating>()) dataset.ratio = *ratio;
    if (const std::int64_t* const whole = value.get<std::int64_t>()) dataset.ratio = static_cast<double>(*whole);
  }
  return dataset;
}

Benchmark benchmark_of(const syntax::Body& body) {
  Benchmark load;
  Record extra;
  for (const Statement* const statement : body.statements) {
    const std::string_view name = statement->name;
    if (name == "env") {
      load.env = env_of(*statement);
      continue;
    }
    if (name == "client_env") {
      load.client_env = env_of(*statement);
      continue;
    }
    if (name == "dataset") {
      load.dataset = dataset_of(*statement->value);
      continue;
    }
    const Value value =
        statement->body != nullptr ? Value{record_of(*statement->body), {}} : evaluate(*statement->value);
    const Text* const written = value.get<Text>();
    const std::int64_t* const whole = value.get<std::int64_t>();
    const bool* const truth = value.get<bool>();
    if (name == "mode" && written != nullptr) {
      load.mode = written->display();
    } else if (name == "rounds" && whole != nullptr) {
      load.rounds = *whole;
    } else if (name == "input_length" && whole != nullptr) {
      load.input_length = *whole;
    } else if (name == "output_length" && whole != nullptr) {
      load.output_length = *whole;
    } else if (name == "streaming" && truth != nullptr) {
      load.streaming = *truth;
    } else if (name == "client" && written != nullptr) {
      load.client = written->display();
    } else if (name == "backend" && written != nullptr) {
      load.backend = written->display();
    } else if (name == "use_chat_template" && truth != nullptr) {
      load.use_chat_template = *truth;
    } else if (name == "trust_remote_code" && truth != nullptr) {
      load.trust_remote_code = *truth;
    } else if (name == "concurrency" && value.list() != nullptr) {
      load.concurrency.clear();
      for (const Value& item : *value.list()) load.concurrency.push_back(*item.get<std::int64_t>());
    } else {
      extra.fields.push_back({std::string(name), value, {}});
    }
  }
  if (!extra.fields.empty()) load.extra = std::make_shared<const Record>(std::move(extra));
  return load;
}

Role role_of(const Statement& statement) {
  Role role;
  role.name = std::string(statement.name);
  if (statement.value != nullptr) {
    const Value count = evaluate(*statement.value);
    if (const std::int64_t* const servers = count.get<std::int64_t>()) role.servers = *servers;
  }
  Record options = *record_of(*statement.body);
  std::erase_if(options.fields, [](const Field& field) { return field.name == "env"; });
  for (const Statement* const inner : statement.body->statements) {
    if (inner->name == "env") role.env = env_of(*inner);
  }
  role.options = std::make_shared<const Record>(std::move(options));
  return role;
}

void fill(Topology& topology, const syntax::Body& body) {
  Record sections;
  for (const Statement* const statement : body.statements) {
    const std::string_view name = statement->name;
    const bool block = statement->kind == StatementKind::block;
    if (name == "ctx" || name == "gen" || name == "server") {
      (name == "ctx" ? topology.ctx : name == "gen" ? topology.gen : topology.server) = role_of(*statement);
    } else if (name == "env") {
      topology.env = env_of(*statement);
    } else if (name == "router") {
      topology.router_env = env_of(*statement->body->statements.front());
    } else if (name == "benchmark" && block) {
      topology.load = benchmark_of(*statement->body);
    } else if (name == "gpus_per_node") {
      const Value gpus = evaluate(*statement->value);
      if (const auto* const count = gpus.get<std::int64_t>()) topology.gpus_per_node = *count;
    } else if (block && (name == "metadata" || name == "slurm" || name == "environment" || name == "profiling" ||
                         name == "accuracy")) {
      (name == "metadata"      ? topology.metadata
       : name == "slurm"       ? topology.slurm
       : name == "environment" ? topology.environment
       : name == "profiling"   ? topology.profiling
                               : topology.accuracy) = record_of(*statement->body);
    } else {
      sections.fields.push_back(
          {std::string(name), block ? Value{record_of(*statement->body), {}} : evaluate(*statement->value), {}});
    }
  }
  if (!sections.fields.empty()) topology.sections = std::make_shared<const Record>(std::move(sections));
}

}  // namespace

ConfigProgram::ConfigProgram(const std::string& yaml, const std::string& server) {
  const FileId file = sources.add("config.yaml", yaml);
  auto document = read_yaml(sources, file, diags);
  if (!document) return;
  const auto* const declaration =
      import_topology(std::make_shared<const Document>(std::move(*document)), server, file, tree, diags);
  if (declaration == nullptr) return;
  Topology& made = program.topologies.emplace_back();
  made.document = declaration->document;
  fill(made, *declaration->body);
  if (made.server) made.document_server = std::string(declaration->name);
  Test& test = suite.tests.emplace_back();
  test.topology = &made;
  plan.suite = &suite;
  TestPlan& planned = plan.tests.emplace_back();
  planned.test = &test;
  planned.name = made.server ? made.document_server : "config";
  planned.config_name = "config";
  planned.mode = made.server ? Mode::single_agg : Mode::disagg;
  planned.gpus_per_node = made.gpus_per_node.value_or(4);
}

std::string ConfigProgram::emit() const { return emit_config_yaml(plan.tests.front(), plan); }

void set(std::shared_ptr<const Record>& record, const std::string& key, Value value) {
  Record changed = record != nullptr ? *record : Record{};
  const std::size_t dot = key.find('.');
  const std::string first = key.substr(0, dot);
  const auto found = std::find_if(changed.fields.begin(), changed.fields.end(),
                                  [&](const Field& field) { return field.name == first; });
  if (dot != std::string::npos) {
    REQUIRE(found != changed.fields.end());
    auto inner = std::get<std::shared_ptr<const Record>>(found->value.data);
    set(inner, key.substr(dot + 1), std::move(value));
    found->value.data = std::move(inner);
  } else if (found != changed.fields.end()) {
    found->value = std::move(value);
  } else {
    changed.fields.push_back({first, std::move(value), {}});
  }
  record = std::make_shared<const Record>(std::move(changed));
}

void drop(std::shared_ptr<const Record>& record, const std::string& key) {
  Record changed = *record;
  REQUIRE(std::erase_if(changed.fields, [&](const Field& field) { return field.name == key; }) == 1);
  record = std::make_shared<const Record>(std::move(changed));
}

Value text(const std::string& value) { return {Text(value), {}}; }
Value number(std::int64_t value) { return {value, {}}; }

}  // namespace perfc::test

#include "compiler/import/configuration.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

#include "compiler/import/yaml.hpp"
#include "findings.hpp"

namespace perfc {
namespace {

using syntax::Body;
using syntax::Expr;
using syntax::ExprKind;
using syntax::Statement;

std::string shown(const Expr& expr) {
  const auto list = [&](std::string_view open, std::string_view close) {
    std::string all;
    for (const Expr* const kid : expr.kids) all += (all.empty() ? "" : ", ") + shown(*kid);
    return fmt::format("{}{}{}", open, all, close);
  };
  switch (expr.kind) {
    case ExprKind::null:
      return "null";
    case ExprKind::boolean:
      return expr.integer != 0 ? "true" : "false";
    case ExprKind::integer:
      return std::to_string(expr.integer);
    case ExprKind::floating:
      return fmt::format("{}", expr.floating);
    case ExprKind::string:
      return fmt::format("\"{}\"", expr.kids.empty() ? std::string_view() : expr.kids.front()->text);
    case ExprKind::list:
      return list("[", "]");
    case ExprKind::map:
      return list("{", "}");
    case ExprKind::entry:
      return shown(*expr.kids[0]) + " = " + shown(*expr.kids[1]);
    case ExprKind::call:
      return list(std::string(expr.text) + "(", ")");
    default:
      return "?";
  }
}

std::string shown(const Body& body, const std::string& indent) {
  std::string all;
  for (const Statement* const statement : body.statements) {
    all += indent + std::string(statement->name);
    if (statement->body == nullptr) {
      all += " = " + shown(*statement->value) + "\n";
    } else {
      all += (statement->value != nullptr ? " " + shown(*statement->value) : "") + " {\n";
      all += shown(*statement->body, indent + "  ") + indent + "}\n";
    }
  }
  return all;
}

struct Imported {
  Sources sources;
  Diagnostics diags;
  syntax::Tree tree;
  const syntax::Declaration* declaration = nullptr;

  explicit Imported(const std::string& text, std::string_view server = {}) {
    sources.add("a.yaml", text);
    auto document = read_yaml(sources, 0, diags);
    REQUIRE(document.has_value());
    declaration = import_topology(std::make_shared<const Document>(std::move(*document)), server, 0, tree, diags);
  }
  [[nodiscard]] std::string body() const {
    for (const Diagnostic& found : diags.all()) MESSAGE(found.message);
    REQUIRE(declaration != nullptr);
    return shown(*declaration->body, "");
  }
  [[nodiscard]] std::string config_errors() const { return test::findings_of(sources, diags, test::Help::shown); }
};

std::string config_errors(const std::string& text, std::string_view server = {}) {
  const Imported imported(text, server);
  CHECK(imported.declaration == nullptr);
  return imported.config_errors();
}

// The two sections without which there is no disaggregated configuration.
constexpr const char* kRest =
    "hardware: {gpus_per_node: 4, num_gen_servers: 1}\nworker_config:\n  gen: {tensor_parallel_size: 8}\n";
constexpr const char* kRestShown = "gpus_per_node = 4\ngen 1 {\n  tensor_parallel_size = 8\n}\n";

std::string load(const std::string& benchmark) {
  const std::string body = Imported("benchmark:\n" + benchmark + kRest).body();
  const std::size_t begin = body.find("benchmark {\n") + 12;
  return body.substr(begin, body.find("\n}", begin) + 1 - begin);
}

std::string env(const std::string& environment) { return Imported("environment:\n" + environment + kRest).body(); }

TEST_CASE("a disaggregated configuration is a topology") {
  const Imported imported(R"(metadata:
  model_name: r1
  supported_gpus: [GB200]
  config_index: -1
slurm:
  numa_bind: true
benchmark:
  mode: e2e
  use_nv_sa_benchmark: true
  multi_round: 8
  benchmark_ratio: 0.8
  streaming: true
  concurrency_list: '1 2 4'
  input_length: 1024
  dataset_file: <dataset_file>
hardware:
  gpus_per_node: 4
  num_ctx_servers: 2
  num_gen_servers: 1
environment:
  container_image: <container_image>
  trtllm_repo: ''
  worker_env_var: "A=1 B=/x:y"
  ctx_worker_env_var: C=2
  server_env_var: D=3
  benchmark_env_var: E=4
  client_env_var: F=5
profiling: {nsys_on: false}
ctx_router_config: {type: conversation}
worker_config:
  eplb_num_slots: 0
  gen:
    tensor_parallel_size: 8
    cuda_graph_config: {batch_sizes: [1, 2]}
  ctx:
    tensor_parallel_size: 4
    cuda_graph_config: null
unheard_of: [{a: 1}, x]
)");
  CHECK(imported.body() == R"(metadata {
  model_name = "r1"
  supported_gpus = ["GB200"]
  config_index = -1
}
slurm {
  numa_bind = true
}
gpus_per_node = 4
env {
  A = "1"
  B = "/x:y"
}
router {
  env {
    D = "3"
  }
}
environment {
  container_image = "<container_image>"
  trtllm_repo = ""
}
profiling {
  nsys_on = false
}
ctx_router_config {
  type = "conversation"
}
ctx 2 {
  tensor_parallel_size = 4
  cuda_graph_config = null
  env {
    C = "2"
  }
}
gen 1 {
  tensor_parallel_size = 8
  cuda_graph_config {
    batch_sizes = [1, 2]
  }
}
worker_config {
  eplb_num_slots = 0
}
unheard_of = [{"a" = 1}, "x"]
benchmark {
  mode = "e2e"
  rounds = 8
  streaming = true
  concurrency = [1, 2, 4]
  input_length = 1024
  dataset = random(0.8)
  env {
    E = "4"
  }
  client_env {
    F = "5"
  }
}
)");
  CHECK(imported.declaration->kind == "topology");
  CHECK(imported.declaration->foreign);
  CHECK(imported.declaration->document != nullptr);
  CHECK(imported.tree.declarations.empty());
}

TEST_CASE("concurrency in every form") {
  CHECK(load("  concurrency_list: '1024'\n") == "  concurrency = [1024]\n");
  CHECK(load("  concurrency_list: 1 2 4\n") == "  concurrency = [1, 2, 4]\n");
  CHECK(load("  concurrency_list: 16\n") == "  concurrency = [16]\n");
  CHECK(load("  concurrency_list: [1, 2]\n") == "  concurrency = [1, 2]\n");
  CHECK(load("  concurrency_list: abc\n") == "  concurrency = \"abc\"\n");
}

TEST_CASE("each number of a text has its own place") {
  const Imported imported("benchmark: {concurrency_list: '1 22'}\n" + std::string(kRest));
  const Statement& benchmark = *imported.declaration->body->statements.back();
  const Expr& list = *benchmark.body->statements.front()->value;
  CHECK(imported.sources.text(list.kids[1]->span) == "22");
}

TEST_CASE("the data set") {
  CHECK(load("  use_nv_sa_benchmark: false\n  benchmark_ratio: 0.5\n  dataset_file: d.json\n") ==
        "  dataset = file(\"d.json\", 0.5)\n");
  CHECK(load("  use_nv_sa_benchmark: true\n  dataset_file: d.json\n") == "  dataset = random()\n");
  CHECK(load("  benchmark_ratio: 0.5\n") == "  dataset = random(0.5)\n");
  CHECK(load("  use_nv_sa_benchmark: false\n") == "  dataset = file(\"<dataset_file>\")\n");
  CHECK(load("  use_nv_sa_benchmark: maybe\n") == "  dataset = \"maybe\"\n");
  const Imported older("benchmark: {use_nv_sa_benchmark: false}\nenvironment: {dataset_file: d.json}\n" +
                       std::string(kRest));
  CHECK(older.body().find("dataset = file(\"d.json\")") != std::string::npos);
}

TEST_CASE("a ratio counts whatever else is left out") {
  CHECK(load("  benchmark_ratio: 0.5\n") == "  dataset = random(0.5)\n");
  CHECK(load("  benchmark_ratio: 0.5\n  dataset_file: d.json\n") == "  dataset = random(0.5)\n");
}

TEST_CASE("lists of concurrencies, however they are written") {
  for (const char* const list : {"1 2 4", "'1 2 4'", "\"1\\t2  4 \"", "1,2,4", "[1, 2, 4]", "['1', 2, \"4\"]"}) {
    CAPTURE(list);
    CHECK(load(fmt::format("  concurrency_list: {}\n", list)) == "  concurrency = [1, 2, 4]\n");
  }
  CHECK(load("  concurrency_list: ['1 2']\n") == "  concurrency = [\"1 2\"]\n");
}

TEST_CASE("a configuration without a load is run with the defaults") {
  CHECK(Imported(kRest).body() == kRestShown + std::string("benchmark {\n}\n"));
  CHECK(Imported("benchmark:\n" + std::string(kRest)).body() == kRestShown + std::string("benchmark {\n}\n"));
}

TEST_CASE("lengths of older files stand in a section of their own") {
  const Imported older("benchmark: {mode: e2e}\nsequence: {input_length: 8192, output_length: 1024, other: 1}\n" +
                       std::string(kRest));
  CHECK(older.body() == "sequence {\n  other = 1\n}\n" + std::string(kRestShown) +
                            "benchmark {\n  mode = \"e2e\"\n  input_length = 8192\n  output_length = 1024\n}\n");
}

TEST_CASE("an environment is a map where the map gives back the same bytes") {
  const std::string rest = kRestShown + std::string("benchmark {\n}\n");
  CHECK(env("  worker_env_var: A=1 B=a,b=c\n") == "env {\n  A = \"1\"\n  B = \"a,b=c\"\n}\n" + rest);
  CHECK(env("  worker_env_var: ''\n") == rest);
  CHECK(env("  worker_env_var:\n") == rest);
  for (const char* const text :
       {"A=1  B=2", " A=1", "A=1 ", "A='1 2'", "A=", "A=1 A=2", "A=$HOME", "1A=1", "numactl -N 0", "A=\\\"x"}) {
    CAPTURE(text);
    CHECK(env(fmt::format("  worker_env_var: \"{}\"\n", text)).starts_with("env = \""));
  }
  CHECK(env("  worker_env_var: 12\n") == "env = 12\n" + rest);
}

TEST_CASE("options that a role's own fields would hide") {
  const Imported imported("hardware: {num_gen_servers: 1}\nworker_config: {gen: {env: {A: 1}, extra: 2}}\n");
  CHECK(imported.body() ==
        "gen 1 {\n  extra {\n    env {\n      A = 1\n    }\n    extra = 2\n  }\n}\nbenchmark {\n}\n");
}

TEST_CASE("what is no configuration") {
  const std::string sections =
      "  help: a configuration of a disaggregated test has 'hardware' and 'worker_config', one of aggregated servers "
      "'server_configs'\n";
  CHECK(config_errors("- 1\n") == "1:1 E520 a configuration must be a map of sections, not a list\n");
  CHECK(config_errors("a: 1\n") == "1:1 E521 the configuration has no 'hardware'\n" + sections +
                                       "1:1 E521 the configuration has no 'worker_config'\n" + sections);
  CHECK(config_errors("benchmark: 3\n" + std::string(kRest)) == "1:12 E520 'benchmark' must be a map, not a number\n");
  CHECK(config_errors("metadata: [x]\n" + std::string(kRest)) == "1:11 E520 'metadata' must be a map, not a list\n");
  CHECK(config_errors("hardware: {num_gen_servers: 1}\nworker_config: []\n") ==
        "2:16 E520 'worker_config' must be a map of 'ctx' and 'gen', not a list\n");
  CHECK(config_errors("hardware: {num_gen_servers: 1}\nworker_config: {gen: fast}\n") ==
        "2:22 E520 'worker_config.gen' must be a map, not a text\n");
  CHECK(config_errors("hardware: {}\nworker_config: {gen: {}}\n") ==
        "1:11 E521 the configuration has no 'hardware.num_gen_servers'\n");
  CHECK(config_errors("x: 99999999999999999999\n" + std::string(kRest)) ==
        "1:4 E525 the number 99999999999999999999 does not fit in 64 bits\n");
  CHECK(config_errors(kRest, "s") ==
        "1:1 E524 the file has no 'server_configs', hence no server 's'\n"
        "  help: write yaml(\"...\") without a server: this is the configuration of a disaggregated test\n");
}

constexpr const char* kServers = R"(metadata: {supported_gpus: [B200]}
hardware: {gpus_per_node: 4}
server_configs:
- name: "one"
  model_name: r1
  server_env_var: A=1
  tensor_parallel_size: 8
  gpus: 8
  client_configs:
  - name: con4
    concurrency: 4
    iterations: 10
    isl: 1024
    osl: 8192
    random_range_ratio: 0.2
    backend: openai
  - {name: con8, concurrency: 8}
- name: two
  gpus_per_node: 8
  client_configs:
  - {concurrency: 1, dataset_file: d.json}
)";

TEST_CASE("a server of an aggregated file is a topology") {
  const Imported one(kServers, "one");
  CHECK(one.body() == R"(metadata {
  supported_gpus = ["B200"]
  model_name = "r1"
}
gpus_per_node = 4
server {
  tensor_parallel_size = 8
  world_size = 8
  env {
    A = "1"
  }
}
benchmark {
  concurrency = [4]
  rounds = 10
  input_length = 1024
  output_length = 8192
  backend = "openai"
  dataset = random(0.2)
}
)");
  CHECK(one.declaration->name == "one");
  const Imported two(kServers, "two");
  CHECK(two.body() ==
        "metadata {\n  supported_gpus = [\"B200\"]\n}\ngpus_per_node = 8\nserver {\n}\n"
        "benchmark {\n  concurrency = [1]\n  dataset = file(\"d.json\")\n}\n");
}

TEST_CASE("the server must be one of the file") {
  CHECK(config_errors(kServers, "three") ==
        "4:1 E522 the file has no server 'three'\n  help: the file has 'one', 'two'\n");
  CHECK(config_errors(kServers) ==
        "4:1 E523 the file describes 2 servers; one must be named\n  help: write yaml(\"...\", \"name\") with one of "
        "'one', 'two'\n");
  CHECK(config_errors("server_configs: 3\n", "x") ==
        "1:17 E520 'server_configs' must be a list of servers, not a number\n");
  CHECK(config_errors("server_configs: [x]\n", "x") == "1:18 E520 a server must be a map, not a text\n");
  CHECK(config_errors("server_configs: [{name: x, client_configs: 3}]\n", "x") ==
        "1:44 E520 'client_configs' must be a list of clients, not a number\n");
  CHECK(Imported("server_configs: [{name: x}]\n").body() == "server {\n}\n");
}

}  // namespace
}  // namespace perfc

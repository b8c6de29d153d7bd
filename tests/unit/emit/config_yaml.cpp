// config.yaml of topologies that come from a file: what the program did not change is as it was, in value, type and
// style.
#include "compiler/emit/config_yaml.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "compiler/import/yaml.hpp"
#include "tests/unit/emit/config_program.hpp"
#include "tests/unit/import/pyyaml.hpp"

namespace perfc::test {
namespace {

// Prints nothing where both files hold the same values of the same types, keys in the same order.
constexpr const char* kCompare = R"(import glob, yaml
def compare(a, b, at):
    if type(a) is not type(b): print(at, repr(a), repr(b))
    elif isinstance(a, dict):
        if list(a) != list(b): print(at, list(a), list(b))
        for key in a.keys() & b.keys(): compare(a[key], b[key], '%s.%s' % (at, key))
    elif isinstance(a, list):
        if len(a) != len(b): print(at, a, b)
        for i, (x, y) in enumerate(zip(a, b)): compare(x, y, '%s[%d]' % (at, i))
    elif a != b and not (a != a and b != b): print(at, repr(a), repr(b))
for name in sorted(glob.glob('*.before')):
    pair = []
    for file in (name, name[:-6] + 'after'):
        with open(file, 'rb') as text: pair.append(yaml.safe_load(text))
    compare(*pair, name)
)";

constexpr const char* kRest =
    "hardware: {gpus_per_node: 4, num_gen_servers: 1}\nworker_config:\n  gen:\n    tensor_parallel_size: 8\n";

std::string line_of(const std::string& text, const std::string& key) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t begin = line.find_first_not_of(' ');
    if (begin != std::string::npos && line.compare(begin, key.size() + 1, key + ":") == 0) return line.substr(begin);
  }
  return {};
}

std::vector<std::string> server_names(const Document& document) {
  std::vector<std::string> names;
  if (const Document* const servers = document.find("server_configs")) {
    for (const Document& server : servers->items) names.push_back(server.find("name")->text);
  }
  return names;
}

TEST_CASE("every configuration of the reference corpus comes out as it went in") {
  const std::filesystem::path corpus = "../shared/oracle";
  if (!std::filesystem::exists(corpus)) {
    MESSAGE("skipped: there is no " << corpus.string());
    return;
  }
  if (!has_pyyaml()) return;
  const PythonFiles files;
  int count = 0;
  const auto compare = [&](const std::string& text, const std::string& server) {
    const ConfigProgram program(text, server);
    for (const Diagnostic& found : program.diags.all()) FAIL_CHECK(found.message);
    if (program.plan.tests.empty()) return;
    files.write(std::to_string(count) + ".before", text);
    files.write(std::to_string(count) + ".after", program.emit());
    ++count;
  };
  for (const char* const kind : {"disagg", "aggr"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(corpus / kind)) {
      if (entry.path().extension() != ".yaml") continue;
      std::ostringstream text;
      text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
      CAPTURE(entry.path().string());
      if (std::string(kind) == "disagg") {
        compare(text.str(), "");
        continue;
      }
      Sources sources;
      Diagnostics diags;
      const FileId file = sources.add("a.yaml", text.str());
      const auto document = read_yaml(sources, file, diags);
      REQUIRE(document.has_value());
      for (const std::string& name : server_names(*document)) compare(text.str(), name);
    }
  }
  CHECK(count > 0);
  CHECK(files.run(kCompare) == "");
}

TEST_CASE("what YAML can hold comes out as it went in") {
  if (!has_pyyaml()) return;
  const std::vector<std::string> sections = {
      "a: &x {b: 1, c: [1, 2]}\nd: *x\n",
      "base: &b {p: 1}\nd:\n  <<: *b\n  q: 2\n",
      "a: >-\n  folded\n  text\nb: >\n  one\n\n  two\n    more\n",
      "a: |\n  two\n  lines\nb: |-\n  no\n  break\nc: |+\n  kept\n\n\nd: |2\n    indented\n",
      "# é 中\na: é  # comment\nb: \"\\u00e9\\U0001F600\\x07\\n\\t\"\nc: '中'\n",
      "a: ''\nb: \"\"\nc:\nd: ~\ne: null\nf: 'null'\ng: '~'\n",
      "a: [[1, [2, []]], {}, {b: {}}]\nb: {}\nc: []\nd:\n- - x\n  - {y: [z]}\n-\n",
      "a: {b: 'c, d', \"e: f\": g, h: [i]}\n",
      "a: 1024\nb: '1024'\nc: 0x1F\nd: 010\ne: 1:30\nf: '1:30'\ng: yes\nh: 'yes'\ni: 1_000\nj: 1e3\nk: .5\nl: "
      "-.inf\nm: .nan\nn: 1.0e-07\n",
      "a: 02:00:00\nb: 12:00:00\nc: '12:00:00'\nd: 2001-12-14\ne: '2001-12-14'\n",
      "a: ' leading'\nb: 'trailing '\nc: \"- dash\"\nd: '#x'\ne: 'x: y'\nf: 'x #y'\ng: '@x'\nh: '{x'\ni: -x\nj: "
      "'?'\nk: ':'\n",
      "a: \"it's\"\nb: 'say \"x\"'\nc: 'it''s'\nd: \"back\\\\slash\"\n",
      "1: a\n'2': b\n",
      "a: !!str 12\nb: !!float 3\nc: !!int '4'\n",
      "a: \"\\N\\_\\L\\P\\e\\0\"\nb: \"\\x7f\\x85\"\nc: \"\\uFEFF\"\n",
      "a: x\n  y\n\n  z\nb: \"x\n  y\"\n",
      "a: --- x\nb: '---'\nc: '...'\nd: '='\ne: '<<'\nf: '!x'\ng: '%x'\nh: '&x'\ni: '*x'\n",
      "a: 0.30000000000000004\nb: 1.10\nc: 1.0e+300\nd: +1\ne: -0\nf: 9223372036854775807\n",
  };
  const PythonFiles files;
  for (std::size_t i = 0; i < sections.size(); ++i) {
    std::string text = "unheard_of:\n";
    std::istringstream lines(sections[i]);
    for (std::string line; std::getline(lines, line);) text += "  " + line + "\n";
    text += kRest;
    const ConfigProgram program(text);
    CAPTURE(sections[i]);
    for (const Diagnostic& found : program.diags.all()) {
      if (found.code != "W528") FAIL_CHECK(found.message);  // numbers to base 60 are among them on purpose
    }
    REQUIRE(program.plan.tests.size() == 1);
    files.write(std::to_string(i) + ".before", text);
    files.write(std::to_string(i) + ".after", program.emit());
  }
  CHECK(files.run(kCompare) == "");
}

TEST_CASE("an override keeps the style of the file") {
  ConfigProgram program(
      "unheard_of: 1\nhardware: {gpus_per_node: 4, num_gen_servers: 1}\nworker_config:\n  gen:\n"
      "    a: 'x'\n    b: \"x\"\n    c: x\n    d: [1, 2]\n    e:\n    - 1\n    f: '8'\n    g: 0.50\n    h: {i: 1, j: "
      "2}\n    k: c\n");
  auto& options = program.topology().gen->options;
  set(options, "a", text("it's"));
  set(options, "b", text("y"));
  set(options, "c", text("12"));
  set(options, "d", {std::make_shared<const List>(List{number(1), number(3), number(4)}), {}});
  set(options, "e", {std::make_shared<const List>(List{number(2)}), {}});
  set(options, "f", text("9"));
  set(options, "h.j", number(3));
  set(options, "k", {Null{}, {}});
  set(options, "new", number(5));
  CHECK(program.emit() ==
        "unheard_of: 1\nhardware: {gpus_per_node: 4, num_gen_servers: 1}\nworker_config:\n  gen:\n"
        "    a: 'it''s'\n    b: \"y\"\n    c: \"12\"\n    d: [1, 3, 4]\n    e:\n      - 2\n    f: '9'\n    g: 0.50\n"
        "    h: {i: 1, j: 3}\n    k: null\n    new: 5\n");
}

TEST_CASE("what the program takes away vanishes") {
  ConfigProgram program(
      "metadata: {a: 1}\nslurm: {b: 1}\nenvironment: {worker_env_var: A=1, x: 1}\n"
      "hardware: {num_gen_servers: 1}\nworker_config: {gen: {c: 1, d: 2}}\n");
  program.topology().slurm = nullptr;
  program.topology().env = {};
  drop(program.topology().gen->options, "c");
  CHECK(program.emit() ==
        "metadata: {a: 1}\nenvironment: {x: 1}\nhardware: {num_gen_servers: 1}\nworker_config: {gen: {d: 2}}\n");
}

TEST_CASE("environments") {
  ConfigProgram program(
      "environment:\n  worker_env_var: \"A=1 B=2\"\n  server_env_var: ''\n  gen_worker_env_var: G=1\n" +
      std::string(kRest));
  Topology& topology = program.topology();
  topology.env.variables[1].second = Text("two words $(x)");
  topology.router_env.variables = {{"R", Text("r")}};
  topology.gen->env = Env{{}, "numactl -N 0 G=1", {}};
  const std::string emitted = program.emit();
  CHECK(line_of(emitted, "worker_env_var") ==
        "worker_env_var: \"A=1 B=$'two\\\\040words\\\\040\\\\044\\\\050x\\\\051'\"");
  CHECK(line_of(emitted, "server_env_var") == "server_env_var: 'R=r'");
  CHECK(line_of(emitted, "gen_worker_env_var") == "gen_worker_env_var: numactl -N 0 G=1");
}

TEST_CASE("a text of variables for a role that is not there stays") {
  const ConfigProgram program("environment: {ctx_worker_env_var: C=1}\n" + std::string(kRest));
  CHECK(line_of(program.emit(), "environment") == "environment: {ctx_worker_env_var: C=1}");
}

constexpr const char* kLoad =
    "benchmark:\n  mode: \"e2e\"\n  use_nv_sa_benchmark: true\n  multi_round: 8\n  benchmark_ratio: 0.80\n"
    "  streaming: true\n  concurrency_list: '1024'\n  input_length: 1024\n  output_length: 1024\n"
    "  dataset_file: <dataset_file>\n  own_key: 1\n";

// The section `benchmark` for a test that changes the file's load.
template <class Change>
std::string with_load(const std::string& file, Change change) {
  ConfigProgram program(file + kRest);
  Benchmark load = *program.topology().load;
  change(load);
  program.suite.tests.front().loads = {&load};
  const std::string emitted = program.emit();
  return emitted.substr(0, emitted.find("hardware:"));
}

TEST_CASE("a test's load changes the section, key by key") {
  CHECK(with_load(kLoad, [](Benchmark&) {}) == kLoad);
  CHECK(with_load(kLoad,
                  [](Benchmark& load) {
                    load.mode = "gen_only";
                    load.concurrency = {1, 2};
                    load.rounds = 3;
                    load.dataset.ratio = 0.5;
                    load.input_length = 8192;
                    load.backend = "openai";
                  }) ==
        "benchmark:\n  mode: \"gen_only\"\n  use_nv_sa_benchmark: true\n  multi_round: 3\n  benchmark_ratio: 0.5\n"
        "  streaming: true\n  concurrency_list: '1 2'\n  input_length: 8192\n  output_length: 1024\n"
        "  dataset_file: <dataset_file>\n  own_key: 1\n  backend: openai\n");
  CHECK(with_load(kLoad,
                  [](Benchmark& load) {
                    load.dataset = {false, "d.json", {}};
                  }) ==
        "benchmark:\n  mode: \"e2e\"\n  use_nv_sa_benchmark: false\n  multi_round: 8\n"
        "  streaming: true\n  concurrency_list: '1024'\n  input_length: 1024\n  output_length: 1024\n"
        "  dataset_file: d.json\n  own_key: 1\n");
}

TEST_CASE("concurrency keeps its form") {
  const auto changed = [](const std::string& written) {
    return with_load("benchmark:\n  concurrency_list: " + written + "\n",
                     [](Benchmark& load) { load.concurrency = {8}; });
  };
  CHECK(changed("1 2") == "benchmark:\n  concurrency_list: \"8\"\n");
  CHECK(changed("'1 2'") == "benchmark:\n  concurrency_list: '8'\n");
  CHECK(changed("4") == "benchmark:\n  concurrency_list: 8\n");
  CHECK(changed("[1, 2]") == "benchmark:\n  concurrency_list: [8]\n");
  CHECK(changed("[8]") == "benchmark:\n  concurrency_list: [8]\n");
}

TEST_CASE("a load that says what is usual adds no key") {
  CHECK(with_load("benchmark:\n  mode: e2e\n", [](Benchmark&) {}) == "benchmark:\n  mode: e2e\n");
}

TEST_CASE("lengths and data sets are changed where older files have them") {
  ConfigProgram program(
      "benchmark: {use_nv_sa_benchmark: false}\nsequence: {input_length: 8192}\nenvironment: {dataset_file: a.json}\n" +
      std::string(kRest));
  program.topology().load->input_length = 4096;
  program.topology().load->dataset.path = "b.json";
  CHECK(
      program.emit().starts_with("benchmark: {use_nv_sa_benchmark: false}\nsequence: {input_length: "
                                 "4096}\nenvironment: {dataset_file: b.json}\n"));
}

constexpr const char* kServers =
    "metadata: {model_name: m}\nhardware: {gpus_per_node: 4}\nserver_configs:\n  - name: \"one\"\n    model_name: m\n"
    "    tensor_parallel_size: 4\n    gpus: 4\n    client_configs:\n      - name: c\n        concurrency: 4\n        "
    "iterations: 10\n"
    "        isl: 1024\n        osl: 1024\n        backend: 'openai'\n      - {name: d, concurrency: 8}\n  - {name: "
    "two}\n";

TEST_CASE("a server of an aggregated file") {
  ConfigProgram program(kServers, "one");
  CHECK(program.emit() == kServers);
  Benchmark load = *program.topology().load;
  load.concurrency = {2, 16};
  program.suite.tests.front().loads = {&load};
  set(program.topology().server->options, "world_size", number(8));
  set(program.topology().server->options, "max_batch_size", number(2));
  program.plan.tests.front().name = "renamed";
  program.topology().env.variables = {{"A", Text("1")}};
  CHECK(program.emit() ==
        "metadata: {model_name: m}\nhardware: {gpus_per_node: 4}\nserver_configs:\n  - name: \"renamed\"\n    "
        "model_name: m\n"
        "    tensor_parallel_size: 4\n    gpus: 8\n    client_configs:\n"
        "      - name: con2_iter10_1k1k\n        concurrency: 2\n        iterations: 10\n        isl: 1024\n        "
        "osl: 1024\n        backend: 'openai'\n"
        "      - name: con16_iter10_1k1k\n        concurrency: 16\n        iterations: 10\n        isl: 1024\n        "
        "osl: 1024\n        backend: 'openai'\n"
        "    max_batch_size: 2\n    server_env_var: A=1\n  - {name: two}\n");
}

TEST_CASE("texts of a suite are the same from the cache") {
  ConfigProgram program(kLoad + std::string("environment: {worker_env_var: A=1}\nprofiling: {a: 1}\n") + kRest);
  Benchmark other = *program.topology().load;
  other.concurrency = {7};
  other.env.variables = {{"E", Text("1")}};
  Test test = program.suite.tests.front();
  test.loads = {&other};
  TestPlan second = program.plan.tests.front();
  second.test = &test;
  const ConfigTexts texts(program.plan);
  for (int round = 0; round < 2; ++round) {
    CHECK(texts.of(program.plan.tests.front()) == program.emit());
    CHECK(texts.of(second) == emit_config_yaml(second, program.plan));
    CHECK(texts.of(second) != program.emit());
  }
}

}  // namespace
}  // namespace perfc::test

// config.yaml of topologies written in the language, and texts that YAML would take for something else.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "compiler/emit/config_printer.hpp"
#include "compiler/emit/config_value.hpp"
#include "compiler/emit/config_yaml.hpp"
#include "tests/unit/emit/config_program.hpp"
#include "tests/unit/import/pyyaml.hpp"

namespace perfc::test {
namespace {

std::shared_ptr<const Record> record(std::vector<std::pair<std::string, Value>> fields) {
  Record made;
  for (auto& [name, value] : fields) made.fields.push_back({name, value, {}});
  return std::make_shared<const Record>(std::move(made));
}

struct Written {
  Gpu gpu;
  Cluster cluster;
  Model model;
  Topology topology;
  Benchmark load;
  Suite suite;
  SuitePlan plan;

  Written() {
    gpu.origin.name = "gb200";
    cluster.gpu = &gpu;
    cluster.time = Duration{5'400'000};
    model.id = "deepseek-r1-fp4";
    model.dir = "DeepSeek-R1";
    model.precision = "fp4";
    topology.model = &model;
    load.concurrency = {1, 64};
    load.input_length = 8192;
    suite.cluster = &cluster;
    suite.origin.name = "nightly";
    plan.suite = &suite;
    suite.tests.emplace_back();
    suite.tests.front().topology = &topology;
    suite.tests.front().loads = {&load};
    plan.tests.emplace_back();
    TestPlan& planned = plan.tests.front();
    planned.test = &suite.tests.front();
    planned.name = "t";
    planned.config_name = "nightly";
    planned.gpus_per_node = 4;
  }
  Written(const Written&) = delete;
  Written& operator=(const Written&) = delete;
  [[nodiscard]] std::string emit() const { return emit_config_yaml(plan.tests.front(), plan); }
};

TEST_CASE("a disaggregated topology of the language") {
  Written written;
  Role gen;
  gen.options = record(
      {{"tensor_parallel_size", number(8)},
       {"cuda_graph_config", {Null{}, {}}},
       {"kv_cache_config", {record({{"free_gpu_memory_fraction", {0.8, {}}}, {"dtype", {Symbol{"fp8"}, {}}}}), {}}},
       {"sizes", {std::make_shared<const List>(List{number(1), number(2)}), {}}}});
  gen.env.variables = {{"G", Text("x y")}};
  Role ctx;
  ctx.servers = 2;
  ctx.options = record({{"tensor_parallel_size", number(4)}});
  written.topology.gen = gen;
  written.topology.ctx = ctx;
  written.topology.env.variables = {{"A", Text("1")}};
  written.topology.slurm = record({{"job_name", text("mine")}, {"set_segment", {true, {}}}});
  written.topology.sections = record({{"worker_config", {record({{"eplb_num_slots", number(0)}}), {}}},
                                      {"ctx_router_config", {record({{"type", text("conversation")}}), {}}}});
  CHECK(written.emit() == R"(metadata:
  model_name: deepseek-r1-fp4
  precision: fp4
  model_dir_name: DeepSeek-R1
  supported_gpus:
    - GB200
  script_file: disaggr_torch.slurm
  benchmark_type: 8k1k
slurm:
  script_file: disaggr_torch.slurm
  partition: <partition>
  account: <account>
  job_time: 01:30:00
  job_name: mine
  extra_args: --gres=gpu:4
  numa_bind: true
  set_segment: true
benchmark:
  mode: e2e
  use_nv_sa_benchmark: true
  multi_round: 8
  benchmark_ratio: 0.8
  streaming: true
  concurrency_list: 1 64
  input_length: 8192
  output_length: 1024
  dataset_file: <dataset_file>
hardware:
  gpus_per_node: 4
  num_ctx_servers: 2
  num_gen_servers: 1
environment:
  container_mount: <container_mount>
  container_image: <container_image>
  model_path: <model_path>
  trtllm_repo: ""
  build_wheel: false
  work_dir: <full_path_to_work_dir>
  worker_env_var: A=1
  gen_worker_env_var: G=$'x\040y'
  server_env_var: ""
profiling:
  nsys_on: false
accuracy:
  enable_accuracy_test: false
ctx_router_config:
  type: conversation
worker_config:
  eplb_num_slots: 0
  gen:
    tensor_parallel_size: 8
    cuda_graph_config: null
    kv_cache_config:
      free_gpu_memory_fraction: 0.8
      dtype: fp8
    sizes: [1, 2]
  ctx:
    tensor_parallel_size: 4
)");
  const ConfigTexts texts(written.plan);
  CHECK(texts.of(written.plan.tests.front()) == written.emit());
  CHECK(texts.of(written.plan.tests.front()) == written.emit());
}

TEST_CASE("aggregated tests of a suite share one file") {
  Written written;
  Role server;
  server.options = record({{"tensor_parallel_size", number(4)}});
  written.topology.server = server;
  TestPlan& first = written.plan.tests.front();
  first.mode = Mode::single_agg;
  TestPlan second = first;
  second.name = "u";
  TestPlan elsewhere = first;
  elsewhere.config_name = "other";
  written.plan.tests.push_back(second);
  written.plan.tests.push_back(elsewhere);
  const std::string servers = R"(metadata:
  model_name: deepseek-r1-fp4
  precision: fp4
  model_dir_name: DeepSeek-R1
  supported_gpus:
    - GB200
hardware:
  gpus_per_node: 4
server_configs:
  - name: t
    model_name: deepseek-r1-fp4
    tensor_parallel_size: 4
    client_configs:
      - name: con1_iter8_8k1k
        concurrency: 1
        iterations: 8
        isl: 8192
        osl: 1024
        backend: openai
      - name: con64_iter8_8k1k
        concurrency: 64
        iterations: 8
        isl: 8192
        osl: 1024
        backend: openai
)";
  CHECK(emit_config_yaml(written.plan.tests[2], written.plan) == servers);
  const std::string both = emit_config_yaml(written.plan.tests[0], written.plan);
  CHECK(both.starts_with(servers + "  - name: u\n"));
  CHECK(emit_config_yaml(written.plan.tests[1], written.plan) == both);
  CHECK(ConfigTexts(written.plan).of(written.plan.tests[1]) == both);
}

TEST_CASE("any text comes back as that text") {
  if (!has_pyyaml()) return;
  const std::vector<std::string> texts = {"",
                                          "1024",
                                          "yes",
                                          "no",
                                          "null",
                                          "~",
                                          "1:30",
                                          "0x1",
                                          "010",
                                          "1e3",
                                          "1.5",
                                          ".5",
                                          ".inf",
                                          "=",
                                          "<<",
                                          "- x",
                                          "-",
                                          "--x",
                                          "---",
                                          "...",
                                          "--- x",
                                          "-x",
                                          "?",
                                          "? x",
                                          ":",
                                          ": x",
                                          "a: b",
                                          "a:",
                                          "a #b",
                                          "#a",
                                          "a#b",
                                          " a",
                                          "a ",
                                          "a\nb",
                                          "a\n",
                                          "\na",
                                          "\n",
                                          "a\n\n",
                                          "a\tb",
                                          "\t",
                                          "a\rb",
                                          "'a'",
                                          "\"a\"",
                                          "it's",
                                          "a\"b",
                                          "a\\b",
                                          "%a",
                                          "@a",
                                          "`a",
                                          "!a",
                                          "&a",
                                          "*a",
                                          "|",
                                          ">",
                                          "[a",
                                          "]a",
                                          "{a}",
                                          "a, b",
                                          "a,b",
                                          "a]",
                                          "$(x)",
                                          "${x}",
                                          "`x`",
                                          "é",
                                          "中文",
                                          "\u0085",
                                          "\u00a0",
                                          "\u2028",
                                          "\uFEFF",
                                          "\U0001F600",
                                          "\x07",
                                          "\x1b[0m",
                                          "\x7f",
                                          "2001-12-14",
                                          "12:00:00",
                                          "02:00:00",
                                          "<x>",
                                          "--gres=gpu:4",
                                          "K='a b'",
                                          "a  b",
                                          "a \n b",
                                          "  a\n  b\n",
                                          "line\n  indented\n",
                                          "true ",
                                          "off",
                                          "True"};
  const PythonFiles files;
  Document map = map_node();
  Document list;
  list.kind = Document::Kind::sequence;
  list.flow = true;
  std::string expected;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    for (const ScalarStyle style : {ScalarStyle::plain, ScalarStyle::quoted_single, ScalarStyle::quoted_double,
                                    ScalarStyle::literal, ScalarStyle::folded}) {
      Document node = string_node(texts[i]);
      if (style != ScalarStyle::plain) node.style = style;
      list.items.push_back(node);
      put(map, "k" + std::to_string(i) + "_" + std::to_string(static_cast<int>(style)), std::move(node));
      files.write(std::to_string(i) + ".text", texts[i]);
    }
  }
  put(map, "flow", std::move(list));
  Document keys = map_node();
  for (const std::string& text : texts) put(keys, text, integer_node(1));
  put(map, "keys", std::move(keys));
  files.write("all.yaml", print_yaml(map.entries));
  CHECK(files.run("import yaml\n"
                  "values = yaml.safe_load(open('all.yaml', 'rb'))\n"
                  "texts = [open('%d.text' % i, 'rb').read().decode() for i in range((len(values) - 2) // 5)]\n"
                  "for i, text in enumerate(texts):\n"
                  "    for style in range(5):\n"
                  "        for value in (values['k%d_%d' % (i, style)], values['flow'][5 * i + style]):\n"
                  "            if value != text: print(i, style, repr(text), repr(value))\n"
                  "if list(values['keys']) != texts: print(values['keys'])\n") == "");
}

TEST_CASE("what is printed without yaml-cpp is what yaml-cpp prints") {
  Document names;
  names.kind = Document::Kind::sequence;
  for (const char* text : {"GB200", "", "a: b", "7"}) names.items.push_back(string_node(text));
  Document inner = map_node();
  put(inner, "names", names);
  put(inner, "deeper", [&] {
    Document map = map_node();
    put(map, "nothing", plain_node("null"));
    put(map, "names", names);
    return map;
  }());
  put(inner, "time", string_node("02:00:00"));
  Document map = map_node();
  for (const char* text : {"", "a b", "100", "true", "<x>", "--gres=gpu:4", "a: b", "a #b", "/tmp/*.json", "0.5"}) {
    put(map, std::string("key ") + text, string_node(text));
    put(map, text, plain_node("1"));
  }
  put(map, "inner", inner);
  const std::string printed = print_yaml(map.entries);
  put(map, "last", string_node("a \"quote\""));
  map.entries.back().value.style = ScalarStyle::quoted_double;  // escapes are yaml-cpp's: now all of the map is
  CHECK(print_yaml(map.entries) == printed + "last: \"a \\\"quote\\\"\"\n");
}

TEST_CASE("long texts and keys are not folded") {
  const std::string word(3000, 'x');
  Document map = map_node();
  put(map, word, string_node(word + " " + word));
  const bool as_expected = print_yaml(map.entries) == "? " + word + "\n: " + word + " " + word + "\n";
  CHECK(as_expected);
}

}  // namespace
}  // namespace perfc::test

#include "compiler/schema/kinds.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace perfc::schema {
namespace {

constexpr std::array<KindInfo, 9> kKinds = {{
    {"gpu", "one GPU model: memory, architecture, NVLink domain, names that test conditions match"},
    {"cluster", "where tests run: GPUs, Slurm account and partition, container, paths"},
    {"model", "the model that is served: the word used in names, directory, precision"},
    {"worker", "engine options of one server, from which roles and other workers start"},
    {"topology", "one deployment of one model: a server, or ctx and gen servers"},
    {"benchmark", "the load: mode, lengths, concurrency, rounds, data set, expectations"},
    {"harness", "how a test is called: pytest module, options, environment, scripts, contract"},
    {"suite", "which topologies are tested with which benchmarks on which cluster"},
    {"schema", "the options of one engine version: names, types, ranges, defaults"},
}};

template <class T>
const RecordType* record_from(Types& types, std::string what, const std::vector<Row<T>>& rows, bool extra = false) {
  RecordType* record = types.record(std::move(what));
  record->extra = extra;
  for (const Row<T>& row : rows) record->add({row.name, row.type, row.doc, row.fallback, ""});
  return record;
}

}  // namespace

std::span<const KindInfo> kinds() { return kKinds; }

bool is_kind(std::string_view name) {
  return std::any_of(kKinds.begin(), kKinds.end(), [name](const KindInfo& kind) { return kind.name == name; });
}

const Type* reference(std::string_view kind) {
  static const auto made = [] {
    std::array<Type, kKinds.size()> types;
    for (std::size_t i = 0; i < types.size(); ++i) {
      types[i].kind = TypeKind::reference;
      types[i].declaration = kKinds[i].name;
    }
    return types;
  }();
  return &*std::find_if(made.begin(), made.end(), [kind](const Type& type) { return type.declaration == kind; });
}

const Tables& Tables::shared() {
  static const Tables made;
  return made;
}

Tables::Tables() {
  text_ = simple(TypeKind::text);
  string_ = simple(TypeKind::string);
  boolean_ = simple(TypeKind::boolean);
  any_ = simple(TypeKind::any);
  duration_ = simple(TypeKind::duration);
  strings_ = types_.list(string_);
  Type scalar;
  scalar.kind = TypeKind::one_of;
  scalar.alternatives = {text_, types_.integer(), types_.floating(), boolean_};
  variables_ = types_.map(types_.add(std::move(scalar)));
  Type env;
  env.kind = TypeKind::one_of;
  env.alternatives = {variables_, string_};
  env_ = types_.add(std::move(env));
  make_cluster();
  make_benchmark();
  make_harness();
  make_suite();
  make_topology();
}

void Tables::make_cluster() {
  gpu_rows = {
      {"memory", simple(TypeKind::bytes), "memory of one GPU", "", set<&Gpu::memory>},
      {"architecture", string_, "name of the architecture", "", set<&Gpu::architecture>},
      {"nvlink_domain", types_.integer(1), "GPUs that NVLink joins", "1", set<&Gpu::nvlink_domain>},
      {"matches", strings_, "names that test conditions match", "", set<&Gpu::matches>},
  };
  gpu = record_from(types_, "gpu", gpu_rows);
  container_rows = {
      {"image", text_, "container image", "", set<&Container::image>},
      {"name", text_, "name of the container on a node", "disagg_test_${SLURM_JOB_ID}", set<&Container::name>},
      {"workdir", text_, "working directory in the container", "<work>/disagg_workspace", set<&Container::workdir>},
      {"mounts", types_.list(text_), "\"source:target[:flags]\"", "[]", set<&Container::mounts>},
  };
  const RecordType* container = record_from(types_, "container", container_rows);
  cluster_rows = {
      {"gpu", reference("gpu"), "GPU model of the nodes", "", nullptr},
      {"gpus_per_node", types_.integer(1, 1024), "GPUs of one node", "", set<&Cluster::gpus_per_node>},
      {"nodes", types_.integer(1, 1'000'000), "upper bound of a job's nodes", "", set<&Cluster::nodes>},
      {"account", string_, "Slurm account", "", set<&Cluster::account>},
      {"partition", string_, "Slurm partition", "", set<&Cluster::partition>},
      {"time", duration_, "time limit of a job (#SBATCH --time)", "", set<&Cluster::time>},
      {"mpi", types_.enumeration({"pmix", "pmi2", "pmix_v3", "pmix_v4", "none"}), "srun --mpi", "pmix",
       set<&Cluster::mpi>},
      {"srun_args", types_.list(text_), "more arguments of every srun", "[]", set<&Cluster::srun_args>},
      {"sbatch_args", strings_, "more #SBATCH options", "[]", set<&Cluster::sbatch_args>},
      {"container", types_.block(container), "the container that steps run in", "", nullptr},
      {"model_root", text_, "directory of the models on the hosts", "", set<&Cluster::model_root>},
      {"repo", text_, "TensorRT-LLM checkout on the hosts", "", set<&Cluster::repo>},
      {"work_dir", text_, "directory for logs and results on the hosts", "", set<&Cluster::work_dir>},
      {"host", string_, "login node of an ssh cluster", "", set<&Cluster::host>},
      {"user", string_, "user on the login node", "", set<&Cluster::user>},
      {"type", types_.enumeration({"local", "ssh"}), "run here, or copy to `host` and run there", "local",
       set<&Cluster::type>},
      {"segment", types_.enumeration({"never", "disagg", "always"}),
       "which jobs stay in one NVLink domain (sbatch --segment=<nodes>; Slurm 23.11 and later)", "never",
       set<&Cluster::segment>},
  };
  cluster = record_from(types_, "cluster", cluster_rows);
  model_rows = {
      {"id", string_, "the word used in names", "the declaration's name", set<&Model::id>},
      {"dir", string_, "directory below the cluster's model_root", "", set<&Model::dir>},
      {"precision",
       types_.enumeration(
           {"fp4", "nvfp4", "mxfp4", "fp8", "mxfp8", "bf16", "fp16", "int8", "int4", "w4afp8", "w4a8", "w4a16"}),
       "precision of the weights", "", set<&Model::precision>},
      {"parameters", types_.integer(1), "number of weights", "", set<&Model::parameters>},
  };
  model = record_from(types_, "model", model_rows);
}

void Tables::make_benchmark() {
  // The fields are metrics; a comparison is not an assignment, so the checker reads these itself.
  RecordType* expect = types_.record("expect");
  for (const Metric& metric : kMetrics) {
    if (!metric.expectable) continue;
    const bool count = metric.quantity == Quantity::count;
    const bool latency = metric.quantity == Quantity::latency;
    const Type* const type = latency ? duration_ : count ? types_.integer(0) : types_.floating(0);
    expect->add({std::string(metric.name), type, "the line '" + std::string(metric.label) + "' of the output", "", ""});
  }
  expect->add(
      {"baseline", string_, "file with an earlier run's metrics, as `perfc metrics --format json` writes it", "", ""});
  expect->add({"regression", simple(TypeKind::percent), "how far a metric may fall behind the baseline", "5%", ""});
  benchmark_rows = {
      {"mode", types_.enumeration({"e2e", "gen_only", "gen_only_no_context", "ctx_only"}), "which servers take part",
       "e2e", set<&Benchmark::mode>},
      {"input_length", types_.integer(1), "tokens of a request", "1024", set<&Benchmark::input_length>},
      {"output_length", types_.integer(1), "tokens of an answer", "1024", set<&Benchmark::output_length>},
      {"concurrency", types_.list(types_.integer(1)), "requests at a time, one run for each", "[1]",
       set<&Benchmark::concurrency>},
      {"rounds", types_.integer(1), "requests per concurrent slot", "8", set<&Benchmark::rounds>},
      {"dataset", simple(TypeKind::dataset), "where the requests come from", "random(0.8)", set<&Benchmark::dataset>},
      {"streaming", boolean_, "answers are streamed", "true", set<&Benchmark::streaming>},
      {"backend", string_, "API that the load generator speaks", "openai", set<&Benchmark::backend>},
      {"use_chat_template", boolean_, "wrap prompts in the model's chat template", "false",
       set<&Benchmark::use_chat_template>},
      {"trust_remote_code", boolean_, "load code that comes with the tokenizer", "",
       set<&Benchmark::trust_remote_code>},
      {"client", string_, "load generator", "", set<&Benchmark::client>},
      {"client_name", string_, "what an aggregated configuration calls the load",
       "con<concurrency>_iter<rounds>_<lengths>", set<&Benchmark::client_name>},
      {"env", env_, "environment of the BENCHMARK role", "", set<&Benchmark::env>},
      {"client_env", env_, "environment of the load generator", "", set<&Benchmark::client_env>},
      {"expect", types_.block(expect), "what a run must reach", "", nullptr},
      {"extra", types_.map(any_), "keys that no schema knows", "", set<&Benchmark::extra>},
  };
  benchmark = record_from(types_, "benchmark", benchmark_rows, true);
}

void Tables::make_harness() {
  readiness_rows = {
      {"log", text_, "what each server's log shows before the router starts (extended regular expression)", "",
       set<&Readiness::log>},
      {"router_log", text_, "what the router's log shows before the client starts", "", set<&Readiness::router_log>},
      {"url", text_, "what answers before the client starts, asked on the first node", "", set<&Readiness::url>},
      {"command", text_, "shell command that succeeds before the client starts", "", set<&Readiness::command>},
      {"timeout", duration_, "how long each of them is waited for", "30min", set<&Readiness::timeout>},
      {"interval", duration_, "time between two looks", "2s", set<&Readiness::interval>},
  };
  const RecordType* readiness = record_from(types_, "readiness", readiness_rows);
  harness_rows = {
      {"module", text_, "pytest module", "perf/test_perf_sanity.py", set<&Harness::module>},
      {"function", text_, "pytest function", "test_e2e", set<&Harness::function>},
      {"prefix", text_, "first word of a test's id", "disagg_upload", set<&Harness::prefix>},
      {"aggr_prefix", text_, "the same for aggregated tests", "prefix, else aggr_upload", set<&Harness::aggr_prefix>},
      {"timeout", duration_, "pytest --timeout", "1h", set<&Harness::timeout>},
      {"run_script", text_, "script that every step runs", "<repo>/jenkins/scripts/slurm_run.sh",
       set<&Harness::run_script>},
      {"install_script", text_, "script that installs on the nodes", "<repo>/jenkins/scripts/slurm_install.sh",
       set<&Harness::install_script>},
      {"config_dir", text_, "where the pytest side finds configurations", "", set<&Harness::config_dir>},
      {"env", variables_, "environment in front of the pytest command", "", set<&Harness::env>},
      {"pytest_args", types_.list(text_), "more arguments of pytest", "[]", set<&Harness::pytest_args>},
      {"contract", types_.enumeration({"perfc", "2026-01"}), "which launch contract is generated", "perfc",
       set<&Harness::contract>},
      {"mode_in_id", boolean_, "ids of disaggregated tests name the mode: <prefix>-e2e-<name>", "false",
       set<&Harness::mode_in_id>},
      {"stagger", duration_, "longest wait for a container on the same node to start before the next does", "1s",
       set<&Harness::stagger>},
      {"readiness", types_.block(readiness), "what servers must show before those that need them start", "", nullptr},
  };
  harness = record_from(types_, "harness", harness_rows);
}

namespace {

// One condition goes on where another left off.
void add_condition(Test& test, const Value& value) { schema::assign(test.conditions.emplace_back(), value); }

}  // namespace

void Tables::make_suite() {
  const std::vector<const Type*> scalars = {string_, types_.integer(), types_.floating(), boolean_};
  Type element;
  element.kind = TypeKind::one_of;
  element.alternatives = scalars;
  Type term;
  term.kind = TypeKind::one_of;
  term.alternatives = scalars;
  term.alternatives.push_back(types_.list(types_.add(std::move(element))));
  term.alternatives.push_back(simple(TypeKind::null));
  Type number;
  number.kind = TypeKind::one_of;
  number.alternatives = {types_.integer(), types_.floating()};
  Type patterns;
  patterns.kind = TypeKind::one_of;
  patterns.alternatives = {string_, strings_, simple(TypeKind::null)};
  Type bounds;
  bounds.kind = TypeKind::one_of;
  bounds.alternatives = {types_.map(types_.add(std::move(number))), simple(TypeKind::null)};
  RecordType* condition = types_.record("condition");
  condition->add({"ranges", types_.map(types_.add(std::move(bounds))),
                  "NAME { gte = 4, lte = 8 }; gt and lt leave the bound out", "", ""});
  condition->add({"wildcards", types_.map(types_.add(std::move(patterns))), "NAME = \"*gb200*\", or a list", "", ""});
  condition->add({"terms", types_.map(types_.add(std::move(term))),
                  "NAME = value, or a list; null takes a derived one away", "", ""});
  test_rows = {
      {"timeout", duration_, "time that a test may take in CI", "1h, 2h or 3h by mode", set<&Test::timeout>},
      {"stage", types_.enumeration({"pre_merge", "post_merge"}), "CI stage", "", set<&Test::stage>},
      {"skip", string_, "why the test is not run", "", set<&Test::skip>},
      {"isolation", boolean_, "run in a pytest of its own", "false", set<&Test::isolation>},
      {"condition", types_.block(condition), "more conditions of its block in test lists", "", add_condition},
  };
  RecordType* with_load = types_.record("test");
  for (const Row<Test>& row : test_rows) with_load->add({row.name, row.type, row.doc, row.fallback, ""});
  with_load->also = benchmark;
  test = with_load;
  group = record_from(types_, "group", test_rows);
  RecordType* fields = types_.record("suite");
  for (const Row<Test>& row : test_rows) fields->add({row.name, row.type, row.doc, row.fallback, ""});
  fields->add({"harness", reference("harness"), "how the tests are called", "perf_sanity", ""});
  fields->add({"config_file", string_, "file that aggregated servers share", "the suite's name", ""});
  suite = fields;
}

const RecordType* Tables::of(std::string_view kind) const {
  if (kind == "gpu") return gpu;
  if (kind == "cluster") return cluster;
  if (kind == "model") return model;
  if (kind == "benchmark") return benchmark;
  if (kind == "harness") return harness;
  if (kind == "suite") return suite;
  return nullptr;
}

}  // namespace perfc::schema

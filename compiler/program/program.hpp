// A checked program: what the declarations of a file come to, with every name resolved. Later phases read nothing else.
// Optional members are absent when the program does not say; defaults that need no arithmetic are filled in already.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/base/document.hpp"
#include "compiler/base/source.hpp"
#include "compiler/program/expectation.hpp"
#include "compiler/program/text.hpp"
#include "compiler/program/value.hpp"

namespace perfc {

// Where a declaration and its fields were written. Every struct below has one, so that later phases can point.
struct Origin {
  std::string name;
  Span span;                             // of the name in the declaration
  std::shared_ptr<const Record> fields;  // as checked
  bool sound = true;                     // nothing in it was reported: what follows from it may be

  // Place of a field's value, the declaration's name when the field was not written.
  [[nodiscard]] Span at(std::string_view field) const;
  // Place of an element of a list; the field's when the list was made otherwise.
  [[nodiscard]] Span at(std::string_view field, std::size_t index) const;
};

// A field that follows from others and was written all the same: an error, which the plan can give the value for.
struct WrittenComputed {
  std::string name;
  std::string source;  // what it is computed from, for people
  Span span;
  Span statement;
};

struct Gpu {
  Origin origin;
  Bytes memory;                      // of one GPU
  std::string architecture;          // "Blackwell"
  std::int64_t nvlink_domain = 1;    // GPUs that NVLink joins
  std::vector<std::string> matches;  // names that test conditions match: "gb200"
};

struct Container {
  std::optional<Text> name;  // default disagg_test_${SLURM_JOB_ID}
  std::optional<Text> image;
  std::optional<Text> workdir;  // default <work>/disagg_workspace
  std::vector<Text> mounts;     // "source:target[:flags]"
  std::vector<Span> mount_spans;
};

struct Cluster {
  Origin origin;
  const Gpu* gpu = nullptr;
  std::int64_t gpus_per_node = 0;
  std::optional<std::int64_t> nodes;  // upper bound
  std::optional<std::string> account;
  std::optional<std::string> partition;
  std::optional<Duration> time;  // #SBATCH --time
  std::string mpi = "pmix";
  std::vector<Text> srun_args;
  std::vector<std::string> sbatch_args;
  Container container;
  std::optional<Text> model_root;
  std::optional<Text> repo;
  std::optional<Text> work_dir;
  std::optional<std::string> host;
  std::optional<std::string> user;
  std::string type = "local";     // local or ssh
  std::string segment = "never";  // which jobs must stay in one NVLink domain: never, disagg, always
};

struct Model {
  Origin origin;
  std::string id;  // the word used in names
  std::optional<std::string> dir;
  std::optional<std::string> precision;
  std::optional<std::int64_t> parameters;
};

// One variable set: a map in order, or a text taken as it is (words of a shell, quotes allowed).
struct Env {
  std::vector<std::pair<std::string, Text>> variables;
  std::optional<std::string> text;
  Span span;
  [[nodiscard]] bool empty() const { return variables.empty() && (!text || text->empty()); }
};

struct Role {
  std::string name;  // ctx, gen, server
  std::int64_t servers = 1;
  Span servers_span;
  Span span;
  Env env;  // this role's own
  // Engine options in order, `extra` merged in, `env` left out. Absent options stay absent.
  std::shared_ptr<const Record> options;
  std::int64_t tensor_parallel_size = 1;
  std::int64_t pipeline_parallel_size = 1;  // 1 when absent
  std::int64_t context_parallel_size = 1;   // 1 when absent
  std::optional<std::int64_t> world_size;   // explicit; wins over the product
};

struct Dataset {
  bool random = true;               // use_nv_sa_benchmark
  std::optional<std::string> path;  // of file(...)
  std::optional<Floating> ratio;
  bool lengths_if_missing = false;  // without the file the client runs all the same, on the lengths alone
};

struct Benchmark {
  Origin origin;
  std::string mode = "e2e";           // e2e gen_only gen_only_no_context ctx_only
  std::int64_t input_length = 1024;   // tokens
  std::int64_t output_length = 1024;  // tokens
  std::vector<std::int64_t> concurrency = {1};
  std::int64_t rounds = 8;
  Dataset dataset;
  bool streaming = true;
  std::optional<std::string> backend;
  std::optional<bool> use_chat_template;
  std::optional<bool> trust_remote_code;
  std::optional<std::string> client;
  std::optional<std::string> client_name;      // in an aggregated configuration; empty: after the load
  Env env;                                     // of the BENCHMARK role
  Env client_env;                              // of the load generator
  std::shared_ptr<const Expectations> expect;  // null: none
  std::shared_ptr<const Record> extra;

  [[nodiscard]] bool gen_only() const { return mode.find("gen_only") != std::string::npos; }
  [[nodiscard]] bool ctx_only() const { return mode == "ctx_only"; }
};

// In what a topology's configuration differs from the one that would be made for it: what an import needs for giving
// back the same file. Paths are names of sections and keys joined by dots, those of a server begin in the server.
struct ConfigShape {
  std::vector<std::string> without;  // paths of what it does not have
  std::vector<std::string> keys;     // of its sections, or of a server, that follow one another where the first stands
  std::vector<std::pair<std::string, std::vector<std::string>>> order;  // the same for the keys at a path
  std::shared_ptr<const Record> set;        // merged into it, before the order; null: nothing
  std::shared_ptr<const ConfigShape> file;  // of a server: the same of the file that it stands in; null: nothing
};

struct Topology {
  Origin origin;
  bool quoted = false;    // named by a string: lends that string to its only test
  bool declared = false;  // by a declaration of its own: no instance of a template, nothing that a test changed
  const Model* model = nullptr;
  std::optional<Role> ctx;
  std::optional<Role> gen;
  std::optional<Role> server;
  Env env;                                    // all workers
  Env router_env;                             // DISAGG_SERVER
  std::optional<Benchmark> load;              // its own benchmark { }
  std::optional<std::int64_t> gpus_per_node;  // hardware.gpus_per_node
  Span gpus_per_node_span;
  // Sections of the configuration that concern neither roles nor load, as written; null when absent.
  std::shared_ptr<const Record> metadata, slurm, environment, profiling, accuracy, sections, extra;
  std::shared_ptr<const Document> document;  // of a yaml(...) base: what is not overridden is written back as it stood
  std::optional<ConfigShape> shape;          // configuration { }
  std::vector<WrittenComputed> computed;
  std::string document_server;  // aggregated: the server of the document, or the name beside a config_file of its own
  std::string document_stem;    // "foo" of yaml("configs/foo.yaml"), or its config_file

  [[nodiscard]] bool disaggregated() const { return ctx.has_value() || gen.has_value(); }
};

enum class Contract : std::uint8_t { perfc, literal_2026_01 };

// What servers must show before those that need them start. Contract perfc, disaggregated tests.
struct Readiness {
  std::optional<Text> log;  // extended regular expression: in the log of each GEN and CTX server, before the router
  std::optional<Text> router_log;  // in the router's log, before the client, as the others
  std::optional<Text> url;         // answers with success when asked from the job's first node
  std::optional<Text> command;     // shell command that succeeds there
  Duration timeout{1'800'000};     // for each of them
  Duration interval{2000};         // between two looks
};

struct Harness {
  Origin origin;
  Text module = "perf/test_perf_sanity.py";
  Text function = "test_e2e";
  std::optional<Text> prefix;       // default disagg_upload, aggregated aggr_upload
  std::optional<Text> aggr_prefix;  // of aggregated tests; wins over `prefix` there
  Duration timeout{3'600'000};
  std::optional<Text> run_script;      // default <repo>/jenkins/scripts/slurm_run.sh
  std::optional<Text> install_script;  // default <repo>/jenkins/scripts/slurm_install.sh
  std::optional<Text> config_dir;
  std::vector<std::pair<std::string, Text>> env;  // in front of the pytest command
  std::vector<Text> pytest_args;
  Contract contract = Contract::perfc;
  bool mode_in_id = false;  // disagg_upload-e2e-<name> in place of disagg_upload-<name>
  // How long a step waits at most for the container of another on its nodes to start (perfc).
  Duration stagger{1000};
  std::optional<Readiness> readiness;
};

struct Test {
  std::vector<WrittenComputed> computed;
  Span span;
  bool sound = true;  // as in Origin, of all that the test consists of
  const Topology* topology = nullptr;
  std::vector<const Benchmark*> loads;  // empty: the topology's own
  std::optional<std::string> alias;     // as "name"
  Span alias_span;
  std::optional<Duration> timeout;  // its own or the suite's
  std::optional<std::string> skip;  // reason
  bool isolation = false;
  std::optional<std::string> stage;
  std::optional<std::string> group;  // of the suite that it stands in
  // ranges, wildcards and terms for test lists: the suite's, the group's, its own; what comes later wins.
  std::vector<std::shared_ptr<const Record>> conditions;
};

struct Suite {
  Origin origin;
  const Cluster* cluster = nullptr;
  const Harness* harness = nullptr;
  std::string config_file;  // default the suite's name
  std::vector<Test> tests;  // in the order written

  // Whether its sound tests can be planned.
  [[nodiscard]] bool plannable() const {
    return cluster != nullptr && cluster->origin.sound && harness != nullptr && harness->origin.sound;
  }
};

// Owns everything; deques keep addresses.
struct Program {
  std::deque<Gpu> gpus;
  std::deque<Cluster> clusters;
  std::deque<Model> models;
  std::deque<Benchmark> benchmarks;
  std::deque<Topology> topologies;
  std::deque<Harness> harnesses;
  std::deque<Suite> suites;
  // What the checker made it with, for a process that ends before it would need the memory: taking a large suite's
  // objects apart takes a fifth of the time of checking it.
  std::shared_ptr<const void> workings;
};

}  // namespace perfc

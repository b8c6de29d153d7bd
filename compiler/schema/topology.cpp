// The fields of roles and topologies. They depend on the engine whose options a role takes.
#include <utility>

#include "compiler/schema/kinds.hpp"

namespace perfc::schema {

const RecordType* Tables::section(std::string what, std::vector<FieldType> fields) {
  RecordType* record = types_.record(std::move(what));
  record->extra = true;
  for (FieldType& field : fields) record->add(std::move(field));
  record->add({"extra", types_.map(any_), "keys that no schema knows", "", ""});
  return record;
}

const Type* Tables::or_null(std::vector<const Type*> alternatives) {
  Type type;
  type.kind = TypeKind::one_of;
  type.alternatives = std::move(alternatives);
  type.alternatives.push_back(simple(TypeKind::null));
  return types_.add(std::move(type));
}

FieldType Tables::metadata_section() {
  const Type* string = or_null({string_, types_.integer(), types_.floating()});
  const RecordType* accuracy_data =
      section("metadata.accuracy", {{"datasets", types_.list(any_), "accuracy data sets", "", ""}});
  return {
      "metadata",
      types_.block(section(
          "metadata", {{"model_name", string, "the model's word in names", "", ""},
                       {"precision", string, "precision of the weights", "", ""},
                       {"model_dir_name", string, "directory below the model root", "", ""},
                       {"supported_gpus", or_null({strings_, string_}), "GPU models the configuration is for", "", ""},
                       {"script_file", string, "script of the older submitter", "", ""},
                       {"benchmark_type", string, "lengths, as 1k1k", "", ""},
                       {"config_index", or_null({types_.integer()}), "index in an older list", "", ""},
                       {"dataset_file", string, "data set of the benchmark", "", ""},
                       {"architecture", string, "the model's class", "", ""},
                       {"accuracy", types_.block(accuracy_data), "accuracy expected", "", ""}})),
      "what the configuration is for", "", ""};
}

// In what a topology's configuration differs from the one that would be made for it.
FieldType Tables::shape() {
  const auto with_fields = [this](const char* name) {
    RecordType* record = types_.record(name);
    record->add({"without", strings_, "sections and keys that it does not have: slurm, slurm.extra_args", "", ""});
    record->add({"keys", strings_,
                 "sections, or keys of a server, that follow one another where the first of them stands", "", ""});
    record->add({"order", types_.map(strings_), "of a map in it, keys that follow one another", "", ""});
    record->add({"set", types_.map(any_), "values that it has in place of those that would be written", "", ""});
    return record;
  };
  RecordType* record = with_fields("configuration");
  record->add({"file", types_.block(with_fields("file")), "the same of the file that a server stands in", "", ""});
  return {"configuration", types_.block(record), "in what the exported configuration is otherwise", "", ""};
}

// Sections of a configuration that concern neither roles nor load. No script depends on them, and YAML makes numbers
// and nulls of what people mean as texts (`job_time: 10:00:00`, `account: 1234`, `dataset_file:`).
void Tables::make_topology() {
  const Type* integer = or_null({types_.integer(0)});
  const Type* boolean = or_null({boolean_});
  const Type* string = or_null({string_, types_.integer(), types_.floating()});
  sections_ = {
      metadata_section(),
      {"slurm",
       types_.block(section("slurm", {{"script_file", string, "script of the older submitter", "", ""},
                                      {"partition", string, "partition", "", ""},
                                      {"account", string, "account", "", ""},
                                      {"job_time", string, "time limit, hh:mm:ss", "", ""},
                                      {"job_name", string, "name of the job", "", ""},
                                      {"extra_args", string, "more sbatch arguments", "", ""},
                                      {"numa_bind", boolean, "bind ranks to NUMA nodes", "", ""},
                                      {"set_segment", boolean, "stay in one NVLink domain", "", ""}})),
       "settings of the older submitter", "", ""},
      {"environment",
       types_.block(section("environment", {{"container_mount", string, "mounts", "", ""},
                                            {"container_image", string, "image", "", ""},
                                            {"model_path", string, "path of the model", "", ""},
                                            {"trtllm_repo", string, "path of the repository", "", ""},
                                            {"build_wheel", boolean, "build before the run", "", ""},
                                            {"cuda_architectures", string, "architectures to build for", "", ""},
                                            {"trtllm_wheel_path", string, "wheel to install", "", ""},
                                            {"dataset_file", string, "data set of the benchmark", "", ""},
                                            {"work_dir", string, "work directory", "", ""}})),
       "paths of the older submitter", "", ""},
      {"profiling",
       types_.block(section("profiling", {{"nsys_on", boolean, "record with Nsight Systems", "", ""},
                                          {"ctx_profile_range", string, "iterations, first-last", "", ""},
                                          {"gen_profile_range", string, "iterations, first-last", "", ""}})),
       "profiling of the servers", "", ""},
      {"accuracy",
       types_.block(section("accuracy", {{"enable_accuracy_test", boolean, "run the accuracy test", "", ""},
                                         {"model", string, "lm-eval model", "", ""},
                                         {"tasks", any_, "lm-eval tasks", "", ""},
                                         {"model_args_extra", string, "lm-eval model arguments", "", ""},
                                         {"env_var", types_.map(any_), "environment of lm-eval", "", ""}})),
       "accuracy test after the benchmark", "", ""},
      {"hardware",
       types_.block(section("hardware", {{"gpus_per_node", types_.integer(1, 1024), "GPUs of a node", "", ""}})),
       "what it needs, beside what follows from the roles", "", ""},
      {"sequence",
       types_.block(section("sequence", {{"input_length", integer, "tokens of a request", "", ""},
                                         {"output_length", integer, "tokens of an answer", "", ""}})),
       "lengths, in older configurations", "", ""},
      {"ctx_router_config",
       types_.block(section("ctx_router_config", {{"type", string, "how requests are routed", "", ""}})),
       "routing to ctx servers", "", ""},
      {"gen_router_config",
       types_.block(section("gen_router_config", {{"type", string, "how requests are routed", "", ""}})),
       "routing to gen servers", "", ""},
      {"server_config_extra",
       types_.block(section("server_config_extra",
                            {{"gen_strip_message_history", boolean, "send only the last message to gen", "", ""},
                             {"gen_tokids_ctxbytes", boolean, "send token ids to gen", "", ""},
                             {"server_keep_alive_timeout", integer, "seconds a connection is kept", "", ""}})),
       "more options of the router", "", ""},
      {"cache_transceiver_precheck",
       types_.block(section("cache_transceiver_precheck", {{"enabled", boolean, "check the KV transfer first", "", ""},
                                                           {"timeout", integer, "seconds", "", ""}})),
       "network check before the servers start", "", ""},
      {"worker_config", types_.block(section("worker_config", {{"eplb_num_slots", integer, "expert slots", "", ""}})),
       "keys beside the roles, in older configurations", "", ""},
      {"gpus_per_node", types_.integer(1, 1024), "GPUs of a node", "", "the cluster's gpus_per_node"},
      {"config_file", string_, "file that an aggregated configuration stands in, with others", "", ""},
      shape(),
  };
}

Tables::EngineTypes Tables::with_engine(const RecordType* options, Types& into) const {
  RecordType* role = into.record("role");
  role->extra = true;
  role->also = options;
  role->add({"env", env_, "environment of this role's servers", "", ""});
  role->add({"schema", reference("schema"), "engine whose options the servers take", "trtllm", ""});
  role->add({"extra", into.map(any_), "options that no schema knows", "", ""});

  RecordType* topology = into.record("topology");
  topology->extra = true;
  topology->add({"model", reference("model"), "the model that is served", "", ""});
  topology->add({"schema", reference("schema"), "engine whose options the servers take", "trtllm", ""});
  for (const char* name : {"ctx", "gen", "server"}) {
    topology->add({name, into.block(role), "servers of this role", "", ""});
  }
  topology->add({"env", env_, "environment of all servers", "", ""});
  RecordType* router = into.record("router");
  router->add({"env", env_, "environment of the disaggregated server", "", ""});
  topology->add({"router", into.block(router), "the disaggregated server", "", ""});
  topology->add({"benchmark", into.block(benchmark), "the topology's own load", "", ""});
  const FieldType* transceiver = options != nullptr ? options->find("cache_transceiver_config") : nullptr;
  if (transceiver != nullptr) topology->add(*transceiver);
  for (const FieldType& field : sections_) topology->add(field);
  topology->add({"mode", string_, "", "", "the roles: ctx and gen make it disagg, else the server's nodes"});
  topology->add({"nodes", any_, "", "", "servers x ceil(GPUs of a server / gpus_per_node), added up over the roles"});
  topology->add({"gpus", any_, "", "", "nodes x gpus_per_node"});
  for (const char* name : {"num_ctx_servers", "num_gen_servers"}) {
    topology->add({name, any_, "", "", "the number after ctx or gen"});
  }
  topology->add({"extra", into.map(any_), "sections that no schema knows", "", ""});

  RecordType* overrides = into.record("test");
  overrides->also = test;
  for (const char* name : {"ctx", "gen", "server"}) {
    overrides->add({name, into.block(role), "changes of this role", "", ""});
  }
  for (const char* name : {"nodes", "gpus", "id", "tasks"}) {
    overrides->add({name, any_, "", "", "cluster and topology"});
  }
  return {role, topology, overrides};
}

}  // namespace perfc::schema

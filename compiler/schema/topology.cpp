// The fields of roles and topologies. They depend on the engine whose options a role takes.
#include <utility>

#include "compiler/schema/kinds.hpp"

namespace perfc::schema {

const RecordType* Tables::section(std::string what, std::vector<FieldType> fields) {
  RecordType* record = types.record(std::move(what));
  record->extra = true;
  for (FieldType& field : fields) record->add(std::move(field));
  record->add({"extra", types.map(any_), "keys that no schema knows", "", ""});
  return record;
}

// Sections of a configuration that concern neither roles nor load.
std::vector<FieldType> Tables::topology_sections() {
  const Type* integer = types.integer();
  const RecordType* accuracy_data =
      section("metadata.accuracy", {{"datasets", types.list(any_), "accuracy data sets", "", ""}});
  return {
      {"metadata",
       types.block(section("metadata", {{"model_name", string_, "the model's word in names", "", ""},
                                        {"precision", string_, "precision of the weights", "", ""},
                                        {"model_dir_name", string_, "directory below the model root", "", ""},
                                        {"supported_gpus", strings_, "GPU models the configuration is for", "", ""},
                                        {"script_file", string_, "script of the older submitter", "", ""},
                                        {"benchmark_type", string_, "lengths, as 1k1k", "", ""},
                                        {"config_index", integer, "index in an older list", "", ""},
                                        {"dataset_file", string_, "data set of the benchmark", "", ""},
                                        {"architecture", string_, "the model's class", "", ""},
                                        {"accuracy", types.block(accuracy_data), "accuracy expected", "", ""}})),
       "what the configuration is for", "", ""},
      {"slurm",
       types.block(section("slurm", {{"script_file", string_, "script of the older submitter", "", ""},
                                     {"partition", string_, "partition", "", ""},
                                     {"account", string_, "account", "", ""},
                                     {"job_time", string_, "time limit, hh:mm:ss", "", ""},
                                     {"job_name", string_, "name of the job", "", ""},
                                     {"extra_args", string_, "more sbatch arguments", "", ""},
                                     {"numa_bind", boolean_, "bind ranks to NUMA nodes", "", ""},
                                     {"set_segment", boolean_, "stay in one NVLink domain", "", ""}})),
       "settings of the older submitter", "", ""},
      {"environment",
       types.block(section("environment", {{"container_mount", string_, "mounts", "", ""},
                                           {"container_image", string_, "image", "", ""},
                                           {"model_path", string_, "path of the model", "", ""},
                                           {"trtllm_repo", string_, "path of the repository", "", ""},
                                           {"build_wheel", boolean_, "build before the run", "", ""},
                                           {"cuda_architectures", string_, "architectures to build for", "", ""},
                                           {"trtllm_wheel_path", string_, "wheel to install", "", ""},
                                           {"dataset_file", string_, "data set of the benchmark", "", ""},
                                           {"work_dir", string_, "work directory", "", ""}})),
       "paths of the older submitter", "", ""},
      {"profiling",
       types.block(section("profiling", {{"nsys_on", boolean_, "record with Nsight Systems", "", ""},
                                         {"ctx_profile_range", string_, "iterations, first-last", "", ""},
                                         {"gen_profile_range", string_, "iterations, first-last", "", ""}})),
       "profiling of the servers", "", ""},
      {"accuracy",
       types.block(section("accuracy", {{"enable_accuracy_test", boolean_, "run the accuracy test", "", ""},
                                        {"model", string_, "lm-eval model", "", ""},
                                        {"tasks", any_, "lm-eval tasks", "", ""},
                                        {"model_args_extra", string_, "lm-eval model arguments", "", ""},
                                        {"env_var", types.map(any_), "environment of lm-eval", "", ""}})),
       "accuracy test after the benchmark", "", ""},
      {"sequence",
       types.block(section("sequence", {{"input_length", integer, "tokens of a request", "", ""},
                                        {"output_length", integer, "tokens of an answer", "", ""}})),
       "lengths, in older configurations", "", ""},
      {"ctx_router_config",
       types.block(section("ctx_router_config", {{"type", string_, "how requests are routed", "", ""}})),
       "routing to ctx servers", "", ""},
      {"gen_router_config",
       types.block(section("gen_router_config", {{"type", string_, "how requests are routed", "", ""}})),
       "routing to gen servers", "", ""},
      {"server_config_extra",
       types.block(section("server_config_extra",
                           {{"gen_strip_message_history", boolean_, "send only the last message to gen", "", ""},
                            {"gen_tokids_ctxbytes", boolean_, "send token ids to gen", "", ""},
                            {"server_keep_alive_timeout", integer, "seconds a connection is kept", "", ""}})),
       "more options of the router", "", ""},
      {"cache_transceiver_precheck",
       types.block(section("cache_transceiver_precheck", {{"enabled", boolean_, "check the KV transfer first", "", ""},
                                                          {"timeout", integer, "seconds", "", ""}})),
       "network check before the servers start", "", ""},
      {"worker_config", types.block(section("worker_config", {{"eplb_num_slots", integer, "expert slots", "", ""}})),
       "keys beside the roles, in older configurations", "", ""},
  };
}

Tables::EngineTypes Tables::with_engine(const RecordType* options) {
  RecordType* role = types.record("role");
  role->extra = true;
  role->also = options;
  role->add({"env", env_, "environment of this role's servers", "", ""});
  role->add({"schema", types.reference("schema"), "engine whose options the servers take", "trtllm", ""});
  role->add({"extra", types.map(any_), "options that no schema knows", "", ""});

  RecordType* topology = types.record("topology");
  topology->extra = true;
  topology->add({"model", types.reference("model"), "the model that is served", "", ""});
  topology->add({"schema", types.reference("schema"), "engine whose options the servers take", "trtllm", ""});
  for (const char* name : {"ctx", "gen", "server"}) {
    topology->add({name, types.block(role), "servers of this role", "", ""});
  }
  topology->add({"env", env_, "environment of all servers", "", ""});
  RecordType* router = types.record("router");
  router->add({"env", env_, "environment of the disaggregated server", "", ""});
  topology->add({"router", types.block(router), "the disaggregated server", "", ""});
  topology->add({"benchmark", types.block(benchmark), "the topology's own load", "", ""});
  const FieldType* transceiver = options != nullptr ? options->find("cache_transceiver_config") : nullptr;
  if (transceiver != nullptr) topology->add(*transceiver);
  for (FieldType& field : topology_sections()) topology->add(std::move(field));
  topology->add({"gpus_per_node", types.integer(1, 1024), "GPUs of a node", "", "the cluster's gpus_per_node"});
  topology->add({"mode", string_, "", "", "the roles: ctx and gen make it disagg, else the server's nodes"});
  topology->add({"nodes", any_, "", "", "servers x ceil(GPUs of a server / gpus_per_node), added up over the roles"});
  topology->add({"gpus", any_, "", "", "nodes x gpus_per_node"});
  for (const char* name : {"num_ctx_servers", "num_gen_servers"}) {
    topology->add({name, any_, "", "", "the number after ctx or gen"});
  }
  topology->add({"extra", types.map(any_), "sections that no schema knows", "", ""});

  RecordType* overrides = types.record("test");
  overrides->also = test;
  for (const char* name : {"ctx", "gen", "server"}) {
    overrides->add({name, types.block(role), "changes of this role", "", ""});
  }
  for (const char* name : {"nodes", "gpus", "id", "tasks"}) {
    overrides->add({name, any_, "", "", "cluster and topology"});
  }
  return {role, topology, overrides};
}

}  // namespace perfc::schema

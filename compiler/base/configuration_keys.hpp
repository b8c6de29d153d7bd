// Keys of configuration YAML that have another name in a program, or no place of their own there: what is near to one
// of them in a configuration is most likely meant to be it.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace perfc {

inline constexpr std::array<std::string_view, 6> kEnvironmentKeys = {"worker_env_var",     "ctx_worker_env_var",
                                                                     "gen_worker_env_var", "server_env_var",
                                                                     "benchmark_env_var",  "client_env_var"};
inline constexpr std::array<std::string_view, 5> kServerKeys = {"name", "model_name", "client_configs", "gpus_per_node",
                                                                "server_env_var"};
inline constexpr std::array<std::string_view, 11> kLoadKeys = {"name",
                                                               "multi_round",
                                                               "concurrency_list",
                                                               "benchmark_client",
                                                               "use_nv_sa_benchmark",
                                                               "benchmark_ratio",
                                                               "dataset_file",
                                                               "random_range_ratio",
                                                               "iterations",
                                                               "isl",
                                                               "osl"};
inline constexpr std::array<std::string_view, 3> kHardwareKeys = {"gpus_per_node", "num_ctx_servers",
                                                                  "num_gen_servers"};
inline constexpr std::array<std::string_view, 14> kSections = {"metadata",
                                                               "slurm",
                                                               "benchmark",
                                                               "hardware",
                                                               "environment",
                                                               "profiling",
                                                               "accuracy",
                                                               "sequence",
                                                               "ctx_router_config",
                                                               "gen_router_config",
                                                               "server_config_extra",
                                                               "cache_transceiver_precheck",
                                                               "worker_config",
                                                               "server_configs"};
// Sections of which every configuration has one, and no other YAML.
inline constexpr std::array<std::string_view, 2> kConfigurationMarks = {"server_configs", "worker_config"};

// Of the object that a section becomes, by its name in messages.
constexpr std::span<const std::string_view> configuration_keys(std::string_view object) {
  if (object == "environment") return kEnvironmentKeys;
  if (object == "server") return kServerKeys;
  if (object == "benchmark") return kLoadKeys;
  if (object == "hardware") return kHardwareKeys;
  if (object == "topology") return kSections;
  return {};
}

}  // namespace perfc

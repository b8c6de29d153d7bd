#include "compiler/plan/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "compiler/base/ascii.hpp"
#include "compiler/program/options.hpp"

namespace perfc {
namespace {

const Record kNoOptions;

const Record& options_of(const Role& role) { return role.options ? *role.options : kNoOptions; }

std::int64_t tensor_size(const Role& role) {
  const bool only_world_size = role.world_size && options_of(role).find("tensor_parallel_size") == nullptr;
  return only_world_size ? *role.world_size : role.tensor_parallel_size;
}

// The number that follows `mark` in a path, else the last number of its file name: ".../gen_ep32_slots384.yaml" is 384.
std::int64_t count_in_path(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  const std::size_t mark = name.find("slots");
  if (mark != std::string_view::npos && mark + 5 < name.size() && is_digit(name[mark + 5])) {
    name.remove_prefix(mark + 5);
    name =
        name.substr(0, static_cast<std::size_t>(std::find_if_not(name.begin(), name.end(), is_digit) - name.begin()));
  } else {
    const auto last = std::find_if(name.rbegin(), name.rend(), is_digit);
    const auto before = std::find_if_not(last, name.rend(), is_digit);
    name = name.substr(static_cast<std::size_t>(name.rend() - before), static_cast<std::size_t>(before - last));
  }
  std::int64_t count = 0;
  std::from_chars(name.data(), name.data() + name.size(), count);
  return count;
}

std::string model_token(const Topology& topology) {
  if (topology.model != nullptr) return topology.model->id;
  const auto named = word(topology.metadata ? topology.metadata->at({"model_name"}) : nullptr);
  return named ? std::string(*named) : topology.origin.name;
}

// "_1k1k_con8"
void append_load(std::string& name, const Benchmark& load) {
  (name += '_') += length_token(load.input_length, load.output_length);
  if (load.concurrency.size() == 1) (name += "_con") += fmt::format_int(load.concurrency.front()).str();
}

}  // namespace

std::string parallel_token(const Role& role) {
  const std::int64_t tensor = tensor_size(role);
  const std::int64_t pipeline = role.pipeline_parallel_size;
  const Record& options = options_of(role);
  std::string token;
  if (tensor > 1 || pipeline == 1) {
    const bool experts = tensor > 1 && integer(options.at({"moe_expert_parallel_size"})) == tensor;
    const std::string_view kind = is_true(options.at({"enable_attention_dp"})) ? "dep" : experts ? "tep" : "tp";
    token = fmt::format("{}{}", kind, tensor);
  }
  if (pipeline != 1) fmt::format_to(std::back_inserter(token), "pp{}", pipeline);
  if (role.context_parallel_size != 1) fmt::format_to(std::back_inserter(token), "cp{}", role.context_parallel_size);
  return token;
}

std::string length_token(std::int64_t input, std::int64_t output) {
  const bool whole = input % 1024 == 0 && output % 1024 == 0;
  const std::int64_t unit = whole ? 1024 : 1;
  std::string token = fmt::format_int(input / unit).str();
  token += whole ? 'k' : 'x';
  token += fmt::format_int(output / unit).str();
  if (whole) token += 'k';
  return token;
}

std::int64_t balancer_slots(const Record& options) {
  const Value* balancer = options.at({"moe_config", "load_balancer"});
  if (balancer == nullptr) return 0;
  if (const Record* record = balancer->record()) return integer(record->at({"num_slots"})).value_or(0);
  const auto path = word(balancer);
  return path ? count_in_path(*path) : 0;
}

std::int64_t draft_length(const Record& options) {
  const Value* config = options.at({"speculative_config"});
  const Record* record = config == nullptr ? nullptr : config->record();
  if (record == nullptr) return 0;
  const auto layers = integer(record->at({"num_nextn_predict_layers"}));
  return layers ? *layers : integer(record->at({"max_draft_len"})).value_or(0);
}

std::string speculation_token(const Record& options) {
  const Value* config = options.at({"speculative_config"});
  const Record* record = config == nullptr ? nullptr : config->record();
  if (record == nullptr) return "mtp0";
  std::string token;
  for (const char c : word(record->at({"decoding_type"})).value_or("mtp")) {
    if (c >= 'A' && c <= 'Z') token += static_cast<char>(c - 'A' + 'a');
    if (c >= 'a' && c <= 'z') token += c;
  }
  return fmt::format("{}{}", token, draft_length(options));
}

std::string deployment_token(const Topology& topology) {
  if (!topology.disaggregated()) return {};
  std::string token;
  const auto out = std::back_inserter(token);
  fmt::format_to(out, "_ctx{}", topology.ctx ? topology.ctx->servers : 0);
  if (topology.ctx) token += "_" + parallel_token(*topology.ctx);
  if (!topology.gen) return token;
  const Record& options = options_of(*topology.gen);
  fmt::format_to(out, "_gen{}_{}", topology.gen->servers, parallel_token(*topology.gen));
  if (const auto size = integer(options.at({"max_batch_size"}))) fmt::format_to(out, "_bs{}", *size);
  fmt::format_to(out, "_eplb{}_{}", balancer_slots(options), speculation_token(options));
  if (const auto backend = word(options.at({"cache_transceiver_config", "backend"})))
    fmt::format_to(out, "_ccb-{}", *backend);
  return token;
}

std::string derived_name(const Topology& topology, std::string_view deployment,
                         const std::vector<const Benchmark*>& loads) {
  if (loads.size() > 1) return topology.origin.name;
  const Benchmark& load = *loads.front();
  std::string name = topology.disaggregated() ? model_token(topology) : topology.origin.name;
  append_load(name, load);
  name += deployment;
  if (topology.disaggregated() && load.mode != "e2e") (name += '_') += load.mode;
  return name;
}

}  // namespace perfc

#include "compiler/migrate/parallel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace perfc {
namespace {

constexpr std::string_view kTensor = "tensor_parallel_size";
constexpr std::string_view kPipeline = "pipeline_parallel_size";
constexpr std::string_view kExperts = "moe_expert_parallel_size";
constexpr std::string_view kAttentionDp = "enable_attention_dp";

Field field(std::string_view name, Value::Data value) { return {std::string(name), {std::move(value), {}}, {}}; }

template <class T>
const T* option(const Record& options, std::string_view name) {
  const Field* const found = options.find(name);
  return found != nullptr ? found->value.get<T>() : nullptr;
}

std::int64_t size_of(const Record& options, std::string_view name) {
  const auto* const size = option<std::int64_t>(options, name);
  return size != nullptr ? *size : 0;
}

// Those with tensor_parallel_size = N, the one that sets the most first.
struct Shorthand {
  std::string_view name;
  bool experts;       // moe_expert_parallel_size = N
  bool attention_dp;  // enable_attention_dp
};
constexpr std::array<Shorthand, 3> kShorthands = {{{"dep", true, true}, {"tep", true, false}, {"tp", false, false}}};

}  // namespace

bool ParallelTemplate::sets(const Field& option) const {
  return std::ranges::find(fields, option.name, &Field::name) != fields.end();
}

ParallelTemplate parallel_template(const Record& options) {
  const std::int64_t tensor = size_of(options, kTensor);
  const auto* const attention_dp = option<bool>(options, kAttentionDp);
  if (tensor < 1) return {};
  for (const Shorthand& each : kShorthands) {
    if (attention_dp == nullptr || *attention_dp != each.attention_dp) continue;
    if (each.experts && size_of(options, kExperts) != tensor) continue;
    ParallelTemplate found{fmt::format("{}({})", each.name, tensor), {field(kTensor, tensor)}};
    if (each.experts) found.fields.push_back(field(kExperts, tensor));
    found.fields.push_back(field(kAttentionDp, each.attention_dp));
    return found;
  }
  const std::int64_t stages = size_of(options, kPipeline);
  const bool stages_alone = tensor == 1 && stages > 1;
  return stages_alone ? ParallelTemplate{fmt::format("pp({})", stages),
                                         {field(kPipeline, stages), field(kTensor, std::int64_t{1})}}
                      : ParallelTemplate{};
}

}  // namespace perfc

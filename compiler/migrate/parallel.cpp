#include "compiler/migrate/parallel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace perfc {
namespace {

constexpr std::string_view kTensor = "tensor_parallel_size";
constexpr std::string_view kPipeline = "pipeline_parallel_size";
constexpr std::string_view kExperts = "moe_expert_parallel_size";
constexpr std::string_view kAttentionDp = "enable_attention_dp";

Field field(std::string_view name, Value::Data value) { return {std::string(name), {std::move(value), {}}, {}}; }

bool has(const Record& options, const Field& wanted) {
  const Field* const found = options.find(wanted.name);
  return found != nullptr && found->value == wanted.value;
}

}  // namespace

bool ParallelTemplate::sets(const Field& option) const {
  return std::ranges::find(fields, option.name, &Field::name) != fields.end();
}

ParallelTemplate parallel_template(const Record& options) {
  const auto size_of = [&](std::string_view name) {
    const Field* const found = options.find(name);
    const auto* const size = found != nullptr ? found->value.get<std::int64_t>() : nullptr;
    return size != nullptr ? *size : 0;
  };
  const std::int64_t tensor = size_of(kTensor);
  const std::int64_t stages = size_of(kPipeline);
  const std::vector<ParallelTemplate> all = {
      {fmt::format("dep({})", tensor), {field(kTensor, tensor), field(kExperts, tensor), field(kAttentionDp, true)}},
      {fmt::format("tep({})", tensor), {field(kTensor, tensor), field(kExperts, tensor), field(kAttentionDp, false)}},
      {fmt::format("tp({})", tensor), {field(kTensor, tensor), field(kAttentionDp, false)}},
  };
  if (tensor < 1) return {};
  for (const ParallelTemplate& each : all) {
    if (std::ranges::all_of(each.fields, [&](const Field& wanted) { return has(options, wanted); })) return each;
  }
  const bool stages_alone = tensor == 1 && stages > 1;
  return stages_alone ? ParallelTemplate{fmt::format("pp({})", stages),
                                         {field(kPipeline, stages), field(kTensor, std::int64_t{1})}}
                      : ParallelTemplate{};
}

}  // namespace perfc

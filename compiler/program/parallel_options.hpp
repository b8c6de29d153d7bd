// Options of a server that say how its model is spread over GPUs.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "compiler/program/value.hpp"

namespace perfc {

inline constexpr std::array<std::string_view, 6> kParallelOptions = {
    "tensor_parallel_size",     "pipeline_parallel_size", "context_parallel_size",
    "moe_expert_parallel_size", "enable_attention_dp",    "enable_lm_head_tp_in_adp"};

inline bool is_parallel_option(std::string_view name) {
  return std::ranges::find(kParallelOptions, name) != kParallelOptions.end();
}

// Parallel sizes from elsewhere go in front of the first one that the role writes itself: configurations keep them
// together. `own` says of a parallel option whether the role writes it.
template <class Own>
void gather_parallel_options(std::vector<Field>& options, const Own& own) {
  const auto first =
      std::ranges::find_if(options, [&](const Field& field) { return is_parallel_option(field.name) && own(field); });
  if (first == options.end()) return;
  std::stable_partition(options.begin(), first, [](const Field& field) { return !is_parallel_option(field.name); });
}

}  // namespace perfc

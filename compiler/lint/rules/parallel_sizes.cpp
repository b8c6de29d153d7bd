// Sizes that have to divide one another, and options that do nothing without attention DP.
#include <fmt/format.h>

#include "compiler/lint/facts.hpp"
#include "compiler/lint/findings.hpp"
#include "compiler/plan/hardware.hpp"
#include "compiler/plan/names.hpp"

namespace perfc::lint {
namespace {

// GPUs over which the experts of one pipeline stage are spread, and how they are counted.
std::pair<std::int64_t, std::string> expert_ranks(const Role& role) {
  if (option(role, {"tensor_parallel_size"}) == nullptr) {
    const std::int64_t ranks = ranks_of(role).value_or(1);
    return {ranks, fmt::format("world size {}", ranks)};
  }
  if (role.context_parallel_size == 1) return {role.tensor_parallel_size, "tensor_parallel_size"};
  return {role.tensor_parallel_size * role.context_parallel_size,
          fmt::format("tensor {} x context {}", role.tensor_parallel_size, role.context_parallel_size)};
}

void check_experts(const Role& role, Findings& findings) {
  const auto experts = number(role, {"moe_expert_parallel_size"});
  if (!experts || *experts < 1 || !ranks_of(role)) return;
  const auto [ranks, how] = expert_ranks(role);
  if (ranks % *experts != 0) {
    findings
        .report(place_of(role, {"moe_expert_parallel_size"}),
                fmt::format("moe_expert_parallel_size {} of role '{}' does not divide its {} GPUs ({})", *experts,
                            role.name, ranks, how))
        .advise(fmt::format("write a divisor of {}", ranks));
  }
  const std::int64_t slots = role.options ? balancer_slots(*role.options) : 0;
  if (slots % *experts == 0) return;
  const std::int64_t more = (slots / *experts + 1) * *experts;
  findings
      .report(
          place_of(role, {"moe_config", "load_balancer", "num_slots"}),
          fmt::format("{} expert slots of role '{}' cannot be spread evenly over {} GPUs", slots, role.name, *experts))
      .note(place_of(role, {"moe_expert_parallel_size"}), fmt::format("moe_expert_parallel_size is {}", *experts))
      .advise(fmt::format("write num_slots = {}", more));
}

void check_without_dp(const Role& role, Findings& findings) {
  if (is_true(option(role, {"enable_attention_dp"}))) return;
  const auto report = [&](std::string_view name) {
    findings
        .report(Level::warning, place_of(role, {name}),
                fmt::format("'{}' of role '{}' does nothing without attention DP", name, role.name))
        .advise("write enable_attention_dp = true, or remove it");
  };
  if (is_true(option(role, {"enable_lm_head_tp_in_adp"}))) report("enable_lm_head_tp_in_adp");
  const Value* config = option(role, {"attention_dp_config"});
  if (config != nullptr && config->record() != nullptr) report("attention_dp_config");
}

void check_parallel_sizes(const Case& shown, Findings& findings) {
  for (const Role* role : described(shown)) {
    findings.at_most(gravest(shown, *role));
    check_experts(*role, findings);
    check_without_dp(*role, findings);
  }
}

}  // namespace

const Rule rules::parallel_sizes = {.name = "parallel-sizes",
                                    .level = Level::error,
                                    .summary = "parallel sizes fit together",
                                    .page = R"(
The experts of a model are spread over the GPUs of a pipeline stage: `moe_expert_parallel_size` has to divide their number,
and the slots of the load balancer have to be divisible by it, or the server does not start. Options of data-parallel
attention do nothing without `enable_attention_dp`; that is a warning.

## Example that fails

```perf
model m { }
topology t {
  model = m
  server { tensor_parallel_size = 8, moe_expert_parallel_size = 3 }
  benchmark { }
}
```

## Mended

```perf
model m { }
topology t {
  model = m
  server { tensor_parallel_size = 8, moe_expert_parallel_size = 4 }
  benchmark { }
}
```
)",
                                    .deployment = check_parallel_sizes};

}  // namespace perfc::lint

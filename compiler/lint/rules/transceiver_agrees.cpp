// Both ends of the KV transfer have to speak the same protocol.
#include <fmt/format.h>

#include "compiler/lint/facts.hpp"
#include "compiler/lint/findings.hpp"

namespace perfc::lint {
namespace {

constexpr std::string_view kTransceiver = "cache_transceiver_config";

bool has_transceiver(const Role& role) {
  const Value* value = option(role, {kTransceiver});
  return value != nullptr && value->record() != nullptr;
}

void check_presence(const Case& shown, const Role& ctx, const Role& gen, Findings& findings) {
  if (!has_transceiver(ctx) && !has_transceiver(gen)) {
    if (!shown.starts(ctx) || !shown.starts(gen)) return;  // one role alone hands nothing over
    findings
        .report(Level::warning, shown.topology->origin.span,
                fmt::format("the servers of topology '{}' have no '{}'", shown.topology->origin.name, kTransceiver))
        .advise("write it in the topology, for both roles: cache_transceiver_config { backend = UCX }");
    return;
  }
  const Role& with = has_transceiver(ctx) ? ctx : gen;
  const Role& without = has_transceiver(ctx) ? gen : ctx;
  findings
      .report(without.span,
              fmt::format("role '{}' has no '{}', but role '{}' has", without.name, kTransceiver, with.name))
      .note(place_of(with, {kTransceiver}), fmt::format("that of role '{}'", with.name))
      .advise("write it in the topology, so that both roles have it");
}

void check_words(const Role& ctx, const Role& gen, std::string_view key, std::string_view open, Level level,
                 Findings& findings) {
  const auto left = word(option(ctx, {kTransceiver, key})).value_or(open);
  const auto right = word(option(gen, {kTransceiver, key})).value_or(open);
  if (left == right) return;
  // The engine may choose what the other side has.
  const bool chosen = left == open || right == open;
  findings
      .report(chosen ? Level::warning : level, place_of(gen, {kTransceiver, key}),
              fmt::format("the transceiver's '{}' is {} for role 'gen' and {} for role 'ctx'", key, right, left))
      .note(place_of(ctx, {kTransceiver, key}), fmt::format("role 'ctx' has {}", left))
      .advise("write cache_transceiver_config once, in the topology");
}

void check_transceiver(const Case& shown, Findings& findings) {
  if (!two_sides(shown, findings)) return;
  const Role& ctx = *shown.topology->ctx;
  const Role& gen = *shown.topology->gen;
  if (!has_transceiver(ctx) || !has_transceiver(gen)) {
    check_presence(shown, ctx, gen, findings);
    return;
  }
  check_words(ctx, gen, "backend", "DEFAULT", Level::error, findings);
  check_words(ctx, gen, "transceiver_runtime", "auto", Level::warning, findings);
}

}  // namespace

const Rule rules::transceiver_agrees = {.name = "transceiver-agrees",
                                        .level = Level::error,
                                        .summary = "ctx and gen servers hand over the KV cache in the same way",
                                        .page = R"(
The context servers send the KV cache of every prompt to the generation servers. Both sides need a
`cache_transceiver_config`, and with the same `backend`: UCX on one side does not talk to NIXL on the other, and no request
is ever answered. Where one side leaves the choice to the engine, or neither has the block, the finding is a warning.

## Example that fails

```perf
model m { }
topology t {
  model = m
  ctx 1 { tensor_parallel_size = 4, cache_transceiver_config { backend = UCX } }
  gen 1 { tensor_parallel_size = 8, cache_transceiver_config { backend = NIXL } }
  benchmark { }
}
```

## Mended

```perf
model m { }
topology t {
  model = m
  cache_transceiver_config { backend = NIXL }
  ctx 1 { tensor_parallel_size = 4 }
  gen 1 { tensor_parallel_size = 8 }
  benchmark { }
}
```
)",
                                        .deployment = check_transceiver};

}  // namespace perfc::lint

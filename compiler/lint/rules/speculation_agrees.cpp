// Speculation of ctx and gen servers: the drafter's cache is part of what is handed over.
#include <fmt/format.h>

#include "compiler/lint/facts.hpp"
#include "compiler/lint/findings.hpp"
#include "compiler/plan/names.hpp"

namespace perfc::lint {
namespace {

constexpr std::string_view kSpeculation = "speculative_config";

const Record* speculation(const Role& role) {
  const Value* value = option(role, {kSpeculation});
  return value == nullptr ? nullptr : value->record();
}

std::string_view decoding(const Record& config) { return word(config.at({"decoding_type"})).value_or("MTP"); }

// Eagle and Eagle3 are one drafter under two names.
bool same_decoding(std::string_view a, std::string_view b) {
  return a == b || (a.starts_with("Eagle") && b.starts_with("Eagle"));
}

void check_speculation(const Case& shown, Findings& findings) {
  if (!two_sides(shown, findings)) return;
  const Role& ctx = *shown.topology->ctx;
  const Role& gen = *shown.topology->gen;
  const Record* left = speculation(ctx);
  const Record* right = speculation(gen);
  if (left == nullptr && right == nullptr) return;
  if (left == nullptr || right == nullptr) {
    const Role& with = left == nullptr ? gen : ctx;
    const Role& without = left == nullptr ? ctx : gen;
    const std::string_view type = decoding(left == nullptr ? *right : *left);
    // MTP has layers of the model with a cache of their own; other drafters may do without.
    findings
        .report(type == "MTP" ? Level::warning : Level::note, without.span,
                fmt::format("role '{}' speculates with {}, but role '{}' has no '{}'", with.name, type, without.name,
                            kSpeculation))
        .note(place_of(with, {kSpeculation}), fmt::format("that of role '{}'", with.name))
        .advise("write the same speculative_config in both roles");
    return;
  }
  if (!same_decoding(decoding(*left), decoding(*right))) {
    findings
        .report(place_of(gen, {kSpeculation, "decoding_type"}),
                fmt::format("role 'gen' speculates with {} and role 'ctx' with {}", decoding(*right), decoding(*left)))
        .note(place_of(ctx, {kSpeculation, "decoding_type"}), "that of role 'ctx'")
        .advise("write the same decoding_type in both roles");
  } else if (const std::int64_t here = draft_length(*gen.options), there = draft_length(*ctx.options); here != there) {
    findings
        .report(Level::note, place_of(gen, {kSpeculation}),
                fmt::format("role 'gen' guesses {} tokens in a step and role 'ctx' {}", here, there))
        .note(place_of(ctx, {kSpeculation}), "that of role 'ctx'")
        .advise("write the same draft length in both roles");
  }
}

}  // namespace

const Rule rules::speculation_agrees = {.name = "speculation-agrees",
                                        .level = Level::warning,
                                        .summary = "ctx and gen servers speculate in the same way",
                                        .page = R"(
With multi-token prediction the drafting layers have a KV cache of their own, which the context servers compute and hand over
with the rest. A context server that does not speculate, or in another way, leaves the generation servers without it. Different
draft lengths, and drafters that may start from nothing, are a note.

## Example that fails

```perf
model m { }
topology t {
  model = m
  cache_transceiver_config { backend = UCX }
  ctx 1 { tensor_parallel_size = 4 }
  gen 1 { tensor_parallel_size = 8, speculative_config { decoding_type = MTP, num_nextn_predict_layers = 3 } }
  benchmark { }
}
```

## Mended

```perf
model m { }
topology t {
  model = m
  cache_transceiver_config { backend = UCX }
  ctx 1 { tensor_parallel_size = 4, speculative_config { decoding_type = MTP, num_nextn_predict_layers = 3 } }
  gen 1 { tensor_parallel_size = 8, speculative_config { decoding_type = MTP, num_nextn_predict_layers = 3 } }
  benchmark { }
}
```
)",
                                        .deployment = check_speculation};

}  // namespace perfc::lint

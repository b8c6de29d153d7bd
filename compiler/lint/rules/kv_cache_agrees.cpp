// The cache that ctx servers send is stored by gen servers as it comes.
#include <fmt/format.h>

#include "compiler/base/ascii.hpp"
#include "compiler/lint/facts.hpp"
#include "compiler/lint/findings.hpp"

namespace perfc::lint {
namespace {

constexpr std::string_view kCache = "kv_cache_config";

void check_cache_type(const Role& ctx, const Role& gen, Findings& findings) {
  constexpr std::string_view kAuto = "auto";  // what the checkpoint says, which may be the same
  const auto left = word(option(ctx, {kCache, "dtype"})).value_or(kAuto);
  const auto right = word(option(gen, {kCache, "dtype"})).value_or(kAuto);
  if (same_letters(left, right)) return;
  const bool known = !same_letters(left, kAuto) && !same_letters(right, kAuto);
  findings
      .report(known ? Level::error : Level::warning, place_of(gen, {kCache, "dtype"}),
              fmt::format("the KV cache has type {} in role 'gen' and {} in role 'ctx'", right, left))
      .note(place_of(ctx, {kCache, "dtype"}), fmt::format("role 'ctx' has {}", left))
      .advise(fmt::format("write kv_cache_config {{ dtype = {} }} in both roles",
                          same_letters(right, kAuto) ? left : right));
}

void check_blocks(const Role& ctx, const Role& gen, Findings& findings) {
  constexpr std::int64_t kDefault = 32;
  const std::int64_t left = number(ctx, {kCache, "tokens_per_block"}).value_or(kDefault);
  const std::int64_t right = number(gen, {kCache, "tokens_per_block"}).value_or(kDefault);
  if (left == right) return;
  findings
      .report(place_of(gen, {kCache, "tokens_per_block"}),
              fmt::format("a block of the KV cache has {} tokens in role 'gen' and {} in role 'ctx'", right, left))
      .note(place_of(ctx, {kCache, "tokens_per_block"}), fmt::format("role 'ctx' has {}", left))
      .advise(fmt::format("write the same tokens_per_block in both roles; where it is left out it is {}", kDefault));
}

void check_kv_cache(const Case& shown, Findings& findings) {
  if (!two_sides(shown, findings)) return;
  check_cache_type(*shown.topology->ctx, *shown.topology->gen, findings);
  check_blocks(*shown.topology->ctx, *shown.topology->gen, findings);
}

}  // namespace

const Rule rules::kv_cache_agrees = {.name = "kv-cache-agrees",
                                     .level = Level::error,
                                     .summary = "ctx and gen servers have the same layout of the KV cache",
                                     .page = R"(
Generation servers store the KV cache as context servers send it, block by block. A different type of numbers or a different
number of tokens in a block cannot be taken over, and the transfer is refused. Where one side says `auto` and the other names
a type, the checkpoint decides whether they agree; then the finding is a warning.

## Example that fails

```perf
model m { }
topology t {
  model = m
  cache_transceiver_config { backend = UCX }
  ctx 1 { tensor_parallel_size = 4, kv_cache_config { dtype = bfloat16 } }
  gen 1 { tensor_parallel_size = 8, kv_cache_config { dtype = fp8 } }
  benchmark { }
}
```

## Mended

```perf
model m { }
topology t {
  model = m
  cache_transceiver_config { backend = UCX }
  ctx 1 { tensor_parallel_size = 4, kv_cache_config { dtype = fp8 } }
  gen 1 { tensor_parallel_size = 8, kv_cache_config { dtype = fp8 } }
  benchmark { }
}
```
)",
                                     .deployment = check_kv_cache};

}  // namespace perfc::lint

// The buffer through which ctx servers hand the cache of a prompt to gen servers.
#include <fmt/format.h>

#include "compiler/lint/facts.hpp"
#include "compiler/lint/findings.hpp"

namespace perfc::lint {
namespace {

constexpr std::int64_t kTokensPerBlock = 32;  // the engine's default

void check_prompt(const Case& shown, const Role& role, std::int64_t buffer, Span place, Findings& findings) {
  if (shown.load == nullptr || buffer >= shown.load->input_length) return;
  findings
      .report(place, fmt::format("the transfer buffer of role '{}' holds {} tokens, but a prompt has {}", role.name,
                                 buffer, shown.load->input_length))
      .note(shown.load->origin.at("input_length"), fmt::format("input_length is {}", shown.load->input_length))
      .advise(fmt::format("write max_tokens_in_buffer = {} or more", shown.load->input_length));
}

void check_blocks(const Role& role, std::int64_t buffer, Span place, Findings& findings) {
  const std::int64_t block = number(role, {"kv_cache_config", "tokens_per_block"}).value_or(kTokensPerBlock);
  if (buffer % block == 0) return;
  const std::int64_t blocks = buffer / block + 1;
  findings
      .report(place, fmt::format("the transfer buffer of role '{}' holds {} tokens, which are no whole blocks of {}",
                                 role.name, buffer, block))
      .advise(fmt::format("write max_tokens_in_buffer = {}, {} blocks", blocks * block, blocks));
}

// The buffer manager that wants whole blocks is the one in C++.
bool has_blocks(const Role& role) {
  return word(option(role, {"cache_transceiver_config", "transceiver_runtime"})) != "PYTHON";
}

void check_transfer_buffer(const Case& shown, Findings& findings) {
  if (!two_sides(shown, findings)) return;
  const Path path = {"cache_transceiver_config", "max_tokens_in_buffer"};
  // Both roles may have that of the topology.
  Span prompt_before;
  Span blocks_before;
  for (const Role* role : described(shown)) {
    const auto buffer = number(*role, path);
    if (!buffer) continue;
    const Span place = place_of(*role, path);
    if (place != prompt_before) check_prompt(shown, *role, *buffer, place, findings);
    prompt_before = place;
    if (place == blocks_before || !has_blocks(*role)) continue;
    check_blocks(*role, *buffer, place, findings);
    blocks_before = place;
  }
}

}  // namespace

const Rule rules::transfer_buffer_fits = {.name = "transfer-buffer-fits",
                                          .level = Level::warning,
                                          .summary = "the transfer buffer holds the cache of a prompt, in whole blocks",
                                          .page = R"(
The context servers hand the KV cache of a prompt over through a buffer of `max_tokens_in_buffer` tokens. What does not fit
is sent through memory that is allocated at that moment, which costs time that the run then measures. The cache consists of
blocks of `tokens_per_block` tokens (32 where nothing says otherwise); a part of a block in the buffer is never used. The
transceiver in Python (`transceiver_runtime = PYTHON`) has no blocks in its buffer, so only the prompt counts there.

## Example that fails

```perf
model m { }
topology t {
  model = m
  cache_transceiver_config { backend = UCX, max_tokens_in_buffer = 4096 }
  ctx 1 { tensor_parallel_size = 4 }
  gen 1 { tensor_parallel_size = 8 }
  benchmark { input_length = 8192 }
}
```

## Mended

```perf
model m { }
topology t {
  model = m
  cache_transceiver_config { backend = UCX, max_tokens_in_buffer = 8192 }
  ctx 1 { tensor_parallel_size = 4 }
  gen 1 { tensor_parallel_size = 8 }
  benchmark { input_length = 8192 }
}
```
)",
                                          .deployment = check_transfer_buffer};

}  // namespace perfc::lint

// A full batch of a gen server needs a token a request, and those that speculation guesses.
#include <fmt/format.h>

#include "compiler/lint/facts.hpp"
#include "compiler/lint/findings.hpp"
#include "compiler/plan/names.hpp"

namespace perfc::lint {
namespace {

void check_generation_tokens(const Case& shown, Findings& findings) {
  if (!shown.starts_gen()) return;
  const Role& gen = *shown.topology->gen;
  const auto tokens = number(gen, {"max_num_tokens"});
  const auto batch = number(gen, {"max_batch_size"});
  if (!tokens || !batch || !gen.options) return;
  const std::int64_t each = 1 + draft_length(*gen.options);
  if (each < 1 || *batch <= *tokens / each) return;
  const std::string why = each == 1 ? "one token each" : fmt::format("1 + {} guessed tokens each", each - 1);
  findings
      .report(place_of(gen, {"max_num_tokens"}),
              fmt::format("a step of {} tokens holds {} requests, {}, but max_batch_size is {}", *tokens,
                          *tokens / each, why, *batch))
      .note(place_of(gen, {"max_batch_size"}), fmt::format("max_batch_size is {}", *batch))
      .advise(fmt::format("write max_num_tokens = {} or more, or max_batch_size = {} or less", *batch * each,
                          *tokens / each));
}

}  // namespace

const Rule rules::generation_tokens = {.name = "generation-tokens",
                                       .level = Level::warning,
                                       .summary = "a step of a gen server has room for its full batch",
                                       .page = R"(
In one step a generation server takes a token of every request in its batch, and those that speculation has guessed:
`max_batch_size` x (1 + draft length). Where `max_num_tokens` is less, the batch never fills up, and the run measures a
smaller one than its options say.

## Example that fails

```perf
model m { }
topology t {
  model = m
  cache_transceiver_config { backend = UCX }
  ctx 1 { tensor_parallel_size = 4 }
  gen 1 {
    tensor_parallel_size = 8
    max_batch_size = 64
    max_num_tokens = 64
    speculative_config { decoding_type = MTP, num_nextn_predict_layers = 3 }
  }
  benchmark { concurrency = [64] }
}
```

## Mended

```perf
model m { }
topology t {
  model = m
  cache_transceiver_config { backend = UCX }
  ctx 1 { tensor_parallel_size = 4 }
  gen 1 {
    tensor_parallel_size = 8
    max_batch_size = 64
    max_num_tokens = 256
    speculative_config { decoding_type = MTP, num_nextn_predict_layers = 3 }
  }
  benchmark { concurrency = [64] }
}
```
)",
                                       .deployment = check_generation_tokens};

}  // namespace perfc::lint

// Prompt and answer together have to fit into the sequence of the servers that answer.
#include <fmt/format.h>

#include "compiler/lint/facts.hpp"
#include "compiler/lint/findings.hpp"

namespace perfc::lint {
namespace {

void check_generation_fits(const Case& shown, Findings& findings) {
  if (shown.load == nullptr) return;
  const Benchmark& load = *shown.load;
  for (const Role* role : started(shown)) {
    const auto most = number(*role, {"max_seq_len"});
    // A prompt that alone is too long is context-fits's.
    const bool reads = role->name != "gen";
    if (role->name == "ctx" || !most || (reads && load.input_length > *most)) continue;
    if (load.input_length <= *most && load.output_length <= *most - load.input_length) continue;
    findings
        .report(
            place_of(*role, {"max_seq_len"}),
            fmt::format("{} tokens of prompt and {} of answer do not fit into 'max_seq_len' of role '{}', which is {}",
                        load.input_length, load.output_length, role->name, *most))
        .note(load.origin.at("output_length"), fmt::format("output_length is {}", load.output_length))
        .advise(fmt::format("write max_seq_len = {} or more", load.input_length + load.output_length));
  }
}

}  // namespace

const Rule rules::generation_fits = {
    .name = "generation-fits",
    .level = Level::warning,
    .summary = "prompt and answer together fit into the sequence of the servers that answer",
    .page = R"(
`max_seq_len` bounds the prompt and the answer of one request together. A longer request is cut short or refused, so
that the run measures other lengths than its name and its benchmark say.

## Example that fails

```perf
model m { }
topology t {
  model = m
  cache_transceiver_config { backend = UCX }
  ctx 1 { tensor_parallel_size = 4, max_seq_len = 1044 }
  gen 1 { tensor_parallel_size = 8, max_seq_len = 1044 }
  benchmark { input_length = 1024, output_length = 1024 }
}
```

## Mended

```perf
model m { }
topology t {
  model = m
  cache_transceiver_config { backend = UCX }
  ctx 1 { tensor_parallel_size = 4, max_seq_len = 1044 }
  gen 1 { tensor_parallel_size = 8, max_seq_len = 2068 }
  benchmark { input_length = 1024, output_length = 1024 }
}
```
)",
    .deployment = check_generation_fits};

}  // namespace perfc::lint

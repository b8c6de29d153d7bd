// Reported by the engine, which knows when all rules have spoken.
#include "compiler/lint/rule.hpp"

namespace perfc::lint {

const Rule rules::unused_allow = {
    .name = "unused-allow", .level = Level::warning, .summary = "an 'allow' silences something", .page = R"(
An `allow` whose rule finds nothing there is left over: what it excused is mended, or it stands in the wrong place. It would
silence the next finding of that rule unseen.

## Example that fails

```perf
model m { }
topology t {
  model = m
  allow context-fits, "long prompts are refused on purpose"
  server { tensor_parallel_size = 4, max_num_tokens = 8192 }
  benchmark { input_length = 8192 }
}
```

## Mended

```perf
model m { }
topology t {
  model = m
  server { tensor_parallel_size = 4, max_num_tokens = 8192 }
  benchmark { input_length = 8192 }
}
```
)"};

}  // namespace perfc::lint

// A prompt has to go through the servers that read it.
#include <fmt/format.h>

#include "compiler/lint/facts.hpp"
#include "compiler/lint/findings.hpp"

namespace perfc::lint {
namespace {

void check_limit(const Case& shown, const Role& role, std::string_view name, std::string_view help,
                 Findings& findings) {
  const auto most = number(role, {name});
  const std::int64_t length = shown.load->input_length;
  if (!most || length <= *most) return;
  // The prompts of a data set are as long as they are, whatever the load says.
  const Level level = shown.load->dataset.random ? Level::error : Level::warning;
  findings
      .report(level, place_of(role, {name}),
              fmt::format("a prompt of {} tokens does not fit into '{}' of role '{}', which is {}", length, name,
                          role.name, *most))
      .note(shown.load->origin.at("input_length"), fmt::format("input_length is {}", length))
      .advise(fmt::format("write {} = {} or more{}", name, length, help));
}

void check_context_fits(const Case& shown, Findings& findings) {
  if (shown.load == nullptr) return;
  for (const Role* role : described(shown)) {
    if (role->name == "gen") continue;  // it gets the prompt's cache, not the prompt
    findings.at_most(gravest(shown, *role));
    if (!is_true(option(*role, {"enable_chunked_prefill"}))) {
      check_limit(shown, *role, "max_num_tokens", ", or enable_chunked_prefill = true", findings);
    }
    check_limit(shown, *role, "max_seq_len", "", findings);
  }
}

}  // namespace

const Rule rules::context_fits = {.name = "context-fits",
                                  .level = Level::error,
                                  .summary = "the servers that read prompts take prompts of this length",
                                  .page = R"(
A server refuses a prompt that is longer than its `max_seq_len`, and one that is longer than `max_num_tokens` unless
`enable_chunked_prefill` lets it read the prompt in pieces: every request of the run fails. The prompts of a data set are
as long as they are; there the finding is a warning.

## Example that fails

```perf
model m { }
topology t {
  model = m
  server { tensor_parallel_size = 4, max_num_tokens = 4096 }
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
)",
                                  .deployment = check_context_fits};

}  // namespace perfc::lint

// One variable with two values: the later one wins, and nobody sees it.
#include <fmt/format.h>

#include <map>

#include "compiler/lint/facts.hpp"
#include "compiler/lint/findings.hpp"
#include "compiler/plan/env_words.hpp"

namespace perfc::lint {
namespace {

using Variables = std::map<std::string, Text>;

Span env_place(const Env& env, Span otherwise) { return env.span.known() ? env.span : otherwise; }

// What is set in the end.
Variables check_words(const Env& env, std::string_view owner, Span otherwise, Findings& findings) {
  Diagnostics said;  // by the plan
  Variables variables;
  for (const auto& [name, value] : env_words(env, said).assignments) {
    const auto [found, added] = variables.try_emplace(name, value);
    if (added || found->second == value) continue;
    findings
        .report(env_place(env, otherwise), fmt::format("'{}' is set twice in the environment of {}: '{}', then '{}'",
                                                       name, owner, found->second.display(), value.display()))
        .advise(fmt::format("the last one counts; remove {}={}", name, found->second.display()));
    found->second = value;
  }
  return variables;
}

void check_env_conflict(const Case& shown, Findings& findings) {
  const Topology& topology = *shown.topology;
  const Span place = topology.origin.span;
  const Variables common = check_words(topology.env, "all servers", place, findings);
  for (const Role* role : started(shown)) {
    const Variables own = check_words(role->env, fmt::format("role '{}'", role->name), role->span, findings);
    for (const auto& [name, value] : own) {
      const auto found = common.find(name);
      if (found == common.end() || found->second == value) continue;
      findings
          .report(Level::note, env_place(role->env, role->span),
                  fmt::format("role '{}' sets '{}' to '{}', which all servers have as '{}'", role->name, name,
                              value.display(), found->second.display()))
          .note(env_place(topology.env, place), "the environment of all servers")
          .advise("the role's own counts; give the other value to the other role alone where that is meant");
    }
  }
  check_words(topology.router_env, "the router", place, findings);
  if (shown.load == nullptr) return;
  check_words(shown.load->env, "the client", shown.load->origin.span, findings);
  check_words(shown.load->client_env, "the load generator", shown.load->origin.span, findings);
}

}  // namespace

const Rule rules::env_conflict = {.name = "env-conflict",
                                  .level = Level::warning,
                                  .summary = "a variable has one value",
                                  .page = R"(
An environment that is written as a text may set a variable twice; the last value counts and the first is read by people
only. A role's own variables come after those of all servers, so that it may change one; that is a note.

## Example that fails

```perf
model m { }
topology t {
  model = m
  env = "NCCL_DEBUG=INFO UCX_TLS=cuda_ipc NCCL_DEBUG=WARN"
  server { tensor_parallel_size = 4 }
  benchmark { }
}
```

## Mended

```perf
model m { }
topology t {
  model = m
  env = "NCCL_DEBUG=WARN UCX_TLS=cuda_ipc"
  server { tensor_parallel_size = 4 }
  benchmark { }
}
```
)",
                                  .deployment = check_env_conflict};

}  // namespace perfc::lint

// A topology beside suites that none of them tests.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

#include "compiler/lint/findings.hpp"

namespace perfc::lint {
namespace {

// Names from which topologies start.
std::set<std::string_view> base_names(const Subject& subject) {
  std::set<std::string_view> names;
  for (const syntax::Tree* tree : subject.trees) {
    for (const syntax::Declaration* node : tree->declarations) {
      if (node->kind == "topology" && node->base != nullptr) names.insert(node->base->text);
    }
  }
  return names;
}

void check_unregistered(const Subject& subject, Findings& findings) {
  std::set<std::pair<FileId, std::uint32_t>> tested;
  std::set<FileId> with_suites;
  for (const Suite& suite : subject.program->suites) {
    with_suites.insert(suite.origin.span.file);
    for (const Test& test : suite.tests) {
      tested.emplace(test.topology->origin.span.file, test.topology->origin.span.begin);
    }
  }
  const std::set<std::string_view> bases = base_names(subject);
  for (const Topology& topology : subject.program->topologies) {
    const Span place = topology.origin.span;
    // A file without suites is for others to use.
    if (!topology.declared || !with_suites.contains(place.file) || tested.contains({place.file, place.begin}) ||
        bases.contains(topology.origin.name)) {
      continue;
    }
    findings.about({place});
    findings.report(place, fmt::format("no suite tests topology '{}'", topology.origin.name))
        .advise(fmt::format("write 'test {}' in a suite, or remove it", topology.origin.name));
  }
}

}  // namespace

const Rule rules::unregistered_topology = {.name = "unregistered-topology",
                                           .level = Level::warning,
                                           .summary = "a topology that is declared is tested",
                                           .page = R"(
A topology in a file with suites that none of them tests, and that no other topology starts from, is never run: it was
forgotten, or what tested it is gone. In a file without suites topologies are for others to use.

## Example that fails

```perf
use std.gb200
model m { }
cluster lab : gb200_nvl4 {
  container { image = "trtllm.sqsh", mounts = ["/data:/data"] }
  model_root = "/data/models", repo = "/data/repo", work_dir = "/data/work"
}
benchmark chat { }
topology small { model = m, server { tensor_parallel_size = 2 } }
topology large { model = m, server { tensor_parallel_size = 4 } }
suite s on lab { test small with chat }
```

## Mended

```perf
use std.gb200
model m { }
cluster lab : gb200_nvl4 {
  container { image = "trtllm.sqsh", mounts = ["/data:/data"] }
  model_root = "/data/models", repo = "/data/repo", work_dir = "/data/work"
}
benchmark chat { }
topology small { model = m, server { tensor_parallel_size = 2 } }
topology large { model = m, server { tensor_parallel_size = 4 } }
suite s on lab {
  test small with chat
  test large with chat
}
```
)",
                                           .program = check_unregistered};

}  // namespace perfc::lint

// gen_only measures generation; with random data its submitter refuses to run.
#include "compiler/lint/findings.hpp"

namespace perfc::lint {
namespace {

void check_gen_only_data(const Case& shown, Findings& findings) {
  if (shown.load == nullptr || shown.load->mode != "gen_only" || !shown.load->dataset.random) return;
  findings.report(shown.load->origin.at("dataset"), "a gen_only run with random data, which the full submitter refuses")
      .note(shown.load->origin.at("mode"), "mode is gen_only")
      .advise("write dataset = file(\"...\")");
}

}  // namespace

const Rule rules::gen_only_random_data = {.name = "gen-only-random-data",
                                          .level = Level::warning,
                                          .summary = "a gen_only run has a data set of its own",
                                          .page = R"(
The field's full submitter refuses `mode = gen_only` together with random data (`use_nv_sa_benchmark: true`). A program that
both are to run needs a data set from a file. Where nothing says which data a load has, they are random.

## Example that fails

```perf
model m { }
topology t {
  model = m
  gen 1 { tensor_parallel_size = 8 }
  benchmark { mode = gen_only, dataset = random(0.8) }
}
```

## Mended

```perf
model m { }
topology t {
  model = m
  gen 1 { tensor_parallel_size = 8 }
  benchmark { mode = gen_only, dataset = file("/data/requests.json") }
}
```
)",
                                          .deployment = check_gen_only_data};

}  // namespace perfc::lint

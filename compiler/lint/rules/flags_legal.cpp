// Options of sbatch that the plan decides and the cluster gives once more.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "compiler/lint/facts.hpp"
#include "compiler/lint/findings.hpp"

namespace perfc::lint {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kShort = {{{"-N", "--nodes"},
                                                                                  {"-n", "--ntasks"},
                                                                                  {"-p", "--partition"},
                                                                                  {"-A", "--account"},
                                                                                  {"-t", "--time"},
                                                                                  {"-J", "--job-name"},
                                                                                  {"-o", "--output"},
                                                                                  {"-G", "--gpus"}}};

// "--nodes" of "--nodes=2" and of "-N2".
std::string_view long_option(std::string_view word) {
  if (word.starts_with("--")) return word.substr(0, word.find('='));
  for (const auto& [letter, name] : kShort) {
    if (word.starts_with(letter)) return name;
  }
  return {};
}

// Whether the plan has a line of that option; the cluster's own stand behind it in the header.
bool plan_has(const TestPlan& plan, const Cluster& cluster, std::string_view option) {
  const auto has = [option](const std::string& word) { return long_option(word) == option; };
  const auto given = std::count_if(cluster.sbatch_args.begin(), cluster.sbatch_args.end(), has);
  return std::count_if(plan.sbatch.begin(), plan.sbatch.end(), has) > given;
}

void check_header(const Case& shown, const std::string& word, Span place, Findings& findings) {
  const std::string_view option = long_option(word);
  if (option.empty()) return;
  if (plan_has(*shown.plan, *shown.cluster(), option)) {
    findings.report(place, fmt::format("'{}' stands in the header already", option))
        .advise("leave it out: what is computed, and what fields of the cluster say, is not given again");
  }
  if (option != "--gres" || word.find("gpu") == std::string::npos) return;
  if (!plan_has(*shown.plan, *shown.cluster(), "--gpus-per-node") &&
      !plan_has(*shown.plan, *shown.cluster(), "--gpus")) {
    return;
  }
  findings.report(place, fmt::format("'{}' asks for GPUs beside the header's own count", word))
      .advise("leave it out: Slurm refuses the job where the two numbers differ");
}

void check_flags(const Case& shown, Findings& findings) {
  if (shown.plan == nullptr) return;
  const Cluster& cluster = *shown.cluster();
  for (std::size_t i = 0; i < cluster.sbatch_args.size(); ++i) {
    check_header(shown, cluster.sbatch_args[i], cluster.origin.at("sbatch_args", i), findings);
  }
  constexpr std::array<std::string_view, 4> kOfSteps = {"--nodes", "--ntasks", "--ntasks-per-node",
                                                        "--kill-on-bad-exit"};
  for (std::size_t i = 0; i < cluster.srun_args.size(); ++i) {
    const Text& word = cluster.srun_args[i];
    const std::string_view option = word.literal() && !word.empty() ? long_option(word.str()) : std::string_view();
    if (std::find(kOfSteps.begin(), kOfSteps.end(), option) == kOfSteps.end()) continue;
    findings
        .report(cluster.origin.at("srun_args", i),
                fmt::format("'{}' is decided for each step by what it starts", option))
        .advise("leave it out");
  }
}

}  // namespace

const Rule rules::flags_legal = {.name = "flags-legal",
                                 .level = Level::warning,
                                 .summary = "arguments of a cluster do not repeat what the plan decides",
                                 .page = R"(
Nodes, tasks and GPUs of a job follow from its test; partition, account and time from fields of the cluster. The same option
in `sbatch_args` overrides that line of the header, so that steps no longer fit into the job; `--gres=gpu:N` beside the
header's count is refused by Slurm where the two differ. `srun_args` are common to all steps, which have their own counts.

## Example that fails

```perf
use std.gb200
model m { }
cluster lab : gb200_nvl4 {
  sbatch_args = ["--nodes=2"]
  container { image = "trtllm.sqsh", mounts = ["/data:/data"] }
  model_root = "/data/models", repo = "/data/repo", work_dir = "/data/work"
}
topology t {
  model = m
  server { tensor_parallel_size = 4 }
  benchmark { }
}
suite s on lab { test t }
```

## Mended

```perf
use std.gb200
model m { }
cluster lab : gb200_nvl4 {
  sbatch_args = ["--exclusive"]
  container { image = "trtllm.sqsh", mounts = ["/data:/data"] }
  model_root = "/data/models", repo = "/data/repo", work_dir = "/data/work"
}
topology t {
  model = m
  server { tensor_parallel_size = 4 }
  benchmark { }
}
suite s on lab { test t }
```
)",
                                 .deployment = check_flags};

}  // namespace perfc::lint

// What a configuration says of itself, against what it does.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/base/ascii.hpp"
#include "compiler/lint/facts.hpp"
#include "compiler/lint/findings.hpp"
#include "compiler/plan/names.hpp"

namespace perfc::lint {
namespace {

Span field_place(const Record& record, std::string_view name, Span otherwise) {
  const Field* field = record.find(name);
  return field != nullptr && field->value.span.known() ? field->value.span : otherwise;
}

void check_benchmark_type(const Case& shown, const Record& metadata, Findings& findings) {
  const auto type = word(metadata.at({"benchmark_type"}));
  const auto lengths = type ? read_lengths(*type) : std::nullopt;
  if (!lengths || shown.load == nullptr || called(*lengths, *shown.load)) return;
  const Benchmark& load = *shown.load;
  findings
      .report(field_place(metadata, "benchmark_type", shown.topology->origin.span),
              fmt::format("benchmark_type is '{}', but requests have {} tokens and answers {}", *type,
                          load.input_length, load.output_length))
      .note(load.origin.at("input_length"), fmt::format("input_length is {}", load.input_length))
      .advise(fmt::format("write benchmark_type = \"{}\", or other lengths",
                          length_token(load.input_length, load.output_length)));
}

// The names in a list of names, or the one name.
std::vector<std::string_view> gpu_names(const Value* value) {
  std::vector<std::string_view> names;
  if (const List* list = value == nullptr ? nullptr : value->list()) {
    for (const Value& each : *list) {
      if (const auto name = word(&each)) names.push_back(*name);
    }
  } else if (const auto name = word(value)) {
    names.push_back(*name);
  }
  return names;
}

void check_supported_gpus(const Case& shown, const Record& metadata, Findings& findings) {
  const Gpu* gpu = shown.cluster() == nullptr ? nullptr : shown.cluster()->gpu;
  const std::vector<std::string_view> supported = gpu_names(metadata.at({"supported_gpus"}));
  if (gpu == nullptr || supported.empty()) return;
  std::vector<std::string_view> known(gpu->matches.begin(), gpu->matches.end());
  known.push_back(gpu->origin.name);
  for (const std::string_view name : supported) {
    if (std::any_of(known.begin(), known.end(), [name](std::string_view own) { return same_letters(own, name); }))
      return;
  }
  findings
      .report(field_place(metadata, "supported_gpus", shown.topology->origin.span),
              fmt::format("topology '{}' is for {}, but cluster '{}' has {}", shown.topology->origin.name,
                          fmt::join(supported, ", "), shown.cluster()->origin.name, gpu->origin.name))
      .note(shown.cluster()->origin.at("gpu"), "the cluster's GPU")
      .advise(fmt::format("test it on another cluster, or add \"{}\" to supported_gpus", gpu->origin.name));
}

// N of "--gres=gpu:N" or "--gres=gpu:TYPE:N"; 0 where there is none.
std::int64_t gres_gpus(std::string_view arguments) {
  constexpr std::string_view kMark = "--gres=gpu:";
  const std::size_t mark = arguments.find(kMark);
  if (mark == std::string_view::npos) return 0;
  std::string_view value = arguments.substr(mark + kMark.size());
  value = value.substr(0, value.find_first_of(" ,"));
  value = value.substr(value.rfind(':') + 1);
  return whole_number(value).value_or(0);
}

void check_gres(const Case& shown, Findings& findings) {
  const Topology& topology = *shown.topology;
  const auto arguments = topology.slurm ? word(topology.slurm->at({"extra_args"})) : std::nullopt;
  const std::int64_t gres = arguments ? gres_gpus(*arguments) : 0;
  const std::int64_t gpus =
      shown.cluster() != nullptr ? shown.cluster()->gpus_per_node : topology.gpus_per_node.value_or(0);
  if (gres == 0 || gpus == 0 || gres == gpus) return;
  findings
      .report(field_place(*topology.slurm, "extra_args", topology.origin.span),
              fmt::format("--gres asks for {} GPUs of a node, but a node has {}", gres, gpus))
      .note(shown.cluster() != nullptr ? shown.cluster()->origin.at("gpus_per_node") : topology.gpus_per_node_span,
            fmt::format("gpus_per_node is {}", gpus))
      .advise(fmt::format("write --gres=gpu:{}", gpus));
}

void check_metadata(const Case& shown, Findings& findings) {
  check_gres(shown, findings);
  if (!shown.topology->metadata) return;
  check_benchmark_type(shown, *shown.topology->metadata, findings);
  check_supported_gpus(shown, *shown.topology->metadata, findings);
}

}  // namespace

const Rule rules::metadata_matches_facts = {.name = "metadata-matches-facts",
                                            .level = Level::warning,
                                            .summary = "what a configuration says of itself is so",
                                            .page = R"(
Dashboards and schedulers read `metadata` and `slurm` of a configuration, while the run does what the rest of it says:
`benchmark_type` names the lengths of requests (`8k1k`; an average of 80 % or more of them counts as that length),
`supported_gpus` the GPUs that it is for, `--gres=gpu:N` the GPUs of a node.

## Example that fails

```perf
model m { }
topology t {
  model = m
  metadata { benchmark_type = "1k1k" }
  server { tensor_parallel_size = 4 }
  benchmark { input_length = 8192, output_length = 1024 }
}
```

## Mended

```perf
model m { }
topology t {
  model = m
  metadata { benchmark_type = "8k1k" }
  server { tensor_parallel_size = 4 }
  benchmark { input_length = 8192, output_length = 1024 }
}
```
)",
                                            .deployment = check_metadata};

}  // namespace perfc::lint

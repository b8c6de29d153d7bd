// Paths that servers and clients open in the container.
#include <fmt/format.h>

#include <array>

#include "compiler/lint/facts.hpp"
#include "compiler/lint/findings.hpp"

namespace perfc::lint {
namespace {

bool covers(std::string_view folder, std::string_view path) {
  while (folder.size() > 1 && folder.ends_with('/')) folder.remove_suffix(1);
  return path == folder || folder == "/" || (path.starts_with(folder) && path[folder.size()] == '/');
}

class MountChecker {
 public:
  MountChecker(const Case& shown, Findings& findings) : shown_(shown), findings_(findings) {
    const Cluster& cluster = *shown.cluster();
    for (const Text& mount : cluster.container.mounts) add_mount(mount);
    // Where no mount covers them, these two are mounted at their own paths.
    for (const auto& path : {cluster.repo, cluster.work_dir}) {
      if (path && path->literal()) targets_.emplace_back(path->str());
    }
  }

  void check(std::string_view what, std::string_view path, Span place) {
    if (!known_ || targets_.empty() || !path.starts_with('/')) return;
    for (const std::string_view target : targets_) {
      if (covers(target, path)) return;
    }
    Diagnostic& found = findings_.report(
        place, fmt::format("{} '{}' lies under no mount of cluster '{}'", what, path, shown_.cluster()->origin.name));
    found.note(shown_.cluster()->origin.at("container"),
               fmt::format("the container sees {}", fmt::join(targets_, ", ")));
    for (const auto& [source, target] : mounts_) {
      if (!covers(source, path)) continue;
      found.advise(fmt::format("it is a path of the host; the container has it as '{}{}'", target,
                               path.substr(source == "/" ? 0 : source.size())));
      return;
    }
    found.advise("mount the folder that holds it: container { mounts = [\"...\"] }");
  }

 private:
  // A mount that is known only where the script runs may cover anything.
  void add_mount(const Text& mount) {
    const std::string_view text =
        mount.literal() && !mount.empty() ? std::string_view(mount.str()) : std::string_view();
    const std::size_t colon = text.find(':');
    known_ = known_ && !text.empty();
    if (text.empty()) return;
    const std::string_view rest = colon == std::string_view::npos ? text : text.substr(colon + 1);
    const std::string_view source = text.substr(0, colon);
    const std::string_view target = rest.substr(0, rest.find(':'));
    targets_.push_back(target);
    mounts_.emplace_back(source, target);
  }

  const Case& shown_;
  Findings& findings_;
  bool known_ = true;
  std::vector<std::string_view> targets_;
  std::vector<std::pair<std::string_view, std::string_view>> mounts_;
};

void check_mounts(const Case& shown, Findings& findings) {
  if (shown.plan == nullptr) return;
  MountChecker checker(shown, findings);
  for (const Role* role : started(shown)) {
    const auto check = [&](Path path, std::string_view what) {
      if (const auto written = word(option(*role, path))) checker.check(what, *written, place_of(*role, path));
    };
    check({"speculative_config", "speculative_model"}, "the drafting model");
    check({"speculative_config", "speculative_model_dir"}, "the drafting model");
    check({"moe_config", "load_balancer"}, "the load balancer's file");
    check({"tokenizer"}, "the tokenizer");
  }
  if (shown.load != nullptr && !shown.load->dataset.random && shown.load->dataset.path) {
    checker.check("the data set", *shown.load->dataset.path, shown.load->origin.at("dataset"));
  }
}

}  // namespace

const Rule rules::mounts_cover_paths = {.name = "mounts-cover-paths",
                                        .level = Level::warning,
                                        .summary = "paths that a run opens are mounted",
                                        .page = R"(
Servers and clients run in a container and see what is mounted, under the path that the mount gives it. A data set, a drafting
model, a tokenizer or a load balancer's file with an absolute path below none of them is not found.

## Example that fails

```perf
use std.gb200
model m { }
cluster lab : gb200_nvl4 {
  container { image = "trtllm.sqsh", mounts = ["/lustre/models:/data"] }
  model_root = "/lustre/models", repo = "/home/me/repo", work_dir = "/home/me/work"
}
topology t {
  model = m
  server { tensor_parallel_size = 4 }
  benchmark { dataset = file("/lustre/models/requests.json") }
}
suite s on lab { test t }
```

## Mended

```perf
use std.gb200
model m { }
cluster lab : gb200_nvl4 {
  container { image = "trtllm.sqsh", mounts = ["/lustre/models:/data"] }
  model_root = "/lustre/models", repo = "/home/me/repo", work_dir = "/home/me/work"
}
topology t {
  model = m
  server { tensor_parallel_size = 4 }
  benchmark { dataset = file("/data/requests.json") }
}
suite s on lab { test t }
```
)",
                                        .deployment = check_mounts};

}  // namespace perfc::lint

#include "compiler/base/test_name.hpp"

#include <algorithm>
#include <array>

namespace perfc {
namespace {

constexpr std::array<std::string_view, 4> kModeWords = {"e2e", "gen_only", "gen_only_no_context", "ctx_only"};
constexpr std::string_view kModule = "perf/test_perf_sanity.py";
constexpr std::string_view kFunction = "::test_e2e";
constexpr std::string_view kYaml = ".yaml";

std::string_view up_to_dash(std::string_view text) { return text.substr(0, text.find('-')); }

bool is_path(std::string_view id) {
  const std::string_view path = id.substr(0, id.find('['));
  return path.find("::") != std::string_view::npos || path.find('/') != std::string_view::npos || path.ends_with(".py");
}

// perf/test_perf_sanity.py, test_perf_advanced.py, other/perf/x.py
bool of_performance(std::string_view path) {
  const std::string_view module = path.substr(0, path.find("::"));
  const std::string_view file = module.substr(module.rfind('/') + 1);
  return file.starts_with("test_perf") || module.starts_with("perf/") ||
         module.find("/perf/") != std::string_view::npos;
}

// Old modules of performance tests say in the id what trtllm-bench is called with: test_perf[llama-bench-pytorch-...].
bool names_configuration(std::string_view path, std::string_view prefix) {
  return path.ends_with(kFunction) || prefix.find("aggr") != std::string_view::npos ||
         prefix.find("disagg") != std::string_view::npos || prefix.starts_with("profiling") ||
         prefix.starts_with("benchmark");
}

}  // namespace

std::string_view TestName::lone_worker() const {
  if (!performance || disagg_prefix() || prefix.find("aggr") == std::string_view::npos) return {};
  if (word == "ctx_only") return "ctx";
  return word.starts_with("gen_only") ? "gen" : "";
}

TestName read_test_name(std::string_view id) {
  TestName name;
  name.id = id;
  name.performance = true;
  if (is_path(id)) {
    const std::size_t open = std::min(id.find('['), id.size());
    const std::size_t close = id.rfind(']');
    name.path = id.substr(0, open);
    name.id =
        close == std::string_view::npos || close < open ? std::string_view() : id.substr(open + 1, close - open - 1);
    name.performance = of_performance(name.path) && names_configuration(name.path, up_to_dash(name.id));
  }
  name.prefix = up_to_dash(name.id);
  name.rest = name.id.substr(std::min(name.prefix.size() + 1, name.id.size()));
  const std::string_view word = up_to_dash(name.rest);
  if (word.size() < name.rest.size() && std::find(kModeWords.begin(), kModeWords.end(), word) != kModeWords.end()) {
    name.word = word;
    name.rest.remove_prefix(word.size() + 1);
  }
  return name;
}

std::string pytest_path(const TestName& name, std::string_view id) {
  if (name.path.empty()) return std::string(kModule) + std::string(kFunction) + '[' + std::string(id) + ']';
  const bool short_form = name.path.starts_with("test_perf_sanity.py::");
  return short_form ? "perf/" + std::string(id) : std::string(id);
}

std::vector<ConfigName> config_names(const TestName& name) {
  const std::string_view rest = name.rest;
  if (rest.empty()) return {};
  if (rest.ends_with(kYaml)) return {{rest.substr(0, rest.size() - kYaml.size()), {}}};
  if (const std::size_t at = rest.find(".yaml-"); at != std::string_view::npos) {
    return {{rest.substr(0, at), rest.substr(at + kYaml.size() + 1)}};
  }
  std::vector<ConfigName> result;
  const bool whole_first = name.disagg_prefix() || !name.word.empty();  // disaggregated configurations have no servers
  if (whole_first) result.push_back({rest, {}});
  for (std::size_t at = rest.find('-'); at != std::string_view::npos; at = rest.find('-', at + 1)) {
    result.push_back({rest.substr(0, at), rest.substr(at + 1)});
  }
  if (!whole_first) result.push_back({rest, {}});
  return result;
}

}  // namespace perfc

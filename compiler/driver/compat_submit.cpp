// perfc compat submit: the launch script of the generator that it replaces.
#include "compiler/emit/compat_submit.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "compiler/base/counted.hpp"
#include "compiler/base/repository.hpp"
#include "compiler/base/test_name.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/driver/command.hpp"
#include "compiler/driver/compat_config.hpp"
#include "compiler/driver/console.hpp"
#include "compiler/driver/filesystem.hpp"
#include "compiler/driver/inputs.hpp"
#include "compiler/import/yaml.hpp"

namespace perfc::driver {
namespace {

// Whether a shell reads the path, unquoted, as one word and expands nothing in it but variables.
bool one_word(const std::string& path) {
  const std::size_t brace = path.find('{');
  const bool list = brace != std::string::npos && (brace == 0 || path[brace - 1] != '$');
  return !list && path.find_first_of(" \t\n;&|<>()\"'`\\*?[") == std::string::npos;
}

void check_options(const Arguments& arguments) {
  if (!arguments.operands.empty()) throw UsageError{fmt::format("unknown word '{}'", arguments.operands[0]), {}};
  for (const std::string_view name :
       {"script-prefix", "srun-args", "draft-launch-sh", "launch-sh", "run-sh", "install-sh"}) {
    if (arguments.value(name).empty()) throw UsageError{fmt::format("no --{} given", name), {}};
  }
  if (arguments.value("config-yaml").empty()) {
    for (const std::string_view name : {"test-list", "llm-src"}) {
      if (!arguments.value(name).empty()) continue;
      throw UsageError{fmt::format("no --{} given", name), {"--config-yaml gives the configuration directly"}};
    }
  }
  // Both stand unquoted in the script.
  for (const std::string_view name : {"run-sh", "install-sh"}) {
    const std::string path = arguments.value(name);
    if (one_word(path)) continue;
    throw UsageError{fmt::format("--{} '{}' would not stay one word in the launch script", name, path),
                     {"give a path without blanks, quotes and other signs that mean something to a shell"}};
  }
}

// A part of the first line of the list, which is not empty.
Span place_in_line(FileId list, std::string_view line, std::string_view part) {
  const auto begin = static_cast<std::uint32_t>(part.data() - line.data());
  return {list, begin, begin + static_cast<std::uint32_t>(part.size())};
}

class Submit {
 public:
  explicit Submit(const Arguments& arguments) : arguments_(arguments) {}

  int run() {
    const auto prefix = file("script-prefix");
    const auto srun_args = file("srun-args");
    const auto draft = file("draft-launch-sh");
    const bool read = read_configuration();
    if (!read || !prefix || !srun_args || !draft) return inputs_.finish(arguments_);
    const std::string run_script = arguments_.value("run-sh");
    const std::string install_script = arguments_.value("install-sh");
    CompatLaunch launch;
    launch.prefix = inputs_.text(*prefix);
    launch.srun_args = inputs_.text(*srun_args);
    launch.draft = inputs_.text(*draft);
    launch.run_script = run_script;
    launch.install_script = install_script;
    launch.worker_env = environment_.worker;
    launch.server_env = environment_.server;
    launch.benchmark_env = environment_.benchmark;
    launch.load = &*deployment_.topology.load;
    launch.hardware = &hardware_;
    launch.gpus_per_node = deployment_.cluster.gpus_per_node;
    check_prefix(*prefix);
    write(emit_compat_launch(launch));
    const int status = inputs_.finish(arguments_);
    if (status == kFine) {
      print(fmt::format("{}: {} on {} of {} GPUs\n", arguments_.value("launch-sh"), name_,
                        counted(static_cast<std::size_t>(hardware_.nodes), "node"), launch.gpus_per_node));
    }
    return status;
  }

 private:
  std::optional<FileId> file(std::string_view option) { return inputs_.operand(arguments_.value(option)); }

  std::optional<Document> document() {
    const std::string given = arguments_.value("config-yaml");
    if (!given.empty()) {
      name_ = std::filesystem::path(given).stem().string();
      return inputs_.yaml_operand(given);
    }
    const auto list = file("test-list");
    const auto found = list ? configuration_of(*list) : std::nullopt;
    return found ? read_yaml(inputs_.sources(), *found, inputs_.diags()) : std::nullopt;
  }

  // Fills deployment_, hardware_ and environment_; false, with diagnostics, when it cannot.
  bool read_configuration() {
    const std::optional<Document> root = document();
    if (!root) return false;
    if (const Document::Entry* const servers = root->find_entry("server_configs")) {
      inputs_.diags()
          .report(codes::config_missing, servers->key_span, "worker_config")
          .advise("this is a file of aggregated servers; the launch script is that of a disaggregated test");
      return false;
    }
    std::optional<CompatConfig> config = read_compat_config(*root, {name_, std::nullopt, {}}, inputs_.diags());
    if (config) deployment_ = std::move(config->deployments.front());
    Benchmark unused;
    Benchmark& load = config ? *deployment_.topology.load : unused;
    std::optional<CompatEnvironment> environment = read_compat_launch(*root, load, inputs_.diags());
    if (!config || !environment) return false;
    environment_ = std::move(*environment);
    std::optional<Hardware> hardware = hardware_of(deployment_, inputs_.diags());
    if (hardware) hardware_ = std::move(*hardware);
    return hardware.has_value();
  }

  // Reports what is wrong with the first line of the list.
  std::nullopt_t wrong_line(Span place, std::string_view what) {
    inputs_.diags()
        .report(codes::list_line, place, what)
        .advise(
            "the first line of the list is the test: "
            "perf/test_perf_sanity.py::test_e2e[disagg_upload-<configuration>]");
    return std::nullopt;
  }

  // The text between the last '[' of the first line and the next ']', behind its prefix.
  std::optional<FileId> configuration_of(FileId list) {
    const std::string_view text = inputs_.text(list);
    const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
    const Span whole = place_in_line(list, line, line);
    const std::size_t open = line.rfind('[');
    const std::size_t close = line.find(']', open == std::string_view::npos ? line.size() : open);
    if (close == std::string_view::npos) return wrong_line(whole, "there is no test id in brackets here");
    const std::string_view id = line.substr(open + 1, close - open - 1);
    const std::size_t dash = id.find('-');
    const Span place = place_in_line(list, line, id);
    if (id.substr(0, dash).find("disagg") == std::string_view::npos) {
      return wrong_line(place,
                        "the test is none of a disaggregated deployment: nothing says 'disagg' before the first '-'");
    }
    if (dash == std::string_view::npos || dash + 1 == id.size()) {
      return wrong_line(place, "the test names no configuration behind its first '-'");
    }
    const std::string_view name = id.substr(dash + 1);
    name_ = name;
    return look_up(name, read_test_name(id).word, place_in_line(list, line, name));
  }

  std::optional<FileId> look_up(std::string_view name, std::string_view mode_word, Span at) {
    const std::filesystem::path repository = arguments_.value("llm-src");
    std::string tried;
    for (const std::string_view folder : {kDisaggregatedConfigs, kWideConfigs}) {
      const std::string path = (repository / folder / fmt::format("{}.yaml", name)).string();
      const std::size_t errors = inputs_.diags().errors();
      if (const auto found = inputs_.find(path, at)) return found;
      if (inputs_.diags().errors() != errors) return std::nullopt;
      tried += fmt::format("{}'{}'", tried.empty() ? "there is neither " : " nor ", path);
    }
    Diagnostic& found = inputs_.diags().report(codes::config_not_found, at, name).advise(tried);
    if (!mode_word.empty()) {
      found.advise(fmt::format(
          "'{}' is a mode word of newer lists; the replaced generator takes it for a part of the name", mode_word));
    }
    return std::nullopt;
  }

  void check_prefix(FileId prefix) {
    if (!bare_command_line(inputs_.text(prefix)).empty()) return;
    inputs_.diags().report(codes::compat_quirk, {prefix, 0, 0},
                           "no line has 'export pytestCommand=', so the servers get no command");
  }

  void write(std::string_view text) {
    try {
      write_whole_file(arguments_.value("launch-sh"), text);
    } catch (const IoError& error) {
      inputs_.diags().report(codes::cannot_write, Span{}, error.path, reason_text(error.reason));
      inputs_.machine_failed();
    }
  }

  const Arguments& arguments_;
  Inputs inputs_;
  std::string name_;  // of the configuration
  CompatDeployment deployment_;
  Hardware hardware_;
  CompatEnvironment environment_;
};

}  // namespace

int run_compat_submit(const Arguments& arguments) {
  check_options(arguments);
  return Submit(arguments).run();
}

}  // namespace perfc::driver

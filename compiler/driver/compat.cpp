// perfc compat: the table of replacements for the scripts of the reference chain. A new one is a row here and a file of
// its own.
#include <array>

#include "compiler/driver/command.hpp"
#include "compiler/driver/common_options.hpp"

namespace perfc::driver {
namespace {

// Given twice the last one counts, as it does for the scripts that are replaced.
constexpr Option path_option(std::string_view name, std::string_view help) { return {name, 0, "PATH", help, true}; }

constexpr Option repeating(Option option) {
  option.repeats = true;
  return option;
}

constexpr std::array kSubmitOptions = {
    path_option("test-list", "the test: the first line of this file, ...[disagg_upload-<configuration>]"),
    path_option("llm-src", "the repository in which configurations are looked up"),
    path_option("config-yaml", "the configuration itself, in place of --test-list and --llm-src"),
    path_option("script-prefix", "header and exports of the script, one of them pytestCommand"),
    path_option("srun-args", "file of arguments for every srun, parted by white space"),
    path_option("draft-launch-sh", "the launch body"),
    path_option("launch-sh", "the launch script to write"),
    path_option("run-sh", "the run script, as the launch script names it"),
    path_option("install-sh", "the install script, as the launch script names it"),
    Option{"stage-name", 0, "NAME", "accepted, and of no effect", true},
    Option{"run-ci", 0, "", "accepted, and of no effect", true},
    kColor,
    kHelp,
};
constexpr std::array kNodesOptions = {
    path_option("config", "the configuration, disaggregated or aggregated"),
    Option{"json", 0, "", "as JSON", true},
    Option{"check-nodes", 0, "N", "exit 1 unless the test needs N nodes", true},
    Option{"server", 0, "NAME", "of an aggregated file: this server alone", true},
    Option{"gpus-per-node", 0, "N", "for aggregated files that do not say", true},
    kColor,
    kHelp,
};
constexpr std::array kTestlistOptions = {
    repeating(kMode),
    Option{"summary", 0, "", "how many tests of each mode, not which", true},
    Option{"pretty", 0, "", "JSON on many lines", true},
    Option{"configs", 0, "DIR", "look for configurations here too, and in all folders below", true},
    kColor,
    kHelp,
};
constexpr std::array kClusterOptions = {
    path_option("config-file", "the cluster file"),
    Option{"format", 0, "FORMAT", "json (default), shell (lines for eval) or env (KEY=value as written)", true},
    Option{"pretty", 0, "", "JSON on many lines", true},
    kColor,
    kHelp,
};

constexpr std::array kReplacements = {
    Command{"compat submit", "", "write the launch script of a disaggregated test",
            "Takes the options of the generator that it replaces and writes the same launch script, byte for byte.\n"
            "<configuration>.yaml is looked up where the repository llm-src has those of disaggregated tests. All\n"
            "options but --config-yaml, --stage-name and --run-ci are needed, with --config-yaml neither --test-list\n"
            "nor --llm-src. After an error the launch script is as it was.",
            "perfc compat submit --run-ci --llm-src llm --test-list list.txt --script-prefix prefix.sh \\\n"
            "  --srun-args srun_args.txt --draft-launch-sh draft.sh --launch-sh launch.sh --run-sh run.sh \\\n"
            "  --install-sh install.sh",
            kSubmitOptions, run_compat_submit},
    Command{
        "compat nodes", "", "how many nodes and GPUs a configuration needs",
        "Each server has nodes of its own. The servers of an aggregated file run one at a time: the largest counts.",
        "perfc compat nodes --config r1.yaml\n"
        "perfc compat nodes --config r1.yaml --json\n"
        "perfc compat nodes --config r1.yaml --check-nodes 3",
        kNodesOptions, run_compat_nodes},
    Command{"compat testlist", "FILE", "the tests of a list by mode, as JSON",
            "FILE is a test-db list, a grouped list or a text; - reads standard input. Modes are those of perfc list.",
            "perfc compat testlist l0_gb200.yml --pretty\n"
            "perfc compat testlist l0_gb200.yml --mode disagg\n"
            "perfc compat testlist cases.txt --summary",
            kTestlistOptions, run_compat_testlist},
    Command{"compat cluster", "NAME", "one section of a cluster file",
            "perfc import makes a program of the whole file.",
            "perfc compat cluster gb200 --config-file clusters.conf --pretty\n"
            "eval \"$(perfc compat cluster gb200 --config-file clusters.conf --format shell)\"",
            kClusterOptions, run_compat_cluster},
};

}  // namespace

std::span<const Command> compat_commands() { return kReplacements; }

int run_compat(const Arguments& arguments) {
  (void)arguments;
  throw UsageError{"no command behind 'compat'", {"perfc compat --help lists the commands"}};
}

}  // namespace perfc::driver

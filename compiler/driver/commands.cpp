// The table of subcommands. A new one is a row here and a file of its own.
#include <array>

#include "compiler/base/edit_distance.hpp"
#include "compiler/driver/command.hpp"
#include "compiler/driver/common_options.hpp"

namespace perfc::driver {
namespace {

constexpr Option kDefine = {"define", 'D', "NAME=VALUE", "give the program's `param NAME` a value", true};
constexpr Option kAll = {"all", 0, "", "show every finding, not only the first 50", false};

constexpr Option kStage = {"stage", 0, "STAGE", "only tests of this CI stage", true};
constexpr Option kSplits = {"splits", 0, "N", "with --group: share each suite's tests out among N", false};
constexpr Option kGroup = {"group", 0, "K", "only share K of --splits, 1 to N", false};
constexpr Option kDurations = {"durations", 0, "FILE", "shares of equal length: JSON of seconds by test id", false};
constexpr Option kNodes = {"nodes", 0, "N", "exit 1 unless the largest of these tests takes N nodes", false};
constexpr Option kSuite = {"suite", 0, "NAME", "only this suite", true};
constexpr Option kTest = {"test", 0, "GLOB", "only tests whose name fits, as a shell would match it", true};
constexpr Option kIn = {"in", 0, "GROUP", "only tests of this group of a suite", true};
constexpr Option kContract = {"contract", 0, "NAME", "launch contract in place of the harness's: perfc or 2026-01",
                              false};

constexpr Option kCluster = {"cluster", 0, "FILE.perf:NAME", "where configurations (*.yaml) are tried", false};
constexpr Option kHarness = {"harness", 0, "NAME", "with --cluster: how, a harness of FILE.perf", false};

constexpr std::array kBuildOptions = {
    Option{"output", 'o', "DIR", "where to write; default perfc-out", false},
    kCluster,
    kHarness,
    kSuite,
    kTest,
    kIn,
    kStage,
    kMode,
    kSplits,
    kGroup,
    kDurations,
    kNodes,
    kContract,
    Option{"check", 0, "", "write nothing; exit 1 with a diff when DIR is not what would be written", false},
    Option{"jobs", 'j', "N", "threads that write; default one a processor", false},
    Option{"verbose", 'v', "", "a line for each test also where there are more than 200", false},
    kDefine,
    kAll,
    kColor,
    kHelp,
};
constexpr std::array kCheckOptions = {
    Option{"format", 0, "FORMAT", "text (default), json, sarif or github", false},
    Option{"output", 'o', "FILE", "with the other formats: write to FILE in place of standard output", false},
    Option{"fix", 0, "", "make the fixes that are safe in FILE, and say which", false},
    Option{"diff", 0, "", "with --fix: write nothing, show the difference; exit 1 when there is one", false},
    Option{"warn", 'W', "RULE", "findings of this lint rule are warnings; all: of every rule", true},
    Option{"forbid", 'F', "RULE", "they are errors, and an `allow` in the source does not help", true},
    Option{"allow", 'A', "RULE", "they are not looked for", true},
    kCluster,
    kHarness,
    kDefine,
    kAll,
    kColor,
    kHelp,
};
constexpr std::array kFmtOptions = {
    Option{"check", 0, "", "write nothing; list the files that are not in the layout, and exit 1 if there are any",
           false},
    Option{"diff", 0, "", "write nothing; show what would change, and exit 1 if anything would", false},
    kAll,
    kColor,
    kHelp,
};
constexpr std::array kPlanOptions = {
    Option{"format", 0, "FORMAT", "table (default) or json", false},
    Option{"output", 'o', "FILE", "write to FILE in place of standard output", false},
    kCluster,
    kHarness,
    kSuite,
    kTest,
    kIn,
    kStage,
    kMode,
    kSplits,
    kGroup,
    kDurations,
    kNodes,
    kContract,
    kDefine,
    kAll,
    kColor,
    kHelp,
};
constexpr std::array kExportOptions = {
    Option{"output", 'o', "DIR", "write files to DIR in place of standard output", false}, kDefine, kAll, kColor, kHelp,
};
constexpr std::array kListOptions = {
    kTest,
    Option{"in", 0, "GROUP", "only tests of this group of a suite, or context of a list", true},
    kStage,
    kMode,
    kSplits,
    kGroup,
    kDurations,
    Option{"format", 0, "FORMAT", "table (default) or json", false},
    Option{"summary", 0, "", "how many tests of each mode, not which", false},
    Option{"why", 0, "", "with the reason for each mode (always in JSON)", false},
    Option{"configs", 0, "DIR", "look for configurations here too, and in all folders below", true},
    kDefine,
    kAll,
    kColor,
    kHelp,
};
constexpr std::array kImportOptions = {
    Option{"output", 'o', "DIR", "write DIR/<name of FILE>.perf in place of standard output", false},
    Option{"configs", 0, "DIR", "for lists: look for configurations here too, and in all folders below", true},
    Option{"cluster", 0, "FILE.perf:NAME", "for lists: where the tests run", false},
    Option{"report", 0, "FORMAT", "say what was understood of each file: text, json or html; programs only with -o",
           false},
    Option{"share", 0, "", "for configurations: lift what several declare alike into DIR/shared.perf", false},
    Option{"force", 0, "", "replace programs in DIR that are there with another text", false},
    kAll,
    kColor,
    kHelp,
};
constexpr std::array kMetricsOptions = {
    Option{"format", 0, "FORMAT", "table (default), json or csv", false},
    Option{"baseline", 0, "FILE", "compare with the metrics in FILE; exit 1 where one is worse", false},
    Option{"regression", 0, "[METRIC=]PERCENT", "how much worse is still good; default 5%", true},
    kColor,
    kHelp,
};

constexpr std::array kCommands = {
    Command{
        "build", "FILE...", "write the scripts of every suite",
        "Writes DIR/<suite>/<test>/ for each test of the suites in FILE, and run.sh beside them. Only files that\n"
        "changed are written; a build that fails leaves DIR as it was. With --test, --in, --stage, --mode or --splits "
        "a\n"
        "suite in DIR is the chosen tests alone: files of others that an earlier build wrote there are removed, as\n"
        "those of a deleted test are, and all of a suite of which no test is chosen. FILE may be -, standard input.\n"
        "\n"
        "With --cluster each FILE is a configuration (*.yaml), and is tried on that cluster without a suite: under\n"
        "DIR/<name of FILE>, a disaggregated one as a test of that name, of an aggregated one each server, or\n"
        "those that are named, as in aggr.yaml:SERVER.",
        "perfc build nightly.perf -o out\n"
        "perfc build nightly.perf -o out --suite nightly --test '*mtp3*'\n"
        "perfc build nightly.perf -o out -D nodes=4 --contract 2026-01\n"
        "perfc build nightly.perf -o out --check\n"
        "perfc build nightly.perf -o out --stage post_merge --splits 4 --group 1\n"
        "perfc build r1.yaml --cluster clusters.perf:lab -o out && out/r1/r1/submit.sh",
        kBuildOptions, run_build},
    Command{
        "check", "FILE...", "report what is wrong with a program, or likely so; write nothing",
        "Reads FILE and what it uses, checks names, types and units, plans every test, and runs the lint rules, which\n"
        "`perfc explain` lists. FILE may be -, and with --cluster a configuration (*.yaml).\n"
        "\n"
        "How grave a rule's findings are is said by -W, -F and -A, else by a perfc.toml beside FILE ([lint] with "
        "lines\n"
        "rule = \"off|note|warning|error\"), else by the rule. `allow RULE, \"reason\"` in a declaration or a file\n"
        "silences a rule there. Errors make the exit status 1.\n"
        "\n"
        "--fix writes FILE with the fixes that are safe, and then the status is that of what remains; of - it prints\n"
        "the mended text. The formats json, sarif and github go to standard output, with all findings.",
        "perfc check nightly.perf\n"
        "perfc check --fix --diff nightly.perf\n"
        "perfc check --format sarif -o findings.sarif suites/*.perf\n"
        "perfc check suites/*.perf --all\n"
        "perfc check nightly.perf -F context-fits -A idle-gpus",
        kCheckOptions, run_check},
    Command{
        "fmt", "FILE...", "write programs in the one layout; comments are kept",
        "Rewrites each FILE that is not in the layout, as a whole or not at all. Formatting what is formatted changes\n"
        "nothing, and no change is one of meaning: the result is parsed and compared before it is written. A file\n"
        "with syntax errors stays as it is, and the others are formatted. With - standard input is formatted to\n"
        "standard output. docs/formatting.md has the rules of the layout.",
        "perfc fmt suites/*.perf\n"
        "perfc fmt --check nightly.perf\n"
        "perfc fmt --diff nightly.perf | patch -p0\n"
        "perfc fmt - < nightly.perf",
        kFmtOptions, run_fmt},
    Command{"plan", "FILE...", "show who runs where: nodes, GPUs, servers, tasks",
            "The table counts GPU hours as nodes x GPUs of a node x the test's time limit. With --cluster FILE is a\n"
            "configuration (*.yaml).",
            "perfc plan nightly.perf\n"
            "perfc plan nightly.perf --format json -o plan.json",
            kPlanOptions, run_plan},
    Command{"list", "FILE...", "the tests of a program or of a test list, with their modes",
            "FILE is a .perf program, a test-db list or a grouped list (YAML), or a text with a test a line; - reads\n"
            "standard input. A test's mode comes from its mark, its block, its name, its configuration or its group,\n"
            "the first that says; configurations are looked for beside the list, in DIR and below the repository.\n"
            "A timeout in brackets is the default of the mode. The JSON has an object for one list, and\n"
            "{\"lists\": [...]} for several.",
            "perfc list tests.yml\n"
            "perfc list tests.yml --why --configs configs\n"
            "perfc list nightly.perf cases.txt --mode disagg --format json\n"
            "perfc list lists/*.yml --summary",
            kListOptions, run_list},
    Command{
        "import", "FILE|DIR...", "write configurations, test lists and cluster files as .perf programs",
        "FILE is one of these, or a folder with any of them (.yaml, .yml, .conf, .cfg, .ini, in all folders below),\n"
        "which with -o becomes a folder of programs and an index.perf that uses them all. - reads standard input.\n"
        "After an error nothing is written. docs/import.md says more.\n"
        "\n"
        "A configuration (YAML) becomes topologies. What is written is compiled, exported and compared, so that\n"
        "`perfc export` gives back the same values, types and order. Comments are kept; a key that no schema knows\n"
        "goes to extra (W217). A configuration that no program can say all of stays in YAML, as the base of its\n"
        "topologies (W576).\n"
        "\n"
        "With --share, which needs -o, DIR/shared.perf declares what two or more configurations have alike, comments\n"
        "too: models, bodies of roles (as workers) and loads (as benchmarks), and their programs use it. A body that\n"
        "differs in at most a third of its options starts from the declaration and says these. What only one file\n"
        "has stays there, and a file that would not come back equal stays as without --share; where nothing is alike\n"
        "there is no shared.perf. Import all files in one call: the names follow their order.\n"
        "\n"
        "A list of tests, of any kind that `perfc list` takes, becomes suites, whose topologies start from the\n"
        "configurations that the tests name, looked for as `perfc list` does. A test that no program can hold, or\n"
        "whose configuration is not found, is kept as a comment, with a warning. Without --cluster the program\n"
        "declares the cluster that conditions and configurations tell of. docs/lists.md has the rules.\n"
        "\n"
        "A cluster file (.conf, .cfg, .ini, or a text that begins as one) has sections [name] of lines KEY=VALUE.\n"
        "Each becomes a declaration cluster name { ... }; a key that nobody knows stays as a comment.\n"
        "docs/clusters.md says what each key becomes.",
        "perfc import configs --report text\n"
        "perfc import r1.yaml\n"
        "perfc import configs clusters.conf -o programs\n"
        "perfc import configs --share -o programs\n"
        "perfc import lists/nightly.yml --configs configs -o programs\n"
        "perfc import cases.txt --cluster clusters.perf:lab",
        kImportOptions, run_import},
    Command{"export", "FILE...", "the configurations of a program's topologies, as YAML",
            "Writes TOPOLOGY.yaml for each topology of FILE that has a load of its own, a `benchmark { }` block or\n"
            "that of a YAML base. Servers that come from one aggregated file go back into one file of that name.\n"
            "No suite or cluster is needed. With -o only files that changed are written, and others in DIR left\n"
            "alone; without it the YAML goes to standard output, several as documents headed by their names.\n"
            "FILE may be -.",
            "perfc export topologies.perf\n"
            "perfc export topologies.perf -o configs",
            kExportOptions, run_export},
    Command{
        "metrics", "LOG...", "the benchmark metrics in a log",
        "Reads what the load generator printed among all else in LOG, however large it is; - reads standard input.\n"
        "Each result is a row: one for each concurrency, and one only where captured output is printed again. The\n"
        "JSON is a baseline: for --baseline, and for `baseline` in a benchmark's `expect`, where the verdict.json of\n"
        "a test will do as well. Runs are compared by test and concurrency, throughputs by more, latencies by less.\n"
        "A log without metrics exits 1. docs/benchmarks.md lists the metrics.",
        "perfc metrics slurm_4242.log\n"
        "perfc metrics slurm_4242.log --format json >baseline.json\n"
        "perfc metrics slurm_4243.log --baseline baseline.json --regression 3% --regression p99_ttft=10%",
        kMetricsOptions, run_metrics},
    Command{"compat", "COMMAND", "replacements for the scripts of the reference chain",
            "Each takes the options of the script that it replaces and gives the same output, so that a pipeline can\n"
            "change one call at a time; docs/compat.md says what to replace and what differs.",
            "perfc compat --help\n"
            "perfc compat submit --help\n"
            "perfc compat nodes --config r1.yaml --json",
            kPlainOptions, run_compat, compat_commands},
    Command{"explain", "[CODE|RULE|KIND[.FIELD]]",
            "the page of a diagnostic, a lint rule, a kind or a field; alone the list",
            "CODE or RULE is what stands in brackets behind `error`, `warning` or `note`.",
            "perfc explain\n"
            "perfc explain E101\n"
            "perfc explain context-fits\n"
            "perfc explain cluster.container.mounts\n"
            "perfc explain trtllm.kv_cache_config.dtype",
            kPlainOptions, run_explain},
    Command{"help", "[COMMAND]", "this overview, or the page of a command", "",
            "perfc help\n"
            "perfc help build",
            kPlainOptions, run_help},
};

// The last word of a command's name is what it is called within its group.
std::string_view last_word(std::string_view name) { return name.substr(name.rfind(' ') + 1); }

const Command& named(std::span<const Command> known, std::string_view name, const std::string& help) {
  Nearest search(name);
  for (const Command& command : known) {
    if (last_word(command.name) == name) return command;
    search.offer(last_word(command.name));
  }
  UsageError error{"unknown command '" + std::string(name) + "'", {}};
  // What people know from other tools by another name, of the commands of perfc itself.
  const bool checks = known.data() == kCommands.data() && (name == "lint" || name == "validate");
  if (checks) error.help.emplace_back("'check' type checks, and looks for what the rules of `perfc explain` say");
  if (!checks && !search.best().empty()) error.help.push_back("did you mean '" + std::string(search.best()) + "'?");
  error.help.push_back(help);
  throw error;
}

}  // namespace

std::span<const Command> commands() { return kCommands; }

const Command& take_command(std::span<const char* const>& words) {
  if (words.empty()) throw UsageError{"no command", {"perfc help lists the commands"}};
  const Command* command = &named(commands(), words.front(), "perfc help lists the commands");
  words = words.subspan(1);
  if (command->parts == nullptr || words.empty() || *words.front() == '-') return *command;
  const std::string list = "perfc " + std::string(command->name) + " --help lists the commands";
  command = &named(command->parts(), words.front(), list);
  words = words.subspan(1);
  return *command;
}

}  // namespace perfc::driver

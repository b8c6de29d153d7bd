// The subcommands as one table, which is at once dispatch, --help and did-you-mean.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace perfc::driver {

// What callers rely on.
enum ExitStatus : int {
  kFine = 0,
  kFindings = 1,  // errors in the program, differences under --check
  kUsage = 2,
  kMachine = 3,  // unreadable file, full disk
  kOurBug = 70,
};

struct Option {
  std::string_view name;   // "output", given as --output
  char letter = 0;         // 'o', given as -o; 0: none
  std::string_view value;  // what --help calls its value; empty: a flag
  std::string_view help;
  bool repeats = false;
};

// A command line that fits its command's options. Every value is as the user wrote it.
class Arguments {
 public:
  std::vector<std::string> operands;
  std::map<std::string, std::vector<std::string>, std::less<>> options;

  [[nodiscard]] bool has(std::string_view name) const { return options.find(name) != options.end(); }
  // The last one given, else `fallback`.
  [[nodiscard]] std::string value(std::string_view name, std::string_view fallback = {}) const;
  [[nodiscard]] std::span<const std::string> values(std::string_view name) const;
};

struct Command {
  std::string_view name;
  std::string_view operands;  // "FILE...", as the usage line shows them
  std::string_view summary;   // one line
  std::string_view details;   // paragraphs of --help
  std::string_view examples;  // one a line
  std::span<const Option> options;
  int (*run)(const Arguments& arguments);
  std::span<const Command> (*parts)() = nullptr;  // of a command that only gathers others: `perfc compat submit`
};

std::span<const Command> commands();
std::span<const Command> compat_commands();

// Wrong usage: thrown by commands too, printed by main, which exits with kUsage.
struct UsageError {
  std::string message;
  std::vector<std::string> help;
};

// `words` are those after the command. Throws UsageError. --help is among the options that every command takes.
Arguments parse_arguments(const Command& command, std::span<const char* const> words);

// The text of `perfc --help` and of `perfc COMMAND --help`.
std::string general_help();
std::string command_help(const Command& command);
// The command that `words` begin with, which loses them; throws UsageError. A group where no command of it follows.
const Command& take_command(std::span<const char* const>& words);

int run_build(const Arguments& arguments);
int run_check(const Arguments& arguments);
int run_fmt(const Arguments& arguments);
int run_plan(const Arguments& arguments);
int run_export(const Arguments& arguments);
int run_list(const Arguments& arguments);
int run_import(const Arguments& arguments);
int run_metrics(const Arguments& arguments);
int run_compat(const Arguments& arguments);
int run_compat_submit(const Arguments& arguments);
int run_compat_nodes(const Arguments& arguments);
int run_compat_testlist(const Arguments& arguments);
int run_compat_cluster(const Arguments& arguments);
int run_explain(const Arguments& arguments);
int run_help(const Arguments& arguments);

}  // namespace perfc::driver

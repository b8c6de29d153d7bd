#include <fmt/format.h>

#include <algorithm>

#include "compiler/driver/command.hpp"
#include "compiler/driver/console.hpp"

namespace perfc::driver {
namespace {

std::string left_side(const Option& option) {
  std::string text = option.letter != 0 ? fmt::format("-{}, ", option.letter) : std::string("    ");
  text += fmt::format("--{}", option.name);
  if (!option.value.empty()) text += fmt::format(" {}", option.value);
  return text;
}

std::string summaries(std::span<const Command> commands) {
  std::size_t width = 0;
  for (const Command& command : commands) width = std::max(width, command.name.size());
  std::string text;
  for (const Command& command : commands) {
    text += fmt::format("  {:<{}}  {}\n", command.name, width, command.summary);
  }
  return text;
}

std::string indented(std::string_view lines) {
  std::string result = "  ";
  for (const char c : lines) {
    result += c;
    if (c == '\n') result += "  ";
  }
  return result + "\n";
}

}  // namespace

std::string general_help() {
  std::string text =
      "perfc compiles .perf programs, which describe performance tests on Slurm clusters, to the scripts that run "
      "them.\n\n"
      "usage: perfc COMMAND [OPTION...] [FILE...]\n\n";
  text += summaries(commands());
  text +=
      "\n  --version  the version\n  --help     this page; behind a command its own\n\n"
      "examples:\n"
      "  perfc check nightly.perf\n"
      "  perfc build nightly.perf -o out && out/nightly/run.sh --dry-run\n\n"
      "exit status: 0 fine, 1 errors in the program, 2 wrong usage, 3 unreadable file or full disk, 70 a bug of "
      "perfc\n";
  return text;
}

std::string command_help(const Command& command) {
  std::string text = fmt::format("perfc {}: {}\n\nusage: perfc {} [OPTION...]{}{}\n", command.name, command.summary,
                                 command.name, command.operands.empty() ? "" : " ", command.operands);
  if (!command.details.empty()) text += fmt::format("\n{}\n", command.details);
  if (command.parts != nullptr) text += "\ncommands:\n" + summaries(command.parts());
  std::size_t width = 0;
  for (const Option& option : command.options) width = std::max(width, left_side(option).size());
  text += "\noptions:\n";
  for (const Option& option : command.options) {
    text += fmt::format("  {:<{}}  {}\n", left_side(option), width, option.help);
  }
  return text + "\nexamples:\n" + indented(command.examples);
}

int run_help(const Arguments& arguments) {
  if (arguments.operands.empty()) {
    print(general_help());
    return kFine;
  }
  std::vector<const char*> operands;
  for (const std::string& operand : arguments.operands) operands.push_back(operand.c_str());
  std::span<const char* const> words(operands);
  const Command& command = take_command(words);
  if (!words.empty()) throw UsageError{"help takes one command", {}};
  print(command_help(command));
  return kFine;
}

}  // namespace perfc::driver

// One process, one command: find it in the table, run it, and turn whatever goes wrong into an exit status.
#include <fmt/format.h>

#include <exception>
#include <new>
#include <span>

#include "compiler/diag/glyphs.hpp"
#include "compiler/driver/command.hpp"
#include "compiler/driver/console.hpp"
#include "compiler/driver/filesystem.hpp"

namespace perfc::driver {
namespace {

constexpr std::string_view kReport = "this is a bug of perfc, not of your program: please report it with the input\n";

int dispatch(std::span<const char* const> words) {
  if (words.empty()) throw UsageError{"no command", {"perfc help lists the commands"}};
  const std::string_view first = words[0];
  if (first == "--version") {
    print("perfc " PERFC_VERSION "\n");
    return kFine;
  }
  if (first == "--help" || first == "-h") {
    print(general_help());
    return kFine;
  }
  if (first.size() > 1 && first[0] == '-') {
    throw UsageError{fmt::format("'{}' stands before a command", first),
                     {"usage: perfc COMMAND [OPTION...] [FILE...]"}};
  }
  const Command& command = take_command(words);
  const Arguments arguments = parse_arguments(command, words);
  if (arguments.has("help")) {
    print(command_help(command));
    return kFine;
  }
  return command.run(arguments);
}

int guarded(std::span<const char* const> words) {
  try {
    return finish_output(dispatch(words));
  } catch (const UsageError& error) {
    print_error(fmt::format("perfc: {}\n", displayed(error.message)));
    for (const std::string& help : error.help) print_error(fmt::format("help: {}\n", displayed(help)));
    return kUsage;
  } catch (const IoError& error) {
    print_error(fmt::format("perfc: cannot read '{}': {}\n", displayed(error.path), reason_text(error.reason)));
    return kMachine;
  } catch (const std::bad_alloc&) {
    print_error("perfc: out of memory\n");
  } catch (const std::exception& error) {
    print_error(fmt::format("perfc: {}\n", error.what()));
  } catch (...) {
    print_error("perfc: unknown exception\n");
  }
  print_error(kReport);
  return kOurBug;
}

}  // namespace
}  // namespace perfc::driver

int main(int argc, char** argv) {
  const std::span<const char* const> words(argv, static_cast<std::size_t>(argc));
  return perfc::driver::guarded(words.empty() ? words : words.subspan(1));
}

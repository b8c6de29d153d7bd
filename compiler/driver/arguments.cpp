// The command line, by Boost.Program_options, which is slow to compile and so stays in this file.
#include <boost/program_options.hpp>
#include <string>

#include "compiler/base/edit_distance.hpp"
#include "compiler/driver/command.hpp"

namespace perfc::driver {
namespace {

namespace po = boost::program_options;

po::options_description described(const Command& command) {
  po::options_description result;
  for (const Option& option : command.options) {
    std::string names(option.name);
    if (option.letter != 0) names.append(",").push_back(option.letter);
    if (option.value.empty()) {
      result.add_options()(names.c_str(), "");
    } else {
      result.add_options()(names.c_str(), po::value<std::vector<std::string>>(), "");
    }
  }
  return result;
}

UsageError unknown_option(const Command& command, const std::string& written) {
  UsageError error{"unknown option '" + written + "'", {}};
  const std::size_t dashes = std::min(written.find_first_not_of('-'), written.size());
  Nearest search(std::string_view(written).substr(dashes));
  for (const Option& option : command.options) search.offer(option.name);
  if (!search.best().empty()) error.help.push_back("did you mean '--" + std::string(search.best()) + "'?");
  return error;
}

std::vector<po::option> split(const Command& command, std::span<const char* const> words) {
  const po::options_description options = described(command);
  namespace style = po::command_line_style;
  try {
    return po::command_line_parser(std::vector<std::string>(words.begin(), words.end()))
        .options(options)
        .style(style::unix_style & ~style::allow_guessing)
        .run()
        .options;
  } catch (const po::unknown_option& error) {
    throw unknown_option(command, error.get_option_name());
  } catch (const po::invalid_command_line_syntax& error) {
    const bool missing = error.kind() == po::invalid_syntax::missing_parameter;
    throw UsageError{"option '" + error.get_option_name() + "' " + (missing ? "needs a value" : "takes no value"), {}};
  } catch (const po::error& error) {
    throw UsageError{error.what(), {}};
  }
}

const Option& option_of(const Command& command, const po::option& given) {
  for (const Option& option : command.options) {
    if (option.name == given.string_key || "-" + std::string(1, option.letter) == given.string_key) return option;
  }
  throw unknown_option(command, given.string_key);
}

void take(const Command& command, const po::option& given, Arguments& arguments) {
  if (given.position_key >= 0) {
    arguments.operands.insert(arguments.operands.end(), given.value.begin(), given.value.end());
    return;
  }
  const Option& option = option_of(command, given);
  std::vector<std::string>& values = arguments.options[std::string(option.name)];
  if (!option.repeats && !values.empty())
    throw UsageError{"option '--" + std::string(option.name) + "' is given twice", {}};
  // A flag has no value but stands in the list, so that has() sees it.
  values.push_back(given.value.empty() ? std::string() : given.value.front());
}

}  // namespace

std::string Arguments::value(std::string_view name, std::string_view fallback) const {
  const std::span<const std::string> all = values(name);
  return all.empty() ? std::string(fallback) : all.back();
}

std::span<const std::string> Arguments::values(std::string_view name) const {
  const auto found = options.find(name);
  return found == options.end() ? std::span<const std::string>() : found->second;
}

Arguments parse_arguments(const Command& command, std::span<const char* const> words) {
  Arguments arguments;
  try {
    for (const po::option& given : split(command, words)) take(command, given, arguments);
  } catch (UsageError& error) {
    error.help.push_back("perfc " + std::string(command.name) + " --help lists the options");
    throw;
  }
  return arguments;
}

}  // namespace perfc::driver

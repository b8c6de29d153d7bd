#include "compiler/emit/script.hpp"

#include <fmt/core.h>

#include "compiler/base/embedded.hpp"
#include "compiler/emit/quote.hpp"

namespace perfc {

bool literal_contract(const SuitePlan& suite) {
  const Harness* harness = suite.suite->harness;
  return harness != nullptr && harness->contract == Contract::literal_2026_01;
}

std::string_view runtime_text(std::string_view name) {
  std::string_view text = embedded_file(fmt::format("runtime/{}.sh", name));
  const std::size_t head = text.find("\n\n");
  return head == std::string_view::npos ? text : text.substr(head + 2);
}

std::string runtime_program(std::initializer_list<std::string_view> names) {
  std::string out;
  for (const std::string_view name : names) {
    out += runtime_text(name);
    out += '\n';
  }
  return out += "main \"$@\"\n";
}

std::string suite_values(const SuitePlan& suite) {
  return fmt::format("SUITE={}\nSHARED_WORK_DIR={}\n", shell_word(suite.suite->origin.name),
                     literal_contract(suite) ? "yes" : "''");
}

std::string array_word(std::string_view text) {
  std::string word = shell_word(text);
  return word == text && text.find_first_of("=,") != std::string_view::npos ? fmt::format("\"{}\"", text) : word;
}

std::string needed_lists(const std::vector<NeededPath>& needed, RunTimeValues& values) {
  std::string names;
  std::string paths;
  for (const auto& [name, path] : needed) {
    names += (names.empty() ? "" : " ") + shell_word(name);
    paths += (paths.empty() ? "" : " ") + values.word(path);
  }
  return fmt::format("  NEEDED_NAMES=({})\n  NEEDED_PATHS=({})\n", names, paths);
}

std::string work_tail(const SuitePlan& suite, const TestPlan& test) {
  if (literal_contract(suite)) return {};
  return fmt::format("/{}/{}", suite.suite->origin.name, test.name);
}

}  // namespace perfc

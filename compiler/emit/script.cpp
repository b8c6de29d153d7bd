#include "compiler/emit/script.hpp"

#include <fmt/core.h>

#include "compiler/base/embedded.hpp"

namespace perfc {

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

std::string work_tail(const SuitePlan& suite, const TestPlan& test) {
  const Harness* harness = suite.suite->harness;
  if (harness != nullptr && harness->contract == Contract::literal_2026_01) return {};
  return fmt::format("/{}/{}", suite.suite->origin.name, test.name);
}

}  // namespace perfc

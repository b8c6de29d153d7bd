#include "compiler/emit/run_script.hpp"

#include <fmt/core.h>

#include "compiler/emit/quote.hpp"
#include "compiler/emit/script.hpp"

namespace perfc {
namespace {

// An unquoted `a=b` in an array draws a warning of shellcheck.
std::string element(std::string_view text) {
  std::string word = shell_word(text);
  return word == text && text.find('=') != std::string_view::npos ? fmt::format("\"{}\"", text) : word;
}

std::string reason(const TestPlan& test) {
  if (test.test == nullptr || !test.test->skip) return {};
  return test.test->skip->empty() ? "skipped by the suite" : *test.test->skip;
}

}  // namespace

std::string emit_run_script(const SuitePlan& suite) {
  const Harness* harness = suite.suite->harness;
  const bool shared = harness != nullptr && harness->contract == Contract::literal_2026_01;
  std::string out = "#!/bin/bash\nset -Eeuo pipefail\n\n";
  out += fmt::format("SUITE={}\nSHARED_WORK_DIR={}\nTESTS=(\n", shell_word(suite.suite->origin.name),
                     shared ? "yes" : "''");
  for (const Mode mode : kModes) {
    for (const TestPlan& test : suite.tests) {
      if (test.mode != mode) continue;
      out += fmt::format("  {} {} {}\n", to_string(mode), element(test.name), element(reason(test)));
    }
  }
  out += ")\n\n";
  out += runtime_program({"jobs", "state", "progress", "junit", "run"});
  return out;
}

}  // namespace perfc

#include "compiler/emit/run_script.hpp"

#include <fmt/core.h>

#include "compiler/emit/script.hpp"

namespace perfc {
namespace {

std::string reason(const TestPlan& test) {
  if (test.test == nullptr || !test.test->skip) return {};
  return test.test->skip->empty() ? "skipped by the suite" : *test.test->skip;
}

}  // namespace

std::string emit_run_script(const SuitePlan& suite) {
  std::string out = "#!/bin/bash\nset -Eeuo pipefail\n\n";
  out += suite_values(suite);
  out += "TESTS=(\n";
  for (const Mode mode : kModes) {
    for (const TestPlan& test : suite.tests) {
      if (test.mode != mode) continue;
      out += fmt::format("  {} {} {}\n", to_string(mode), array_word(test.name), array_word(reason(test)));
    }
  }
  out += ")\n\n";
  out += runtime_program({"script", "states", "jobs", "state", "progress", "junit", "run"});
  return out;
}

}  // namespace perfc

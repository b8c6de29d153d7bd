// Everything that `build` writes for a suite, from one table of emitters: a new file is one emitter and one row.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/emit/config_yaml.hpp"
#include "compiler/plan/plan.hpp"

namespace perfc {

struct Artefact {
  std::string path;  // below the suite's folder: "<test>/launch.sh", "run.sh"
  std::string text;
  bool executable = false;
};

// The files of one test. Tests are independent: any number of threads may emit tests of one plan, with one ConfigTexts.
[[nodiscard]] std::vector<Artefact> emit_test(const SuitePlan& suite, const TestPlan& test, const ConfigTexts& configs);

// What the manifest says of a test with these files; to be kept in the order of the suite's tests.
[[nodiscard]] std::string manifest_entry(const TestPlan& test, const std::vector<Artefact>& files);

// The suite's own files; `entries` of its tests, in their order.
[[nodiscard]] std::vector<Artefact> emit_suite(const SuitePlan& suite, const std::vector<std::string>& entries);

}  // namespace perfc

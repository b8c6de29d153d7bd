// Everything that `build` writes for a suite, from one table of emitters: a new file is one emitter and one row.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/emit/config_yaml.hpp"
#include "compiler/emit/family_texts.hpp"
#include "compiler/plan/plan.hpp"

namespace perfc {

struct Artefact {
  std::string path;  // below the suite's folder: "<test>/launch.sh", "run.sh"
  std::string text;
  bool executable = false;
};

// The files of the tests of one suite, which must outlive the object. Tests are independent: any number of threads may
// ask it.
class TestArtefacts {
 public:
  explicit TestArtefacts(const SuitePlan& suite);
  [[nodiscard]] std::vector<Artefact> of(const TestPlan& test) const;

 private:
  const SuitePlan& suite_;
  FamilyTexts texts_;
  ConfigTexts configs_;
};

// What the manifest says of a test with these files; to be kept in the order of the suite's tests.
[[nodiscard]] std::string manifest_entry(const TestPlan& test, const std::vector<Artefact>& files);

// The suite's own files but the manifest.
[[nodiscard]] std::vector<Artefact> emit_suite(const SuitePlan& suite);
// `entries` of its tests, in their order.
[[nodiscard]] Artefact emit_suite_manifest(const SuitePlan& suite, const std::vector<std::string>& entries);

// Files that suites on other clusters have beside those.
[[nodiscard]] std::vector<std::string> unwanted_suite_files(const SuitePlan& suite);

// Base names of the files of every test, of every suite whatever its cluster, and of suites on any cluster.
[[nodiscard]] std::vector<std::string> test_file_names();
[[nodiscard]] std::vector<std::string> suite_file_names();
[[nodiscard]] std::vector<std::string> all_suite_file_names();

}  // namespace perfc

// manifest.json: what a suite comes to, for programs. A test is one line, made where the test's files are made, so that
// a suite of thousands is hashed and written by all threads.
#pragma once

#include <string>
#include <vector>

#include "compiler/plan/plan.hpp"

namespace perfc {

struct FileHash {
  std::string path;  // below the suite's folder
  std::string sha256;
};

// One test's object on one line. Without `files` it has no such member.
[[nodiscard]] std::string manifest_entry(const TestPlan& test, const std::vector<FileHash>* files);

// `entries` in the order of the suite's tests.
[[nodiscard]] std::string emit_manifest(const SuitePlan& suite, const std::vector<std::string>& entries);

// The manifest's object without `files`: `plan --format json`.
[[nodiscard]] std::string emit_plan_json(const SuitePlan& suite);

}  // namespace perfc

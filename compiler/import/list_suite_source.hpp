// What the body of an imported suite says: which fields stand in the suite, which in its groups, which in a test.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/import/list_condition_source.hpp"
#include "compiler/import/list_program.hpp"

namespace perfc {

// Fields that tests inherit.
struct InheritedFields {
  std::string stage;
  std::optional<std::int64_t> timeout_s;
  std::vector<ConditionEntry> condition;
};

struct GroupSource {
  const ListProgram::Group* group = nullptr;
  std::string name;
  InheritedFields own;
  std::vector<const Document::Entry*> left;  // of the condition: for which the language has no word
};

struct SuiteSource {
  InheritedFields own;
  std::vector<GroupSource> groups;
  // A suite whose tests all belong to one block of the list needs no groups: its fields are the suite's.
  bool flat = false;
};

// `patterns`: which names of GPUs the suite's cluster matches.
[[nodiscard]] SuiteSource source_of_suite(const ListProgram::Suite& suite, const ListImport& import,
                                          const std::vector<std::string>& patterns);

// 90min, 2h
[[nodiscard]] std::string duration_source(std::int64_t seconds);

}  // namespace perfc

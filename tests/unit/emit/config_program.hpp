// A suite with one test of an imported configuration, made without the checker: literals alone, no schema. So that the
// emitter is tested on real configurations by itself.
#pragma once

#include <memory>
#include <string>

#include "compiler/base/source.hpp"
#include "compiler/diag/diagnostic.hpp"
#include "compiler/plan/plan.hpp"
#include "compiler/program/program.hpp"
#include "compiler/syntax/tree.hpp"

namespace perfc::test {

struct ConfigProgram {
  Sources sources;
  Diagnostics diags;
  syntax::Tree tree;
  Program program;
  Suite suite;
  SuitePlan plan;

  // Reads and imports; `topology()` can then be changed. Empty plan when the text is refused.
  explicit ConfigProgram(const std::string& yaml, const std::string& server = {});
  ConfigProgram(const ConfigProgram&) = delete;
  ConfigProgram& operator=(const ConfigProgram&) = delete;

  [[nodiscard]] Topology& topology() { return program.topologies.front(); }
  [[nodiscard]] std::string emit() const;
};

// The value at a dotted path of a record, to be changed; aborts the test when it is not there.
void set(std::shared_ptr<const Record>& record, const std::string& key, Value value);
void drop(std::shared_ptr<const Record>& record, const std::string& key);
[[nodiscard]] Value text(const std::string& value);
[[nodiscard]] Value number(std::int64_t value);

}  // namespace perfc::test

// What a lint rule is. Each stands in a file of its own below rules/, with its page and its examples, and in a line of
// rules.def; a file without the line does not compile.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "compiler/diag/diagnostic.hpp"
#include "compiler/plan/plan.hpp"
#include "compiler/program/program.hpp"
#include "compiler/syntax/tree.hpp"

namespace perfc::lint {

class Findings;

// A topology under one load, where a test puts it. Without a suite only `topology` is known, and `load` where it has
// one of its own.
struct Case {
  const Topology* topology = nullptr;
  const Benchmark* load = nullptr;
  const Suite* suite = nullptr;
  const Test* test = nullptr;
  const TestPlan* plan = nullptr;
  std::string_view name;  // given by people; empty where it is derived from the facts
  Span name_span;

  [[nodiscard]] const Cluster* cluster() const { return suite == nullptr ? nullptr : suite->cluster; }
  // Which servers the load starts: all of them where nothing says otherwise.
  [[nodiscard]] bool starts_ctx() const { return topology->ctx && (load == nullptr || !load->gen_only()); }
  [[nodiscard]] bool starts_gen() const { return topology->gen && (load == nullptr || !load->ctx_only()); }
  [[nodiscard]] bool starts(const Role& role) const {
    return role.name == "ctx" ? starts_ctx() : role.name != "gen" || starts_gen();
  }
};

struct Subject {
  const Program* program = nullptr;
  std::span<const SuitePlan> plans;
  std::span<const syntax::Tree* const> operands;  // of the FILE arguments
  std::span<const syntax::Tree* const> trees;     // those, and what they import by its path
  bool whole = true;                              // all suites were planned
};

struct Rule {
  std::string_view name;     // "context-fits"
  Level level;               // of its findings, the gravest where they differ
  std::string_view summary;  // a line
  std::string_view page;     // why; `## Example that fails` and `## Mended`, as in the pages of codes
  // Any of these. `deployment` looks at topology, load and cluster alone, so that it need not see each test; `test`
  // sees each. A topology that no test runs is shown to both.
  void (*deployment)(const Case&, Findings&) = nullptr;
  void (*test)(const Case&, Findings&) = nullptr;
  void (*program)(const Subject&, Findings&) = nullptr;
};

namespace rules {
#define PERFC_RULE(name) extern const Rule name;
#include "compiler/lint/rules.def"
#undef PERFC_RULE
}  // namespace rules

// In the order of rules.def.
std::span<const Rule* const> all_rules();
const Rule* find_rule(std::string_view name);  // null when there is none
// "did you mean '...'?", or where the list is.
std::string rule_help(std::string_view name);
std::string_view nearest_rule(std::string_view name);  // empty when none is near
// The page of `perfc explain RULE`.
std::string rule_page(const Rule& rule);
using perfc::name_of;

}  // namespace perfc::lint

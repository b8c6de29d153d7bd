// The condition of a block as the language says it: what does not follow from cluster, plan and suite anyway.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/test_list.hpp"
#include "compiler/syntax/source_writer.hpp"

namespace perfc {

struct ConditionEntry {
  std::string_view kind;  // ranges, wildcards, terms
  std::string name;
  std::string source;  // null takes a derived one away
  friend bool operator==(const ConditionEntry&, const ConditionEntry&) = default;
};

struct ConditionSource {
  std::string stage;  // pre_merge, post_merge; empty: none
  std::vector<ConditionEntry> entries;
  std::vector<const Document::Entry*> left;  // for which the language has no word
};

// What lists say of a test of the suite without its condition.
struct DerivedCondition {
  std::optional<std::int64_t> gpus;   // of all tests of the block; nothing where it is not known, or they differ
  std::vector<std::string> patterns;  // of the cluster's GPU
};

[[nodiscard]] ConditionSource condition_source(const ListBlock& block, const DerivedCondition& derived);

void write_condition(const std::vector<ConditionEntry>& entries, syntax::SourceWriter& out);

}  // namespace perfc

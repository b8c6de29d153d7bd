// The sections of a disaggregated configuration.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "compiler/base/document.hpp"
#include "compiler/plan/plan.hpp"

namespace perfc {

// The load of a test: its own or the topology's; null when there is none.
[[nodiscard]] const Benchmark* load_of(const Test& test);

// Which sections to make: all, or for tests that share a topology those that the load of a test has a say in. The
// others are empty then, so that the order is the same.
enum class Sections : std::uint8_t { all, of_load };

// The configuration of a disaggregated test.
[[nodiscard]] Document configuration_of(const TestPlan& test, const SuitePlan& suite, Sections which = Sections::all);

// Whether a section is among Sections::of_load for this test.
[[nodiscard]] bool depends_on_load(std::string_view section, const Topology& topology, const Benchmark* load);

// A section made anew, then what the topology says of it itself.
[[nodiscard]] Document with_own(Document section, const std::shared_ptr<const Record>& own);
// The topology's sections that `out` does not have, last.
void add_new_sections(Document& out, const Topology& topology);

// `metadata` for a topology of the language, for both kinds of configuration.
[[nodiscard]] Document metadata_section(const Topology& topology, const Suite& suite);

}  // namespace perfc

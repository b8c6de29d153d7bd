// The load of a test in the words of a configuration.
#pragma once

#include <cstdint>
#include <string>

#include "compiler/base/document.hpp"
#include "compiler/program/program.hpp"

namespace perfc {

// A section `benchmark` for a load that no file had.
[[nodiscard]] Document benchmark_section(const Benchmark& load);

// Brings the document of a disaggregated configuration to this load. Older files have the lengths in `sequence` and the
// data set in `environment`: they are changed where they stand. `own` is the load the file came with; may be null.
void change_load(Document& document, const Benchmark& load, const Benchmark* own);

// What a client of an aggregated server is called: after its load, where that has no `client_name`. One name for
// several concurrencies would be none, so each gets its own behind it.
[[nodiscard]] std::string client_name(const Benchmark& load, std::int64_t concurrency);

// A client of an aggregated server. Starts from `like` when there is one.
[[nodiscard]] Document client_node(const Benchmark& load, std::int64_t concurrency, const Document* like);

}  // namespace perfc

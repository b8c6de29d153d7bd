// The order in which findings are shown, and which of them say the same thing.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "compiler/diag/diagnostic.hpp"

namespace perfc {

// First what keeps a text or an import from being read, as the rest may follow from it; then by file in the order of
// loading and by place. What has no place comes last in each part.
std::vector<const Diagnostic*> ordered(const Diagnostics& diags);

// What can be said of a finding before anything else may follow from it: a later phase does not look at what an earlier
// one could not read.
enum class Phase : unsigned char { text, names, plan, lint };
Phase phase_of(const Diagnostic& diagnostic);

// A finding with the later ones that have the same cause: one name that nobody knows, used in several places.
struct Folded {
  const Diagnostic* first = nullptr;
  std::vector<const Diagnostic*> more;
};
std::vector<Folded> folded(const std::vector<const Diagnostic*>& findings);
std::vector<Folded> unfolded(const std::vector<const Diagnostic*>& findings);

}  // namespace perfc

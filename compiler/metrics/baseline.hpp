// A file with an earlier run's metrics: what `perfc metrics --format json` prints, or the verdict.json of a test.
#pragma once

#include <memory>
#include <string>

#include "compiler/base/document.hpp"
#include "compiler/diag/diagnostic.hpp"
#include "compiler/program/expectation.hpp"

namespace perfc {

// Null, with a diagnostic at the place in the file, where it is none.
[[nodiscard]] std::shared_ptr<const Baseline> read_baseline(const Document& document, std::string path,
                                                            Diagnostics& diags);

}  // namespace perfc

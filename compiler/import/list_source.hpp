// An imported list as .perf source, with the comments of the list at their places.
#pragma once

#include <functional>
#include <string>

#include "compiler/diag/diagnostic.hpp"
#include "compiler/import/list_program.hpp"

namespace perfc {

// `seen`: the path of a configuration as the program writes it. Reports what becomes a comment.
[[nodiscard]] std::string source_of_list(const ListProgram& program, const ListImport& import,
                                         const std::function<std::string(const std::string&)>& seen,
                                         Diagnostics& diags);

}  // namespace perfc

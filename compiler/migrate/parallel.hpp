// The shorthands of the standard library for how a server is spread over GPUs: dep(8), tep(4), tp(2), pp(2).
#pragma once

#include <string>
#include <vector>

#include "compiler/program/value.hpp"

namespace perfc {

struct ParallelTemplate {
  std::string call;           // "dep(8)"; empty where none fits
  std::vector<Field> fields;  // what it sets

  [[nodiscard]] bool sets(const Field& option) const;
};

// The one that sets the most of these options, each to the value that it has.
[[nodiscard]] ParallelTemplate parallel_template(const Record& options);

}  // namespace perfc

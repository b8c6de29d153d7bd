// Lists of tests as files. What is written reads back to the same list: tests, order, suffixes, marks, conditions.
#pragma once

#include <string>

#include "compiler/base/test_list.hpp"

namespace perfc {

// A grouped list as a grouped one, every other as a test-db list.
[[nodiscard]] std::string write_list_yaml(const TestList& list);

// A test a line with its suffixes and its mark. Contexts and conditions have no place in such a file.
[[nodiscard]] std::string write_list_text(const TestList& list);

}  // namespace perfc

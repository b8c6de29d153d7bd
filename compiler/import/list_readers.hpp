// The kinds of lists that read_test_list() tells apart. Each reader fills in contexts and sections.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "compiler/base/document.hpp"
#include "compiler/base/source.hpp"
#include "compiler/base/test_list.hpp"
#include "compiler/diag/diagnostic.hpp"

namespace perfc {

// The documents are taken apart: what stays, moves into the list. Marks in comments are read off the source.
void read_test_db(Document& root, const Source& source, TestList& list, Diagnostics& diags);
void read_grouped_list(Document& root, const Source& source, TestList& list, Diagnostics& diags);
void read_text_list(const Source& source, FileId file, TestList& list, Diagnostics& diags);

// The tests of a YAML list; null counts as none. They stand under the key `what`.
[[nodiscard]] std::vector<ListedTest> read_yaml_tests(const Document& tests, std::string_view what,
                                                      const Source& source, Diagnostics& diags);

// Reports a key that the readers do not know: as an error where it is nearly one that they do, with what was meant;
// else as a warning, and it is kept. `where` names its map: "a block".
void report_key(Diagnostics& diags, const Document::Entry& entry, std::string_view where,
                std::span<const std::string_view> known);

// Whether nothing in a document is of a test-db list, or nearly so.
[[nodiscard]] bool is_no_test_db(const Document& root);

// Reports that nothing in a file is a section of tests.
void report_no_list(const Document& root, Diagnostics& diags);

// Reports what is wrong with a block's condition.
void check_condition(const Document& condition, Diagnostics& diags);

}  // namespace perfc

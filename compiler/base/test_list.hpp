// A list of tests as somebody wrote it, whatever the kind of file: what readers make, modes are decided on and writers
// write. Nothing of the file is left out that means something; conditions stay documents, so that order and types last.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/document.hpp"
#include "compiler/base/mode.hpp"
#include "compiler/base/source.hpp"

namespace perfc {

// What may follow a test on its line.
struct TestSuffix {
  enum class Kind : std::uint8_t {
    timeout,    // TIMEOUT (minutes)
    isolation,  // ISOLATION
    skip,       // SKIP, SKIP (reason)
    keyword,    // -k "expression"
    marker,     // -m "expression"
  };

  Kind kind = Kind::timeout;
  std::int64_t minutes = 0;  // of a timeout
  std::string text;          // the reason or the expression
  Span span;
};

// As it is written in a list: TIMEOUT (90)
[[nodiscard]] std::string to_string(const TestSuffix& suffix);

struct ListedTest {
  std::string id;  // perf/test_perf_sanity.py::test_e2e[...], or what stands between such brackets alone
  std::vector<TestSuffix> suffixes;  // in the order written, one of each kind
  std::optional<Mode> mark;          // `# mode:multi-agg` behind it, or what the plan of a program says
  std::string raw;                   // the line
  Span span;

  // Null when the test does not have it.
  [[nodiscard]] const TestSuffix* find(TestSuffix::Kind kind) const;
};

// The test with its suffixes, as a line of a list.
[[nodiscard]] std::string to_string(const ListedTest& test);

struct ListBlock {
  std::optional<Document> condition;
  std::vector<Document::Entry> fields;  // whatever else the block says: test_type ...
  std::vector<ListedTest> tests;
  Span span;
};

// Bounds of a range in a condition; gt and lt leave the number out.
inline constexpr std::array<std::string_view, 4> kRangeBounds = {"gte", "gt", "lte", "lt"};

// A section of a test-db list, a group of a grouped one, all of a text, the suite of a program.
struct ListContext {
  std::string name;
  std::vector<ListBlock> blocks;
  Span span;  // of the name
};

enum class ListFormat : std::uint8_t { test_db, grouped, text, program };
[[nodiscard]] std::string_view to_string(ListFormat format);  // "test-db", "grouped", "text", "program"

struct TestList {
  ListFormat format = ListFormat::text;
  std::string name;                       // the file's without folder and suffix, or the suite's
  std::string folder;                     // name of the folder that it lies in; empty when there is none
  std::vector<Document::Entry> sections;  // version, metadata, execution_config ... in order
  std::vector<ListContext> contexts;
  // Of `execution_config`: seconds by mode, for tests that state none.
  std::array<std::optional<std::int64_t>, kModes.size()> timeouts_s;
};

// A group of a grouped list: multi_agg_2nodes_tests. Nothing for any other key.
[[nodiscard]] std::optional<Mode> mode_of_group(std::string_view key);

}  // namespace perfc

// Readers of test lists.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "compiler/import/list_file.hpp"
#include "compiler/import/list_line.hpp"
#include "findings.hpp"

namespace perfc {
namespace {

struct ReadList {
  Sources sources;
  Diagnostics diags;
  std::optional<TestList> list;

  explicit ReadList(const std::string& text, const std::string& path = "tests.yml") {
    sources.add(path, text);
    list = read_test_list(sources, 0, diags);
  }
  [[nodiscard]] std::string findings() const { return test::findings_of(sources, diags); }
};

// A line a test, with context and number of its block.
std::string tests_of(const TestList& list) {
  std::string all;
  for (const ListContext& context : list.contexts) {
    for (std::size_t i = 0; i < context.blocks.size(); ++i) {
      for (const ListedTest& test : context.blocks[i].tests) {
        all += fmt::format("{} {} {}{}\n", context.name, i, to_string(test),
                           test.mark ? fmt::format(" # {}", to_string(*test.mark)) : "");
      }
    }
  }
  return all;
}

std::string list_tests(const std::string& text, const std::string& path = "tests.yml") {
  const ReadList read(text, path);
  CHECK(read.findings().empty());
  REQUIRE(read.list.has_value());
  return tests_of(*read.list);
}

std::string list_errors(const std::string& text, const std::string& path = "tests.yml") {
  const ReadList read(text, path);
  CHECK_FALSE(read.list.has_value());
  return read.findings();
}

std::string line_errors(const std::string& line) { return list_errors(line + "\n", "a.txt"); }

// Its findings with their help.
std::string helped(const std::string& text) {
  const ReadList read(text);
  return test::findings_of(read.sources, read.diags, test::Help::shown);
}

const std::string kEitherKind =
    "  help: a test-db list has a section with blocks of 'condition' and 'tests', a grouped list one such as "
    "'single_agg_tests'\n"
    "  help: a configuration has 'server_configs' (aggregated), or 'worker_config' and 'hardware' (disaggregated)\n";

}  // namespace

TEST_CASE("every suffix, in any order, with commas") {
  const ReadList read(
      "a/b.py::c[x y, z] TIMEOUT (90)\n"
      "a.py::b, ISOLATION, TIMEOUT(5)\n"
      "a.py -k \"not (x or y)\" ISOLATION -m 'gpu \"2\"' SKIP (see (this), then) TIMEOUT ( 7 )\n"
      "a.py SKIP, -k word\n"
      "a.py -k=\"x # y\" SKIP\n",
      "a.txt");
  CHECK(read.findings().empty());
  REQUIRE(read.list.has_value());
  CHECK(tests_of(*read.list) ==
        "a 0 a/b.py::c[x y, z] TIMEOUT (90)\n"
        "a 0 a.py::b ISOLATION TIMEOUT (5)\n"
        "a 0 a.py -k \"not (x or y)\" ISOLATION -m 'gpu \"2\"' SKIP (see (this), then) TIMEOUT (7)\n"
        "a 0 a.py SKIP -k \"word\"\n"
        "a 0 a.py -k \"x # y\" SKIP\n");
  const ListedTest& test = read.list->contexts[0].blocks[0].tests[0];
  CHECK(test.raw == "a/b.py::c[x y, z] TIMEOUT (90)");
  CHECK(read.sources.text(test.suffixes[0].span) == "TIMEOUT (90)");
  CHECK(test.find(TestSuffix::Kind::timeout)->minutes == 90);
  CHECK(test.find(TestSuffix::Kind::skip) == nullptr);
}

TEST_CASE("lines that are no test") {
  CHECK(line_errors("a.py TIMEOT (9)") == "1:6 E541 'TIMEOT' is nothing that may follow a test\n");
  CHECK(line_errors("a.py timeout (9)") == "1:6 E541 'timeout' is nothing that may follow a test\n");
  CHECK(line_errors("a.py b.py") == "1:6 E541 'b.py' is nothing that may follow a test\n");
  CHECK(line_errors("a.py TIMEOUT") == "1:6 E542 TIMEOUT does not say how long\n");
  CHECK(line_errors("a.py TIMEOUT 90") == "1:6 E542 TIMEOUT does not say how long\n");
  CHECK(line_errors("a.py TIMEOUT (90") == "1:14 E542 this '(' is not closed\n");
  CHECK(line_errors("a.py TIMEOUT (0)") == "1:15 E542 '0' is no number of minutes from 1 to 1000000\n");
  CHECK(line_errors("a.py TIMEOUT (9 min)") == "1:15 E542 '9 min' is no number of minutes from 1 to 1000000\n");
  CHECK(line_errors("a.py TIMEOUT (99999999999999999999)").find(" E542 ") != std::string::npos);
  CHECK(line_errors("a.py -k") == "1:6 E542 -k has no expression\n");
  CHECK(line_errors("a.py -k \"a") == "1:9 E542 this quote is not closed\n");
  CHECK(line_errors("a.py -k a\"b") == "1:9 E542 a quote inside of an expression\n");
  CHECK(line_errors("a.py SKIP ISOLATION SKIP") == "1:21 E542 SKIP is written twice\n");
  CHECK(line_errors("a.py::b[c") == "1:8 E542 this '[' is not closed\n");
  CHECK(line_errors("-k \"a\"") == "1:1 E542 a line begins with its test\n");
  CHECK(line_errors(", a.py") == "1:1 E542 a line begins with its test\n");
}

TEST_CASE("text: comments, marks, line breaks") {
  CHECK(list_tests("\xEF\xBB\xBF# head\r\n\r\n  x  # note\r\ny # mode:disagg\r\nz[a#b]#mode:multi-agg", "cases.txt") ==
        "cases 0 x\n"
        "cases 0 y # disagg\n"
        "cases 0 z[a#b] # multi-agg\n");
  CHECK(list_tests("x # slow # mode: single-agg\n", "a.txt") == "a 0 x # single-agg\n");
  CHECK(list_tests("# nothing but this\n", "a.txt").empty());
  const ReadList marks("a # mode:disag\nb # mode:disagg # slow\n# mode:disagg\nc # modes:disagg\n#  x # mode:disagg\n",
                       "a.txt");
  CHECK(marks.findings() ==
        "1:3 W546 this marks no mode: 'disag' is no mode\n"
        "2:3 W546 this marks no mode: something follows it\n"
        "3:1 W546 this marks no mode: there is no test on its line\n");
  REQUIRE(marks.list.has_value());
  CHECK(tests_of(*marks.list) == "a 0 a\na 0 b\na 0 c\n");
}

TEST_CASE("text: what stands in parentheses is no comment") {
  CHECK(list_tests("a.py::t SKIP (bug #12)\nb SKIP (doesn't run)  # note\nc SKIP (a [b) # mode:disagg\n"
                   "d SKIP ((#1) #2) TIMEOUT (9)#x\n",
                   "a.txt") ==
        "a 0 a.py::t SKIP (bug #12)\na 0 b SKIP (doesn't run)\na 0 c SKIP (a [b) # disagg\n"
        "a 0 d SKIP ((#1) #2) TIMEOUT (9)\n");
  // In an id they mean nothing.
  CHECK(list_tests("it's(x # it's)\n", "a.txt") == "a 0 it's(x\n");
  CHECK(line_errors("a TIMEOUT (9 # note") == "1:11 E542 this '(' is not closed\n");
  CHECK(comment_of("a " + std::string(1 << 20, '(') + "#") == (1 << 20) + 2);
}

TEST_CASE("text that is none") {
  CHECK(list_errors("", "a.txt") == "1:1 E552 the file holds no list of tests\n");
  CHECK(list_errors(" \n\t\n", "a.txt") == "1:1 E552 the file holds no list of tests\n");
  CHECK(list_errors("a\xFF\n", "a.txt") == "1:2 E001 byte 0xFF is not valid UTF-8 here\n");
  CHECK(list_errors(std::string("a\0b\n", 4), "a.txt") == "1:2 E115 control character U+0000 is not allowed\n");
  const ReadList many(
      [] {
        std::string text;
        for (int i = 0; i < 5000; ++i) text += "what is this\n";
        return text;
      }(),
      "a.txt");
  CHECK(many.diags.errors() == 1000);
}

TEST_CASE("test-db: several contexts, one block as a map, null sections, metadata anywhere") {
  const ReadList read(
      "metadata:\n  owner: perf\nversion: 0.0.1\n"
      "l0_a:\n- condition:\n    ranges:\n      system_gpu_count: {gte: 4}\n    wildcards:\n      gpu: '*gb200*'\n"
      "      cpu: [aarch64, x86_64]\n    terms:\n      stage: post_merge\n      nodes: 2\n      anything: [1, two]\n"
      "  test_type: disagg\n  tests:\n  # a comment\n  - a.py::b TIMEOUT (9)  # mode:multi-agg\n  - \"c.py::d\" # 90 "
      "mins\n"
      "- condition:\n  tests:\n- tests: []\n"
      "l0_b:\n  condition: {}\n  tests: [e.py, f.py]\n"
      "l0_none:\nl0_empty: []\n");
  CHECK(read.findings().empty());
  REQUIRE(read.list.has_value());
  const TestList& list = *read.list;
  CHECK(list.format == ListFormat::test_db);
  CHECK(tests_of(list) == "l0_a 0 a.py::b TIMEOUT (9) # multi-agg\nl0_a 0 c.py::d\nl0_b 0 e.py\nl0_b 0 f.py\n");
  REQUIRE(list.contexts.size() == 4);
  CHECK(list.contexts[0].blocks.size() == 3);
  CHECK(list.contexts[2].name == "l0_none");
  CHECK(list.contexts[2].blocks.empty());
  REQUIRE(list.sections.size() == 2);
  CHECK(list.sections[0].key == "metadata");
  CHECK(list.sections[1].value.text == "0.0.1");
  const ListBlock& block = list.contexts[0].blocks[0];
  REQUIRE(block.condition.has_value());
  CHECK(block.condition->entries[0].key == "ranges");
  CHECK(block.condition->find("terms")->entries[2].value.items.size() == 2);
  CHECK(block.condition->find("wildcards")->find("gpu")->style == ScalarStyle::quoted_single);
  REQUIRE(block.fields.size() == 1);
  CHECK(block.fields[0].key == "test_type");
  CHECK(read.sources.text(block.tests[1].span) == "\"c.py::d\"");
  CHECK(read.sources.position(0, block.tests[0].span.begin).line == 18);
}

TEST_CASE("test-db: metadata as a block of its own") {
  CHECK(list_tests("l0:\n- metadata: {owner: perf}\n- tests: [a.py]\n") == "l0 1 a.py\n");
}

TEST_CASE("test-db: wrong kinds at every place") {
  CHECK(list_errors("- a\n") == "1:1 E540 a list of tests in YAML must be a map, not a list\n");
  CHECK(list_errors("a\n") == "1:1 E540 a list of tests in YAML must be a map, not a text\n");
  CHECK(list_errors("a: [b, c]\n") == "1:5 E540 a block must be a map with 'condition' and 'tests', not a text\n");
  CHECK(list_errors("a: [{tests: b}]\n") == "1:13 E540 'tests' must be a list of tests, not a text\n");
  CHECK(list_errors("a:\n- tests: [1, null, {b: c}, [d]]\n") ==
        "2:11 E540 a test must be a text, not a number\n2:14 E540 a test must be a text, not null\n"
        "2:20 E540 a test must be a text, not a map\n2:28 E540 a test must be a text, not a list\n");
  const auto condition = [](const std::string& text) {
    return list_errors("a:\n- condition: " + text + "\n  tests: []\n");
  };
  CHECK(condition("x") == "2:14 E540 'condition' must be a map, not a text\n");
  CHECK(condition("{ranges: [1]}") == "2:23 E540 'ranges' must be a map, not a list\n");
  CHECK(condition("{ranges: {n: 4}}") == "2:27 E540 'n' must be a map, not a number\n");
  CHECK(condition("{ranges: {n: {gte: four}}}") == "2:33 E540 'gte' must be a number, not a text\n");
  CHECK(condition("{ranges: {n: {gtee: 4}}}") == "2:28 E543 unknown key 'gtee' in a range\n");
  CHECK(condition("{wildcards: x}") == "2:26 E540 'wildcards' must be a map, not a text\n");
  CHECK(condition("{wildcards: {gpu: 4}}") == "2:32 E540 'gpu' must be a text or a list of texts, not a number\n");
  CHECK(condition("{wildcards: {gpu: [4]}}") == "2:33 E540 a pattern of 'gpu' must be a text, not a number\n");
  CHECK(condition("{terms: [x]}") == "2:22 E540 'terms' must be a map, not a list\n");
  CHECK(condition("{terms: {a: {b: c}}}") == "2:26 E540 'a' must be a value or a list of values, not a map\n");
  CHECK(condition("{term: {a: b}}") == "2:15 E543 unknown key 'term' in a condition\n");
  CHECK(list_errors("version: 1\n") == "1:1 E552 the file holds no list of tests\n");
  CHECK(list_errors("execution_config: {timeout: 60}\n") == "1:1 E552 the file holds no list of tests\n");
  CHECK(list_errors("verison: 1\n") == "1:1 E543 unknown key 'verison' in a list of tests\n");
}

TEST_CASE("test-db: ranges have every bound, with the number in it or out of it") {
  const auto range = [](const std::string& bounds) {
    return helped("a:\n- condition: {ranges: {n: {" + bounds + "}}}\n  tests: []\n");
  };
  CHECK(range("lt: 10.0").empty());
  CHECK(range("gt: 80000").empty());
  CHECK(range("gt: 8.0, lte: 10.3").empty());
  CHECK(range("gte: 8, lt: 16").empty());
  CHECK(range("gt: x").starts_with("2:32 E540 'gt' must be a number, not a text\n"));
}

TEST_CASE("YAML that is neither a list nor a configuration is one error, whatever its keys") {
  CHECK(helped("exec:\n  config: {tp: 4}\nprofile: {isl: 8}\nsweep: [1, 2]\n") ==
        "1:1 E552 the file holds no list of tests\n" + kEitherKind);
  CHECK(helped("test_cases:\n- id: 1\n  model: x\n") == "1:1 E552 the file holds no list of tests\n" + kEitherKind);
  CHECK(helped("version: 1\nservices: {a: {b: c}}\n") == "1:1 E552 the file holds no list of tests\n" + kEitherKind);
  CHECK(helped("hardware: {a: 1}\nworker_configs: {gen: {}}\n") ==
        "1:1 E552 the file holds no list of tests\n  help: is 'worker_configs' meant to be 'worker_config'?\n" +
            kEitherKind);
}

TEST_CASE("a list whose tests stand below another key is an error at that key") {
  CHECK(helped("a:\n- condition: {terms: {x: y}}\n  test_cases:\n  - b\n") ==
        "3:3 E552 the file holds no list of tests\n  help: no block has 'tests'; is 'test_cases' meant to be that?\n");
  // Where another block has tests, the key is one that nobody here knows.
  CHECK(helped("a:\n- condition: {terms: {x: y}}\n  labels: [b]\n  tests: []\n").starts_with("3:3 W544 "));
}

TEST_CASE("what is wrong with one file does not hide what is wrong with the next") {
  Sources sources;
  Diagnostics diags;
  for (const char* text : {"a: [\n", "version: 1\n", "execution_config:\n"}) {
    (void)read_test_list(sources, sources.add("a.yml", text), diags);
  }
  REQUIRE(diags.all().size() == 3);
  CHECK(diags.all()[1].code == "E552");
  CHECK(diags.all()[2].code == "E552");
}

TEST_CASE("YAML that cannot be read") {
  CHECK(list_errors("") == "1:1 E504 the file holds no YAML document\n");
  CHECK(list_errors("a: [\n").find(" E501 ") != std::string::npos);
  CHECK(list_errors("a: []\na: []\n") == "2:1 E502 the key 'a' is written twice\n");
  CHECK(list_errors("a:\n- tests: []\n  tests: []\n") == "3:3 E502 the key 'tests' is written twice\n");
  CHECK(list_errors("a: \xFF\n") == "1:4 E001 byte 0xFF is not valid UTF-8 here\n");
  CHECK(list_errors("a:\n- tests: [\"b\\nc\"]\n") ==
        "2:11 E542 a control character or a line break inside of a test\n");
  CHECK(list_errors("a:\n- tests: ['']\n") == "2:12 E542 the test is empty\n");
}

TEST_CASE("a configuration is no list") {
  CHECK(list_errors("metadata: {}\nserver_configs: []\n") ==
        "1:1 E551 the file is a configuration, not a list of tests\n");
  CHECK(list_errors("worker_config: {}\n") == "1:1 E551 the file is a configuration, not a list of tests\n");
}

TEST_CASE("what nobody knows is kept, with a warning") {
  const ReadList read(
      "owners: [x]\nversion: 1\na:\n- reviewer: perf\n  condition: {other: 1}\n  tests: []\n- condition: {}\nnote: "
      "x\n");
  CHECK(read.findings() ==
        "1:10 E540 a block must be a map with 'condition' and 'tests', not a text\n"
        "4:3 W544 nobody here knows the key 'reviewer' in a block; it is kept\n"
        "5:15 W544 nobody here knows the key 'other' in a condition; it is kept\n"
        "7:14 W545 the block has no 'tests'\n"
        "8:1 W544 nobody here knows the key 'note' in a list of tests; it is kept\n");
}

TEST_CASE("grouped lists") {
  const ReadList read(
      "single_agg_tests:\n- aggr_upload-a.yaml\n- b TIMEOUT (5)  # mode:disagg\nmulti_agg_2nodes_tests:\n"
      "disagg_12nodes_tests: []\nwideep_tests: [c]\n"
      "execution_config:\n  docker_image: x\n  node_groups: {a: b}\n  timeout: {single_agg: 60, disagg: 7200}\n  "
      "output_dir: /tmp\n");
  CHECK(read.findings() == "9:3 W548 'node_groups' is ignored: it names nodes, but Slurm chooses them\n");
  REQUIRE(read.list.has_value());
  CHECK(read.list->format == ListFormat::grouped);
  CHECK(tests_of(*read.list) ==
        "single_agg_tests 0 aggr_upload-a.yaml\nsingle_agg_tests 0 b TIMEOUT (5) # disagg\nwideep_tests 0 c\n");
  CHECK(read.list->contexts.size() == 4);
  CHECK(read.list->timeouts_s == std::array<std::optional<std::int64_t>, 3>{60, std::nullopt, 7200});
  CHECK(ReadList("wideep_tests: [x]\nexecution_config: {timeout: 600}\n").list->timeouts_s[2] == 600);

  CHECK(list_errors("wideep_tests: x\n") == "1:15 E540 'wideep_tests' must be a list of tests, not a text\n");
  CHECK(list_errors("wideep_tests: [x]\nsingle_tests: [y]\n") ==
        "2:1 E543 unknown key 'single_tests' in a grouped list\n");
  CHECK(list_errors("execution_config: x\n") == "1:19 E540 'execution_config' must be a map, not a text\n");
  const auto timeout = [](const std::string& text) {
    return list_errors("execution_config: {timeout: " + text + "}\n");
  };
  CHECK(timeout("1h") == "1:29 E540 'timeout' must be a whole number of seconds, not a text\n");
  CHECK(timeout("{disagg: 0}") == "1:38 E540 'disagg' must be a whole number of seconds, not 0\n");
  CHECK(timeout("{disag: 1}") == "1:30 E543 unknown key 'disag' in 'timeout'\n");
}

TEST_CASE("a section with the name of a group, but with blocks, is one of a test-db list") {
  CHECK(list_tests("wideep_tests:\n- tests: [x]\n") == "wideep_tests 0 x\n");
  CHECK(ReadList("wideep_tests:\n- tests: [x]\n").list->format == ListFormat::test_db);
}

TEST_CASE("kinds of files") {
  CHECK(kind_of_list("a.perf", "l0:\n") == ListFile::program);
  CHECK(kind_of_list("a.YML", "x") == ListFile::yaml);
  CHECK(kind_of_list("lists.d/a", "# x\n\nl0_a10:\n- tests: []\n") == ListFile::yaml);
  CHECK(kind_of_list("-", "---\n") == ListFile::yaml);
  CHECK(kind_of_list("a.txt", "version: 1\n") == ListFile::yaml);
  CHECK(kind_of_list("-", "use std.gb200\n") == ListFile::program);
  CHECK(kind_of_list("-", "use \"a.perf\"\n") == ListFile::program);
  CHECK(kind_of_list("a.txt", "use std.gb200\n") == ListFile::text);
  CHECK(kind_of_list("-", "a.py::b\n") == ListFile::text);
  CHECK(kind_of_list("-", "a TIMEOUT (9)\n") == ListFile::text);
  CHECK(kind_of_list("-", "a -k \"b\"\n") == ListFile::text);
  CHECK(kind_of_list("-", "") == ListFile::text);
}

TEST_CASE("name and folder of a list are those of its file") {
  const ReadList read("a\n", "lists/disagg/l0.b.txt");
  CHECK(read.list->name == "l0.b");
  CHECK(read.list->folder == "disagg");
  CHECK(ReadList("a\n", "cases").list->folder.empty());
}

}  // namespace perfc

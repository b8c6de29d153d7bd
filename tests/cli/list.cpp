// perfc list: what callers see. Formats and modes have their tests in tests/unit/import and tests/golden/list-*.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "command_fixture.hpp"

namespace {

struct ListFixture : CommandFixture {
  ListFixture() : CommandFixture("list") {}
};

constexpr const char* kList = "version: 1\nl0:\n- tests:\n  - disagg-x TIMEOUT (5)\n  - aggr-pool-two\n";
constexpr const char* kPool = "hardware: {gpus_per_node: 4}\nserver_configs:\n- {name: two, gpus: 8}\n";

}  // namespace

TEST_CASE_FIXTURE(ListFixture, "list: the table, its reasons, counts, one mode") {
  folder.write("a.yml", kList);
  folder.write("pool.yaml", kPool);
  const Outcome table = run({"a.yml", "--why"});
  CHECK(table.err == "");
  CHECK(table.status == 0);
  CHECK(table.out ==
        "list a (a.yml, test-db)\n"
        "  test           mode       timeout    marks  why\n"
        "l0\n"
        "  disagg-x       disagg     5 min             name: prefix disagg\n"
        "  aggr-pool-two  multi-agg  (120 min)         configuration pool.yaml, server two: 8 GPUs on 4 a node\n"
        "sum: 2 tests: 0 single-agg, 1 multi-agg, 1 disagg\n");
  CHECK(run({"a.yml", "--summary"}).out == "a\n  single-agg  0\n  multi-agg   1\n  disagg      1\n  total       2\n");
  CHECK(run({"a.yml", "--mode", "disagg"}).out ==
        "list a (a.yml, test-db)\n"
        "  test      mode    timeout  marks\n"
        "l0\n"
        "  disagg-x  disagg  5 min\n"
        "sum: 1 test: 0 single-agg, 0 multi-agg, 1 disagg\n");
  CHECK(run({"a.yml", "--mode", "all"}).out == run({"a.yml"}).out);
}

TEST_CASE_FIXTURE(ListFixture, "list: JSON is an object for one list, and `lists` for several") {
  folder.write("a.yml", kList);
  folder.write("b.txt", "x\n");
  const auto one = nlohmann::json::parse(run({"a.yml", "--format", "json"}).out);
  CHECK(one["testlist_name"] == "a");
  CHECK(one["format"] == "yaml");
  CHECK(one["statistics"] == nlohmann::json{{"total", 2}, {"single-agg", 1}, {"multi-agg", 0}, {"disagg", 1}});
  CHECK(one["tests_by_mode"]["disagg"][0]["pytest_path"] == "perf/test_perf_sanity.py::test_e2e[disagg-x]");
  CHECK(one["tests"][0]["timeout"] == 300);
  const auto two = nlohmann::json::parse(run({"a.yml", "-", "b.txt", "--format", "json"}, kProgram).out);
  REQUIRE(two["lists"].size() == 3);
  CHECK(two["lists"][1]["kind"] == "program");
  CHECK(two["lists"][1]["testlist_name"] == "smoke");
  CHECK(two["lists"][1]["source_file"] == "<stdin>");
  CHECK(two["lists"][1]["tests"].size() == 2);
  CHECK(two["lists"][2]["format"] == "txt");
  const auto summary = nlohmann::json::parse(run({"a.yml", "--format", "json", "--summary", "--mode", "disagg"}).out);
  CHECK(summary["statistics"]["total"] == 1);
  CHECK_FALSE(summary.contains("tests"));
}

TEST_CASE_FIXTURE(ListFixture, "list: configurations beside the list, in --configs, below the repository") {
  std::filesystem::create_directories(folder.path("lists"));
  folder.write("lists/a.txt", "aggr-pool-two\n");
  const auto mode = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"lists/a.txt", "--format", "json"});
    return nlohmann::json::parse(run(std::move(words)).out)["tests"][0]["why"].get<std::string>();
  };
  const auto put = [&](const std::string& path) {
    std::filesystem::create_directories(std::filesystem::path(folder.path(path)).parent_path());
    folder.write(path, kPool);
  };
  CHECK(mode({}) == "nothing says otherwise");
  put("tests/scripts/perf-sanity/aggregated/pool.yaml");
  CHECK(mode({}).ends_with("/tests/scripts/perf-sanity/aggregated/pool.yaml, server two: 8 GPUs on 4 a node"));
  put("more/deep/er/pool.yaml");
  CHECK(mode({"--configs", "more"}).starts_with("configuration more/deep/er/pool.yaml, "));
  put("more/z/pool.yaml");
  put("more/pool.yaml");
  CHECK(mode({"--configs", "more"}).starts_with("configuration more/pool.yaml, "));
  put("lists/pool.yaml");
  CHECK(mode({"--configs", "more"}).starts_with("configuration lists/pool.yaml, "));
}

TEST_CASE_FIXTURE(ListFixture, "list: a list in a folder of a mode, and one named without its folder") {
  std::filesystem::create_directories(folder.path("multi_agg"));
  folder.write("multi_agg/a.txt", "x\n");
  CHECK(run({"multi_agg/a.txt", "--why"}).out.find("the list lies in multi_agg/") != std::string::npos);
  const Outcome inside = Run({"list", "a.txt", "--why"}).in(folder.path("multi_agg")).go();
  CHECK(inside.out.find("the list lies in multi_agg/") != std::string::npos);
}

TEST_CASE_FIXTURE(ListFixture, "list: files that are missing, folders, too large") {
  const Outcome missing = run({"none.yml"});
  CHECK(missing.status == 3);
  CHECK(missing.err == "error[E004]: cannot read 'none.yml': no such file or directory\n1 error\n");
  CHECK(missing.out == "");
  CHECK(run({"."}).status == 3);
  folder.write("a.txt", "x\n");
  const Outcome configs = run({"a.txt", "--configs", "none"});
  CHECK(configs.status == 3);
  CHECK(configs.err ==
        "error[E004]: cannot read 'none': no such file or directory\nhelp: --configs takes a folder\n1 error\n");
  CHECK(run({"a.txt", "--configs", "a.txt"}).err.starts_with("error[E004]: cannot read 'a.txt': not a directory\n"));
  folder.write("big.yml", "");
  std::filesystem::resize_file(folder.path("big.yml"), 100'000'000);
  const Outcome big = run({"big.yml"});
  CHECK(big.status == 1);
  CHECK(big.err == "big.yml:1:1: error[E002]: the file is 96 MiB; inputs over 64 MiB are refused\n1 error\n");
}

TEST_CASE_FIXTURE(ListFixture, "list: wrong content has a place, and nothing is listed") {
  folder.write("good.txt", "x\n");
  folder.write("a.yml", "l0:\n- test:\n  - x\n");
  const Outcome outcome = run({"good.txt", "a.yml"});
  CHECK(outcome.status == 1);
  CHECK(outcome.out == "");
  CHECK(outcome.err ==
        "a.yml:2:3: error[E543]: unknown key 'test' in a block\n"
        "    2 | - test:\n"
        "      |   ^^^^\n"
        "help: did you mean 'tests'?\n"
        "a.yml:2:3: warning[W545]: the block has no 'tests'\n"
        "    2 | - test:\n"
        "      |   ^\n"
        "help: write 'tests: []' where it is meant to have none\n"
        "1 error, 1 warning\n");
  folder.write("p.perf", "gpu g { }\n");
  const Outcome program = run({"p.perf"});
  CHECK(program.status == 1);
  folder.write("p.perf", "let x = 1\n");
  CHECK(run({"p.perf"}).err ==
        "error[E552]: the file holds no list of tests\nhelp: a program has its tests in suites\n1 error\n");
}

TEST_CASE_FIXTURE(ListFixture, "list: wrong usage") {
  const auto error = [&](std::vector<std::string> words) {
    const Outcome outcome = run(std::move(words));
    CHECK(outcome.status == 2);
    return outcome.err;
  };
  CHECK(error({}) == "perfc: no FILE given\nhelp: - reads standard input\n");
  CHECK(error({"a", "--format", "yaml"}) == "perfc: there is no format 'yaml'\nhelp: the formats are: table, json\n");
  CHECK(error({"a", "--mode", "multi_agg"}) ==
        "perfc: there is no mode 'multi_agg'\nhelp: did you mean 'multi-agg'?\n"
        "help: the modes are: single-agg, multi-agg, disagg, all\n");
}

TEST_CASE_FIXTURE(ListFixture, "list: a configuration that cannot be read is a warning, once") {
  folder.write("a.txt", "aggr-pool-one\naggr-pool-two\n");
  folder.write("pool.yaml", "- a\n");
  const Outcome outcome = run({"a.txt"});
  CHECK(outcome.status == 0);
  CHECK(outcome.err ==
        "a.txt:1:1: warning[W549]: configuration 'pool.yaml' cannot be read, so it decides no mode\n"
        "    1 | aggr-pool-one\n"
        "      | ^^^^^^^^^^^^^\n"
        "pool.yaml:1:1: note: a configuration is a map\n"
        "    1 | - a\n"
        "      | ---\n"
        "1 warning\n");
}

TEST_CASE_FIXTURE(ListFixture, "list: what build writes lists as the program does") {
  folder.write("p.perf", kProgram);
  REQUIRE(Run({"build", "p.perf", "-o", "out"}).in(folder.path()).go().status == 0);
  const auto tests = [&](const std::string& path) {
    const auto json = nlohmann::json::parse(run({path, "--format", "json"}).out);
    nlohmann::json result = nlohmann::json::array();
    for (const auto& test : json["tests"])
      result.push_back({test["id"], test["suffixes"], test["timeout"], test["mode"]});
    return nlohmann::json{{"tests", result}, {"conditions", json["contexts"]}};
  };
  CHECK(tests("p.perf") == tests("out/smoke/tests.yml"));
  CHECK(run({"p.perf", "--summary"}).out == "smoke\n" + run({"out/smoke/tests.txt", "--summary"}).out.substr(6));
}

TEST_CASE("list: the example prints what it says") {
  const std::string root = std::filesystem::current_path().string();
  std::ifstream stream("examples/lists/nightly.yml");
  std::string said;
  for (std::string line; std::getline(stream, line) && line.starts_with('#');) {
    if (line.starts_with("#   ")) said += line.substr(4) + '\n';
  }
  const Outcome outcome =
      Run({"list", "examples/lists/nightly.yml", "--why", "--configs", "examples/lists/configs"}).in(root).go();
  CHECK(outcome.err == "");
  CHECK(outcome.out == said);
  for (const char* name : {"cases.txt", "grouped.yaml"}) {
    const Outcome other = Run({"list", std::string("examples/lists/") + name}).in(root).go();
    CHECK(other.err == "");
    CHECK(other.status == 0);
  }
}

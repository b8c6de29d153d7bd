// Which tests a command is about: groups, stages, modes, shards.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "../unit/driver/temporary.hpp"
#include "run.hpp"

namespace {

constexpr const char* kGrouped = R"(use std.gb200
use std.trtllm
cluster c : gb200_nvl4 {
  nodes = 8, model_root = "/m", repo = "/r", work_dir = "/w"
  container { image = "i", mounts = ["/m:/data"] }
}
model m : deepseek_r1 { dir = "x" }
topology one { model = m, server : tp(4) { } }
topology two { model = m, server : dep(8) { } }
benchmark b { concurrency = [1] }
suite s on c {
  stage = post_merge
  condition { terms { auto_trigger = "deepseek", backend = null }, wildcards { cpu = "aarch64" } }
  test one with b
  group "nightly" {
    timeout = 2h
    stage   = pre_merge
    condition { ranges { system_gpu_count { gte = 4, lte = 8 } } }
    for x in [10, 20] { test two with b { concurrency = [x] } }
    test two with b { timeout = 3h, concurrency = [7] }
  }
  test one with b { concurrency = [8] }
}
)";

struct SelectionFixture {
  Temporary folder;
  SelectionFixture() { folder.write("main.perf", kGrouped); }
  [[nodiscard]] Outcome perfc(std::vector<std::string> words) const {
    return Run(std::move(words)).in(folder.path()).go();
  }
  // The names of the tests, with a blank behind each.
  [[nodiscard]] std::string names(std::vector<std::string> more) const {
    std::vector<std::string> words = {"build", "main.perf", "-o", "out"};
    words.insert(words.end(), more.begin(), more.end());
    const Outcome outcome = perfc(words);
    std::string names;
    std::istringstream lines(outcome.out);
    for (std::string line; std::getline(lines, line);) {
      const std::size_t begin = line.find("s/");
      if (begin == 9 && !line.starts_with("removed"))
        names += line.substr(begin + 2, line.find(' ', begin) - begin - 2) + ' ';
    }
    return names;
  }
};

}  // namespace

TEST_CASE_FIXTURE(SelectionFixture, "groups have defaults and conditions of their own, tests stay in order") {
  CHECK(names({}) == "one_1k1k_con1 two_1k1k_con10 two_1k1k_con20 two_1k1k_con7 one_1k1k_con8 ");
  const Outcome list = perfc({"list", "main.perf", "--format", "json"});
  REQUIRE(list.status == 0);
  const nlohmann::json json = nlohmann::json::parse(list.out);
  std::vector<int> timeouts;
  for (const auto& test : json["tests"]) timeouts.push_back(test["timeout"].get<int>());
  // In the order of the blocks.
  CHECK(timeouts == std::vector<int>{3600, 3600, 7200, 7200, 10'800});
  const auto& blocks = json["contexts"][0]["blocks"];
  const auto& first = blocks[0]["condition"];
  CHECK(first["terms"] == nlohmann::json::parse(R"({"stage": "post_merge", "auto_trigger": "deepseek"})"));
  CHECK(first["wildcards"]["cpu"] == "aarch64");
  CHECK(blocks[1]["condition"]["ranges"]["system_gpu_count"] == nlohmann::json::parse(R"({"gte": 4, "lte": 8})"));
}

TEST_CASE_FIXTURE(SelectionFixture, "tests of a stage, a group, a mode") {
  CHECK(names({"--stage", "pre_merge"}) == "two_1k1k_con10 two_1k1k_con20 two_1k1k_con7 ");
  CHECK(names({"--in", "nightly", "--test", "*con7"}) == "two_1k1k_con7 ");
  CHECK(names({"--mode", "single-agg"}) == "one_1k1k_con1 one_1k1k_con8 ");
  CHECK(perfc({"build", "main.perf", "--in", "nightli"}).err ==
        "perfc: there is no group 'nightli'\nhelp: did you mean 'nightly'?\n");
  CHECK(perfc({"build", "main.perf", "--mode", "disagg"}).out == "no test is chosen; nothing was written\n");
  CHECK(perfc({"build", "main.perf", "--mode", "multi"}).status == 2);
}

TEST_CASE_FIXTURE(SelectionFixture, "a choice of no test is said, and has no number of nodes") {
  const Outcome plan = perfc({"plan", "main.perf", "--mode", "disagg"});
  CHECK(plan.status == 0);
  CHECK(plan.err == "perfc: no test is chosen\n");
  CHECK(perfc({"plan", "main.perf", "--mode", "disagg", "--format", "json"}).out == "[]\n");
  for (const char* command : {"plan", "build"}) {
    const Outcome nodes = perfc({command, "main.perf", "--mode", "disagg", "--nodes", "3"});
    CHECK(nodes.status == 1);
    CHECK(nodes.err == "error[E429]: no test is chosen, but --nodes expects 3\n1 error\n");
  }
}

TEST_CASE_FIXTURE(SelectionFixture, "a suite of which no test is chosen leaves DIR") {
  namespace fs = std::filesystem;
  folder.write("main.perf", std::string(kGrouped) + "suite other on c { test one with b }\n");
  const std::vector<std::string> share = {"build", "main.perf", "-o", "out", "--splits", "40", "--group", "39"};
  const auto checked = [&](std::vector<std::string> words) {
    words.emplace_back("--check");
    return perfc(std::move(words));
  };
  REQUIRE(perfc({"build", "main.perf", "-o", "out"}).status == 0);
  fs::create_directories(folder.path("out/s/results"));
  folder.write("out/s/results/run.xml", "x");
  CHECK(checked(share).status == 1);
  CHECK(fs::exists(folder.path("out/s/run.sh")));
  const Outcome none = perfc(share);
  CHECK(none.status == 0);
  CHECK(none.out.find("removed  s/run.sh\n") != std::string::npos);
  CHECK(none.out.find("removed  other/manifest.json\n") != std::string::npos);
  CHECK(none.out.ends_with("no test is chosen; 44 files removed from out/\n"));
  // What others put there stays.
  CHECK(std::distance(fs::directory_iterator(folder.path("out/s")), fs::directory_iterator()) == 1);
  CHECK_FALSE(fs::exists(folder.path("out/other")));
  CHECK(perfc(share).out == "no test is chosen; nothing was written\n");
  CHECK(checked(share).status == 0);
  // One suite beside another; a suite that --suite leaves out is none of its business.
  REQUIRE(perfc({"build", "main.perf", "-o", "out"}).status == 0);
  REQUIRE(perfc({"build", "main.perf", "-o", "out", "--suite", "s", "--in", "nightly"}).status == 0);
  CHECK(fs::exists(folder.path("out/other/run.sh")));
  REQUIRE(perfc({"build", "main.perf", "-o", "out", "--in", "nightly"}).status == 0);
  CHECK(fs::exists(folder.path("out/s/run.sh")));
  CHECK_FALSE(fs::exists(folder.path("out/other")));
  // What perfc did not write is nobody's suite.
  fs::create_directories(folder.path("out/other"));
  folder.write("out/other/run.sh", "mine\n");
  folder.write("out/other/manifest.json", "{}\n");
  REQUIRE(perfc({"build", "main.perf", "-o", "out", "--in", "nightly"}).status == 0);
  CHECK(fs::exists(folder.path("out/other/run.sh")));
}

TEST_CASE_FIXTURE(SelectionFixture, "shares of a suite, as CI makes them") {
  CHECK(names({"--splits", "2", "--group", "1"}) == "one_1k1k_con1 two_1k1k_con10 two_1k1k_con7 ");
  CHECK(names({"--splits", "2", "--group", "2"}) == "two_1k1k_con20 one_1k1k_con8 ");
  folder.write("d.json", R"({"perf/test_perf_sanity.py::test_e2e[aggr_upload-s-one_1k1k_con8]": 900})");
  folder.write("bad.json", R"({"x": "long"})");
  // The others count 900 s each as well.
  CHECK(names({"--splits", "5", "--group", "2", "--durations", "d.json"}) == "one_1k1k_con8 ");
  CHECK(perfc({"build", "main.perf", "--splits", "2"}).err ==
        "perfc: --splits and --group belong together\nhelp: write --splits 4 --group 1\n");
  CHECK(perfc({"build", "main.perf", "--splits", "2", "--group", "3"}).err ==
        "perfc: --group takes a number from 1 to 2, not '3'\n");
  CHECK(perfc({"build", "main.perf", "--splits", "2", "--group", "1", "--durations", "bad.json"}).status == 2);
  const Outcome missing = perfc({"build", "main.perf", "--splits", "2", "--group", "1", "--durations", "none.json"});
  CHECK(missing.status == 3);
  CHECK(missing.err == "perfc: cannot read 'none.json': no such file or directory\n");
  folder.write("big.json", "");
  std::filesystem::resize_file(folder.path("big.json"), 65U << 20U);
  const Outcome big = perfc({"build", "main.perf", "--splits", "2", "--group", "1", "--durations", "big.json"});
  CHECK(big.status == 2);
  CHECK(big.err == "perfc: 'big.json' is 65 MiB; inputs over 64 MiB are refused\n");
}

TEST_CASE_FIXTURE(SelectionFixture, "lists are chosen from in the same way") {
  REQUIRE(perfc({"build", "main.perf", "-o", "out"}).status == 0);
  // Modes that ids do not tell stand behind them.
  CHECK(perfc({"list", "out/s/tests.yml", "--summary"}).out ==
        "tests\n  single-agg  2\n  multi-agg   3\n  disagg      0\n  total       5\n");
  const Outcome stage = perfc({"list", "out/s/tests.yml", "--stage", "pre_merge", "--summary"});
  CHECK(stage.out.find("total       3") != std::string::npos);
  CHECK(perfc({"list", "out/s/tests.yml", "--stage", "pre_mergee"}).err ==
        "perfc: there is no stage 'pre_mergee'\nhelp: did you mean 'pre_merge'?\n");
  const auto total = [&](std::vector<std::string> words) {
    words.insert(words.begin(), "list");
    words.emplace_back("--summary");
    const std::string out = perfc(std::move(words)).out;
    return out.substr(std::min(out.size(), out.find("total") + 12));
  };
  CHECK(total({"main.perf", "--in", "nightly", "--test", "*con7"}) == "1\n");
  CHECK(total({"out/s/tests.yml", "--test", "*con7"}) == "1\n");
  CHECK(total({"out/s/tests.yml", "--test", "perf/*con8]", "--test", "aggr_upload-s-one*"}) == "2\n");
  folder.write("two.yml", "a:\n- condition: {terms: {stage: [x, y]}}\n  tests: [t1, t2]\nb:\n- tests: [t3]\n");
  folder.write("more.txt", "t4\n");
  CHECK(total({"two.yml", "--stage", "y"}) == "2\n");
  CHECK(total({"two.yml", "--in", "b"}) == "1\n");
  // Each name must fit in some list, not in all of them.
  CHECK(perfc({"list", "two.yml", "more.txt", "--test", "t4"}).status == 0);
  CHECK(perfc({"list", "two.yml", "more.txt", "--test", "t5"}).status == 2);
  CHECK(perfc({"list", "two.yml", "--in", "c"}).status == 2);
  const Outcome shard = perfc({"list", "out/s/tests.yml", "--splits", "2", "--group", "2", "--summary"});
  CHECK(shard.out.find("total       2") != std::string::npos);
}

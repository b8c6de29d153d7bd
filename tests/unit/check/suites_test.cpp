// Templates, suites, tests and their overrides.
#include <doctest/doctest.h>

#include "tests/unit/check/fixture.hpp"

using perfc::test::findings;
using perfc::test::Workbench;

namespace {
const std::string kLibrary = R"(
use std.trtllm
cluster c { gpus_per_node = 4 }
benchmark b(concurrency: int, ratio: float = 0.8) { concurrency = [concurrency], dataset = random(ratio) }
topology t(n: int) {
  model = deepseek_r1
  ctx 1 : dep(4) { max_batch_size = n }
  gen 2 : dep(n) { max_batch_size = ctx.max_batch_size * 2 }
}
)";
}  // namespace

TEST_CASE("templates, loops and overrides") {
  Workbench bench;
  const perfc::Program& program = bench.check(kLibrary + R"(
suite s on c {
  timeout = 2h
  for n in [4, 8] {
    for k in [1, 2] {
      if k * n != 16 { test t(n) with b(k) { rounds = k + 1 } }
    }
  }
  test t(16) with b(concurrency = 3, ratio = 0.1) as "x${1 + 1}" {
    gen { max_batch_size = 64 }
    timeout = 5min
    skip "broken"
    isolation
  }
}
)");
  CHECK(bench.findings() == "");
  REQUIRE(program.suites.size() == 1);
  const auto& tests = program.suites.front().tests;
  REQUIRE(tests.size() == 4);
  CHECK(tests[0].topology == tests[1].topology);  // one instance for equal arguments
  CHECK(tests[2].topology->gen->tensor_parallel_size == 8);
  CHECK(tests[1].loads.at(0)->rounds == 3);
  CHECK(tests[1].loads.at(0)->concurrency == std::vector<std::int64_t>{2});
  CHECK(tests[0].timeout->ms == 7'200'000);
  CHECK(tests[3].alias == "x2");
  CHECK(tests[3].timeout->ms == 300'000);
  CHECK(tests[3].skip == "broken");
  CHECK(tests[3].isolation);
  CHECK(*tests[3].topology->gen->options->at({"max_batch_size"})->get<std::int64_t>() == 64);
  CHECK(tests[3].loads.at(0)->dataset.ratio == 0.1);
}

TEST_CASE("templates are checked where they stand") {
  CHECK(findings("use std.trtllm\nworker w(n: int) : tp(n) { max_batch_siz = n }") ==
        "2:28 E202 unknown field 'max_batch_siz' in worker 'w'\n"
        "  help: did you mean 'max_batch_size'?\n");
  CHECK(findings("benchmark b(n: string) { rounds = n }") ==
        "1:35 E301 expected an integer of at least 1, found a string\n");
}

TEST_CASE("arguments that do not fit") {
  CHECK(findings(kLibrary + "suite s on c { test t with b(1) }") ==
        "10:21 E311 't' needs a value for its parameter 'n'\n"
        "  5:10 t(n: int) is declared here\n"
        "  help: write t(n = ...)\n");
  CHECK(findings(kLibrary + "suite s on c { test t(4, 5) with b(m = 1) }") ==
        "10:26 E311 't' takes 1 argument, found 2\n"
        "  5:10 t(n: int) is declared here\n"
        "10:36 E311 'b' has no parameter 'm'\n"
        "  4:11 b(concurrency: int, ratio: float) is declared here\n");
  CHECK(findings("cluster c { gpus_per_node = 4 }\nsuite s on c() { }") ==
        "2:12 E311 cluster 'c' has no parameters\n"
        "  1:9 c is declared here\n");
}

TEST_CASE("a suite without a cluster, or on one that is not whole") {
  CHECK(findings("suite s { }") ==
        "1:7 E313 suite 's' has no cluster\n"
        "  help: say where it runs: suite s on CLUSTER { ... }\n");
  CHECK(
      findings("cluster c { }\nsuite s on c { }") ==
      "2:12 E313 cluster 'c' has no gpus_per_node\n"
      "  1:9 declared here\n"
      "  help: write gpus_per_node = N in the cluster, or start it from a node type such as gb200_nvl4 of std.gb200\n");
}

TEST_CASE("roles that cannot be") {
  CHECK(findings("use std.trtllm\ntopology t { model = deepseek_r1, ctx 1 : dep(4) { } }") ==
        "2:35 E320 topology 't' has 'ctx' servers and no 'gen' servers\n"
        "  help: write 'gen N { ... }' beside 'ctx'\n");
  CHECK(findings("use std.trtllm\ntopology t { model = deepseek_r1, server : tp(4) { }, gen 1 : tp(4) { } }") ==
        "2:35 E320 topology 't' has both 'server' and 'gen'\n"
        "  help: a topology is either one 'server' (aggregated) or 'ctx' and 'gen' (disaggregated)\n");
  CHECK(findings("use std.trtllm\ntopology t { model = deepseek_r1, server { max_batch_size = 4 } }") == "");
  CHECK(findings("use std.trtllm\ntopology t { model = deepseek_r1, ctx 1 { }, gen 1 : tp(4) { } }") ==
        "2:35 E313 role 'ctx' has no tensor_parallel_size\n"
        "  help: start it from a parallel template, as in `ctx 1 : dep(8) { ... }`, or write tensor_parallel_size or "
        "world_size\n");
  CHECK(findings("use std.trtllm\ntopology t { model = deepseek_r1, ctx : tp(4) { }, gen 1 : tp(4) { } }") ==
        "2:35 E320 'ctx' does not say how many servers\n"
        "  help: write the number of servers: ctx 1 { ... }\n");
  CHECK(findings("use std.trtllm\ntopology t { server : tp(4) { } }") ==
        "2:10 E313 topology 't' has no model\n"
        "  help: write model = NAME, and declare or import that model\n");
}

TEST_CASE("a base of topologies need not be whole") {
  CHECK(findings("use std.trtllm\ntopology base { model = deepseek_r1, gen 1 : dep(8) { } }\ntopology t : base { ctx 1 "
                 ": dep(4) { } }") == "");
}

TEST_CASE("statements in the wrong place") {
  CHECK(findings("cluster c { test x }") == "1:13 E316 a test cannot stand in cluster 'c'\n");
  CHECK(findings("cluster c { gpus_per_node >= 4 }") == "1:13 E316 a comparison cannot stand in cluster 'c'\n");
  CHECK(findings(kLibrary + "suite s on c { test t(4) { rounds = 3 } }") ==
        "10:28 E316 the benchmark field 'rounds' cannot stand in this test\n"
        "  help: say which benchmark it changes: test t with NAME { ... }\n");
}

TEST_CASE("expectations have their metric's type") {
  CHECK(findings("benchmark b { expect { token_throughput >= 12_000, p99_ttft <= 2s, mean_itl < 20ms } }") == "");
  CHECK(findings("benchmark b { expect { p99_ttft <= 2 } }") ==
        "1:36 E304 2 needs a unit here: expected a duration\n"
        "  help: write 2s, 2min or 2h\n");
  CHECK(findings("benchmark b { expect { p99_tfft <= 2s } }") ==
        "1:24 E202 unknown field 'p99_tfft' in expect\n"
        "  help: did you mean 'p99_ttft'?\n");
}

TEST_CASE("a group is checked once, with and without tests") {
  CHECK(findings(kLibrary + R"(
suite s on c {
  group "none" {
    timeout = "x"
    require 1 == 2, "no"
    if 1 == 2 { test t(4) with b(1) }
  }
  group "two" {
    timeout = "y"
    test t(4) with b(1)
    test t(8) with b(1)
  }
}
)") == "14:13 E310 no\n"
       "  help: this 'require' does not hold\n"
       "13:15 E301 expected a duration, found the string \"x\"\n"
       "  help: write it as 90s, 30min, 4h or 1h30min, without quotes\n"
       "18:15 E301 expected a duration, found the string \"y\"\n"
       "  help: write it as 90s, 30min, 4h or 1h30min, without quotes\n");
}

TEST_CASE("a group has a name") {
  const std::string help = "  help: write group \"name\" { ... }\n";
  CHECK(findings("cluster c { gpus_per_node = 4 }\nsuite s on c { group \"\" { } }") ==
        "2:22 E316 a group without a name cannot stand in suite 's'\n" + help);
  CHECK(findings("cluster c { gpus_per_node = 4 }\nsuite s on c { group { } }") ==
        "2:16 E316 a group without a name cannot stand in suite 's'\n" + help);
}

TEST_CASE("a suite that lost a group is not sound") {
  for (const std::string name : {"12", "\"\"", ""}) {
    Workbench bench;
    const perfc::Program& program =
        bench.check("cluster c { gpus_per_node = 4 }\nsuite s on c { group " + name + " { } }");
    REQUIRE(program.suites.size() == 1);
    CHECK_FALSE(program.suites.front().origin.sound);
  }
}

TEST_CASE("arguments that are written differently make instances of their own") {
  Workbench bench;
  const perfc::Program& program = bench.check(kLibrary + R"(
topology u(m: any) : t(4) { gen { extra { m = m } } }
suite s on c {
  for m in [{ a = 1 }, { a = 1.0 }, { a = 1 }] { test u(m) with b(1) }
}
)");
  CHECK(bench.findings() == "");
  const auto& tests = program.suites.at(0).tests;
  REQUIRE(tests.size() == 3);
  CHECK(tests[0].topology != tests[1].topology);
  CHECK(tests[0].topology == tests[2].topology);
}

TEST_CASE("a bound of a range that is nearly one that lists have is misspelt; others are kept") {
  const auto suite = [](const std::string& text) {
    return findings("cluster c { gpus_per_node = 4 }\nlet three = { ltt = 3 }\nsuite s on c {\n" + text + "}\n");
  };
  const auto range = [&](const std::string& text) { return suite("  condition { ranges { " + text + " } }\n"); };
  CHECK(range("n { gte = 1, lt = 8.5 }, memory { gt = 2, lte = 3 }, system_gpu_count = null") == "");
  CHECK(range("n { exactly = 3 }") == "");
  const std::string help = " E202 unknown field 'ltt' in range 'n'\n  help: did you mean 'lte'?\n";
  CHECK(range("n { ltt = 3 }") == "4:28" + help);
  CHECK(range("n = three") == "2:15" + help);
  CHECK(suite("  group \"g\" { condition { ranges { n { ltt = 3 } } } }\n") == "4:40" + help);
  CHECK(range("n { gt = \"a\" }") == "4:33 E301 expected an integer or a number, found the string \"a\"\n");
}

// expect { }: what it comes to, and what is wrong with it.
#include <doctest/doctest.h>

#include "fixture.hpp"

using namespace perfc;
using perfc::test::findings;
using perfc::test::Workbench;

namespace {

// The last benchmark's expectations, as text.
std::string expected(const std::string& program) {
  Workbench bench;
  const Program& checked = bench.check(program);
  CHECK(bench.findings() == "");
  const auto& expect = checked.benchmarks.back().expect;
  if (expect == nullptr) return "none";
  std::string out;
  for (const auto& bound : expect->bounds)
    out += std::string(kMetrics[bound.metric].name) + bound.op + number_text(bound.value) + ' ';
  if (expect->baseline != nullptr) out += "baseline " + number_text(expect->regression) + "% ";
  for (const auto& own : expect->regressions)
    out += std::string(kMetrics[own.metric].name) + ' ' + number_text(own.percent) + "% ";
  return out;
}

}  // namespace

TEST_CASE("expectations: units of the load generator's output") {
  CHECK(expected("benchmark b { }") == "none");
  CHECK(expected("benchmark b { expect { token_throughput >= 12_000, p99_ttft <= 2s, mean_itl < 20ms } }") ==
        "token_throughput>=12000 p99_ttft<=2000 mean_itl<20 ");
  CHECK(expected("benchmark b { expect { completed_requests >= 2 * 4, seq_throughput > 1.5 } }") ==
        "completed_requests>=8 seq_throughput>1.5 ");
  CHECK(expected("let most = 2s\nbenchmark b { expect { if true { p99_ttft <= most } } }") == "p99_ttft<=2000 ");
}

TEST_CASE("expectations: what a derived benchmark says of a side takes the place of what is inherited") {
  const std::string base =
      "benchmark a { expect { p99_ttft <= 2s, token_throughput >= 100, token_throughput <= 900 } }\n";
  CHECK(findings(base).find("W452") != std::string::npos);
  const std::string good = "benchmark a { expect { p99_ttft <= 2s, token_throughput >= 100 } }\n";
  CHECK(expected(good + "benchmark b : a { expect { p99_ttft < 3s } }") == "token_throughput>=100 p99_ttft<3000 ");
  CHECK(expected(good + "benchmark b : a { }") == "p99_ttft<=2000 token_throughput>=100 ");
  CHECK(expected(good + "benchmark b : a { unset expect }") == "none");
  CHECK(expected("benchmark a { expect { p99_ttft <= 2s, p99_ttft <= 1s } }") == "p99_ttft<=2000 p99_ttft<=1000 ");
}

TEST_CASE("expectations: baselines") {
  CHECK(expected("benchmark b { expect { baseline = \"base.json\" } }") == "baseline 5% ");
  CHECK(expected("benchmark b { expect { baseline = \"base.json\", regression 3%, mean_itl regression 10% } }") ==
        "baseline 3% mean_itl 10% ");
  CHECK(expected("benchmark a { expect { baseline = \"base.json\", mean_itl regression 10% } }\n"
                 "benchmark b : a { expect { regression 1%, mean_itl regression 2% } }") == "baseline 1% mean_itl 2% ");
}

TEST_CASE("expectations: what is wrong with them") {
  CHECK(findings("benchmark b { expect { p99_tfft regression 5% } }") ==
        "1:24 E202 unknown field 'p99_tfft' in expect\n"
        "  help: did you mean 'p99_ttft'?\n");
  CHECK(findings("benchmark b { expect { duration <= 5 } }")
            .starts_with("1:24 E202 unknown field 'duration' in expect\n"));
  CHECK(findings("benchmark b { expect { p99_ttft regression 5 } }") ==
        "1:44 E301 expected a percentage, found the integer 5\n");
  CHECK(findings("benchmark b { expect { regression 5% } }") ==
        "1:35 E442 a regression without a baseline that it could be measured against\n"
        "  help: write baseline = \"FILE.json\" beside it\n");
  CHECK(findings("benchmark b { expect { baseline = \"base.json\", regression 100% } }") ==
        "1:59 E443 this is no regression that can be tolerated: 100% allows any result\n"
        "  help: write less than 100%\n");
  CHECK(findings("benchmark b { expect { baseline = \"base.json\", output_tokens regression 5% } }") ==
        "1:73 E443 this is no regression that can be tolerated: 'output_tokens' has none\n"
        "  help: compare it with a number: output_tokens >= 1000\n");
  CHECK(findings("benchmark b { expect { p99_ttft >= 2s } }") ==
        "1:24 W452 'p99_ttft >=' demands a result that is bad enough\n"
        "  help: write p99_ttft <=, unless a bad result is what you are after\n");
  CHECK(findings("benchmark b { expect { p99_ttft = 2s } }") ==
        "1:24 E316 an assignment cannot stand in expect\n"
        "  help: compare: p99_ttft <= 2s, or with >=\n");
  CHECK(findings("cluster c { gpus_per_node regression 5% }") ==
        "1:13 E316 a regression cannot stand in cluster 'c'\n");
  CHECK(findings("benchmark b { expect { p99_ttft regression (} }").find("E101") != std::string::npos);
}

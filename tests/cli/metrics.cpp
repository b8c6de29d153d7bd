// perfc metrics: what callers see. What is read of a log has its tests in tests/unit/metrics.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "command_fixture.hpp"

namespace {

struct MetricsFixture : CommandFixture {
  MetricsFixture() : CommandFixture("metrics") {}
};

std::string result(int concurrency, const std::string& throughput, const std::string& latency) {
  return "Maximum request concurrency: " + std::to_string(concurrency) +
         "\n============ Serving Benchmark Result ============\n"
         "Successful requests:                     512\n"
         "Output token throughput (tok/s):         " +
         throughput + "\nP99 TTFT (ms):                           " + latency +
         "\n==================================================\n";
}

const std::string kLog =
    "perf/test_perf_sanity.py::test_e2e[disagg_upload-r1] \n" + result(4, "1,000.5", "20") + result(64, "9000", "nan");

}  // namespace

TEST_CASE_FIXTURE(MetricsFixture, "metrics: the table, a row for each concurrency") {
  folder.write("a.log", kLog);
  const Outcome table = run({"a.log"});
  CHECK(table.status == 0);
  CHECK(table.err == "");
  CHECK(table.out ==
        "a.log: disagg_upload-r1\n"
        "concurrency  requests  output tokens  req/s   tok/s  total tok/s  user tok/s  TTFT ms  ITL ms  TPOT ms  E2EL "
        "ms\n"
        "          4       512              -      -  1000.5            -           -   -/-/20   -/-/-    -/-/-    "
        "-/-/-\n"
        "         64       512              -      -    9000            -           -  -/-/nan   -/-/-    -/-/-    "
        "-/-/-\n"
        "latencies are mean/median/p99\n");
  CHECK(run({"-"}, kLog).out.starts_with("<stdin>: disagg_upload-r1\n"));
}

TEST_CASE_FIXTURE(MetricsFixture, "metrics: JSON and CSV") {
  folder.write("a, b.log", kLog);
  const auto json = nlohmann::json::parse(run({"a, b.log", "--format", "json"}).out);
  CHECK(json["version"] == 1);
  REQUIRE(json["runs"].size() == 2);
  CHECK(json["runs"][0]["log"] == "a, b.log");
  CHECK(json["runs"][0]["test"] == "disagg_upload-r1");
  CHECK(json["runs"][1]["concurrency"] == 64);
  CHECK(json["runs"][0]["metrics"]["token_throughput"] == 1000.5);
  CHECK(json["runs"][1]["metrics"]["p99_ttft"].is_null());
  CHECK(json["runs"][1]["metrics"].size() == 20);
  const std::string csv = run({"a, b.log", "--format", "csv"}).out;
  CHECK(csv.starts_with("log,test,data,concurrency,seq_throughput,token_throughput,"));
  CHECK(csv.find("\n\"a, b.log\",disagg_upload-r1,,64,,9000,,,,,nan,") != std::string::npos);
}

TEST_CASE_FIXTURE(MetricsFixture, "metrics: without metrics, missing, cut, misused") {
  folder.write("empty.log", "nothing here\n");
  const Outcome none = run({"empty.log"});
  CHECK(none.status == 1);
  CHECK(none.out == "");
  CHECK(none.err ==
        "error[E440]: 'empty.log' holds no benchmark metrics\n"
        "help: they are lines such as 'Mean TTFT (ms): 123.4', which the benchmark prints at its end\n1 error\n");
  const Outcome missing = run({"none.log"});
  CHECK(missing.status == 3);
  CHECK(missing.err == "error[E004]: cannot read 'none.log': no such file or directory\n1 error\n");
  CHECK(run({"."}).status == 3);
  const Outcome cut = run({"-"}, kLog + "P99 TTFT (ms): 1");
  CHECK(cut.status == 0);
  CHECK(cut.err == "warning[W453]: '<stdin>' ends within a line, which was left out\n1 warning\n");
  CHECK(run({}).status == 2);
  CHECK(run({"empty.log", "--format", "yaml"}).status == 2);
  CHECK(run({"empty.log", "--regression", "5%"}).status == 2);
  CHECK(run({"empty.log", "--baseline", "none.json"}).status == 3);
  for (const char* bad : {"x", "100%", "-1", "p99_tfft=5%", "completed_requests=5%", ""}) {
    CAPTURE(bad);
    CHECK(run({"empty.log", "--baseline", "b.json", "--regression", bad}).status == 2);
  }
}

TEST_CASE_FIXTURE(MetricsFixture, "metrics: a log is its own baseline, and a worse one is told") {
  folder.write("a.log", kLog);
  folder.write("base.json", run({"a.log", "--format", "json"}).out);
  const Outcome same = run({"a.log", "--baseline", "base.json"});
  CHECK(same.status == 0);
  CHECK(
      same.out.ends_with("concurrency  metric            baseline     now  better by  tolerated  verdict\n"
                         "          4  token_throughput    1000.5  1000.5      +0.0%         5%  ok\n"
                         "          4  p99_ttft                20      20      +0.0%         5%  ok\n"
                         "         64  token_throughput      9000    9000      +0.0%         5%  ok\n"));
  folder.write("b.log", result(4, "1000.5", "23") + result(64, "inf", "5"));
  const Outcome worse = run({"b.log", "--baseline", "base.json"});
  CHECK(worse.status == 1);
  CHECK(worse.err ==
        "error[E445]: b.log: p99_ttft at concurrency 4 is 23 ms, 15.0% worse than 20 ms; 5% is tolerated\n"
        "error[E445]: b.log: token_throughput at concurrency 64 is not there; it was 9000/s; 5% is tolerated\n"
        "2 errors\n");
  const Outcome tolerant =
      run({"-", "--baseline", "base.json", "--regression", "p99_ttft=20%"}, result(4, "1000", "23"));
  CHECK(tolerant.status == 0);
  const Outcome other = run({"-", "--baseline", "base.json"}, result(5, "1000", "23"));
  CHECK(other.status == 1);
  CHECK(other.err ==
        "warning[W451]: baseline 'base.json' has nothing on test '?' at concurrency 5\n"
        "error[E446]: baseline 'base.json' has nothing on any of these runs\n1 error, 1 warning\n");
}

TEST_CASE_FIXTURE(MetricsFixture, "metrics: the verdict.json of a test is a baseline, whatever its id is made of") {
  const std::string metrics = "\"metrics\": {\"p99_ttft\": 20}}]}\n";
  folder.write("verdict.json",
               R"({"runs": [{"test": "r1", "id": "aggr_upload-small-r1", "concurrency": 4, )" + metrics);
  folder.write("old.json", R"({"runs": [{"test": "r1", "concurrency": 4, )" + metrics);
  const auto compared = [&](const std::string& id, const std::string& baseline) {
    return run({"-", "--baseline", baseline}, "x.py::test_e2e[" + id + "]\n" + result(4, "1000", "20")).status;
  };
  CHECK(compared("aggr_upload-small-r1", "verdict.json") == 0);
  CHECK(compared("disagg_upload-r1", "verdict.json") == 1);
  CHECK(compared("aggr_upload-small-r1", "old.json") == 0);
  CHECK(compared("aggr_upload-ctx_only-r1", "old.json") == 0);
  CHECK(compared("disagg_upload-r2", "old.json") == 1);
}

TEST_CASE_FIXTURE(MetricsFixture, "metrics: a baseline in a program") {
  const std::string program = std::string(kProgram);
  const auto check = [&](const std::string& expect) {
    std::string text = program;
    text += "benchmark judged { concurrency = [4], expect { " + expect + " } }\n";
    folder.write("p.perf", text);
    return Run({"check", "p.perf", "-A", "unused-declaration"}).in(folder.path()).go();
  };
  CHECK(check("p99_ttft <= 2s").status == 0);
  const Outcome missing = check("baseline = \"none.json\"");
  CHECK(missing.status == 1);
  CHECK(missing.err.find("cannot read 'none.json': no such file or directory") != std::string::npos);
  folder.write("none.json", "{\"runs\": [{\"metrics\": {\"p99_tfft\": 1}}]}\n");
  folder.write("cut.json", "{\"runs\": [\n");
  CHECK(check("baseline = \"cut.json\"").err.starts_with("cut.json:2:1: error[E501]: the JSON cannot be read: '[' is"));
  const Outcome wrong = check("baseline = \"none.json\"");
  CHECK(wrong.status == 1);
  CHECK(wrong.err.starts_with("none.json:1:24: error[E441]: 'none.json' is no baseline: 'p99_tfft' is no metric\n"));
}

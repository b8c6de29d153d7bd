// Logs as real ones are, and hostile ones. tests/runtime/verdict_test.sh has the same for the shell that reads them.
#include "compiler/metrics/log_reader.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace perfc;

namespace {

std::string result(std::string_view ttft = "1809.13", std::string_view requests = "512") {
  return "============ Serving Benchmark Result ============\n"
         "Successful requests:                     " +
         std::string(requests) +
         "\n"
         "Benchmark duration (s):                  36.17\n"
         "Total input tokens:                      16589\n"
         "Total generated tokens:                  12737\n"
         "Request throughput (req/s):              2.76\n"
         "Output token throughput (tok/s):         352.14\n"
         "Total Token throughput (tok/s):          810.77\n"
         "User throughput (tok/s):                 30.5\n"
         "Peak output token throughput (tok/s):    999\n"
         "---------------Time to First Token----------------\n"
         "Mean TTFT (ms):                          1\n"
         "Median TTFT (ms):                        2\n"
         "P99 TTFT (ms):                           " +
         std::string(ttft) +
         "\n"
         "Mean ITL (ms): 4\nMedian ITL (ms): 5\nP99 ITL (ms): 6\n"
         "Mean TPOT (ms): 7\nMedian TPOT (ms): 8\nP99 TPOT (ms): 9\n"
         "Mean E2EL (ms): 10\nMedian E2EL (ms): 11\nP99 E2EL (ms): 12\n"
         "==================================================\n";
}

std::vector<LoggedRun> runs_of(std::string_view log, std::size_t piece = 1U << 20U) {
  LogReader reader;
  for (std::size_t at = 0; at < log.size(); at += piece) reader.read(log.substr(at, piece));
  (void)reader.finish();
  return reader.runs();
}

std::optional<double> value(const LoggedRun& run, std::string_view name) { return run.measured[*metric_index(name)]; }

// P99 TTFT as a log of this number gives it; -1 when it is absent, -2 when it is no number.
double read_as(std::string_view number) {
  const auto runs = runs_of(result(number));
  REQUIRE(runs.size() == 1);
  const auto got = value(runs[0], "p99_ttft");
  if (!got) return -1;
  return std::isnan(*got) ? -2 : *got;
}

}  // namespace

TEST_CASE("every metric of a result") {
  const auto runs = runs_of(result());
  REQUIRE(runs.size() == 1);
  for (std::size_t i = 0; i < kMetricCount; ++i) {
    CAPTURE(kMetrics[i].name);
    CHECK(runs[0].measured[i].has_value());
  }
  CHECK(value(runs[0], "seq_throughput") == 2.76);
  CHECK(value(runs[0], "token_throughput") == 352.14);
  CHECK(value(runs[0], "total_token_throughput") == 810.77);
  CHECK(value(runs[0], "median_itl") == 5);
  CHECK(value(runs[0], "p99_e2el") == 12);
  CHECK(value(runs[0], "completed_requests") == 512);
  CHECK(value(runs[0], "output_tokens") == 12737);
  CHECK(value(runs[0], "duration") == 36.17);
  CHECK_FALSE(runs[0].concurrency);
  CHECK_FALSE(runs[0].test);
}

TEST_CASE("numbers in all forms") {
  CHECK(read_as("12.5") == 12.5);
  CHECK(read_as("1,234.5") == 1234.5);
  CHECK(read_as("1,234,567") == 1234567);
  CHECK(read_as("1e3") == 1000);
  CHECK(read_as("2.5E-1") == 0.25);
  CHECK(read_as("+7") == 7);
  CHECK(read_as(".5") == 0.5);
  CHECK(read_as("5.") == 5);
  CHECK(read_as("12ms") == -1);
  CHECK(read_as("12 ms") == 12);
  for (const char* none : {"nan", "inf", "-inf", "NaN", "Infinity", "1e999"}) {
    CAPTURE(none);
    CHECK(read_as(none) == -2);
  }
  for (const char* bad : {"", "N/A", "-", "1,5", "1,2345", "1.2.3", "x12", "12abc", "."}) {
    CAPTURE(bad);
    CHECK(read_as(bad) == -1);
  }
}

TEST_CASE("prefixes, colours, progress bars, zero bytes and other bytes that are no text") {
  std::string log = "  0%|  |\r 50%|# |\r";
  const std::string text = result();
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    log += "[1,0]<stdout>:2026-01-01 10:00:00,1 INFO \x1b[1;32m" + text.substr(at, end - at) + "\x1b[0m\r\n";
    log += std::string("\xff\xfe\0 server: iter 12\n", 19);
    at = end + 1;
  }
  const auto runs = runs_of(log);
  REQUIRE(runs.size() == 1);
  CHECK(value(runs[0], "mean_ttft") == 1);
  CHECK(value(runs[0], "p99_e2el") == 12);
}

TEST_CASE("pieces of any size give the same") {
  const std::string log = "max_concurrency=4\r\n" + result("1") + "max_concurrency=8\n" + result("2");
  for (const std::size_t piece : {1U, 2U, 3U, 7U, 64U}) {
    const auto runs = runs_of(log, piece);
    REQUIRE(runs.size() == 2);
    CHECK(runs[0].concurrency == 4);
    CHECK(runs[1].concurrency == 8);
    CHECK(value(runs[1], "p99_ttft") == 2);
  }
}

TEST_CASE("the concurrency and the data, where the log says them") {
  const auto concurrency = [](const std::string& line) {
    const auto runs = runs_of(line + "\n" + result());
    return runs.at(0).concurrency.value_or(-1);
  };
  CHECK(concurrency("python -m x --max-concurrency 64 --host h") == 64);
  CHECK(concurrency("--max-concurrency=64") == 64);
  CHECK(concurrency("['--max-concurrency', '64', '--host']") == 64);
  CHECK(concurrency("Namespace(max_concurrency=64, port=1)") == 64);
  CHECK(concurrency("Namespace(max_concurrency=None)") == -1);
  CHECK(concurrency("{\"max_concurrency\": 64}") == 64);
  CHECK(concurrency("Maximum request concurrency: 64") == 64);
  CHECK(concurrency("our concurrency 64") == -1);
  CHECK(concurrency("benchmark: random data, 1024 tokens, concurrency 64, 512 prompts") == 64);
  const auto runs =
      runs_of("x.py::t[a]\nbenchmark: data set '/d', concurrency 3\n" + result() + "benchmark: data of b\n");
  CHECK(runs[0].data == "data set '/d', concurrency 3");
  CHECK(runs[0].test == "a");
}

TEST_CASE("a concurrency within the result") {
  std::string log = result();
  log.insert(log.find("Benchmark duration"), "Maximum request concurrency:             25\n");
  const auto runs = runs_of(log + result("3"));
  REQUIRE(runs.size() == 2);
  CHECK(runs[0].concurrency == 25);
  CHECK_FALSE(runs[1].concurrency);
}

TEST_CASE("calls that are all announced before the first, with results that say their own concurrency") {
  const auto own = [](const std::string& concurrency, const std::string& itl) {
    std::string log = result(itl);
    return log.insert(log.find("Benchmark duration"), "Maximum request concurrency: " + concurrency + "\n");
  };
  const auto runs =
      runs_of("--max-concurrency 64\n--max-concurrency 128\n" + own("64", "1") + own("128", "2") + own("256", "3"));
  REQUIRE(runs.size() == 3);
  CHECK(runs[0].concurrency == 64);
  CHECK(runs[1].concurrency == 128);
  CHECK(runs[2].concurrency == 256);
}

TEST_CASE("the test that a run belongs to") {
  const auto runs =
      runs_of("perf/t.py::test_e2e[disagg_upload-a] \n" + result("1") + "perf/t.py::test_e2e[disagg_upload-b]\n" +
              "x.py::not [this] x.py::nor[] x.py::cut[\n" + result("2"));
  REQUIRE(runs.size() == 2);
  CHECK(runs[0].test == "disagg_upload-a");
  CHECK(runs[1].test == "disagg_upload-b");
}

TEST_CASE("what is printed again counts once") {
  CHECK(runs_of(result("1") + result("2") + "-- Captured stdout call --\n" + result("1") + result("2")).size() == 2);
  CHECK(runs_of("max_concurrency=1\n" + result() + "max_concurrency=2\n" + result()).size() == 2);
  // Numbers outside of a result are repetitions, unless there is no heading at all.
  CHECK(runs_of(result() + "Mean TTFT (ms): 99\n").size() == 1);
  const auto bare = runs_of("Mean TTFT (ms): 1\nP99 TTFT (ms): 2\nMean TTFT (ms): 3\n");
  REQUIRE(bare.size() == 2);
  CHECK(value(bare[0], "p99_ttft") == 2);
  CHECK(value(bare[1], "mean_ttft") == 3);
}

TEST_CASE("the concurrency of the next run is not that of a result whose last line is missing") {
  std::string cut = result("1");
  cut.erase(cut.rfind("====="));
  cut.erase(cut.find_last_not_of('=') + 1);
  for (const char* const mark : {"Maximum request concurrency: ", "--max-concurrency "}) {
    CAPTURE(mark);
    const auto runs = runs_of(mark + ("4\n" + cut) + mark + "8\n" + result("2"));
    REQUIRE(runs.size() == 2);
    CHECK(runs[0].concurrency == 4);
    CHECK(runs[1].concurrency == 8);
  }
  const auto unknown = runs_of(cut + "Maximum request concurrency: 8\n" + result("2"));
  REQUIRE(unknown.size() == 2);
  CHECK_FALSE(unknown[0].concurrency);
  CHECK(unknown[1].concurrency == 8);
}

TEST_CASE("logs that are cut") {
  const std::string whole = result();
  LogReader reader;
  reader.read(whole.substr(0, whole.find("1809.13") + 3));
  CHECK(reader.finish());
  REQUIRE(reader.runs().size() == 1);
  CHECK_FALSE(value(reader.runs()[0], "p99_ttft"));
  CHECK(value(reader.runs()[0], "median_ttft") == 2);
  CHECK(runs_of("============ Serving Benchmark Result ============\n").empty());
  CHECK(runs_of("").empty());
  CHECK(runs_of("re.compile(r\"Mean TTFT \\(ms\\):\\s+([\\d.]+)\")\nxMean TTFT (ms): 1\n").empty());
}

TEST_CASE("a line without end does not fill the memory") {
  LogReader reader;
  const std::string piece(1U << 20U, 'x');
  for (int i = 0; i < 200; ++i) reader.read(piece);
  reader.read("\n" + result());
  CHECK_FALSE(reader.finish());
  CHECK(reader.runs().size() == 1);
}

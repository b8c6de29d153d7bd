// Baselines: which run is whose, and what is worse.
#include "compiler/metrics/baseline.hpp"

#include <doctest/doctest.h>

#include <limits>

#include "compiler/metrics/compare.hpp"

using namespace perfc;

namespace {

Measured measured(std::string_view name, double value) {
  Measured out;
  out[*metric_index(name)] = value;
  return out;
}

// The mean_itl of a run; 0 where there is none.
double itl(const BaselineRun* run) { return run == nullptr ? 0 : *run->measured[*metric_index("mean_itl")]; }

Document number(const char* text) { return scalar_document(text); }
Document one_run(Document metrics) {
  return map_document(
      {document_entry("runs", list_document({map_document({document_entry("metrics", std::move(metrics))})}))});
}

std::string complaint(const Document& document) {
  Diagnostics diags;
  const auto baseline = read_baseline(document, "b.json", diags);
  CHECK((baseline == nullptr) == diags.failed());
  return diags.all().empty() ? std::string() : diags.all().front().message;
}

}  // namespace

TEST_CASE("the run of a test: by one of its names, or by none") {
  const Baseline baseline{"b.json",
                          {{std::nullopt, std::nullopt, 4, measured("mean_itl", 1)},
                           {"small", std::nullopt, 4, measured("mean_itl", 2)},
                           {"disagg_upload-r1", std::nullopt, 4, measured("mean_itl", 3)},
                           {"disagg_upload-x-r1", std::nullopt, 4, measured("mean_itl", 4)},
                           {"r1", std::nullopt, 8, measured("mean_itl", 5)}}};
  const auto found = [&](const TestNames& names, std::optional<std::int64_t> concurrency) {
    return itl(baseline.find(names, concurrency));
  };
  CHECK(found({"small", {}}, 4) == 2);
  CHECK(found({"other", {}}, 4) == 1);
  CHECK(found({"r1", "disagg_upload-r1"}, 4) == 3);
  CHECK(found({"r1", "disagg_upload-r1"}, 8) == 5);
  CHECK(found({"x-r1", "disagg_upload-x-r1"}, 4) == 4);
  CHECK(found({"x-r1", "disagg_upload-x-r1"}, 8) == 0);  // r1 is another test
  CHECK(found({"upload-r1", {}}, 8) == 0);
  CHECK(found({"r1", {}}, 16) == 0);
  CHECK(found({}, 8) == 5);
  CHECK(found({"small", {}}, std::nullopt) == 2);
}

TEST_CASE("the run of a log, which has the id alone: by the id, else by the only name that the id ends with") {
  const Baseline judged{"verdict.json",
                        {{"r1", "disagg_upload-e2e-r1", 4, measured("mean_itl", 1)},
                         {"r1", "aggr_upload-small-r1", 4, measured("mean_itl", 2)},
                         {"x-r1", "disagg_upload-x-r1", 4, measured("mean_itl", 3)}}};
  const auto in = [](const Baseline& baseline, const std::string& id) { return itl(baseline.find({{}, id}, 4)); };
  CHECK(in(judged, "disagg_upload-e2e-r1") == 1);
  CHECK(in(judged, "aggr_upload-small-r1") == 2);
  CHECK(in(judged, "disagg_upload-x-r1") == 3);
  CHECK(in(judged, "disagg_upload-r1") == 0);
  CHECK(itl(judged.find({"r1", "aggr_upload-small-r1"}, 4)) == 2);
  CHECK(itl(judged.find({"x-r1", "other_upload-x-r1"}, 4)) == 3);

  Baseline old{"verdict.json", {{"r1", std::nullopt, 4, measured("mean_itl", 1)}}};
  CHECK(in(old, "disagg_upload-e2e-r1") == 1);
  CHECK(in(old, "aggr_upload-ctx_only-r1") == 1);
  CHECK(in(old, "disagg_upload-xr1") == 0);
  old.runs.push_back({"x-r1", std::nullopt, 8, measured("mean_itl", 2)});
  CHECK(in(old, "disagg_upload-r1") == 1);
  CHECK(in(old, "disagg_upload-x-r1") == 0);  // of a mode x, or the test x-r1
}

TEST_CASE("a bound has the digits that the script has which judges by it") {
  CHECK(worst_allowed(*metric_index("mean_ttft"), 6, 20) == 7.2);
  CHECK(worst_allowed(*metric_index("mean_ttft"), 3, 15) == 3.45);
}

TEST_CASE("throughputs go up, latencies go down") {
  Measured before = measured("token_throughput", 1000);
  before[*metric_index("p99_ttft")] = 2000;
  before[*metric_index("median_ttft")] = 0;  // says nothing
  const auto worse = [&](double throughput, double latency) {
    Measured now = measured("token_throughput", throughput);
    now[*metric_index("p99_ttft")] = latency;
    std::string out;
    for (const Comparison& item : compare(before, now, {5, {{*metric_index("p99_ttft"), 10, {}}}}))
      if (item.worse) out += std::string(kMetrics[item.metric].name) + ' ';
    return out;
  };
  CHECK(worse(1000, 2000) == "");
  CHECK(worse(5000, 1) == "");
  CHECK(worse(950, 2200) == "");
  CHECK(worse(949.9, 2200) == "token_throughput ");
  CHECK(worse(950, 2200.1) == "p99_ttft ");
  CHECK(worse(std::numeric_limits<double>::quiet_NaN(), 1) == "token_throughput ");
  CHECK(compare(before, Measured{}, {}).size() == 2);
  CHECK(compare(before, Measured{}, {})[0].worse);
  Measured empty = before;
  empty[*metric_index("completed_requests")] = 0;
  CHECK(compare(before, empty, {})[0].worse);
  for (const double nonsense : {0.0, -5.0}) {
    Measured unmeasured = before;
    unmeasured[*metric_index("p99_ttft")] = nonsense;
    const Comparison latency = compare(before, unmeasured, {})[1];
    CHECK(latency.metric == *metric_index("p99_ttft"));
    CHECK(latency.worse);
    CHECK_FALSE(latency.change());
  }
  CHECK(compare(before, before, {})[1].change() == 0.0);
}

TEST_CASE("what is no baseline") {
  CHECK(complaint(one_run(map_document(
            {document_entry("mean_itl", number("1.5")), document_entry("p99_itl", number("null"))}))) == "");
  CHECK(complaint(number("3")) == "'b.json' is no baseline: it has no list 'runs'");
  CHECK(complaint(map_document({document_entry("runs", list_document({}))})) ==
        "'b.json' is no baseline: its list 'runs' is empty");
  CHECK(complaint(one_run(number("3"))) == "'b.json' is no baseline: a run is an object with 'metrics'");
  CHECK(complaint(one_run(map_document({document_entry("mean_itk", number("1"))}))) ==
        "'b.json' is no baseline: 'mean_itk' is no metric");
  CHECK(complaint(one_run(map_document({document_entry("mean_itl", text_document("1"))}))) ==
        "'b.json' is no baseline: 'mean_itl' is no number");
  for (const char* none : {"NaN", "nan", "Infinity", "inf"}) {
    CHECK(complaint(one_run(map_document({document_entry("mean_itl", number(none))}))) ==
          "'b.json' is no baseline: 'mean_itl' is no number");
  }
}

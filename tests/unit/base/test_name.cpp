#include "compiler/base/test_name.hpp"

#include <doctest/doctest.h>

using namespace perfc;

TEST_CASE("an id names a configuration by its function or its type") {
  const auto named = [](std::string_view id) { return read_test_name(id).performance; };
  CHECK(named("perf/test_perf_sanity.py::test_e2e[aggr_upload-a-b]"));
  CHECK(named("perf/test_mine.py::test_e2e[nightly-a-b]"));
  CHECK(named("perf/test_perf.py::test_perf[perf_sanity_aggr-a-b]"));
  CHECK(named("perf/test_perf.py::test_perf[disagg_upload-e2e-a]"));
  CHECK(named("perf/test_perf.py::test_perf[benchmark-a]"));
  CHECK(named("any-a-b"));
  CHECK_FALSE(named("perf/test_perf.py::test_perf[gpt_oss_20b_fp4-bench-pytorch-float4-gpus:2]"));
  CHECK_FALSE(named("perf/test_perf.py::test_perf"));
  CHECK_FALSE(named("accuracy/test_x.py::test_e2e[aggr-a]"));
}

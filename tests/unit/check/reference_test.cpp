// The pages of kinds, fields and engine options.
#include <doctest/doctest.h>

#include "tests/unit/check/fixture.hpp"

using perfc::test::Workbench;

TEST_CASE("a field's page has its documentation, type and default") {
  CHECK(Workbench().page("cluster.mpi") ==
        "# cluster.mpi\n\nsrun --mpi\n\ntype: one of pmix, pmi2, pmix_v3, pmix_v4 or none\ndefault: pmix\n");
  CHECK(Workbench().page("topology.nodes") ==
        "# topology.nodes\n\ntype: any value\n"
        "never written: computed from servers x ceil(GPUs of a server / gpus_per_node), added up over the roles\n");
  const auto option = Workbench().page("trtllm.kv_cache_config.dtype");
  REQUIRE(option);
  CHECK(option->starts_with("# trtllm.kv_cache_config.dtype\n\n"));
  CHECK(option->find("type: one of auto, fp8") != std::string::npos);
}

TEST_CASE("a kind's page lists its fields, a block's those inside") {
  const auto kind = Workbench().page("suite");
  REQUIRE(kind);
  CHECK(kind->starts_with("# suite\n\nwhich topologies are tested with which benchmarks on which cluster\n\n"));
  CHECK(kind->find("  harness\n      the name of a harness; default perf_sanity\n") != std::string::npos);
  const auto block = Workbench().page("cluster.container");
  REQUIRE(block);
  CHECK(block->find("  image\n      a string\n      container image\n") != std::string::npos);
  for (const std::string_view name : perfc::reference_names()) CHECK(Workbench().page(name));
}

TEST_CASE("what is not there has no page") {
  CHECK_FALSE(Workbench().page("clustr"));
  CHECK_FALSE(Workbench().page("cluster.mpx"));
  CHECK_FALSE(Workbench().page("cluster.mpi.x"));
}

// Bases: what is replaced, merged, appended, removed; and that names are resolved after inheritance.
#include <doctest/doctest.h>

#include "tests/unit/check/fixture.hpp"

using perfc::test::findings;
using perfc::test::Workbench;

TEST_CASE("scalars and lists replace, blocks merge, += appends, unset removes") {
  CHECK(findings(R"(
cluster base {
  gpus_per_node = 4
  srun_args     = ["--x"]
  sbatch_args   = ["--q"]
  container { image = "i", mounts = ["/a:/a"] }
}
cluster d : base {
  gpus_per_node = 8
  srun_args    += ["--y"]
  unset sbatch_args
  container { mounts = ["/b:/b"], mounts += ["/c:/c"] }
}
require d.gpus_per_node == 8 and base.gpus_per_node == 4, "scalar"
require d.srun_args == ["--x", "--y"] and base.srun_args == ["--x"], "append"
require d.container.image == "i" and d.container.mounts == ["/b:/b", "/c:/c"], "block"
)") == "");
  CHECK(findings("cluster b { sbatch_args = [\"q\"] }\ncluster d : b { unset sbatch_args }\nlet x = d.sbatch_args") ==
        "3:11 E213 cluster 'd' has no field 'sbatch_args'\n");
  CHECK(findings("cluster d { unset nodes }") == "1:19 E218 there is no inherited field 'nodes' to unset\n");
}

TEST_CASE("an inherited field sees the fields of what inherited it") {
  CHECK(findings(R"(
cluster base { model_root = "/a", container { mounts = ["${model_root}:/data"] } }
cluster d : base { model_root = "/b" }
require d.container.mounts == ["/b:/data"] and base.container.mounts == ["/a:/data"], "late"
)") == "");
}

TEST_CASE("a field twice in one body") {
  CHECK(findings("cluster c { nodes = 4\n nodes = 5 }") ==
        "2:2 E206 field 'nodes' is written twice in one body\n"
        "  1:13 first written here\n"
        "  help: keep one of them; what is inherited may be overridden in a body of its own\n");
  CHECK(findings("cluster c { if 1 < 2 { nodes = 4 } else { nodes = 5 } }\nrequire c.nodes == 4, \"no\"") == "");
  CHECK(findings("let m = { a = 1, a = 2 }") ==
        "1:18 E206 field 'a' is written twice in one body\n"
        "  1:11 first written here\n");
}

TEST_CASE("if and for in bodies") {
  CHECK(findings(R"(
param big: bool = true
cluster c {
  gpus_per_node = 4
  if big and gpus_per_node == 4 { nodes = 64 } else if big { nodes = 32 } else { nodes = 8 }
  for name in ["a", "b"] { sbatch_args += ["--${name}"] }
}
require c.nodes == 64 and c.sbatch_args == ["--a", "--b"], "no"
)") == "");
  CHECK(findings("cluster c { if 1 { nodes = 1 } }") == "1:16 E301 expected true or false, found the integer 1\n");
  CHECK(findings("cluster c { for x in 3 { } }") == "1:22 E314 'for' goes over a list or a map, found the integer 3\n");
}

TEST_CASE("what a derived body says wins over a condition of its base") {
  CHECK(findings("cluster b { if true { nodes = 1 } }\ncluster d : b { nodes = 2 }\nrequire d.nodes == 2, \"no\"") ==
        "");
}

TEST_CASE("maps merge by key and keep their order") {
  CHECK(findings(R"(
harness b { env { A = "1", B = "2" } }
harness d : b { env { B = "3", C = "4" } }
require keys(d.env) == ["A", "B", "C"] and d.env.B == "3", "no"
)") == "");
  CHECK(findings("harness h { env { A = \"1\", \"b-c\" = \"2\" } }") ==
        "1:28 E318 'b-c' is no name of an environment variable\n");
}

TEST_CASE("null is a value where a type allows it, and nothing else") {
  CHECK(findings("use std.trtllm\nworker w : tp(1) { cuda_graph_config = null }\nrequire w.cuda_graph_config == null, "
                 "\"no\"") == "");
  CHECK(findings("cluster c { nodes = null }") == "1:21 E301 expected an integer from 1 to 1000000, found null\n");
}

TEST_CASE("roles start from workers, and both from the topology's transceiver") {
  CHECK(findings(R"(
use std.trtllm
topology t {
  model = deepseek_r1
  cache_transceiver_config { backend = UCX, max_tokens_in_buffer = 1024 }
  ctx 2 : dep(4) { cache_transceiver_config { max_tokens_in_buffer = 2048 } }
  gen 1 : dep(8) { }
}
topology u : t { gen { max_batch_size = 4 } }
require t.ctx.cache_transceiver_config.max_tokens_in_buffer == 2048, "own"
require t.gen.cache_transceiver_config.max_tokens_in_buffer == 1024, "shared"
require u.gen.max_batch_size == 4 and u.gen.tensor_parallel_size == 8, "derived"
)") == "");
}

TEST_CASE("a topology's load starts from a benchmark") {
  Workbench bench;
  const perfc::Program& program = bench.check(R"(
use std.trtllm
benchmark chat { input_length = 8192, output_length = input_length // 8, concurrency = [16] }
topology t { model = deepseek_r1, server : tp(4) { }, benchmark : chat { rounds = 3 } }
topology d : t { benchmark { input_length = 1024, concurrency += [32] } }
)");
  REQUIRE(program.topologies.size() == 2);
  const auto load = [&](std::size_t i) { return *program.topologies[i].load; };
  CHECK(load(0).output_length == 1024);
  CHECK(load(0).rounds == 3);
  CHECK(load(1).output_length == 128);
  CHECK(load(1).rounds == 3);
  CHECK(load(1).concurrency == std::vector<std::int64_t>{16, 32});
  CHECK(findings("topology t { benchmark : chat { } }").find("1:26 E20") == 0);
  CHECK(findings("use std.trtllm\nworker w : tp(4) { kv_cache_config : w { dtype = fp8 } }") ==
        "2:38 E316 a base cannot stand in the head of 'kv_cache_config'\n"
        "  help: of the blocks only roles (from a worker) and a topology's benchmark start from a declaration\n");
  CHECK(findings("use std.trtllm\nworker w : tp(4) { env : w { A = \"1\" } }").find("2:26 E316 a base") == 0);
}

TEST_CASE("parallel sizes go in front of the first that a role or its worker writes") {
  Workbench bench;
  const perfc::Program& program = bench.check(R"(
use std.trtllm
worker w : tp(4) { max_batch_size = 2, pipeline_parallel_size = 1, max_seq_len = 64 }
topology direct { model = deepseek_r1, server : tp(4) { max_batch_size = 2, pipeline_parallel_size = 1, max_seq_len = 64 } }
topology through { model = deepseek_r1, server : w { } }
topology bare { model = deepseek_r1, server : tp(4) { max_batch_size = 2 } }
)");
  REQUIRE(program.topologies.size() == 3);
  const auto names = [&](std::size_t i) {
    std::string all;
    for (const perfc::Field& field : program.topologies[i].server->options->fields) all += field.name + " ";
    return all;
  };
  CHECK(names(0) == "max_batch_size tensor_parallel_size enable_attention_dp pipeline_parallel_size max_seq_len ");
  CHECK(names(1) == names(0));
  CHECK(names(2) == "tensor_parallel_size enable_attention_dp max_batch_size ");
}

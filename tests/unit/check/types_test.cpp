// Types, ranges, units, run-time values, computed fields.
#include <doctest/doctest.h>

#include "tests/unit/check/fixture.hpp"

using perfc::test::findings;

TEST_CASE("wrong types say what to write") {
  CHECK(findings("cluster c { gpus_per_node = \"4\" }") ==
        "1:29 E301 expected an integer from 1 to 1024, found the string \"4\"\n"
        "  help: write 4 without the quotes\n");
  CHECK(findings("cluster c { account = batch }") ==
        "1:23 E301 expected a string, found the word batch\n"
        "  help: write \"batch\"\n");
  CHECK(findings("benchmark b { concurrency = 4 }") ==
        "1:29 E301 expected a list (each element an integer of at least 1), found the integer 4\n"
        "  help: write [4]\n");
  CHECK(findings("cluster c { nodes { a = 1 } }") ==
        "1:13 E301 expected an integer from 1 to 1000000, found a block\n");
  CHECK(findings("benchmark b { concurrency = [4.0] }") ==
        "1:30 E301 expected an integer of at least 1, found the number 4.0\n");
  CHECK(findings("benchmark b { streaming = 1 }") == "1:27 E301 expected true or false, found the integer 1\n");
  CHECK(findings("benchmark b { concurrency = [1, \"2\"] }") ==
        "1:33 E301 expected an integer of at least 1, found the string \"2\"\n"
        "  help: write 2 without the quotes\n");
}

TEST_CASE("ranges and enumerations") {
  CHECK(findings("cluster c { nodes = 0 }") == "1:21 E302 0 is out of range: expected an integer from 1 to 1000000\n");
  CHECK(findings("cluster c { nodes = 2 - 3 }") ==
        "1:21 E302 -1 is out of range: expected an integer from 1 to 1000000\n"
        "  help: 2 - 3 comes to -1\n");
  CHECK(findings("cluster c { mpi = pmxi }") ==
        "1:19 E303 'pmxi' is not one of pmix, pmi2, pmix_v3, pmix_v4 or none\n"
        "  help: did you mean 'pmix'?\n");
  CHECK(findings("cluster c { mpi = \"pmix\" }\nrequire c.mpi == pmix, \"no\"") == "");
  CHECK(findings("use std.trtllm\nworker w : tp(1) { kv_cache_config { free_gpu_memory_fraction = 1.5 } }") ==
        "2:65 E302 1.5 is out of range: expected a number from 0 to 1\n");
}

TEST_CASE("units") {
  CHECK(findings("cluster c { time = 90 }") ==
        "1:20 E304 90 needs a unit here: expected a duration\n"
        "  help: write 90s, 90min or 90h\n");
  CHECK(findings("gpu g { memory = 186 }") ==
        "1:18 E304 186 needs a unit here: expected a byte count\n"
        "  help: write 186GiB or 186MiB\n");
  CHECK(findings("require 1h30min == 90min and 250ms * 4 == 1s and 2d // 2 == 24h and 1GiB / 1MiB == 1024.0, \"no\"") ==
        "");
  CHECK(findings("let x = 1h + 1GiB") == "1:9 E308 '+' cannot take a duration of 3600000 ms and 1073741824 bytes\n");
}

TEST_CASE("integers never wrap") {
  CHECK(findings("let x = 9_223_372_036_854_775_807 + 1") ==
        "1:9 E306 9223372036854775807 + 1 does not fit into 64 bits\n");
  CHECK(findings("let x = 4Gi * 4Gi").find("E306") != std::string::npos);
  CHECK(findings("let x = -9_223_372_036_854_775_807 - 1\nlet y = -x\nlet z = x // -1") ==
        "2:9 E306 -(-9223372036854775808) does not fit into 64 bits\n"
        "3:9 E306 -9223372036854775808 // -1 does not fit into 64 bits\n");
  CHECK(findings("let x = 10h * 9_223_372_036_854_775_807").find("E306") != std::string::npos);
}

TEST_CASE("division by zero, and operands that do not fit") {
  CHECK(findings("let a = 1 / 0\nlet b = 1 // 0\nlet c = 1 % 0\nlet d = 1.5 / 0") ==
        "1:9 E307 division by zero: 1 / 0\n"
        "2:9 E307 division by zero: 1 // 0\n"
        "3:9 E307 division by zero: 1 % 0\n"
        "4:9 E307 division by zero: 1.5 / 0\n");
  CHECK(findings("let a = 1 < \"a\"") == "1:9 E308 '<' cannot take the integer 1 and the string \"a\"\n");
  CHECK(findings("let a = -\"x\"") == "1:9 E309 '-' cannot take the string \"x\"\n");
}

TEST_CASE("run-time values where a script knows them, refused where sbatch or the compiler would have to") {
  CHECK(findings("cluster c { repo = env(\"TRTLLM_DIR\"), work_dir = \"${env(\"WORKSPACE\", \"/tmp\")}/x\" }") == "");
  CHECK(findings("cluster c { account = env(\"ACC\") }") ==
        "1:23 E305 the value of env(\"ACC\") is known only where the script runs; this field must be known when "
        "compiling\n"
        "  help: write the value itself, or make it a param and give it with -D name=value\n");
  CHECK(findings("cluster c { nodes = env(\"N\") }").find("E305") != std::string::npos);
  CHECK(findings("let x = env(\"N\") + 1").find("E305 the value of env(\"N\")") != std::string::npos);
  CHECK(findings("cluster c { if env(\"N\") { } }").find("a condition must be known when compiling") !=
        std::string::npos);
  CHECK(findings("let x = env(\"1N\")") ==
        "1:13 E318 '1N' is no name of an environment variable\n"
        "  help: names have letters, digits and _, and do not start with a digit\n");
}

TEST_CASE("what is computed is never written") {
  CHECK(findings("use std.trtllm\ntopology t { mode = \"disagg\", model = deepseek_r1, server : tp(4) { } }") ==
        "2:14 E312 'mode' is computed from the roles: ctx and gen make it disagg, else the server's nodes; it is never "
        "written\n"
        "  help: remove it\n");
}

TEST_CASE("functions") {
  CHECK(findings(R"(
require len([1, 2]) == 2 and len("äb") == 2 and len({ a = 1 }) == 1, "len"
require min(3, 1, 2) == 1 and max([1, 5]) == 5 and sum([1, 2]) == 3 and sum([]) == 0, "fold"
require ceil_div(7, 4) == 2 and ceil_div(8, 4) == 2 and ceil_div(0, 4) == 0, "ceil"
require join([1, a, "b"], "-") == "1-a-b", "join"
require keys({ b = 1, a = 2 }) == ["b", "a"], "keys"
require 1..4 == [1, 2, 3, 4] and 2..1 == [], "range"
require [x * 2 for x in 1..3 if x != 2] == [2, 6], "comprehension"
require ("a" if 1 > 2 else "b") == "b" and not (1 == 2) and UCX in [UCX, NIXL] and "x" not in ["y"], "logic"
require [1, 2] == [1.0, 2] and [1] != [1, 2], "lists"
require ({ a = 1, b = [1] }) == ({ a = 1.0, b = [1.0] }) and ({ a = 1 }) != ({ b = 1 }), "maps"
require -7 // 2 == -4 and -7 % 2 == 1 and 7 / 2 == 3.5, "floor"
)") == "");
  CHECK(findings("let x = len(3)") == "1:9 E317 len() takes a list, a map or a string, found the integer 3\n");
  CHECK(findings("let x = ceil_div(1)") == "1:9 E317 ceil_div() takes 2 arguments, found 1\n");
  CHECK(findings("let x = ceil_div(1, 0)").find("E317 ceil_div(1, 0): the divisor must be above 0") !=
        std::string::npos);
  CHECK(findings("let x = min([])") == "1:9 E317 min() of an empty list\n");
  CHECK(findings("benchmark b { dataset = random(2) }") ==
        "1:25 E317 random() takes a ratio from 0.0 to 1.0: random(0.8)\n");
  CHECK(
      findings("let x = 1..1_000_000").find("E319 the list would have 1000000 elements; at most 100000 are allowed") !=
      std::string::npos);
}

TEST_CASE("require says its message") {
  CHECK(findings("require 1 + 1 == 3, \"one and one are ${1 + 1}\"") ==
        "1:9 E310 one and one are 2\n"
        "  help: this 'require' does not hold\n");
  CHECK(findings("cluster c { gpus_per_node = 3, require gpus_per_node % 2 == 0, \"odd: ${gpus_per_node}\" }") ==
        "1:40 E310 odd: 3\n"
        "  help: this 'require' does not hold\n");
}

TEST_CASE("schemas type the options of engines of one's own") {
  const std::string schema = R"(
schema mine {
  ## Ranks.
  tensor_parallel_size: int(1..)
  cache { dtype: enum(fp8, "odd-one") = fp8 }
  balancer: string | block { slots: int }
  graph: block? { sizes: list(int) }
}
schema more : mine { extra_option: bool }
)";
  CHECK(findings(schema + R"(
worker w { schema = more, tensor_parallel_size = 2, cache { dtype = "odd-one" }, balancer { slots = 3 }, graph = null, extra_option = true }
worker v { schema = mine, balancer = "path", graph { sizes = [1] } }
)") == "");
  CHECK(findings(schema + "worker w { schema = mine, extra_option = true }") ==
        "10:27 E202 unknown field 'extra_option' in worker 'w'\n"
        "  help: a key that no schema knows goes into an extra { } block\n");
  CHECK(findings("schema s { x: itn }") ==
        "1:15 E216 unknown type 'itn'\n"
        "  help: did you mean 'int'?\n");
}

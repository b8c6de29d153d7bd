// Names: declarations, variables, imports, cycles.
#include <doctest/doctest.h>

#include "tests/unit/check/fixture.hpp"

using perfc::test::findings;
using perfc::test::Workbench;

TEST_CASE("a misspelt kind, field, function, module or reference suggests the nearest") {
  CHECK(findings("clustr x { }") ==
        "1:1 E201 unknown kind of declaration 'clustr'\n"
        "  help: did you mean 'cluster'?\n");
  CHECK(findings("cluster x { acount = \"a\" }") ==
        "1:13 E202 unknown field 'acount' in cluster 'x'\n"
        "  help: did you mean 'account'?\n");
  CHECK(findings("let x = mn(1, 2)") ==
        "1:9 E212 unknown function 'mn'\n"
        "  help: did you mean 'min'?\n");
  CHECK(findings("use std.gb20") ==
        "1:5 E210 there is no module 'std.gb20'\n"
        "  help: did you mean 'std.gb200'?\n");
  CHECK(findings("use std.gb200\ncluster x { gpu = GB20 }") ==
        "2:19 E203 there is no gpu named 'GB20'\n"
        "  help: did you mean 'GB200'?\n");
}

TEST_CASE("a name of another kind is pointed at") {
  CHECK(findings("model m { }\ncluster c { gpu = m }") ==
        "2:19 E203 there is no gpu named 'm'\n"
        "  1:7 'm' is a model\n");
}

TEST_CASE("a file that is not there, and one that is") {
  CHECK(findings("use \"nope.perf\"") == "1:5 E210 there is no file 'nope.perf'\n");
  Workbench bench;
  bench.file("lib.perf", "let nodes_of_ci = 12\ncluster shared { gpus_per_node = 8 }");
  bench.check(
      "use \"lib.perf\"\ncluster ci : shared { nodes = nodes_of_ci }\nrequire ci.nodes == 12 and ci.gpus_per_node == "
      "8, \"no\"");
  CHECK(bench.findings() == "");
}

TEST_CASE("an import is not passed on") {
  Workbench bench;
  bench.file("a.perf", "use \"b.perf\"").file("b.perf", "let x = 1");
  bench.check("use \"a.perf\"\nlet y = x + 1");
  CHECK(bench.findings() == "2:9 E204 unknown name 'x'\n");
}

TEST_CASE("imports in a circle are named step by step") {
  Workbench bench;
  bench.file("a.perf", "use \"b.perf\"").file("b.perf", "use \"a.perf\"");
  bench.check("use \"a.perf\"");
  CHECK(bench.findings() ==
        "b.perf:1:5 E209 'a.perf' imports itself\n"
        "  help: a.perf -> b.perf -> a.perf: move what both need into a third file\n");
}

TEST_CASE("two imports with one name") {
  Workbench bench;
  bench.file("a.perf", "model m { }").file("b.perf", "model m { }");
  bench.check("use \"a.perf\"\nuse \"b.perf\"\nmodel x : m { }");
  CHECK(bench.findings() ==
        "3:11 E211 model 'm' comes from two imports\n"
        "  a.perf:1:7 declared here\n"
        "  b.perf:1:7 and here\n"
        "  help: declare a model of another name that starts from one of them\n");
}

TEST_CASE("declared twice") {
  CHECK(findings("model m { }\nmodel m { }") ==
        "2:7 E205 model 'm' is declared twice\n"
        "  1:7 first declared here\n");
  CHECK(findings("model m { }\nbenchmark m { }\nlet m = 1") == "");  // a namespace a kind, and one for values
}

TEST_CASE("cycles name every step, once") {
  CHECK(findings("let a = b\nlet b = a") ==
        "1:5 E207 field 'a' depends on itself\n"
        "  1:5 'a' needs 'b'\n"
        "  2:5 'b' needs 'a'\n");
  CHECK(findings("cluster c { nodes = gpus_per_node, gpus_per_node = nodes }") ==
        "1:13 E207 field 'nodes' depends on itself\n"
        "  1:13 'nodes' needs 'gpus_per_node'\n"
        "  1:36 'gpus_per_node' needs 'nodes'\n");
  CHECK(findings("topology a : b { }\ntopology b : a { }") ==
        "1:10 E208 topology 'a' is its own base\n"
        "  1:14 'a' starts from 'b'\n"
        "  2:14 'b' starts from 'a'\n");
  CHECK(findings("model t(n: int) : t(n - 1) { }\nmodel m : t(3) { }").find("E208 model 't' is its own base") !=
        std::string::npos);
  CHECK(findings("schema a : b { }\nschema b : a { }").find("E208 schema 'a' is its own base") != std::string::npos);
}

TEST_CASE("a very long chain of values ends with an error, not with the stack") {
  std::string program;
  for (int i = 0; i < 20'000; ++i) program += "let v" + std::to_string(i) + " = v" + std::to_string(i + 1) + " + 1\n";
  program += "let v20000 = 1\n";
  CHECK(findings(program).find("E321") != std::string::npos);
}

TEST_CASE("long expressions in a long chain: one finding, at the place that is too deep") {
  std::string program;
  for (int i = 0; i < 200; ++i) {
    program += "let v" + std::to_string(i) + " = v" + std::to_string(i + 1);
    for (int j = 0; j < 20; ++j) program += " + 1";
    program += "\n";
  }
  program += "let v200 = 1\n";
  const std::string found = findings(program);
  CHECK(found.ends_with(" E322 this value needs expressions more than 1400 deep within one another\n"));
  CHECK(found.find('\n') == found.size() - 1);
}

TEST_CASE("a word: variable, member of the expected enumeration, field, declaration, in this order") {
  CHECK(findings("let pmi2 = \"pmix\"\ncluster c { mpi = pmi2 }\nrequire c.mpi == pmix, \"no\"") == "");
  CHECK(findings("use std.gb200\nlet which = GB200\ncluster c { gpu = which }") == "");
  CHECK(findings("cluster c { gpus_per_node = 4, nodes = gpus_per_node * 2 }\nrequire c.nodes == 8, \"no\"") == "");
  CHECK(findings("let nodes = 3\ncluster c { nodes = nodes }\nrequire c.nodes == 3, \"no\"") == "");
}

TEST_CASE("params") {
  CHECK(findings("param m: string") ==
        "1:7 E215 param 'm' has no value\n"
        "  help: give one with -D m=VALUE, or write a default: param m = ...\n");
  Workbench given;
  given.define("n", "6").define("name", "6");
  given.check("param n: int = 4\nparam name: string = \"x\"\nrequire n == 6 and name == \"6\", \"no\"");
  CHECK(given.findings() == "");
  Workbench wrong;
  wrong.define("nodes", "1.5").define("nodse", "1");
  wrong.check("param nodes: int = 4");
  CHECK(wrong.findings() ==
        "-D nodes:1:13 E301 expected an integer, found the number 1.5\n"
        "-D nodse:1:5 E214 no file declares param 'nodse'\n"
        "  help: did you mean 'nodes'?\n");
}

TEST_CASE("members of what is not there") {
  CHECK(findings("cluster c { gpus_per_node = 4 }\nlet x = c.gpus_per_nod") ==
        "2:11 E213 cluster 'c' has no field 'gpus_per_nod'\n"
        "  help: did you mean 'gpus_per_node'?\n");
  CHECK(findings("let x = nothing.field") == "1:9 E204 unknown name 'nothing'\n");
  CHECK(findings("let x = [1, 2][2]") ==
        "1:16 E315 there is no element 2 in a list of 2\n"
        "  help: elements are counted from 0\n");
  CHECK(findings("let x = { a = 1 }[\"b\"]") == "1:19 E315 there is no element \"b\" in this map\n");
}

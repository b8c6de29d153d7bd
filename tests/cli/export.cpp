// perfc export as a process; that configurations come back unchanged is shown by tests/e2e/export.py.
#include <doctest/doctest.h>

#include <filesystem>

#include "../unit/driver/temporary.hpp"
#include "run.hpp"

namespace {

const char* const kTopologies = R"(use std.trtllm
cluster lab { gpus_per_node = 4, nodes = 8 }
model m : deepseek_r1 { dir = "x" }
topology a {
  model = m
  ctx 1 : dep(4) { }
  gen 2 : dep(8) { max_batch_size = 64 }
  benchmark { concurrency = [1, 8] }
}
topology unloaded : a { unset benchmark }
topology any(n: int) { model = m, server : tp(n) { }, benchmark { concurrency = [n] } }
topology b : any(2) { }
)";

const char* const kServers = R"(server_configs:
  - name: first
    tensor_parallel_size: 1
    client_configs: [{name: c, concurrency: 1, iterations: 2, isl: 8, osl: 8}]
  - name: second
    tensor_parallel_size: '2'
)";

struct ExportFixture {
  Temporary folder;
  ExportFixture() {
    folder.write("a.perf", kTopologies);
    folder.write("servers.yaml", kServers);
  }
  [[nodiscard]] Outcome perfc(std::vector<std::string> words) const {
    words.insert(words.begin(), "export");
    return Run(std::move(words)).in(folder.path()).go();
  }
};

}  // namespace

TEST_CASE_FIXTURE(ExportFixture, "a document for each topology with a load of its own, in the order written") {
  const Outcome both = perfc({"a.perf"});
  CHECK(both.err == "");
  CHECK(both.status == 0);
  CHECK(both.out.starts_with("---\n# a.yaml\nmetadata:\n"));
  CHECK(both.out.find("\n---\n# b.yaml\nmetadata:\n") != std::string::npos);
  CHECK(both.out.find("unloaded") == std::string::npos);
  CHECK(both.out.find("hardware:\n  gpus_per_node: 4\n  num_ctx_servers: 1\n") != std::string::npos);
  CHECK(both.out.find("  concurrency_list: 1 8\n") != std::string::npos);
}

TEST_CASE_FIXTURE(ExportFixture, "what a test changes nothing of is what build writes as its config.yaml") {
  std::string text = kTopologies;
  const std::string fields = R"(, time = 90min, work_dir = "/w", repo = "/r", model_root = "/m"
  container { image = "i", mounts = ["/:/"] } }
suite s on lab {
  test a as "x"
  test a as "y" { rounds = 3 }
  test b
})";
  text.replace(text.find(" }\n"), 2, fields);
  folder.write("s.perf", text);
  CHECK(Run({"build", "s.perf", "-o", "out"}).in(folder.path()).go().err == "");
  CHECK(perfc({"s.perf", "-o", "configs"}).err == "");
  CHECK(folder.read("configs/a.yaml") == folder.read("out/s/x/config.yaml"));
  CHECK(folder.read("configs/a.yaml").find("job_time: 01:30:00\n") != std::string::npos);
  CHECK(folder.read("configs/a.yaml") != folder.read("out/s/y/config.yaml"));
}

TEST_CASE_FIXTURE(ExportFixture, "sections of a server of its own") {
  folder.write("s.perf", R"(use "a.perf"
topology sectioned : b { metadata { extra { key = 1 } }, extra { section { other = [1, 2] } } }
)");
  const Outcome outcome = perfc({"s.perf"});
  CHECK(outcome.out.find("\n  key: 1\nhardware:\n  gpus_per_node: 4\nsection:\n  other: [1, 2]\nserver_configs:\n") !=
        std::string::npos);
}

TEST_CASE_FIXTURE(ExportFixture, "-o writes files, and only those that changed; others stay") {
  folder.write("out/mine.yaml", "mine\n");
  const Outcome first = perfc({"a.perf", "-o", "out/"});
  CHECK(first.err == "");
  CHECK(first.out == "new      out/a.yaml\nnew      out/b.yaml\nexported 2 configurations to out/: 2 changed\n");
  const auto before = folder.tree("out");
  CHECK(before.size() == 3);
  folder.write("out/b.yaml", "other\n");
  CHECK(perfc({"a.perf", "-o", "out"}).out ==
        "same     out/a.yaml\nchanged  out/b.yaml\nexported 2 configurations to out/: 1 changed\n");
  CHECK(folder.tree("out") == before);
}

TEST_CASE_FIXTURE(ExportFixture, "servers of one file go back into one file") {
  folder.write("s.perf",
               "use std.trtllm\ntopology x : yaml(\"servers.yaml\", \"first\") { server { max_batch_size = 3 } }\n"
               "topology y : x { server { max_batch_size = 4 } }\n");
  const Outcome outcome = perfc({"s.perf"});
  CHECK(outcome.err == "");
  CHECK(outcome.out ==
        "server_configs:\n"
        "  - name: first\n"
        "    tensor_parallel_size: 1\n"
        "    client_configs: [{name: c, concurrency: 1, iterations: 2, isl: 8, osl: 8}]\n"
        "    max_batch_size: 3\n"
        "  - name: second\n"
        "    tensor_parallel_size: '2'\n"
        "  - name: y\n"
        "    tensor_parallel_size: 1\n"
        "    client_configs: [{name: c, concurrency: 1, iterations: 2, isl: 8, osl: 8}]\n"
        "    max_batch_size: 4\n");
}

TEST_CASE_FIXTURE(ExportFixture, "two contents for one file or one server are an error, and nothing is written") {
  folder.write("more/b.perf", "use \"../a.perf\"\ntopology b : a { gen { max_batch_size = 2 } }\n");
  const Outcome file = perfc({"a.perf", "more/b.perf", "-o", "out"});
  CHECK(file.status == 1);
  CHECK(file.err.find(
            "more/b.perf:2:10: error[E605]: topology 'b' and topology 'b' would both be written to 'b.yaml'\n") !=
        std::string::npos);
  CHECK(file.err.find("a.perf:12:10: note: the other one\n") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(folder.path("out")));
  folder.write("more/same.perf", "use \"../a.perf\"\ntopology b : any(2) { }\n");
  CHECK(
      perfc({"a.perf", "more/same.perf", "-o", "out"}).out.ends_with("exported 2 configurations to out/: 2 changed\n"));

  folder.write("s.perf",
               "use std.trtllm\ntopology x : yaml(\"servers.yaml\", \"first\") { }\ntopology second : x { }\n");
  const Outcome server = perfc({"s.perf"});
  CHECK(server.status == 1);
  CHECK(server.err.find("error[E605]: a server and topology 'second' would both be written to server 'second' of "
                        "'servers.yaml'\n") != std::string::npos);
  CHECK(server.err.find("servers.yaml:5:11: note: the other one\n") != std::string::npos);
}

TEST_CASE_FIXTURE(ExportFixture, "nothing to export, a name that is none of a file, GPUs of a node that nobody knows") {
  folder.write("none.perf", "let x = 1\n");
  CHECK(perfc({"none.perf"}).err.starts_with("error[E604]: no topology has a load of its own\nhelp: "));
  folder.write("names.perf", "use \"a.perf\"\ntopology \"../b\" : a { }\n");
  const Outcome name = perfc({"names.perf", "-o", "out"});
  CHECK(name.status == 1);
  CHECK(name.err.starts_with("names.perf:2:10: error[E414]: topology '../b' cannot be a file name: it holds a '/'\n"));
  const std::string text = kTopologies;
  folder.write("bare.perf", std::string(text).replace(text.find("cluster lab"), 44, ""));
  const Outcome bare = perfc({"bare.perf"});
  CHECK(bare.status == 0);
  CHECK(bare.err.find("warning[W606]: nothing says how many GPUs a node has for topology 'a'\n") != std::string::npos);
  CHECK(bare.err.find("help: write it in the topology: hardware { gpus_per_node = N }\n") != std::string::npos);
  CHECK(bare.out.find("gpus_per_node") == std::string::npos);
}

TEST_CASE_FIXTURE(ExportFixture, "places that cannot be written") {
  folder.write("file", "x");
  CHECK(perfc({"a.perf", "-o", "file"}).err == "error[E601]: cannot write 'file': not a directory\n1 error\n");
  CHECK(perfc({"a.perf", "-o", ""}).status == 2);
  std::filesystem::create_directories(folder.path("out/b.yaml"));
  const Outcome occupied = perfc({"a.perf", "-o", "out"});
  CHECK(occupied.status == 3);
  CHECK(occupied.err == "error[E601]: cannot write 'out/b.yaml': is a directory\n1 error\n");
  CHECK_FALSE(std::filesystem::exists(folder.path("out/a.yaml")));
}

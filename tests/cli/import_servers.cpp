// perfc import of aggregated configurations: what callers see of servers and their clients.
#include <doctest/doctest.h>

#include "command_fixture.hpp"

namespace {

struct ServersFixture : CommandFixture {
  ServersFixture() : CommandFixture("import") {}
};

}  // namespace

TEST_CASE_FIXTURE(ServersFixture, "import: a client is said once, by its load, and follows when that changes") {
  const std::string yaml =
      "metadata:\n  model_name: m\n"
      "server_configs:\n"
      "- name: one\n  model_name: m\n  tensor_parallel_size: 1\n"
      "  client_configs:\n"
      "  - name: mine\n    concurrency: 64\n    iterations: 3\n    isl: 1000\n    osl: 1000\n"
      "    streaming: true\n    backend: openai-chat\n    our_key: 5\n";
  folder.write("a.yaml", yaml);
  CHECK(run({"a.yaml", "-o", "out"}).status == 0);
  std::string program = folder.read("out/a.perf");
  CHECK(program.find("client_name   = \"mine\"") != std::string::npos);
  CHECK(program.find("extra { our_key = 5 }") != std::string::npos);
  CHECK(program.find("client_configs = ") == std::string::npos);
  CHECK(program.find("\"client_configs.0\" = [") != std::string::npos);
  const auto export_again = [&] { return Run({"export", "out/a.perf"}).in(folder.path()).go().out; };
  CHECK(export_again().find("- name: mine\n        concurrency: 64\n        iterations: 3\n        isl: 1000\n"
                            "        osl: 1000\n        streaming: true\n        backend: openai-chat\n"
                            "        our_key: 5\n") != std::string::npos);
  program.replace(program.find("[64]"), 4, "[128, 256]");
  folder.write("out/a.perf", program);
  const std::string changed = export_again();
  CHECK(changed.find("name: mine_con128\n        concurrency: 128\n") != std::string::npos);
  CHECK(changed.find("name: mine_con256\n        concurrency: 256\n") != std::string::npos);
  CHECK(changed.find("64\n") == std::string::npos);
}

TEST_CASE_FIXTURE(ServersFixture, "import: a file of servers comes back with all that stands beside them") {
  const std::string server = "  - name: one\n    tensor_parallel_size: 1\n";
  const std::string environment = "environment:\n  work_dir: /w\n  worker_env_var: A=1\n";
  const std::string clients = "client_configs:\n  - name: c\n    concurrency_list: \"1\"\n";
  const std::string loaded = server + "    client_configs:\n      - name: mine\n        concurrency: 64\n";
  for (const std::string& yaml : std::vector<std::string>{
           environment + "server_configs:\n" + server + clients,
           "server_configs:\n" + server + "  - name: two\n    tensor_parallel_size: 2\n",
           "server_configs:\n" + loaded + "metadata:\n  supported_gpus:\n    - GB200\n  model_name: m\n",
           "hardware:\n  gpus_per_node: 4\n  note: x\nmetadata:\n  note: y\nserver_configs:\n" + loaded + environment,
       }) {
    CAPTURE(yaml);
    folder.write("a.yaml", yaml);
    const Outcome made = run({"a.yaml", "-o", "out", "--force"});
    CHECK(made.status == 0);
    CHECK(made.err.find("W576") == std::string::npos);
    const Outcome back = Run({"export", "out/a.perf", "-o", "back"}).in(folder.path()).go();
    CHECK(back.status == 0);
    // In values, types and order: the program that is made of what was exported is the same.
    CHECK(Run({"import", "back/a.yaml", "-o", "again", "--force"}).in(folder.path()).go().status == 0);
    CHECK(folder.read("again/a.perf") == folder.read("out/a.perf"));
    CHECK(folder.read("back/a.yaml").find(yaml.substr(0, yaml.find('\n') + 1)) == 0);
  }
}

TEST_CASE_FIXTURE(ServersFixture, "export: `file { }` speaks of the file, said by the first of its servers or by all") {
  const auto program = [](const std::string& first, const std::string& second) {
    const auto topology = [](const std::string& name, const std::string& shape) {
      return "topology " + name + " {\n  model = m\n  config_file = \"f\"\n  server : tp(1) { }\n" +
             "  metadata { benchmark_type = \"b\" }\n  hardware { gpus_per_node = 4 }\n  benchmark { concurrency = [1] "
             "}\n" +
             shape + "}\n";
    };
    return "use std.trtllm\nmodel m { dir = \"M\" }\n" + topology("one", first) + topology("two", second);
  };
  const std::string shape =
      "  configuration {\n    without = [\"model_name\"]\n    file {\n      without = [\"metadata.precision\"]\n"
      "      set { metadata { note = 6, other = 7 } }\n      keys = [\"server_configs\", \"metadata\"]\n"
      "      order { metadata = [\"note\", \"model_name\"] }\n    }\n  }\n";
  std::string back;
  for (const std::string& second : {std::string(), shape}) {
    folder.write("p.perf", program(shape, second));
    back = Run({"export", "p.perf"}).in(folder.path()).go().out;
    const std::size_t metadata = back.find("metadata:\n");
    CHECK(back.find("server_configs:\n") < metadata);
    CHECK(back.find("  note: 6\n  model_name: m\n", metadata) != std::string::npos);
    CHECK(back.find("  other: 7\n", metadata) != std::string::npos);
    CHECK(back.find("precision") == std::string::npos);
  }
  CHECK(back.find("    model_name: m\n") == std::string::npos);
}

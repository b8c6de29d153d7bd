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

TEST_CASE_FIXTURE(ServersFixture, "import: servers without clients of their own come back, from YAML") {
  folder.write("a.yaml",
               "environment:\n  worker_env_var: A=1\nserver_configs:\n- name: one\n  tensor_parallel_size: 1\n"
               "client_configs:\n- name: c\n  concurrency_list: '1'\n");
  const Outcome made = run({"a.yaml", "-o", "out"});
  CHECK(made.status == 0);
  CHECK(made.err.find("W576") != std::string::npos);
  const Outcome back = Run({"export", "out/a.perf"}).in(folder.path()).go();
  CHECK(back.status == 0);
  CHECK(back.out.find("client_configs:\n") != std::string::npos);
}

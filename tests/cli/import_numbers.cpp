// perfc import and export: how numbers with a point are spelt.
#include <doctest/doctest.h>

#include "../unit/driver/temporary.hpp"
#include "run.hpp"

namespace {

struct NumbersFixture {
  Temporary folder;

  // The configuration of a server with these options, in YAML and as `perfc import` writes it, exported again.
  std::string exported(const std::string& options, std::string& program) const {
    folder.write("a.yaml", "metadata:\n  model_name: m\nserver_configs:\n- name: one\n  model_name: m\n" + options);
    const Outcome made = Run({"import", "a.yaml", "-o", "out", "--force"}).in(folder.path()).go();
    CHECK(made.status == 0);
    CHECK(made.err.find("W576") == std::string::npos);
    program = folder.read("out/a.perf");
    return Run({"export", "out/a.perf"}).in(folder.path()).go().out;
  }
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE_FIXTURE(NumbersFixture, "import: numbers with a point come back as they were written") {
  std::string program;
  const std::string back = exported(
      "  tensor_parallel_size: 1\n"
      "  kv_cache_config: {free_gpu_memory_fraction: 0.90, pool_ratio: [0.50, 0.5]}\n"
      "  ours: {a: 1.50, b: -0.250, c: 1_000.50, d: 1.0e-04, e: 1.50E+3}\n"
      "  client_configs:\n"
      "  - {name: c, concurrency: 1, iterations: 8, isl: 1024, osl: 1024, random_range_ratio: 0.80, more: 2.0}\n",
      program);
  CHECK(has(program, "free_gpu_memory_fraction = 0.90"));
  CHECK(has(program, "random(0.80)"));
  for (const std::string& number :
       std::vector<std::string>{"fraction: 0.90\n", "[0.50, 0.5]", "a: 1.50\n", "b: -0.250\n", "c: 1_000.50\n",
                                "d: 1.0e-04\n", "e: 1.50E+3\n", "random_range_ratio: 0.80\n", "more: 2.0\n"}) {
    CAPTURE(number);
    CHECK(has(back, number));
  }
}

TEST_CASE_FIXTURE(NumbersFixture, "import: a number that the language spells otherwise keeps its value") {
  std::string program;
  const std::string back = exported(
      "  ours: {a: .50, b: 5., c: +0.50, d: 1:30.5, e: 1__0.5, f: 0.10000000000000000000000000, g: 1.e+2}\n"
      "  client_configs:\n  - {name: c, concurrency: 1}\n",
      program);
  for (const std::string& number : std::vector<std::string>{"a: 0.5\n", "b: 5.0\n", "c: 0.5\n", "d: 90.5\n",
                                                            "e: 10.5\n", "f: 0.1\n", "g: 100.0\n"}) {
    CAPTURE(number);
    CHECK(has(back, number));
  }
}

TEST_CASE_FIXTURE(NumbersFixture, "export: a number stands as the program spells it where YAML reads the same") {
  folder.write(
      "p.perf",
      "model m { dir = \"M\" }\n"
      "topology t {\n"
      "  model = m\n"
      "  server {\n"
      "    extra { a = 0.80, b = 1e3, c = 1.5e3, d = 0.40 + 0.40, e = -0.50, f = -(0.50), g = 1.50e+3, h = - 0.50 }\n"
      "  }\n"
      "  benchmark { dataset = random(0.70) }\n"
      "}\n");
  const std::string back = Run({"export", "p.perf"}).in(folder.path()).go().out;
  for (const std::string& number :
       std::vector<std::string>{"a: 0.80\n", "b: 1000.0\n", "c: 1500.0\n", "d: 0.8\n", "e: -0.50\n", "f: -0.5\n",
                                "g: 1.50e+3\n", "h: -0.5\n", "random_range_ratio: 0.70\n"}) {
    CAPTURE(number);
    CHECK(has(back, number));
  }
}

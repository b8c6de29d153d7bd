// perfc import --share: what several configurations have alike is declared once.
#include <doctest/doctest.h>

#include <filesystem>

#include "command_fixture.hpp"

namespace {

struct ShareFixture : CommandFixture {
  ShareFixture() : CommandFixture("import") {}
};

std::string configuration(const std::string& gen_batch, const std::string& concurrency, const std::string& dir = "R1") {
  return "metadata: {model_name: r1, precision: fp4, model_dir_name: " + dir +
         "}\n"
         "benchmark:\n"
         "  concurrency_list: \"" +
         concurrency +
         "\"\n"
         "  input_length: 8192\n"
         "hardware: {gpus_per_node: 4, num_ctx_servers: 1, num_gen_servers: 2}\n"
         "worker_config:\n"
         "  ctx:\n"
         "    tensor_parallel_size: 4\n"
         "    moe_expert_parallel_size: 4\n"
         "    enable_attention_dp: true\n"
         "    # as measured\n"
         "    max_batch_size: 2\n"
         "    kv_cache_config: {dtype: fp8}\n"
         "  gen:\n"
         "    tensor_parallel_size: 8\n"
         "    enable_attention_dp: false\n"
         "    max_num_tokens: 512\n"
         "    max_batch_size: " +
         gen_batch + "\n";
}

}  // namespace

TEST_CASE_FIXTURE(ShareFixture, "import --share: models, workers and loads of several files") {
  folder.write("conf/a.yaml", configuration("64", "16"));
  folder.write("conf/b.yaml", configuration("32", "16"));
  folder.write("conf/sub/c.yaml", configuration("32", "1 2"));
  const Outcome done = run({"conf", "--share", "-o", "out"});
  CHECK(done.err == "");
  CHECK(done.status == 0);
  CHECK(folder.read("out/shared.perf") == R"(# Declarations that several of the imported programs have in common.

use std.trtllm

model r1 { dir = "R1", precision = fp4 }

benchmark load_8k1k { concurrency = [16], input_length = 8192 }

worker r1_ctx_dep4 : dep(4) {
  # as measured
  max_batch_size = 2
  kv_cache_config { dtype = fp8 }
}

worker r1_gen_tp8 : tp(8) { max_num_tokens = 512, max_batch_size = 32 }
)");
  const std::string a = folder.read("out/a.perf");
  CHECK(a.starts_with(R"(use std.trtllm
use "shared.perf"

topology "a" {
  model = r1
  ctx 1 : r1_ctx_dep4 { }
  gen 2 : tp(8) { max_num_tokens = 512, max_batch_size = 64 }
  benchmark : load_8k1k { }
)"));
  const std::string c = folder.read("out/sub/c.perf");
  CHECK(c.starts_with(R"(use "../shared.perf"

topology "c" {
  model = r1
  ctx 1 : r1_ctx_dep4 { }
  gen 2 : r1_gen_tp8 { }
  benchmark { concurrency = [1, 2], input_length = 8192 }
)"));
  CHECK(folder.read("out/index.perf").find("use \"shared.perf\"\n") != std::string::npos);
  for (const char* program : {"out/shared.perf", "out/index.perf"})
    CHECK(Run({"check", program}).in(folder.path()).go().err.find("error") == std::string::npos);
  CHECK(run({"conf", "--share", "-o", "out"}).out.find("imported 5 files to out/: 0 changed\n") != std::string::npos);
  // What is given back is the same with and without.
  CHECK(run({"conf", "-o", "plain"}).status == 0);
  for (const char* program : {"a.perf", "b.perf", "sub/c.perf"}) {
    const Outcome shared = Run({"export", std::string("out/") + program}).in(folder.path()).go();
    CHECK(shared.status == 0);
    CHECK(shared.out == Run({"export", std::string("plain/") + program}).in(folder.path()).go().out);
  }
}

TEST_CASE_FIXTURE(ShareFixture, "import --share: names stay apart, and what differs stays where it is") {
  folder.write("a.yaml", configuration("64", "16"));
  folder.write("b.yaml", configuration("64", "16"));
  folder.write("c.yaml", configuration("32", "8", "other"));
  folder.write("d.yaml", configuration("32", "8", "other"));
  CHECK(run({"a.yaml", "b.yaml", "c.yaml", "d.yaml", "--share", "-o", "out"}).status == 0);
  const std::string shared = folder.read("out/shared.perf");
  CHECK(shared.find("model r1 { dir = \"R1\", precision = fp4 }\n") != std::string::npos);
  CHECK(shared.find("model r1_2 { id = \"r1\", dir = \"other\", precision = fp4 }\n") != std::string::npos);
  CHECK(shared.find("worker r1_gen_tp8 : tp(8) { max_num_tokens = 512, max_batch_size = 64 }\n") != std::string::npos);
  CHECK(shared.find("worker r1_gen_tp8_2 : tp(8) { max_num_tokens = 512, max_batch_size = 32 }\n") !=
        std::string::npos);
  const std::string c = folder.read("out/c.perf");
  CHECK(c.find("topology \"c\" {\n  model = r1_2\n") != std::string::npos);
  CHECK(Run({"export", "out/c.perf"}).in(folder.path()).go().out.find("model_name: r1\n") != std::string::npos);
  CHECK(c.find("  gen 2 : r1_gen_tp8_2 { }\n") != std::string::npos);
}

TEST_CASE_FIXTURE(ShareFixture, "import --share: a body that differs in few options says these") {
  const auto with = [](const std::string& text, const std::string& more) {
    return text +
           "    max_seq_len: 4096\n    print_iter_log: true\n    stream_interval: 20\n    kv_cache_config: {dtype: " +
           more + "}\n";
  };
  folder.write("a.yaml", with(configuration("64", "16"), "fp8, enable_block_reuse: false"));
  folder.write("b.yaml", with(configuration("32  # half", "16"), "auto, enable_block_reuse: false"));
  folder.write("c.yaml", configuration("64", "16"));
  CHECK(run({"a.yaml", "b.yaml", "c.yaml", "--share", "-o", "out"}).status == 0);
  CHECK(folder.read("out/a.perf").find("  gen 2 : r1_gen_tp8 { }\n") != std::string::npos);
  CHECK(folder.read("out/b.perf")
            .find("  gen 2 : r1_gen_tp8 {\n"
                  "    max_batch_size = 32  # half\n"
                  "    kv_cache_config { dtype = auto }\n"
                  "  }\n") != std::string::npos);
  CHECK(folder.read("out/c.perf").find("  gen 2 : tp(8) { max_num_tokens = 512, max_batch_size = 64 }\n") !=
        std::string::npos);
}

TEST_CASE_FIXTURE(ShareFixture, "import --share: a file that stays in YAML, and one whose model the library has") {
  std::string text = configuration("64", "16");
  text.replace(text.find("r1"), 2, "deepseek_r1");
  folder.write("a.yaml", text);
  folder.write("b.yaml", text);
  folder.write("dated.yaml", text + "date: 2026-01-31\n");
  CHECK(run({"a.yaml", "b.yaml", "dated.yaml", "--share", "-o", "out"}).status == 0);
  CHECK(folder.read("out/dated.perf") == "topology \"dated\" : yaml(\"../dated.yaml\") { }\n");
  CHECK(folder.read("out/shared.perf").find("model deepseek_r1_2 { id = \"deepseek_r1\", dir = \"R1\"") !=
        std::string::npos);
  CHECK(folder.read("out/a.perf").find("  model = deepseek_r1_2\n") != std::string::npos);
  CHECK(folder.read("out/a.perf").find("  ctx 1 : deepseek_r1_ctx_dep4 { }\n") != std::string::npos);
}

TEST_CASE_FIXTURE(ShareFixture, "import --share: nothing in common, and wrong usage") {
  folder.write("a.yaml", configuration("64", "16"));
  const Outcome one = run({"a.yaml", "--share", "-o", "out"});
  CHECK(one.status == 0);
  CHECK(one.out == "new      out/a.perf\nimported 1 file to out/: 1 changed\n");
  const Outcome nowhere = run({"a.yaml", "--share"});
  CHECK(nowhere.status == 2);
  CHECK(nowhere.err == "perfc: --share writes a program beside those that use it\nhelp: say where: -o DIR\n");
  folder.write("shared.yaml", configuration("64", "16"));
  const Outcome taken = run({"a.yaml", "shared.yaml", "--share", "-o", "out"});
  CHECK(taken.status == 2);
  CHECK(taken.err.find("'--share' and 'shared.yaml' would both become out/shared.perf") != std::string::npos);
}

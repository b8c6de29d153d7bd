// The files of tests that share their texts, against those of the same tests each emitted by itself.
#include <doctest/doctest.h>

#include <array>

#include "compiler/diag/text.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/emit/artefacts.hpp"

namespace perfc::driver {
namespace {

struct Place {
  std::string_view mounts;
  std::string_view repo;
  std::string_view work_dir;
};
constexpr std::array kPlaces = {
    Place{R"("/etc:/etc")", R"("/repo")", R"("/work")"},
    Place{R"("/work:/work")", R"("/repo")", R"("/work")"},
    Place{R"("/work:/in side", "/work/big/plain-1:/one")", R"("/repo")", R"("/work")"},
    Place{R"("/etc:/etc")", R"(env("TRTLLM_DIR", "/a repo"))", R"("${env("WORKSPACE")}/50% 'off'")"},
};

constexpr std::string_view kHostile =
    R"perf(["$(x)", "it's", "a\"b", "~x", "a=b", "=", "50%", "a#b", "a*", "done", "[x]", "é", "{}", "a\\b", "NAME"])perf";

// `NAME` stands for a name that tests have and texts may have.
std::string program(const Place& place, std::string_view name) {
  std::string text = R"(use std.gb200
use std.trtllm
cluster ci : gb200_nvl4 {
  nodes = 64
  container { image = "im age", mounts = ["/models:/data", MOUNTS] }
  model_root = "/models"
  repo = REPO
  work_dir = WORK
}
model r1 : deepseek_r1 { dir = "DeepSeek-R1", precision = fp4 }
topology disagg(batch: int) {
  model = r1
  ctx 1 : dep(4) { max_batch_size = 16 }
  gen 1 : dep(8) { max_batch_size = batch, env { ONLY_GEN = "it's NAME" } }
  env { TLLM_LOG_LEVEL = "INFO" }
}
topology server { model = r1, server : tp(4) { } }
benchmark load { input_length = 1024, output_length = 1024 }
benchmark judged : load { expect { p99_ttft <= 2s } }
suite big on ci {
  for batch in [8, 16] {
    for c in 1..6 {
      test disagg(batch) with load { concurrency = [c] }
      test disagg(batch) with load as "gen-${batch}-${c}" { concurrency = [7], mode = gen_only_no_context }
      test disagg(batch) with load as "env ${batch} ${c}" { concurrency = [c], env { A = "x y" }, timeout = 20h }
      test server with load as "server_${batch}_${c}" { concurrency = [c] }
    }
  }
  for i in 1..5 { test server with judged as "judged-${i}" { concurrency = [i], rounds = 3 } }
  for i in 1..5 { test disagg(4) with load as "plain-${i}" { concurrency = [3] } }
  for i in 1..5 { test disagg(4) with load as "b.${i}" { concurrency = [5], env { A = "x y" }, timeout = 20h } }
  for odd in HOSTILE {
    test disagg(4) with load as odd { concurrency = [3] }
  }
}
)";
  const auto put = [&text](std::string_view mark, std::string_view value) {
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + value.size()))
      text.replace(at, mark.size(), value);
  };
  put("HOSTILE", kHostile);
  put("MOUNTS", place.mounts);
  put("REPO", place.repo);
  put("WORK", place.work_dir);
  put("NAME", name);
  return text;
}

std::unique_ptr<Compilation> compiled(MemoryFiles& files, const std::string& text, Contract contract) {
  files.files["a.perf"] = text;
  CompileOptions options;
  options.files = {"a.perf"};
  options.contract = contract;
  return compile(files, options);
}

std::vector<std::string> texts_of(const TestPlan& test) {
  std::vector<std::string> texts = {test.id.display(), test.work_dir.display(), test.job_workspace.display()};
  if (test.output) texts.push_back(test.output->display());
  for (const Text& word : test.pytest.argv) texts.push_back(word.display());
  for (const CommandPlan& command : test.commands) {
    for (const Text& word : command.argv) texts.push_back(word.display());
  }
  for (const auto& [name, value] : test.exports) texts.push_back(name + "=" + value.display());
  for (const Text& argument : test.srun_args) texts.push_back(argument.display());
  return texts;
}

}  // namespace

TEST_CASE("tests that share texts get what each would get alone") {
  for (const Contract contract : {Contract::perfc, Contract::literal_2026_01}) {
    for (const Place& place : kPlaces) {
      // The others are what stands for all names in FamilyTexts, and for all concurrencies in ConfigTexts.
      for (const std::string_view name : {"case", "PerfcNameOfTheTest", "8100000000000000007"}) {
        MemoryFiles files;
        const auto compilation = compiled(files, program(place, name), contract);
        REQUIRE_MESSAGE(!compilation->diags.failed(), render_text(compilation->diags, compilation->sources));
        const SuitePlan& plan = compilation->plans.at(0);
        SuitePlan alone = plan;
        for (TestPlan& test : alone.tests) {
          test = named(test);
          test.family.reset();
        }
        const TestArtefacts shared(plan);
        const TestArtefacts own(alone);
        for (std::size_t i = 0; i < plan.tests.size(); ++i) {
          const std::vector<Artefact> files_of_test = shared.of(plan.tests[i]);
          const std::vector<Artefact> expected = own.of(alone.tests[i]);
          REQUIRE(files_of_test.size() == expected.size());
          for (std::size_t j = 0; j < expected.size(); ++j) {
            CHECK(files_of_test[j].path == expected[j].path);
            const bool config = expected[j].path.ends_with("/config.yaml");
            CHECK_MESSAGE(files_of_test[j].text == (config ? emit_config_yaml(plan.tests[i], plan) : expected[j].text),
                          expected[j].path);
          }
        }
      }
    }
  }
}

// A plan whose texts wait for the name says the same as one that was made with it: a name that is not plain_name()
// makes the planner write it out, and putting a plain one in its place must give the plan of the plain one.
TEST_CASE("a family's texts are those of a name written out") {
  for (const Place& place : {kPlaces[0], kPlaces[1], kPlaces[3]}) {
    MemoryFiles files;
    const auto compilation = compiled(files, program(place, "n@me"), Contract::perfc);
    REQUIRE(!compilation->diags.failed());
    const std::vector<TestPlan>& tests = compilation->plans.at(0).tests;
    const auto test = [&](std::string_view name) {
      for (const TestPlan& each : tests) {
        if (each.name == name) return named(each);
      }
      return TestPlan();
    };
    std::vector<std::string> plain = texts_of(test("plain-1"));
    for (std::string& text : plain) {
      const std::size_t at = text.find("plain-1");
      if (at != std::string::npos) text.replace(at, 7, "n@me");
    }
    CHECK(plain == texts_of(test("n@me")));
  }
}

}  // namespace perfc::driver

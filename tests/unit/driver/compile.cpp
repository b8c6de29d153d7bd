#include "compiler/driver/compile.hpp"

#include <doctest/doctest.h>

#include <functional>

#include "compiler/diag/text.hpp"
#include "compiler/driver/plan_table.hpp"

using namespace perfc;
using namespace perfc::driver;

namespace {

constexpr std::string_view kProgram = R"(use std.trtllm
use std.b200

param image: string = "trtllm.sqsh"

cluster lab : b200_hgx8 {
  nodes      = 4
  account    = "perf"
  partition  = "batch"
  time       = 4h
  container { image = image, mounts = ["${model_root}:/data"] }
  model_root = "/models"
  repo       = "/opt/trtllm"
  work_dir   = "/work"
}
model m { dir = "m" }
topology one { model = m, server : tp(2) { } }
benchmark short { input_length = 1024, output_length = 1024, concurrency = [4] }
suite smoke on lab {
  test one with short
  test one with short as "second" { concurrency = [8] }
}
suite other on lab {
  test one with short
}
)";

struct CompileFixture {
  MemoryFiles files;
  CompileOptions options;

  CompileFixture() {
    files.files["a.perf"] = kProgram;
    options.files = {"a.perf"};
  }
  [[nodiscard]] std::string findings(const Compilation& compilation) const {
    return render_text(compilation.diags, compilation.sources);
  }
};

Arguments arguments(std::map<std::string, std::vector<std::string>, std::less<>> options) {
  Arguments result;
  result.operands = {"a.perf"};
  result.options = std::move(options);
  return result;
}

std::string usage_error(const std::function<void()>& call) {
  try {
    call();
  } catch (const UsageError& error) {
    std::string text = error.message;
    for (const std::string& help : error.help) text += "; " + help;
    return text;
  }
  return "none";
}

}  // namespace

TEST_CASE_FIXTURE(CompileFixture, "suites and tests are chosen by name") {
  const auto all = compile(files, options);
  REQUIRE_MESSAGE(!all->diags.failed(), findings(*all));
  REQUIRE(all->plans.size() == 2);
  CHECK(all->plans[0].tests.size() == 2);

  options.suites = {"smoke"};
  options.selection.tests = {"sec*"};
  const auto one = compile(files, options);
  REQUIRE(one->plans.size() == 1);
  REQUIRE(one->plans[0].tests.size() == 1);
  CHECK(one->plans[0].tests[0].name == "second");

  options.suites = {"smok"};
  CHECK(usage_error([&] { static_cast<void>(compile(files, options)); }) ==
        "there is no suite 'smok'; did you mean 'smoke'?");
  options.suites.clear();
  options.selection.tests = {"secnd"};
  CHECK(usage_error([&] { static_cast<void>(compile(files, options)); }) ==
        "there is no test 'secnd'; did you mean 'second'?");
}

TEST_CASE_FIXTURE(CompileFixture, "a contract given on the command line wins") {
  options.contract = Contract::literal_2026_01;
  const auto compilation = compile(files, options);
  REQUIRE(compilation->plans.size() == 2);
  CHECK(compilation->plans[0].suite->harness->contract == Contract::literal_2026_01);
}

TEST_CASE_FIXTURE(CompileFixture, "-D gives a param its value, as text or as an expression") {
  options.definitions = {{"image", "other image.sqsh"}};
  const auto text = compile(files, options);
  REQUIRE_MESSAGE(!text->diags.failed(), findings(*text));
  CHECK(text->program->clusters.back().container.image->str() == "other image.sqsh");
  options.definitions = {{"imag", "x"}};
  CHECK(findings(*compile(files, options)).find("error[E214]: no file declares param 'imag'\n") != std::string::npos);
}

TEST_CASE("what cannot be the value of an option") {
  const auto error = [](std::map<std::string, std::vector<std::string>, std::less<>> options) {
    MemoryFiles files;
    return usage_error([&] { static_cast<void>(compile_options(arguments(std::move(options)), files)); });
  };
  CHECK(error({}) == "none");
  CHECK(error({{"define", {"x"}}}) == "-D takes NAME=VALUE, not 'x'");
  CHECK(error({{"define", {"=1"}}}) == "-D takes NAME=VALUE, not '=1'");
  CHECK(error({{"define", {"a b=1"}}}) == "-D takes NAME=VALUE, not 'a b=1'");
  CHECK(error({{"define", {"a=1", "a=2"}}}) == "-D gives 'a' twice");
  CHECK(error({{"contract", {"latest"}}}) == "there is no contract 'latest'; the contracts are perfc and 2026-01");
}

TEST_CASE_FIXTURE(CompileFixture, "two files cannot have a suite of one name") {
  files.files["b.perf"] = kProgram;
  options.files = {"a.perf", "b.perf"};
  const auto compilation = compile(files, options);
  CHECK(compilation->plans.empty());
  CHECK(findings(*compilation).find("b.perf:19:7: error[E205]: suite 'smoke' is declared twice\n") !=
        std::string::npos);
}

TEST_CASE_FIXTURE(CompileFixture, "a file given twice is read once") {
  options.files = {"a.perf", "a.perf"};
  const auto compilation = compile(files, options);
  CHECK_MESSAGE(!compilation->diags.failed(), findings(*compilation));
}

TEST_CASE_FIXTURE(CompileFixture, "the table of a plan") {
  options.suites = {"smoke"};
  const auto compilation = compile(files, options);
  REQUIRE_MESSAGE(!compilation->diags.failed(), findings(*compilation));
  CHECK(plan_table(compilation->plans) ==
        "suite smoke on lab\n"
        "test           mode        nodes  GPUs  roles       tasks/node  idle GPUs  GPU hours\n"
        "one_1k1k_con4  single-agg      1     8  server 1x2  2                   6        8.0\n"
        "second         single-agg      1     8  server 1x2  2                   6        8.0\n"
        "sum: 2 tests, at most 1 node and 8 GPUs at once, 12 GPUs idle, 16.0 GPU hours\n");
  options.suites.clear();
  CHECK(plan_table(compile(files, options)->plans)
            .ends_with("\nall suites: 3 tests, at most 1 node and 8 GPUs at once, 18 GPUs idle, 24.0 GPU hours\n"));
}

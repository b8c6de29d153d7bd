// The scripts as texts: every one of them passes bash -n, shellcheck without exclusions and shfmt.
#include <doctest/doctest.h>

#include "build.hpp"
#include "compiler/emit/launch_script.hpp"
#include "compiler/emit/run_script.hpp"
#include "compiler/emit/submit_script.hpp"

namespace perfc::test {
namespace {

void check_shell(const std::string& script) {
  const Folder folder;
  const std::string file = folder.write("script.sh", script);
  for (const std::string tool : {"bash -n", "shellcheck", "shfmt -i 2 -d"}) {
    if (!has_program(tool.substr(0, tool.find(' ')))) {
      MESSAGE("skipped: there is no " << tool);
      continue;
    }
    const Outcome outcome = run(folder, "LC_ALL=C.UTF-8 " + tool + " " + file);
    CHECK_MESSAGE(outcome.status == 0, tool << ": " << outcome.output);
  }
}

void check_all(World& world) {
  check_shell(emit_launch_script(world.plan, world.only()));
  check_shell(emit_submit_script(world.plan, world.only()));
  check_shell(emit_run_script(world.plan));
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("scripts of a disaggregated test") {
  World literal(Contract::literal_2026_01);
  check_all(literal);
  World world;
  check_all(world);
  const std::string launch = emit_launch_script(world.plan, world.only());
  CHECK(contains(launch, "#!/bin/bash\n#SBATCH --output=/work/slurm_%j.log\n#SBATCH --nodes=3\n"));
  CHECK(contains(launch, "export pytestCommandWorker=\"unset UCX_TLS && TLLM_LOG_LEVEL=INFO ${pytestCommand}\"\n"));
  CHECK(contains(launch, "export pytestCommandBenchmark=\"${pytestCommandNoLLMAPILaunch}\"\n"));
  CHECK(contains(launch,
                 "DISAGG_SERVING_TYPE=GEN_0 pytestCommand=$pytestCommandWorker \\\n"
                 "  start GEN_0 gen_server_0.log \"${srunArgs[@]}\" --kill-on-bad-exit=1 -N 2 --ntasks=8 "
                 "-w \"$(nodes 0 2)\" \"$runScript\"\n"));
  CHECK(contains(launch, "\nstart install install.log \"${srunArgs[@]}\" \"$installScript\"\nfinish\n"));
}

TEST_CASE("workers with an environment of their own have commands of their own") {
  World world;
  world.only().commands[1].env.insert(world.only().commands[1].env.begin(), {"CTX_ONLY", "1"});
  check_all(world);
  const std::string launch = emit_launch_script(world.plan, world.only());
  CHECK(contains(
      launch, "export pytestCommandCtxWorker=\"unset UCX_TLS && CTX_ONLY=1 TLLM_LOG_LEVEL=INFO ${pytestCommand}\"\n"));
  CHECK(contains(launch, "DISAGG_SERVING_TYPE=CTX_0 pytestCommand=$pytestCommandCtxWorker \\\n"));
  CHECK(contains(launch, "DISAGG_SERVING_TYPE=GEN_0 pytestCommand=$pytestCommandGenWorker \\\n"));
}

TEST_CASE("run-time values everywhere") {
  World world;
  TestPlan& test = world.only();
  test.work_dir = Text::env("WORKSPACE") + "/nightly/case";
  test.output.reset();
  test.work_mount = WorkMount::same_path;
  test.config_dir = Text::env("TRTLLM_DIR") + "/configs";
  test.exports.emplace_back("llmSrcNode", Text::env("TRTLLM_DIR"));
  test.exports.emplace_back("odd", Text::env("lower_case", "it's $(x) `y`") + " \"quoted\"");
  test.pytest.env.emplace_back("LLM_ROOT2", Text::env("TRTLLM_DIR") + "/a b");
  for (CommandPlan& command : test.commands)
    command.argv.push_back(Text::env("PERF_TEST_PREFIX", "disagg upload") + "-x");
  check_all(world);
  const std::string launch = emit_launch_script(world.plan, test);
  CHECK(contains(launch, ": \"${TRTLLM_DIR:?is not set, and this test needs it}\"\n"));
  CHECK(contains(launch,
                 "workDir=${PERFC_WORK_DIR:-}\nif [[ -z $workDir ]]; then\n"
                 "  : \"${WORKSPACE:?is not set, and this test needs it}\"\n"
                 "  workDir=\"${WORKSPACE}/nightly/case\"\nfi\n"));
  CHECK(contains(launch, "fallback1=$'it\\'s $(x) `y`'\n"));
  CHECK(contains(launch, "  \"--container-mounts=/data/models:/data${PERFC_WORK_DIR:+,$workDir:$workDir}\"\n"));
  const std::string submit = emit_submit_script(world.plan, test);
  CHECK(contains(submit, "NEEDS=(TRTLLM_DIR)\nWORK_NEEDS=(WORKSPACE)\n"));
}

TEST_CASE("a test whose work directory cannot be replaced") {
  World world;
  world.only().work_mount = WorkMount::other_path;
  check_all(world);
  CHECK(contains(emit_launch_script(world.plan, world.only()), "\nworkDir=/work/nightly/case\n"));
  CHECK(contains(emit_submit_script(world.plan, world.only()), "FIXED_WORK_DIR=yes\n"));
}

TEST_CASE("aggregated tests: one step of the run script, or what srun starts by itself") {
  World world;
  TestPlan& test = world.only();
  test.mode = Mode::single_agg;
  test.commands = {test.pytest};
  test.commands[0].label = "SERVER";
  test.commands[0].env.insert(test.commands[0].env.begin(), {"A", "b c"});
  test.steps = {step("SERVER", "", false, {"-N", "1"})};
  check_all(world);
  const std::string launch = emit_launch_script(world.plan, test);
  CHECK(contains(launch, "export pytestCommandServer="));
  CHECK(contains(
      launch,
      "\npytestCommand=$pytestCommandServer \\\n  start SERVER '' \"${srunArgs[@]}\" -N 1 \"$runScript\"\nfinish\n"));
  CHECK_FALSE(contains(launch, "DISAGG_SERVING_TYPE"));

  test.steps[0].direct = {"python3", "-m", "pytest", "-k", "aggr_upload-x[y]", "-v"};
  test.exports.clear();
  check_all(world);
  const std::string literal = emit_launch_script(world.plan, test);
  CHECK(contains(
      literal,
      "begin\nstart SERVER '' \"${srunArgs[@]}\" -N 1 python3 -m pytest -k \"aggr_upload-x[y]\" -v\nfinish\n"));
  CHECK_FALSE(contains(literal, "pytestCommand="));
}

TEST_CASE("run.sh lists modes in the dispatcher's order and reasons to skip") {
  World world;
  Test skipped = world.test;
  skipped.skip = "broken: see #12 $(x)";
  world.plan.tests.push_back(world.only());
  world.plan.tests[1].name = "a=b";
  world.plan.tests[1].mode = Mode::single_agg;
  world.plan.tests[1].test = &skipped;
  check_shell(emit_run_script(world.plan));
  CHECK(contains(emit_run_script(world.plan),
                 "\nSUITE=nightly\nSHARED_WORK_DIR=''\nTESTS=(\n  single-agg \"a=b\" $'broken: see #12 $(x)'\n  disagg "
                 "case ''\n)\n"));
}

}  // namespace perfc::test

// What a whole test comes to under contract perfc, and what a cluster, a harness or a test can get wrong.
#include <doctest/doctest.h>

#include <algorithm>

#include "compiler/plan/sbatch.hpp"
#include "tests/unit/plan/build.hpp"

using namespace perfc;
using namespace perfc::test;

namespace {

using Words = std::vector<std::string>;

Words options(const TestPlan& plan, std::string_view label) {
  const StepPlan* found = step(plan, label);
  return found == nullptr ? Words{"(none)"} : found->options;
}

}  // namespace

TEST_CASE("perfc: container paths, one option for mounts and one for variables, pinned steps") {
  World world;
  world.cluster.work_dir = "/scratch/";
  world.cluster.container.workdir.reset();
  world.cluster.container.name.reset();
  const SuitePlan planned = world.plan();
  REQUIRE(planned.tests.size() == 1);
  const TestPlan& plan = planned.tests[0];
  CHECK(world.diags.all().empty());
  CHECK(plan.work_dir == Text("/scratch/nightly/case"));
  CHECK(plan.output == Text("/scratch/nightly/case/slurm_%j.log"));
  CHECK(plan.work_mount == WorkMount::own);
  CHECK(shown(plan.srun_args) ==
        Words{"--container-name=disagg_test_${SLURM_JOB_ID}", "--container-image=nvcr.io/nvidia/tensorrt-llm:latest",
              "--container-workdir=${workDir}/disagg_workspace",
              "--container-mounts=/data/models:/data,/opt/trtllm:/opt/trtllm,${workDir}:${workDir}", "--mpi=pmix",
              "--container-env=DISAGG_SERVING_TYPE,pytestCommand"});
  CHECK(
      line(command(plan, "GEN")) ==
      "unset UCX_TLS && LLM_ROOT=/opt/trtllm LLM_BACKEND_ROOT=/opt/trtllm/triton_backend LLM_MODELS_ROOT=/data "
      "MODEL_CACHE_DIR=/data COLUMNS=300 NCCL_DEBUG=INFO /opt/trtllm/tensorrt_llm/llmapi/trtllm-llmapi-launch pytest "
      "-vv "
      "--timeout-method=thread --timeout=3600 --rootdir /opt/trtllm/tests/integration/defs --test-prefix=disagg_upload "
      "--output-dir=${workDir}/ --csv=${workDir}/report.csv -o junit_logging=out-err "
      "--junit-xml=${workDir}/results.xml "
      "perf/test_perf_sanity.py::test_e2e[disagg_upload-case]");
  CHECK(step(plan, "GEN_0")->nodes == NodeSlice{0, 2});
  CHECK(step(plan, "CTX_0")->nodes == NodeSlice{2, 1});
  CHECK(step(plan, "DISAGG_SERVER")->nodes == NodeSlice{0, 1});
  CHECK(step(plan, "BENCHMARK")->nodes == NodeSlice{0, 1});
  CHECK_FALSE(step(plan, "install")->nodes.has_value());
  CHECK(options(plan, "GEN_0") == Words{"--kill-on-bad-exit=1", "-N", "2", "--ntasks=8", "--ntasks-per-node=4"});
  CHECK(plan.sbatch == Words{"--nodes=3", "--ntasks=12", "--ntasks-per-node=4", "--gpus-per-node=4",
                             "--partition=batch", "--account=perf", "--job-name=disagg_perf_test", "--time=04:00:00",
                             "--signal=B:USR1@30"});
  CHECK(plan.config_dir == Text("/opt/trtllm/tests/integration/defs/perf/disagg/test_configs/disagg/perf"));
  CHECK(plan.timeout_s == 10'800);
}

TEST_CASE("the signal ahead of the time limit: the cluster's own wins, contract 2026-01 has none") {
  World own;
  own.cluster.sbatch_args = {"--signal=B:USR1@120"};
  const auto lines = own.plan().tests.at(0).sbatch;
  CHECK(std::count_if(lines.begin(), lines.end(), [](const auto& line) { return line.starts_with("--signal"); }) == 1);
  World literal;
  literal.literal();
  const auto literal_lines = literal.plan().tests.at(0).sbatch;
  for (const std::string& line : literal_lines) CHECK_FALSE(line.starts_with("--signal"));
}

TEST_CASE("probes stand before the steps that wait for them, under contract perfc") {
  World world;
  world.harness.readiness.emplace();
  world.harness.readiness->log = "up";
  world.harness.readiness->url = "http://localhost:8000/health";
  const TestPlan plan = world.plan().tests.at(0);
  CHECK(step(plan, "GEN_0")->awaits.empty());
  REQUIRE(step(plan, "DISAGG_SERVER")->awaits.size() == 1);
  CHECK(step(plan, "DISAGG_SERVER")->awaits[0].first == 1);
  REQUIRE(step(plan, "BENCHMARK")->awaits.size() == 1);
  CHECK(step(plan, "BENCHMARK")->awaits[0].kind == ReadyProbe::Kind::url);
  world.literal();
  CHECK(step(world.plan().tests.at(0), "DISAGG_SERVER")->awaits.empty());
  CHECK(world.diags.all().back().message.find("readiness") != std::string::npos);
}

TEST_CASE("exports in the order of the contract") {
  World world;
  world.topology.load->mode = "gen_only";
  const TestPlan plan = world.plan().tests.at(0);
  std::string all;
  for (const auto& [name, assigned] : plan.exports) all += name + "=" + assigned.display() + "\n";
  CHECK(all ==
        "jobWorkspace=${workDir}/disagg_workspace\nllmSrcNode=/opt/"
        "trtllm\nstageName=disagg_perf_test_case\nperfMode=true\n"
        "resourcePathNode=/opt/trtllm\ncoverageConfigFile=${workDir}/coverage_config.json\n"
        "NVIDIA_IMEX_CHANNELS=${NVIDIA_IMEX_CHANNELS}\nTRTLLM_DISAGG_BENCHMARK_GEN_ONLY=1\nrunScript=/scripts/"
        "slurm_run.sh\n"
        "installScript=/scripts/slurm_install.sh\nnumCtxServers=0\nnumGenServers=1\ngpusPerNode=4\ngpusPerCtxServer=4\n"
        "gpusPerGenServer=8\nnodesPerCtxServer=1\nnodesPerGenServer=2\ntotalNodes=2\ntotalGpus=8\n");
  CHECK(plan.srun_args.back() ==
        Text("--container-env=TRTLLM_DISAGG_BENCHMARK_GEN_ONLY,DISAGG_SERVING_TYPE,pytestCommand"));
}

TEST_CASE("run-time paths stay run-time paths") {
  World world;
  const Text repo = Text::env("TRTLLM_DIR");
  world.cluster.repo = repo;
  world.cluster.work_dir = Text::env("WORKSPACE");
  world.cluster.container.mounts = {"/data/models:/data", repo + ":" + repo};
  world.harness.run_script.reset();
  world.harness.install_script.reset();
  const TestPlan plan = world.plan().tests.at(0);
  CHECK(world.diags.all().empty());
  CHECK_FALSE(plan.output.has_value());
  CHECK(plan.work_dir == Text::env("WORKSPACE") + "/nightly/case");
  CHECK(plan.run_script == repo + "/jenkins/scripts/slurm_run.sh");
  CHECK(plan.install_script == repo + "/jenkins/scripts/slurm_install.sh");
  CHECK(plan.srun_args[3] == Text("--container-mounts=/data/models:/data,") + repo + ":" + repo + "," +
                                 Text::work_dir() + ":" + Text::work_dir());
}

TEST_CASE("a work directory under the cluster's mounts") {
  World world;
  world.cluster.work_dir = "/lustre/work";
  world.cluster.container.workdir.reset();
  SUBCASE("at its own path needs no mount") {
    world.cluster.container.mounts.emplace_back("/lustre:/lustre");
    const TestPlan plan = world.plan().tests.at(0);
    CHECK(plan.work_mount == WorkMount::same_path);
    CHECK(plan.srun_args[3] == Text("--container-mounts=/data/models:/data,/opt/trtllm:/opt/trtllm,/lustre:/lustre"));
    CHECK(exported(plan, "jobWorkspace") == "${workDir}/disagg_workspace");
  }
  SUBCASE("at another path is written as that path; logs stay on the host") {
    world.cluster.container.mounts.emplace_back("/lustre:/l");
    const TestPlan plan = world.plan().tests.at(0);
    CHECK(plan.work_mount == WorkMount::other_path);
    CHECK(plan.srun_args[2] == Text("--container-workdir=/l/work/nightly/case/disagg_workspace"));
    CHECK(plan.srun_args[3] == Text("--container-mounts=/data/models:/data,/opt/trtllm:/opt/trtllm,/lustre:/l"));
    CHECK(exported(plan, "jobWorkspace") == "/l/work/nightly/case/disagg_workspace");
    CHECK(exported(plan, "coverageConfigFile") == "/l/work/nightly/case/coverage_config.json");
    CHECK(line(command(plan, "BENCHMARK"))
              .find("--output-dir=/l/work/nightly/case/ --csv=/l/work/nightly/case/report.csv") != std::string::npos);
    CHECK(plan.job_workspace == Text::work_dir() + "/disagg_workspace");
    CHECK(plan.output == Text("/lustre/work/nightly/case/slurm_%j.log"));
  }
}

TEST_CASE("scripts and repository under a mount are written as the container sees them") {
  World world;
  world.cluster.container.mounts = {"/data/models:/data", "/opt/trtllm:/src"};
  world.harness.run_script = "/opt/trtllm/run.sh";
  const TestPlan plan = world.plan().tests.at(0);
  CHECK(plan.run_script == Text("/src/run.sh"));
  CHECK(plan.run_script_file == Text("/opt/trtllm/run.sh"));
  CHECK(plan.install_script == Text("/scripts/slurm_install.sh"));
  CHECK(exported(plan, "llmSrcNode") == "/src");
  CHECK(line(plan.pytest).starts_with("LLM_ROOT=/src LLM_BACKEND_ROOT=/src/triton_backend LLM_MODELS_ROOT=/data "));
}

TEST_CASE("the repository gets a mount of its own; srun's own mounts and variables are merged") {
  World world;
  world.cluster.container.mounts = {"/data/models:/data"};
  world.cluster.work_dir = "/data/models/work";
  world.cluster.srun_args = {"--container-env=HF_TOKEN,X", "--container-mounts", "/etc/a:/etc/a",
                             "--no-container-mount-home"};
  const TestPlan plan = world.plan().tests.at(0);
  CHECK(shown(plan.srun_args) ==
        Words{"--container-name=disagg_test", "--container-image=nvcr.io/nvidia/tensorrt-llm:latest",
              "--container-workdir=/perf",
              "--container-mounts=/data/models:/data,/etc/a:/etc/a,/opt/trtllm:/opt/trtllm", "--mpi=pmix",
              "--no-container-mount-home", "--container-env=DISAGG_SERVING_TYPE,pytestCommand,HF_TOKEN,X"});
}

TEST_CASE("environments: common, then the role's own; gen_only in front") {
  World world;
  world.topology.env.variables = {{"A", Text("1")}};
  world.topology.gen->env.text = "B=2 numactl -N 0";
  world.topology.ctx->env.text = "C=3";
  world.topology.router_env.text = "D=4";
  world.topology.load->env.text = "E=5";
  world.harness.env = {{"F", Text("6")}};
  TestPlan plan = world.plan().tests.at(0);
  CHECK(line(command(plan, "GEN")).starts_with("unset UCX_TLS && A=1 B=2 LLM_ROOT="));
  CHECK(line(command(plan, "GEN")).find(" F=6 numactl -N 0 /opt/trtllm/tensorrt_llm/llmapi/") != std::string::npos);
  CHECK(line(command(plan, "CTX")).starts_with("unset UCX_TLS && A=1 C=3 LLM_ROOT="));
  CHECK(line(command(plan, "DISAGG_SERVER")).starts_with("D=4 LLM_ROOT="));
  CHECK(line(command(plan, "BENCHMARK")).starts_with("E=5 LLM_ROOT="));
  world.topology.load->mode = "gen_only_no_context";
  world.topology.load->concurrency = {4, 512, 64};
  plan = world.plan().tests.at(0);
  CHECK(
      line(command(plan, "GEN"))
          .starts_with("unset UCX_TLS && TRTLLM_DISAGG_BENCHMARK_GEN_ONLY=1 TRTLLM_DISABLE_KV_CACHE_TRANSFER_OVERLAP=1 "
                       "TLLM_BENCHMARK_REQ_QUEUES_SIZE=512 A=1 B=2 LLM_ROOT="));
  CHECK(line(command(plan, "DISAGG_SERVER")).starts_with("TRTLLM_DISAGG_BENCHMARK_GEN_ONLY=1 D=4 LLM_ROOT="));
  CHECK(line(command(plan, "BENCHMARK")).starts_with("E=5 LLM_ROOT="));
  CHECK(world.diags.all().empty());
}

TEST_CASE("contract 2026-01 ignores the environment of a role, with a warning") {
  World world;
  world.literal();
  world.topology.gen->env.text = "B=2";
  world.topology.gen->env.span = {0, 41, 42};
  CHECK(line(command(world.plan().tests.at(0), "GEN")).starts_with("unset UCX_TLS && LLM_ROOT="));
  CHECK(world.errors() ==
        "W422 41: contract \"2026-01\" has one environment for all workers; that of role 'gen' is ignored | "
        "move it to the topology's own 'env', or use contract \"perfc\"\n");
}

TEST_CASE("an aggregated server under perfc") {
  World world;
  world.aggregate(2);
  world.topology.env.text = "A=1";
  world.topology.server->env.text = "B=2";
  const TestPlan plan = world.plan().tests.at(0);
  CHECK(plan.mode == Mode::single_agg);
  CHECK(plan.timeout_s == 3600);
  CHECK(plan.idle_gpus == 2);
  CHECK(plan.sbatch == Words{"--nodes=1", "--gpus=2", "--ntasks=2", "--partition=batch", "--account=perf",
                             "--job-name=aggr_perf_test", "--time=04:00:00", "--signal=B:USR1@30"});
  REQUIRE(plan.steps.size() == 1);
  CHECK(plan.steps[0].label == "SERVER");
  CHECK_FALSE(plan.steps[0].background);
  CHECK(plan.steps[0].options == Words{"--kill-on-bad-exit=1", "-N", "1", "--ntasks=2", "--ntasks-per-node=2"});
  CHECK(plan.srun_args.back() == Text("--container-env=pytestCommand"));
  const std::string command_line = line(command(plan, "SERVER"));
  CHECK(command_line.starts_with("A=1 B=2 LLM_ROOT="));
  CHECK(command_line.find("/trtllm-llmapi-launch pytest ") != std::string::npos);
  CHECK(command_line.ends_with("perf/test_perf_sanity.py::test_e2e[aggr_upload-nightly-case]"));
  CHECK(plan.config_dir == Text("/opt/trtllm/tests/scripts/perf-sanity"));
  world.topology.server->tensor_parallel_size = 1;
  CHECK(line(command(world.plan().tests.at(0), "SERVER")).find("llmapi-launch") == std::string::npos);
}

TEST_CASE("an aggregated server under 2026-01 is the reference's own srun") {
  World world;
  world.aggregate(4);
  world.literal();
  const TestPlan plan = world.plan().tests.at(0);
  CHECK(shown(plan.srun_args) == Words{"--mpi=pmix", "--container-image=nvcr.io/nvidia/tensorrt-llm:latest",
                                       "--container-workdir=/opt/trtllm",
                                       "--container-mounts=/opt/trtllm:/opt/trtllm,/data/models:/data/models"});
  REQUIRE(plan.steps.size() == 1);
  CHECK(plan.steps[0].options == Words{"-N", "1", "-A", "perf", "-p", "batch"});
  CHECK(shown(plan.steps[0].direct) == Words{"python3", "-m", "pytest",
                                             "tests/integration/defs/perf/test_perf_sanity.py::test_e2e", "-k",
                                             "aggr_upload-nightly-case", "-v"});
  CHECK(plan.sbatch ==
        Words{"--nodes=1", "--partition=batch", "--account=perf", "--job-name=aggr_perf_test", "--time=04:00:00"});
}

TEST_CASE("what a harness sets") {
  World world;
  world.harness.module = Text::env("PERF_TEST_MODULE", "perf/test_perf_sanity.py");
  world.harness.prefix = "mine";
  world.harness.timeout = Duration{90'500};
  world.harness.pytest_args = {"-x", "--lf"};
  world.harness.config_dir = "/configs";
  const TestPlan plan = world.plan().tests.at(0);
  CHECK(plan.id == Text::env("PERF_TEST_MODULE", "perf/test_perf_sanity.py") + "::test_e2e[mine-case]");
  CHECK(line(plan.pytest).find(" --timeout=91 ") != std::string::npos);
  CHECK(line(plan.pytest).find(" --test-prefix=mine ") != std::string::npos);
  CHECK(line(plan.pytest).find(" pytest -x --lf --timeout=91 ") != std::string::npos);
  CHECK(plan.config_dir == Text("/configs"));
}

TEST_CASE("aggregated tests have a prefix of their own") {
  World world;
  world.aggregate(4);
  world.harness.prefix = "mine";
  CHECK(world.plan().tests.at(0).id.display() == "perf/test_perf_sanity.py::test_e2e[mine-nightly-case]");
  world.harness.aggr_prefix = "ours";
  const TestPlan plan = world.plan().tests.at(0);
  CHECK(plan.id.display() == "perf/test_perf_sanity.py::test_e2e[ours-nightly-case]");
  CHECK(line(plan.pytest).find(" --test-prefix=ours ") != std::string::npos);
}

TEST_CASE("pytest does not stop a test before its own time") {
  World world;
  world.suite.tests[0].timeout = Duration{90 * 60'000};
  TestPlan plan = world.plan().tests.at(0);
  CHECK(plan.timeout_s == 5400);
  CHECK(line(plan.pytest).find(" --timeout=5400 ") != std::string::npos);
  world.suite.tests[0].timeout = Duration{60'000};
  plan = world.plan().tests.at(0);
  CHECK(plan.timeout_s == 60);
  CHECK(line(plan.pytest).find(" --timeout=3600 ") != std::string::npos);
}

TEST_CASE("time limits as Slurm writes them") {
  CHECK(slurm_time(Duration{90'061'000}) == "25:01:01");
  CHECK(slurm_time(Duration{1}) == "00:00:01");
  CHECK(slurm_time(Duration{360'000'000}) == "100:00:00");
}

TEST_CASE("paths that a header cannot hold are left to submit.sh") {
  CHECK(sbatch_output("/a") == Text("/a/slurm_%j.log"));
  CHECK(sbatch_output("/100%") == Text("/100%%/slurm_%j.log"));
  CHECK(sbatch_output("/a b'\"#") == Text("/a b'\"#/slurm_%j.log"));
  // In the name of a log a backslash turns %j off.
  for (const char* path : {"/a\\b", "/a\n"}) CHECK_FALSE(sbatch_output(path).has_value());
}

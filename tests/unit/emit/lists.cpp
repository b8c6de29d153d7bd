#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "build.hpp"
#include "compiler/emit/commands_json.hpp"
#include "compiler/emit/manifest.hpp"
#include "compiler/emit/sha256.hpp"
#include "compiler/emit/test_list.hpp"
#include "compiler/emit/tests_yaml.hpp"

namespace perfc::test {

TEST_CASE("commands.json") {
  World world;
  CommandPlan command{
      "GEN", {"UCX_TLS"}, {{"A", "x y"}}, {"numactl", "-N", "0"}, {"pytest", Text::env("ROOT") + "/t t"}};
  world.only().commands = {command};
  const auto json = nlohmann::json::parse(emit_commands_json(world.plan, world.only()));
  const auto& role = json["roles"][0];
  CHECK(role["role"] == "GEN");
  CHECK(role["unset"] == nlohmann::json::array({"UCX_TLS"}));
  CHECK(role["env"]["A"] == "x y");
  CHECK(role["argv"] == nlohmann::json::array({"numactl", "-N", "0", "pytest", "${ROOT}/t t"}));
  CHECK(role["text"] == "unset UCX_TLS && A=$'x\\040y' numactl -N 0 pytest ${ROOT}$'/t\\040t'");
}

TEST_CASE("lists of ids: a run-time value stands as its fallback") {
  World world;
  world.only().id = Text::env("PERF_TEST_MODULE", "perf/test_perf_sanity.py") + "::test_e2e[x-case]";
  CHECK(emit_test_list(world.plan, world.only()) == "perf/test_perf_sanity.py::test_e2e[x-case]\n");
  CHECK(emit_test_ids(world.plan) == "perf/test_perf_sanity.py::test_e2e[x-case]\n");
}

TEST_CASE("tests.yml") {
  World world;
  world.plan.tests.push_back(world.only());
  world.plan.tests[1].timeout_s = 61;
  world.plan.tests[1].id = "perf/test_perf_sanity.py::test_e2e[disagg_upload-other]";
  CHECK(emit_tests_yaml(world.plan) ==
        "version: 0.0.1\n"
        "nightly:\n"
        "  - condition:\n"
        "      ranges:\n"
        "        system_gpu_count:\n"
        "          gte: 12\n"
        "          lte: 12\n"
        "      wildcards:\n"
        "        gpu:\n"
        "          - '*gb200*'\n"
        "      terms:\n"
        "        stage: post_merge\n"
        "        backend: pytorch\n"
        "    tests:\n"
        "      - perf/test_perf_sanity.py::test_e2e[disagg_upload-case] TIMEOUT (90)\n"
        "      - perf/test_perf_sanity.py::test_e2e[disagg_upload-other] TIMEOUT (2)\n");
}

TEST_CASE("manifest.json: a test a line, roles without servers left out") {
  World world;
  world.only().roles.push_back({"server", 0, 0, 0, 0, {}});
  const std::vector<FileHash> files = {{"case/launch.sh", sha256("abc")}};
  CHECK(emit_manifest(world.plan, {manifest_entry(world.only(), &files)}) ==
        R"({
  "version": 1,
  "suite": "nightly",
  "cluster": "lab",
  "contract": "perfc",
  "tests": [
    {"name": "case", "id": "perf/test_perf_sanity.py::test_e2e[disagg_upload-case]", "mode": "disagg", "nodes": 3, )"
        R"("gpus": 12, "gpus_per_node": 4, )"
        R"("timeout_s": 5400, "roles": [)"
        R"({"role": "ctx", "servers": 1, )"
        R"("gpus_per_server": 4, )"
        R"("nodes_per_server": 1, )"
        R"("tasks_per_node": 4}, )"
        R"({"role": "gen", "servers": 1, )"
        R"("gpus_per_server": 8, )"
        R"("nodes_per_server": 2, )"
        R"("tasks_per_node": 4}], )"
        R"("files": [{"path": "case/launch.sh", )"
        R"("sha256": "ba7816bf8f01cfea414140de5dae)"
        R"(2223b00361a396177a9cb410ff61f20015ad"}]}
  ]
}
)");
  const std::string plan = emit_plan_json(world.plan);
  CHECK_FALSE(nlohmann::json::parse(plan)["tests"][0].contains("files"));
  world.plan.tests.clear();
  CHECK(nlohmann::json::parse(emit_plan_json(world.plan))["tests"] == nlohmann::json::array());
}

}  // namespace perfc::test

// Writes the scripts of a plan made by hand for the tests of this folder. usage: runtime_scripts DIR
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "compiler/emit/artefacts.hpp"
#include "compiler/emit/launch_script.hpp"
#include "compiler/emit/run_script.hpp"
#include "compiler/emit/submit_script.hpp"
#include "compiler/emit/sync_script.hpp"
#include "tests/unit/emit/build.hpp"

namespace {

void write(const std::filesystem::path& file, const std::string& text) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
  std::filesystem::permissions(file, std::filesystem::perms::owner_all);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  using perfc::Contract;
  for (const Contract contract : {Contract::perfc, Contract::literal_2026_01}) {
    perfc::test::World world(contract);
    world.cluster.type = "ssh";
    world.cluster.host = "cluster";
    world.cluster.user = "perf";
    world.cluster.work_dir = perfc::Text::env("WORKSPACE", "/work");
    const auto folder = std::filesystem::path(argv[1]) / (contract == Contract::perfc ? "perfc" : "2026-01");
    write(folder / "case" / "launch.sh", perfc::emit_launch_script(world.plan, world.only()));
    write(folder / "case" / "submit.sh", perfc::emit_submit_script(world.plan, world.only()));
    write(folder / "case" / "config.yaml", "model: example\n");
    write(folder / "run.sh", perfc::emit_run_script(world.plan));
    write(folder / "sync.sh",
          perfc::emit_sync_script(world.plan, {perfc::suite_file_names(), perfc::test_file_names()}));
  }
  perfc::test::World probed(Contract::perfc);
  using Kind = perfc::ReadyProbe::Kind;
  probed.harness.readiness.emplace().timeout = {6000};
  probed.harness.readiness->interval = {1000};
  probed.harness.stagger = {3000};
  std::vector<perfc::StepPlan> steps(probed.only().steps.begin(), probed.only().steps.end());
  steps[3].awaits = std::vector<perfc::ReadyProbe>{{Kind::log, 1, "is up"}};
  steps[4].awaits =
      std::vector<perfc::ReadyProbe>{{Kind::log, 3, "routes"}, {Kind::command, 3, "test -e \"$LAB/ready\""}};
  probed.only().steps = std::move(steps);
  write(std::filesystem::path(argv[1]) / "probed" / "case" / "launch.sh",
        perfc::emit_launch_script(probed.plan, probed.only()));
  return 0;
}

// Writes the scripts of a plan made by hand for the tests of this folder. usage: runtime_scripts DIR
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "compiler/emit/artefacts.hpp"
#include "compiler/emit/client_script.hpp"
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

// Two concurrencies; of the second all kinds of comparisons, and one with a baseline.
std::vector<perfc::ExpectedRun> expected_runs() {
  const auto value = [](std::string_view metric, std::string op, double bound) {
    return perfc::ExpectedValue{*perfc::metric_index(metric), std::move(op), bound, {}, 0};
  };
  perfc::ExpectedValue regression = value("mean_itl", "<=", 22);
  regression.before = 20;
  regression.percent = 10;
  return {{"e2e", 4, 32, {value("p99_ttft", "<=", 2000), value("completed_requests", ">=", 32)}},
          {"e2e",
           64,
           512,
           {value("token_throughput", ">=", 12000), regression, value("completed_requests", ">=", 512),
            value("output_tokens", ">", 0)}}};
}

// On random data; on a file; on one that need not be there.
std::vector<perfc::ClientPlan> clients() {
  perfc::ClientPlan random;
  random.load = "random";
  random.concurrency = {4, 64};
  random.rounds = 3;
  random.command = {"python", "-m", "x"};
  random.data_words = {"--name", "a b; $(c)"};
  random.data = "random data, it's all";
  random.options = {"--ignore-eos"};
  perfc::ClientPlan file = random;
  file.concurrency = {8};
  file.rounds = 1;
  file.options = {};
  file.file = perfc::Text::env("SET");
  file.data_words = {"--path", *file.file};
  perfc::ClientPlan optional = file;
  optional.file = perfc::Text::env("OTHER");
  optional.data_words = {"--path", *optional.file};
  optional.words_otherwise = {"--len", "5"};
  optional.data_otherwise = "no data set file, 5 tokens";
  return {random, file, optional};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  using perfc::Contract;
  for (const Contract contract : {Contract::perfc, Contract::literal_2026_01}) {
    perfc::test::World world(contract);
    world.harness.stagger = {3000};
    world.cluster.type = "ssh";
    world.cluster.host = "cluster";
    world.cluster.user = "perf";
    world.cluster.work_dir = perfc::Text::env("WORKSPACE", "/work");
    const auto folder = std::filesystem::path(argv[1]) / (contract == Contract::perfc ? "perfc" : "2026-01");
    write(folder / "case" / "launch.sh", perfc::emit_launch_script(world.plan, world.only()));
    world.only().expected = expected_runs();
    write(folder / "case" / "expect.sh", perfc::emit_launch_script(world.plan, world.only()));
    world.only().clients = clients();
    write(folder / "case" / "client.sh", perfc::emit_client_script(world.plan, world.only()));
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

// Whole messages of what a cluster, a harness or a test can get wrong beside numbers and names.
#include <doctest/doctest.h>

#include "tests/unit/plan/build.hpp"

using namespace perfc;
using namespace perfc::test;

TEST_CASE("what scripts need and the cluster does not say") {
  World world;
  world.cluster.repo.reset();
  world.cluster.work_dir.reset();
  world.cluster.model_root.reset();
  world.cluster.container.image.reset();
  world.harness.run_script.reset();
  CHECK(world.errors() ==
        "E416 1: cluster 'ci' has no 'repo', which its scripts need | write 'repo = \"/...\"' in the cluster\n"
        "E416 1: cluster 'ci' has no 'model_root', which its scripts need | write 'model_root = \"/...\"' in the "
        "cluster\n"
        "E416 1: cluster 'ci' has no 'work_dir', which its scripts need | write 'work_dir = \"/...\"' in the cluster\n"
        "E416 1: cluster 'ci' has no 'container.image', which its scripts need | "
        "write 'container { image = \"...\" }' in the cluster\n");
  CHECK(world.plan().tests.empty());
}

TEST_CASE("a problem that two suites share is reported once and stops both") {
  World world;
  world.cluster.repo.reset();
  world.harness.run_script.reset();
  CHECK(world.plan().tests.empty());
  CHECK(world.plan().tests.empty());
  CHECK(world.diags.all().size() == 1);
}

TEST_CASE("account and partition may be left out") {
  World world;
  world.cluster.account.reset();
  world.cluster.partition.reset();
  world.cluster.time.reset();
  CHECK(world.plan().tests.at(0).sbatch.end()[-2] == "--job-name=disagg_perf_test");
  CHECK(world.diags.all().empty());
}

TEST_CASE("paths") {
  World world;
  SUBCASE("models that no mount covers") {
    world.cluster.model_root = "/elsewhere";
    CHECK(world.errors() ==
          "E417 1: model_root '/elsewhere' lies under no mount, so the container cannot see it | "
          "add \"/elsewhere:/data\" to 'container { mounts }'\n");
  }
  SUBCASE("no absolute path") {
    world.cluster.work_dir = "-rf";
    CHECK(world.errors() == "E425 1: work_dir '-rf' is not an absolute path | write the whole path, from '/'\n");
  }
  SUBCASE("a repository that cannot be mounted") {
    world.cluster.repo = "/a,b";
    CHECK(world.errors() ==
          "E426 1: repo '/a,b' holds a ',', so it cannot be mounted at its own path | "
          "mount a folder above it in 'container { mounts }'\n");
  }
  SUBCASE("a mount that cannot be read") {
    world.cluster.container.mounts.emplace_back("x:/y");
    world.cluster.container.mount_spans = {{0, 5, 6}, {0, 6, 7}, {0, 8, 9}};
    CHECK(world.errors() ==
          "E418 8: mount 'x:/y' does not begin with an absolute path | "
          "write each mount as its own string: \"/host/path:/container/path\"\n");
  }
  CHECK(world.plan().tests.empty());
}

TEST_CASE("models under no mount are no matter to 2026-01") {
  World world;
  world.literal();
  world.cluster.model_root = "/elsewhere";
  CHECK(line(world.plan().tests.at(0).pytest).find("LLM_MODELS_ROOT=/elsewhere ") != std::string::npos);
}

TEST_CASE("values that sbatch would not read back") {
  const auto message = [](const std::string& value, const std::string& reason) {
    World world;
    world.cluster.account = value;
    CHECK(world.errors() == "E419 1: account '" + value + "' cannot stand in an '#SBATCH' line: it holds " + reason +
                                " | a line of the header holds one line of text: write it without\n");
  };
  message("a\nb", "a line break");
  message("a\x01", "a control character");
  message("", "nothing");
  World world;
  world.cluster.account = "$(id)`x`-é a\"b'c\\#";
  CHECK(world.plan().tests.at(0).sbatch[5] == "--account=$(id)`x`-é a\"b'c\\#");
}

TEST_CASE("sbatch arguments: a value of its own goes with its option") {
  World world;
  world.cluster.sbatch_args = {"--gres", "gpu:4", "-q", "high", "--comment={\"a\": 1}"};
  const std::vector<std::string> lines = world.plan().tests.at(0).sbatch;
  CHECK(std::vector<std::string>(lines.end() - 3, lines.end()) ==
        std::vector<std::string>{"--gres=gpu:4", "-qhigh", "--comment={\"a\": 1}"});
  world.cluster.sbatch_args = {"--gres gpu:4"};
  CHECK(world.errors() ==
        "E419 1: sbatch_args '--gres gpu:4' cannot stand in an '#SBATCH' line: it holds a blank before any '=' | "
        "write the option and its value as \"--gres=gpu:4\", or as two strings\n");
}

TEST_CASE("nodes are never named") {
  for (const std::string word : {"-w", "-wnode1", "--nodelist=node1", "--nodeli", "-F", "--nodefile=f"}) {
    const std::string expected =
        "E423 1: '" + word +
        "' names nodes, but Slurm chooses them | "
        "leave it out: scripts ask for a number of nodes; '--exclude' and '--constraint' are allowed\n";
    World in_srun;
    in_srun.cluster.srun_args = {Text(word)};
    CHECK(in_srun.errors() == expected);
    World in_sbatch;
    in_sbatch.cluster.sbatch_args = {word};
    CHECK(in_sbatch.errors() == expected);
  }
  World run_time;
  run_time.cluster.srun_args = {Text("--nodelist=") + Text::env("NODES")};
  CHECK(run_time.errors().starts_with("E423 1: '--nodelist=${NODES}' names nodes"));
  World in_configuration;
  auto section = std::make_shared<Record>();
  section->fields = {{"extra_args", {Text("--gres=gpu:4 --nodelist='n1 n2'"), {0, 1, 2}}, {}}};
  in_configuration.topology.slurm = section;
  CHECK(in_configuration.errors().starts_with("E423 1: '--nodelist=n1 n2' names nodes"));
  World world;
  world.cluster.srun_args = {"--nodes=1", "--wait=5"};
  CHECK(world.errors().empty());
}

TEST_CASE("loads") {
  World world;
  SUBCASE("none") {
    world.topology.load.reset();
    CHECK(world.errors() ==
          "E410 70: the test does not say with which benchmark, and topology 'case' has no load of its own | "
          "write 'test case with BENCHMARK', or give the topology a 'benchmark { }' block\n");
  }
  SUBCASE("several") {
    world.suite.tests[0].loads = {&world.load, &world.load};
    CHECK(world.errors() ==
          "E413 70: a disaggregated test has one benchmark, not 2 | write one test for each benchmark\n");
  }
  SUBCASE("no concurrency") {
    world.load.concurrency.clear();
    world.suite.tests[0].loads = {&world.load};
    CHECK(world.errors() == "E411 50: the list of concurrencies is empty | write 'concurrency = [1]' or more values\n");
  }
  SUBCASE("concurrency below one") {
    world.load.concurrency = {4, 0};
    world.suite.tests[0].loads = {&world.load};
    CHECK(world.errors() == "E411 50: the list of concurrencies holds 0, but each must be at least 1\n");
  }
  CHECK(world.plan().tests.empty());
}

TEST_CASE("times below a second") {
  World world;
  world.cluster.time = Duration{0};
  world.harness.timeout = Duration{-1};
  world.suite.tests[0].timeout = Duration{999};
  CHECK(world.errors() ==
        "E424 10: 'timeout' is -1 ms, but must be at least 1 s\n"
        "E424 1: 'time' is 0 ms, but must be at least 1 s\n"
        "E424 70: 'timeout' is 999 ms, but must be at least 1 s\n");
}

TEST_CASE("environments") {
  World world;
  world.topology.env.text = "A=\"x";
  world.topology.env.span = {0, 36, 37};
  world.topology.load->env.variables = {{"9", Text("x")}};
  world.topology.load->env.span = {0, 51, 52};
  CHECK(world.errors() ==
        "E420 36: the environment text has a quote \" that is never closed | "
        "close it, or put a backslash before a quote that is meant as a character\n"
        "E318 51: '9' is no name of an environment variable | use letters, digits and '_', and begin with no "
        "digit\n");
}

TEST_CASE("a suite without a cluster") {
  World world;
  world.suite.cluster = nullptr;
  CHECK(world.errors() == "E416 60: suite 'nightly' has no 'cluster', which its scripts need\n");
}

TEST_CASE("one test that cannot be leaves the others") {
  World world;
  world.add_test().alias = "..";
  const SuitePlan planned = world.plan();
  REQUIRE(planned.tests.size() == 1);
  CHECK(planned.tests[0].test == &world.suite.tests[0]);
}

TEST_CASE("a field that is computed says what it comes to") {
  World world;
  world.topology.computed = {{"nodes", "servers and nodes", {0, 1, 2}, {}}, {"mode", "the roles", {0, 3, 4}, {}}};
  world.suite.tests[0].computed = {{"gpus", "the cluster", {0, 5, 6}, {}}};
  CHECK(world.errors() ==
        "E312 5: 'gpus' is computed from the cluster; it is never written | remove it: it comes to 3 nodes x 4 = 12\n"
        "E312 1: 'nodes' is computed from servers and nodes; it is never written | remove it: it comes to "
        "1 x ceil(4 / 4) + 1 x ceil(8 / 4) = 3\n"
        "E312 3: 'mode' is computed from the roles; it is never written | remove it: it comes to disagg\n");
}

TEST_CASE("a computed field is reported also where the test cannot be planned") {
  World world;
  world.topology.computed = {{"nodes", "servers and nodes", {0, 1, 2}, {}}};
  world.suite.tests[0].alias = "a/b";
  CHECK(world.errors() ==
        "E414 0: test 'a/b' cannot be a file name: it holds a '/' | give it another name with 'as \"...\"'\n"
        "E312 1: 'nodes' is computed from servers and nodes; it is never written | remove it\n");
}

TEST_CASE("a line break in what ids are made of") {
  World world;
  world.harness.origin.fields = record({});
  world.harness.prefix = "disagg\nupload";
  world.harness.function = Text::env("FUNCTION", "test\r");
  CHECK(world.errors() ==
        "E431 10: 'function' of the harness holds a control character, which no test id can | write it as one line "
        "of plain text\n"
        "E431 10: 'prefix' of the harness holds a control character, which no test id can | write it as one line of "
        "plain text\n");
  CHECK(world.plan().tests.empty());
}

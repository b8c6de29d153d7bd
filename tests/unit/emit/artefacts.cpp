#include "compiler/emit/artefacts.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "build.hpp"
#include "compiler/emit/sha256.hpp"

namespace perfc::test {

TEST_CASE("the files of a test and of a suite") {
  World world;
  const Topology topology;
  world.test.topology = &topology;
  const std::vector<Artefact> files = TestArtefacts(world.plan).of(world.only());
  std::string names;
  for (const Artefact& file : files) names += file.path + (file.executable ? "* " : " ");
  CHECK(names ==
        "case/launch.sh* case/config.yaml case/test_list.txt case/commands.json case/submit.sh* case/client.sh* ");

  names.clear();
  for (const Artefact& file : emit_suite(world.plan)) names += file.path + (file.executable ? "* " : " ");
  CHECK(names == "run.sh* tests.txt tests.yml ");
  CHECK(suite_file_names() == std::vector<std::string>{"run.sh", "tests.txt", "tests.yml", "manifest.json"});
  CHECK(test_file_names().size() == files.size());
  const Artefact own = emit_suite_manifest(world.plan, {manifest_entry(world.only(), files)});
  CHECK(own.path == "manifest.json");
  const auto manifest = nlohmann::json::parse(own.text);
  const auto& listed = manifest["tests"][0]["files"];
  REQUIRE(listed.size() == files.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    CHECK(listed[i]["path"] == files[i].path);
    CHECK(listed[i]["sha256"] == sha256(files[i].text));
  }
}

TEST_CASE("a cluster that is reached over ssh gets sync.sh") {
  World world;
  world.cluster.type = "ssh";
  std::string names;
  for (const Artefact& file : emit_suite(world.plan)) names += file.path + (file.executable ? "* " : " ");
  CHECK(names == "run.sh* tests.txt tests.yml sync.sh* ");
}

}  // namespace perfc::test

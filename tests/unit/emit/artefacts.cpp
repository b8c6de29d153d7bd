#include "compiler/emit/artefacts.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

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
  CHECK(names == "case/launch.sh* case/config.yaml case/test_list.txt case/commands.json case/submit.sh* ");

  names.clear();
  for (const Artefact& file : emit_suite(world.plan)) names += file.path + (file.executable ? "* " : " ");
  CHECK(names == "run.sh* tests.txt tests.yml ");
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

}  // namespace perfc::test

#include "compiler/driver/module_loader.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "compiler/diag/text.hpp"

using namespace perfc;
using namespace perfc::driver;

namespace {

struct LoaderFixture {
  MemoryFiles files;
  Sources sources;
  Diagnostics diags;
  ModuleLoader loader{files, sources, diags};

  [[nodiscard]] std::string findings() const { return render_text(diags, sources); }
};

}  // namespace

TEST_CASE_FIXTURE(LoaderFixture, "modules of the standard library: a file, a folder, none") {
  const Imports::Module* gb200 = loader.module("std.gb200", false, kNoFile);
  REQUIRE(gb200 != nullptr);
  CHECK(gb200->key == "std.gb200");
  REQUIRE(gb200->trees.size() == 1);
  CHECK(sources[gb200->trees[0]->file].path == "std/gb200.perf");
  CHECK(loader.module("std.gb200", false, kNoFile) == gb200);
  const Imports::Module* trtllm = loader.module("std.trtllm", false, kNoFile);
  REQUIRE(trtllm != nullptr);
  CHECK(trtllm->trees.size() > 1);
  CHECK(loader.module("std.none", false, kNoFile) == nullptr);
  CHECK(loader.module("gb200", false, kNoFile) == nullptr);
  CHECK(loader.module("std.", false, kNoFile) == nullptr);
  CHECK(findings().empty());
}

TEST_CASE_FIXTURE(LoaderFixture, "every module of the standard library is listed once") {
  const auto names = loader.standard_modules();
  CHECK(std::count(names.begin(), names.end(), "std.trtllm") == 1);
  CHECK(std::count(names.begin(), names.end(), "std.gb200") == 1);
  for (const std::string_view name : names) CHECK(loader.module(name, false, kNoFile) != nullptr);
}

TEST_CASE_FIXTURE(LoaderFixture, "files are looked for beside the file that uses them, and read once") {
  files.files = {{"suites/a.perf", "use \"../lib/b.perf\"\n"}, {"lib/b.perf", "let x = 1\n"}};
  const syntax::Tree* tree = loader.operand("suites/a.perf");
  REQUIRE(tree != nullptr);
  const Imports::Module* module = loader.module("../lib/b.perf", true, tree->file);
  REQUIRE(module != nullptr);
  CHECK(module->key == "suites/../lib/b.perf");
  CHECK(loader.module("../suites/../lib/b.perf", true, tree->file) == module);
  CHECK(loader.module("none.perf", true, tree->file) == nullptr);
  // A file given on the command line is the same module when another file uses it.
  const Imports::Module* self = loader.module("a.perf", true, tree->file);
  REQUIRE(self != nullptr);
  CHECK(self->trees == std::vector<const syntax::Tree*>{tree});
  CHECK(self->key == "suites/a.perf");
  CHECK(findings().empty());
  CHECK_FALSE(loader.machine_failed());
}

TEST_CASE_FIXTURE(LoaderFixture,
                  "a FILE that is missing is the machine's fault, a configuration that is missing the program's") {
  files.files = {{"a.perf", "let c = yaml(\"none.yaml\")\n"}};
  const syntax::Tree* tree = loader.operand("a.perf");
  REQUIRE(tree != nullptr);
  CHECK_FALSE(loader.yaml_value("none.yaml", tree->file, Span{tree->file, 13, 24}).has_value());
  CHECK_FALSE(loader.machine_failed());
  CHECK(findings() ==
        "a.perf:1:14: error[E004]: cannot read 'none.yaml': no such file or directory\n"
        "    1 | let c = yaml(\"none.yaml\")\n"
        "      |              ^^^^^^^^^^^\n"
        "1 error\n");
  CHECK(loader.operand("none.perf") == nullptr);
  CHECK(loader.machine_failed());
}

TEST_CASE_FIXTURE(LoaderFixture, "a YAML file as a value, with the types of PyYAML") {
  files.files = {{"v.yaml", "a: [1, 0.5, yes, ~, text]\nb: {c: '1'}\n"}};
  const auto value = loader.yaml_value("v.yaml", kNoFile, {});
  REQUIRE(value.has_value());
  const Record* record = value->record();
  REQUIRE(record != nullptr);
  const List* list = record->find("a")->value.list();
  REQUIRE(list != nullptr);
  REQUIRE(list->size() == 5);
  CHECK(*(*list)[0].get<std::int64_t>() == 1);
  CHECK((*list)[1].get<Floating>()->value == 0.5);
  CHECK(*(*list)[2].get<bool>());
  CHECK((*list)[3].is_null());
  CHECK((*list)[4].get<Text>()->str() == "text");
  CHECK(record->at({"b", "c"})->get<Text>()->str() == "1");
  CHECK(findings().empty());
}

TEST_CASE_FIXTURE(LoaderFixture, "a YAML file with an error has a place in it") {
  files.files = {{"v.yaml", "a: [1\n"}};
  CHECK_FALSE(loader.yaml_value("v.yaml", kNoFile, {}).has_value());
  CHECK(diags.failed());
  CHECK(diags.all()[0].span.known());
}

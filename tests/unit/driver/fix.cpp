#include "compiler/driver/fix.hpp"

#include <doctest/doctest.h>

#include "temporary.hpp"

using namespace perfc::driver;

namespace {

struct FixFixture {
  MemoryFiles disk;
  EditedFiles files{disk};

  Fixes fix(std::vector<std::string> operands) {
    CompileOptions options;
    options.files = std::move(operands);
    options.lint.scope = LintOptions::Scope::all;
    return make_fixes(files, options);
  }
};

// Each compilation reads a FILE argument once.
struct CountedFiles : EditedFiles {
  using EditedFiles::EditedFiles;
  FileText read(const std::string& path) override {
    ++reads;
    return EditedFiles::read(path);
  }
  int reads = 0;
};

std::string workers(int count, const std::string& body) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "worker w" + std::to_string(i) + " { " + body + " }\n";
  return text;
}

}  // namespace

TEST_CASE("few fixes of one phase do not keep many of the next from being made at once") {
  MemoryFiles disk;
  CountedFiles files(disk);
  disk.files["a.perf"] = "model m { dir: \"x\" }\n" + workers(100, "max_bach_size = 1");
  CompileOptions options;
  options.files = {"a.perf"};
  const Fixes fixes = make_fixes(files, options);
  CHECK(fixes.made.size() == 101);
  CHECK(files.reads == 3);
}

TEST_CASE_FIXTURE(FixFixture, "that there may be more to fix is said only where there is") {
  // None can be made. 98 take as many trials as there are, to find that out.
  disk.files["a.perf"] = workers(98, "max_batch_size = 1, max_bach_size = 2");
  const Fixes all = fix({"a.perf"});
  CHECK(all.refused.size() == 98);
  CHECK_FALSE(all.unfinished);
  disk.files["b.perf"] = workers(99, "max_batch_size = 1, max_bach_size = 2");
  const Fixes some = fix({"b.perf"});
  CHECK(some.refused.size() == 97);
  CHECK(some.unfinished);
}

TEST_CASE_FIXTURE(FixFixture, "a file that is imported under another name is the same file") {
  disk.files["a.perf"] = "model m { dri = \"x\" }\n";
  disk.files["b.perf"] = "use \"./a.perf\"\nmodel n : m { precison = fp4 }\n";
  const Fixes fixes = fix({"b.perf", "a.perf"});
  CHECK(fixes.changed == std::vector<std::string>{"a.perf", "b.perf"});
  CHECK(fixes.made.size() == 2);
  CHECK(files.read("x/../a.perf").text == "model m { dir = \"x\" }\n");
  CHECK(files.read("b.perf").text == "use \"./a.perf\"\nmodel n : m { precision = fp4 }\n");
  CHECK_FALSE(fixes.compilation->diags.failed());
}

TEST_CASE_FIXTURE(FixFixture, "of changes of one place the first is made, and then what is left of the others") {
  // The statement is written twice, alike, and misspelt in its value.
  disk.files["a.perf"] = "model m { precision = fp_4, precision = fp_4 }\n";
  const Fixes fixes = fix({"a.perf"});
  CHECK(files.read("a.perf").text == "model m { precision = fp4 }\n");
  CHECK(fixes.refused.empty());
}

TEST_CASE_FIXTURE(FixFixture, "an import that nobody gave as FILE stays as it is") {
  disk.files["a.perf"] = "model m { dri = \"x\" }\n";
  disk.files["b.perf"] = "use \"a.perf\"\n";
  const Fixes fixes = fix({"b.perf"});
  CHECK(fixes.changed.empty());
  CHECK(fixes.compilation->diags.errors() == 1);
}

TEST_CASE_FIXTURE(FixFixture, "lists of batch sizes are put in order where they stand, with their comments") {
  disk.files["a.perf"] =
      "model m { }\ntopology t {\n  model = m\n  server {\n    tensor_parallel_size = 1, max_batch_size = 64\n"
      "    cuda_graph_config {\n      batch_sizes = [\n        1,  # one\n        8,\n        4,  # four\n        8,\n"
      "        4,\n      ]\n    }\n  }\n  benchmark { concurrency = [64] }\n}\n";
  const Fixes fixes = fix({"a.perf"});
  CHECK(fixes.made.size() == 1);
  CHECK(files.read("a.perf").text.find("[\n        1,  # one\n        4,\n        8,\n      ]") != std::string::npos);
}

TEST_CASE("a file that somebody changed meanwhile is left alone") {
  const Temporary folder;
  const std::string path = folder.path("a.perf");
  folder.write("a.perf", "before\n");
  DiskFiles disk;
  EditedFiles files(disk);
  CHECK(files.read(path).text == "before\n");
  files.edit(path, "fixed\n");
  folder.write("a.perf", "by somebody\n");
  CHECK(write_fixed(path, files, disk) == kMachine);
  CHECK(folder.read("a.perf") == "by somebody\n");
  folder.write("a.perf", "before\n");
  CHECK(write_fixed(path, files, disk) == kFine);
  CHECK(folder.read("a.perf") == "fixed\n");
  CHECK(folder.tree().size() == 1);
}

// perfc check --fix: what is written, what is said, and what is left alone.
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../unit/driver/temporary.hpp"
#include "run.hpp"

namespace {

const char* const kMisspelt =
    "use std.trtllm\n\nmodel m { }\n\ntopology t {\n  model = m\n  server : tp(4) { max_bach_size = 4 }\n}\n";

std::string mended() {
  std::string text = kMisspelt;
  return text.replace(text.find("max_bach_size"), 13, "max_batch_size");
}

Outcome fix(const Temporary& folder, std::vector<std::string> words) {
  words.insert(words.begin(), {"check", "--fix"});
  return Run(std::move(words)).in(folder.path()).go();
}

}  // namespace

TEST_CASE("a safe fix is made, said, and keeps the permissions and the link") {
  const Temporary folder;
  folder.write("real/a.perf", kMisspelt);
  REQUIRE(chmod(folder.path("real/a.perf").c_str(), 0640) == 0);
  std::filesystem::create_symlink("real/a.perf", folder.path("a.perf"));
  const Outcome outcome = fix(folder, {"a.perf"});
  CHECK(outcome.status == 0);
  CHECK(outcome.out == "fixed a.perf:7: E202: 'max_bach_size' -> 'max_batch_size'\nfixed 1 of 1 finding\n");
  CHECK(outcome.err.empty());
  CHECK(folder.read("real/a.perf") == mended());
  CHECK(std::filesystem::is_symlink(folder.path("a.perf")));
  struct stat status {};
  REQUIRE(stat(folder.path("real/a.perf").c_str(), &status) == 0);
  CHECK((status.st_mode & 07777U) == 0640);
  folder.write("twice.perf", kMisspelt);
  CHECK(fix(folder, {"twice.perf", "./twice.perf", "twice.perf"}).status == 0);
  CHECK(folder.read("twice.perf") == mended());
  const Outcome again = fix(folder, {"a.perf"});
  CHECK(again.status == 0);
  CHECK(again.out.empty());
  CHECK(folder.tree().size() == 4);
}

TEST_CASE("--diff shows what would be fixed, writes nothing, and exits 1") {
  const Temporary folder;
  folder.write("a.perf", kMisspelt);
  const Outcome outcome = fix(folder, {"a.perf", "--diff"});
  CHECK(outcome.status == 1);
  CHECK(outcome.out.starts_with("--- a.perf\n+++ a.perf\n@@ "));
  CHECK(outcome.out.find("\n-  server : tp(4) { max_bach_size = 4 }\n+  server : tp(4) { max_batch_size = 4 }\n") !=
        std::string::npos);
  CHECK(outcome.err == "would fix a.perf:7: E202: 'max_bach_size' -> 'max_batch_size'\nwould fix 1 of 1 finding\n");
  CHECK(folder.read("a.perf") == kMisspelt);
  folder.write("a.perf", mended());
  const Outcome sound = fix(folder, {"a.perf", "--diff"});
  CHECK(sound.status == 0);
  CHECK(sound.out.empty());
  CHECK(Run({"check", "--diff", "a.perf"}).in(folder.path()).go().status == 2);
}

TEST_CASE("standard input comes out mended") {
  const Outcome outcome = Run({"check", "--fix", "-"}).input(kMisspelt).go();
  CHECK(outcome.status == 0);
  CHECK(outcome.out == mended());
  CHECK(outcome.err == "fixed <stdin>:7: E202: 'max_bach_size' -> 'max_batch_size'\nfixed 1 of 1 finding\n");
  const Outcome sound = Run({"check", "--fix", "-"}).input(mended()).go();
  CHECK(sound.status == 0);
  CHECK(sound.out == mended());
}

TEST_CASE("a fix that would give an error is not made, the others are") {
  const Temporary folder;
  const std::string text =
      "model m { }\ntopology t {\n  model = m\n  server {\n    tensor_parallel_size = 4\n    max_batch_size = 8\n"
      "    max_bach_size = 4\n    max_nm_tokens = 64\n  }\n}\n";
  folder.write("a.perf", text);
  const Outcome outcome = fix(folder, {"a.perf"});
  CHECK(outcome.status == 1);
  CHECK(outcome.out == "fixed a.perf:8: E202: 'max_nm_tokens' -> 'max_num_tokens'\nfixed 1 of 2 findings\n");
  CHECK(outcome.err.find("not fixed a.perf:7: E202: 'max_bach_size' -> 'max_batch_size': would give E206: field "
                         "'max_batch_size' is written twice in one body\n") != std::string::npos);
  CHECK(outcome.err.find("a.perf:7:5: error[E202]") != std::string::npos);
  std::string expected = text;
  CHECK(folder.read("a.perf") == expected.replace(text.find("max_nm"), 6, "max_num"));
}

TEST_CASE("a mended text shows what it hid, and that is mended as well") {
  const Temporary folder;
  folder.write("a.perf",
               "model m { }\ntopology t {\n  model: m\n  server { tensor_parallel_size: 4, max_bach_size = 8; }\n}\n");
  const Outcome outcome = fix(folder, {"a.perf"});
  CHECK(outcome.status == 0);
  CHECK(folder.read("a.perf") ==
        "model m { }\ntopology t {\n  model = m\n  server { tensor_parallel_size = 4, max_batch_size = 8 }\n}\n");
}

TEST_CASE("only FILE is written: not what it imports, no configuration, not the standard library") {
  const Temporary folder;
  const std::string imported = "model m { dri = \"x\" }\n";
  const std::string yaml = "worker_config:\n  gen: { max_bach_size: 4 }\n";
  folder.write("lib.perf", imported);
  folder.write("c.yaml", yaml);
  const std::string text = "use \"lib.perf\"\ntopology t : yaml(\"c.yaml\") { model = m }\n";
  folder.write("a.perf", text);
  const Outcome outcome = fix(folder, {"a.perf"});
  CHECK(outcome.status == 1);
  CHECK(outcome.out.find("fixed 0 of ") != std::string::npos);
  CHECK(folder.read("lib.perf") == imported);
  CHECK(folder.read("c.yaml") == yaml);
  CHECK(folder.read("a.perf") == text);
  CHECK(fix(folder, {"lib.perf"}).status == 0);
  CHECK(folder.read("lib.perf") == "model m { dir = \"x\" }\n");
}

TEST_CASE("a file that cannot be written: the machine failed, the text stays, and nothing is called fixed") {
  // The new text is written beside the old one, for which this name leaves no room.
  const std::string longest = std::string(250, 'a') + ".perf";
  const Temporary folder;
  folder.write(longest, kMisspelt);
  const Outcome outcome = fix(folder, {longest});
  CHECK(outcome.status == 3);
  CHECK(outcome.err.find("perfc: cannot write '" + longest + "'") != std::string::npos);
  CHECK(outcome.err.find("error[E202]: ") != std::string::npos);  // it is still there
  CHECK(outcome.err.find("did you mean 'max_batch_size'?") != std::string::npos);
  CHECK(outcome.out == "fixed 0 of 1 finding\n");
  CHECK(folder.read(longest) == kMisspelt);
}

TEST_CASE("one fix that is refused does not keep hundreds from being made") {
  std::string text = "worker w { max_batch_size = 1, max_bach_size = 2 }\n";
  for (int i = 0; i < 300; ++i) text += "worker w" + std::to_string(i) + " { max_bach_size = 1 }\n";
  const Temporary folder;
  folder.write("a.perf", text);
  const Outcome outcome = fix(folder, {"a.perf"});
  CHECK(outcome.out.ends_with("fixed 300 of 301 findings\n"));
  CHECK(outcome.err.find("run it again") == std::string::npos);
}

TEST_CASE("a statement goes with its documentation") {
  const Temporary folder;
  folder.write("a.perf",
               "worker w {\n  ## how many\n  max_batch_size = 4\n\n  ## the same again\n  max_batch_size = 4\n"
               "  ## tokens\n  max_num_tokens = 8\n}\n");
  CHECK(fix(folder, {"a.perf"}).status == 0);
  CHECK(folder.read("a.perf") ==
        "worker w {\n  ## how many\n  max_batch_size = 4\n\n  ## tokens\n  max_num_tokens = 8\n}\n");
}

TEST_CASE("an else behind a comment is not joined to it") {
  const Temporary folder;
  const std::string text =
      "let a = 1\nworker w {\n  if a == 1 { max_batch_size = 1 } # see {x}\n  else { max_batch_size = 2 }\n}\n";
  folder.write("a.perf", text);
  CHECK(fix(folder, {"a.perf"}).status == 1);
  CHECK(folder.read("a.perf") == text);
}

TEST_CASE("results are not written over what is read, nor into one another") {
  const Temporary folder;
  folder.write("a.perf", kMisspelt);
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"a.perf", "--format", "json", "-o", "./a.perf"}, {"-", "--format", "sarif"}}) {
    const Outcome outcome = fix(folder, words);
    CHECK(outcome.status == 2);
    CHECK(outcome.out == "");
    CHECK(folder.read("a.perf") == kMisspelt);
  }
}

TEST_CASE("results are not written over what a program brings in, nor over what stands behind standard input") {
  const Temporary folder;
  folder.write("lib.perf", "let shared = 1\n");
  folder.write("base.yaml", "hardware:\n  gpus_per_node: 4\n");
  folder.write("seconds.json", "{}\n");
  folder.write("perfc.toml", "[lint]\nidle-gpus = \"off\"\n");
  folder.write("a.perf", std::string(kProgram) + "use \"lib.perf\"\nlet base = yaml(\"base.yaml\")\n");
  const auto refused = [&](std::vector<std::string> words, const std::string& path, const std::string& input = "") {
    CAPTURE(path);
    const std::string before = folder.read(path);
    words.insert(words.end(), {"-o", path});
    const Outcome outcome = Run(std::move(words)).in(folder.path()).input_file(input).go();
    CHECK(outcome.status == 2);
    CHECK(outcome.err.find("--output '" + path + "' is the FILE that is read\n") != std::string::npos);
    CHECK(outcome.out == "");
    CHECK(folder.read(path) == before);
  };
  for (const char* const path : {"a.perf", "lib.perf", "base.yaml", "perfc.toml", "./lib.perf"}) {
    refused({"check", "a.perf", "--format", "json"}, path);
    refused({"check", "a.perf", "--fix", "--format", "json"}, path);
  }
  refused({"check", "-", "--fix", "--format", "json"}, "a.perf", folder.path("a.perf"));
  refused({"plan", "-"}, "a.perf", folder.path("a.perf"));
  refused({"plan", "a.perf"}, "lib.perf");
  refused({"plan", "a.perf", "--splits", "1", "--group", "1", "--durations", "seconds.json"}, "seconds.json");
  CHECK(Run({"plan", "a.perf", "-o", "new"}).in(folder.path()).go().status == 0);
  CHECK(Run({"plan", "-", "-o", "/dev/null"}).in(folder.path()).input_file("/dev/null").go().status == 0);
}

TEST_CASE("findings that cannot be written to --output: that alone is said and counted") {
  const Temporary folder;
  folder.write("a.perf", kMisspelt);
  const Outcome outcome = Run({"check", "a.perf", "--format", "json", "-o", "none/x.json"}).in(folder.path()).go();
  CHECK(outcome.status == 3);
  CHECK(outcome.err == "error[E601]: cannot write 'none/x.json': no such file or directory\n1 error\n");
}

TEST_CASE("findings that remain, in the form that was asked for") {
  const Temporary folder;
  folder.write("a.perf", std::string(kMisspelt) + "let x = nowhere + 1\n");
  const Outcome outcome = fix(folder, {"a.perf", "--format", "json"});
  CHECK(outcome.status == 1);
  CHECK(outcome.out.starts_with("{\"file\":\"a.perf\",\"line\":9,"));
  CHECK(outcome.err.starts_with("1 error\nfixed a.perf:7: E202:") == false);
  CHECK(outcome.err.find("fixed 1 of 2 findings\n") != std::string::npos);
  CHECK(fix(folder, {"a.perf", "--format", "json", "--diff"}).status == 2);
  CHECK(fix(folder, {"c.yaml", "--cluster", "a.perf:x"}).status == 2);
}

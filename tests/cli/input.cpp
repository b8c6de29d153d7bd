// What may be wrong with the files that perfc is given.
#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>

#include "../unit/driver/temporary.hpp"
#include "run.hpp"

namespace {

struct InputFixture {
  Temporary folder;
  [[nodiscard]] Outcome check(const std::string& file) const { return Run({"check", file}).in(folder.path()).go(); }
};

}  // namespace

TEST_CASE_FIXTURE(InputFixture, "a program without errors says nothing") {
  folder.write("a.perf", kProgram);
  const Outcome outcome = check("a.perf");
  CHECK(outcome.err == "");
  CHECK(outcome.out == "");
  CHECK(outcome.status == 0);
}

TEST_CASE_FIXTURE(InputFixture, "FILEs that are none") {
  const Outcome missing = check("none.perf");
  CHECK(missing.status == 3);
  CHECK(missing.err == "error[E004]: cannot read 'none.perf': no such file or directory\n1 error\n");
  const Outcome directory = check(".");
  CHECK(directory.status == 3);
  CHECK(directory.err == "error[E004]: cannot read '.': is a directory\n1 error\n");
  folder.write("a.perf", kProgram);
  const Outcome both = Run({"check", "a.perf", "none.perf"}).in(folder.path()).go();
  CHECK(both.status == 3);
}

TEST_CASE_FIXTURE(InputFixture, "a file that is not UTF-8") {
  folder.write("a.perf",
               "# Gr\xF6\xDF"
               "e\n");
  const Outcome outcome = check("a.perf");
  CHECK(outcome.status == 1);
  CHECK(outcome.err ==
        "a.perf:1:5: error[E001]: byte 0xF6 is not valid UTF-8 here\n"
        "    1 | # Gr\xEF\xBF\xBD\xEF\xBF\xBD"
        "e\n"
        "      |     ^\n"
        "1 error\n");
}

TEST_CASE_FIXTURE(InputFixture, "a file that is too large") {
  folder.write("a.perf", "");
  std::filesystem::resize_file(folder.path("a.perf"), 100'000'000);
  const Outcome outcome = check("a.perf");
  CHECK(outcome.status == 1);
  CHECK(outcome.err == "a.perf:1:1: error[E002]: the file is 96 MiB; inputs over 64 MiB are refused\n1 error\n");
}

TEST_CASE_FIXTURE(InputFixture, "10,000 nested brackets") {
  folder.write("a.perf", "let x = " + std::string(10'000, '[') + std::string(10'000, ']') + "\n");
  const Outcome outcome = check("a.perf");
  CHECK(outcome.status == 1);
  CHECK(outcome.err.starts_with("a.perf:1:"));
  CHECK(outcome.err.find(": error[E003]: this is nested more than 256 levels deep\n") != std::string::npos);
}

TEST_CASE_FIXTURE(InputFixture, "imports that are missing are errors of the program, at their place") {
  folder.write("a.perf", "use \"none.perf\"\n");
  const Outcome file = check("a.perf");
  CHECK(file.status == 1);
  CHECK(file.err.starts_with("a.perf:1:5: error[E210]: there is no file 'none.perf'\n"));
  folder.write("a.perf", "use std.gb20\n");
  const Outcome module = check("a.perf");
  CHECK(module.status == 1);
  CHECK(module.err.starts_with("a.perf:1:5: error[E210]: there is no module 'std.gb20'\n"));
  CHECK(module.err.find("'std.gb200'") != std::string::npos);
  folder.write("a.perf", "topology t : yaml(\"none.yaml\") { }\n");
  const Outcome yaml = check("a.perf");
  CHECK(yaml.status == 1);
  CHECK(yaml.err.starts_with("a.perf:1:19: error[E004]: cannot read 'none.yaml': no such file or directory\n"));
}

TEST_CASE_FIXTURE(InputFixture, "a configuration with a syntax error, and one with a key twice") {
  folder.write("a.perf", "topology t : yaml(\"c.yaml\") { }\n");
  folder.write("c.yaml", "a: [1\nb: 2\n");
  const Outcome syntax = check("a.perf");
  CHECK(syntax.status == 1);
  CHECK(syntax.err.starts_with("c.yaml:2:"));
  folder.write("c.yaml", "a: 1\na: 2\n");
  const Outcome twice = check("a.perf");
  CHECK(twice.status == 1);
  CHECK(twice.err.starts_with("c.yaml:2:1: error[E5"));
}

TEST_CASE_FIXTURE(InputFixture, "an unreadable import is the machine's fault") {
  if (::geteuid() == 0) {
    MESSAGE("skipped: root reads everything");
    return;
  }
  folder.write("a.perf", "use \"b.perf\"\n");
  folder.write("b.perf", "let x = 1\n");
  std::filesystem::permissions(folder.path("b.perf"), std::filesystem::perms::none);
  CHECK(check("a.perf").status == 3);
}

TEST_CASE_FIXTURE(InputFixture, "standard input") {
  const Outcome good = Run({"check", "-"}).input(kProgram).go();
  CHECK(good.status == 0);
  CHECK(good.err.empty());
  const Outcome bad = Run({"check", "-"}).input("let x =\n").go();
  CHECK(bad.status == 1);
  CHECK(bad.err.starts_with("<stdin>:"));
}

TEST_CASE_FIXTURE(InputFixture, "a name that nobody knows is shown once, with the other places") {
  folder.write("a.perf",
               "model m { dri = 1 }\nlet a = nosuch()\nlet b = nosuch()\nlet c = [nosuch(), nosuch(), nosuch()]\n");
  const std::string err = check("a.perf").err;
  CHECK(err.find("a.perf:2:9: error[E212]: unknown function 'nosuch'\n") != std::string::npos);
  CHECK(err.find("note: and 4 more places: a.perf:3:9, a.perf:4:10, a.perf:4:20, ...\n6 errors\n") !=
        std::string::npos);
  CHECK(err.find("a.perf:3:9: error") == std::string::npos);
}

TEST_CASE_FIXTURE(InputFixture, "what could not be read brings no errors about what it would have declared") {
  folder.write("broken.perf", "benchmark chat ) { }\nlet n = 1\n");
  folder.write("bytes.perf", "model \xFF { }\n");
  const std::string program =
      "model m { }\ntopolgy t { }\ntopology u {\n  modle = m\n  server { tensor_paralel_size = 1 }\n}\n"
      "cluster c { }\nsuite s on c {\n  test t with chat\n}\n";
  const auto errors = [&](const std::string& use) {
    folder.write("a.perf", use + program);
    const std::string err = check("a.perf").err;
    return err.substr(err.rfind('\n', err.size() - 2) + 1);
  };
  // Its own three misspelt words, a cluster without gpus_per_node, and what is wrong with the import.
  CHECK(errors("use \"broken.perf\"\n") == "5 errors\n");
  CHECK(errors("use \"bytes.perf\"\n") == "5 errors\n");
  CHECK(errors("use \"missing.perf\"\n") == "5 errors\n");
}

TEST_CASE_FIXTURE(InputFixture, "at most 50 errors unless all are wanted, in colour when asked for") {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "let x" + std::to_string(i) + " = nosuch" + std::to_string(i) + "()\n";
  folder.write("a.perf", text);
  const Outcome some = check("a.perf");
  CHECK(some.status == 1);
  CHECK(some.err.ends_with("10 more findings not shown; --all shows every one\n60 errors\n"));
  const Outcome all = Run({"check", "a.perf", "--all"}).in(folder.path()).go();
  CHECK(all.err.find("not shown") == std::string::npos);
  CHECK(all.err.ends_with("\n60 errors\n"));
  CHECK(all.err.find('\x1b') == std::string::npos);
  CHECK(Run({"check", "a.perf", "--color", "always"})
            .in(folder.path())
            .go()
            .err.starts_with("\x1b[1ma.perf:1:10:\x1b[0m"));
}

TEST_CASE_FIXTURE(InputFixture, "-D") {
  folder.write("a.perf", kProgram);
  const auto with = [&](const std::string& value) {
    return Run({"check", "a.perf", "-D", value}).in(folder.path()).go();
  };
  CHECK(with("rounds=2").status == 0);
  CHECK(with("rounds=two").status == 1);
  CHECK(with("rounds=two").err.starts_with("-D rounds:1:14: error["));
  CHECK(with("round=2").err.find("error[E214]: no file declares param 'round'\n") != std::string::npos);
  CHECK(with("rounds").status == 2);
  CHECK(with("rounds").err == "perfc: -D takes NAME=VALUE, not 'rounds'\n");
}

#include <doctest/doctest.h>

#include "../unit/driver/temporary.hpp"
#include "run.hpp"

TEST_CASE("without a command, with an unknown one, with an option in its place") {
  const Outcome none = Run({}).go();
  CHECK(none.status == 2);
  CHECK(none.out.empty());
  CHECK(none.err == "perfc: no command\nhelp: perfc help lists the commands\n");

  const Outcome unknown = Run({"bild"}).go();
  CHECK(unknown.status == 2);
  CHECK(unknown.err ==
        "perfc: unknown command 'bild'\nhelp: did you mean 'build'?\nhelp: perfc help lists the commands\n");

  const Outcome option = Run({"--check"}).go();
  CHECK(option.status == 2);
  CHECK(option.err == "perfc: '--check' stands before a command\nhelp: usage: perfc COMMAND [OPTION...] [FILE...]\n");
}

TEST_CASE("wrong options name the right ones") {
  const auto error = [](std::vector<std::string> words) {
    const Outcome outcome = Run(std::move(words)).go();
    CHECK(outcome.status == 2);
    CHECK(outcome.out.empty());
    return outcome.err;
  };
  const std::string list = "help: perfc build --help lists the options\n";
  CHECK(error({"build", "--contrct", "x"}) ==
        "perfc: unknown option '--contrct'\nhelp: did you mean '--contract'?\n" + list);
  CHECK(error({"build", "-z"}) == "perfc: unknown option '-z'\n" + list);
  CHECK(error({"build", "a.perf", "-o"}) == "perfc: option '--output' needs a value\n" + list);
  CHECK(error({"build", "--check=yes", "a.perf"}) == "perfc: option '--check' takes no value\n" + list);
  CHECK(error({"build", "-o", "a", "-o", "b", "x.perf"}) == "perfc: option '--output' is given twice\n" + list);
  CHECK(error({"build"}) == "perfc: no FILE given\nhelp: - reads standard input\n");
  CHECK(error({"build", "x.perf", "-j", "0"}) == "perfc: --jobs takes a number from 1 to 1024, not '0'\n");
  CHECK(error({"build", "x.perf", "-j", "2x"}) == "perfc: --jobs takes a number from 1 to 1024, not '2x'\n");
  CHECK(error({"build", "x.perf", "-o", ""}) == "perfc: -o takes the name of a folder\n");
  CHECK(error({"plan", "x.perf", "--format", "svg"}) ==
        "perfc: there is no format 'svg'\nhelp: the formats are: table, json\n");
  CHECK(error({"check", "x.perf", "--format", "yaml"}) ==
        "perfc: there is no format 'yaml'\nhelp: the formats are: text, json, sarif, github\n");
  CHECK(error({"check", "x.perf", "--color", "pink"}) == "perfc: --color is auto, always or never, not 'pink'\n");
  CHECK(error({"explain", "E0001"}).starts_with("perfc: there is no page 'E0001'\nhelp: did you mean 'E001'?\n"));
  CHECK(error({"build", "--\x1b[31m"}).find('\x1b') == std::string::npos);
}

TEST_CASE("help and version go to standard output") {
  const Outcome general = Run({"--help"}).go();
  CHECK(general.status == 0);
  CHECK(general.err.empty());
  CHECK(general.out == Run({"help"}).go().out);
  for (const char* command : {"build", "check", "plan", "export", "list", "import", "compat", "explain", "help"}) {
    CAPTURE(command);
    CHECK(general.out.find(std::string("\n  ") + command + " ") != std::string::npos);
    const Outcome page = Run({command, "--help"}).go();
    CHECK(page.status == 0);
    CHECK(page.err.empty());
    CHECK(page.out.starts_with(std::string("perfc ") + command + ": "));
    CHECK(page.out.find("\nexamples:\n  perfc " + std::string(command)) != std::string::npos);
    CHECK(page.out == Run({"help", command}).go().out);
  }
  CHECK(Run({"--version"}).go().out.starts_with("perfc "));
}

TEST_CASE("standard output that cannot be written is the machine's fault") {
  const Outcome outcome = Run({"help"}).in("/").go();
  CHECK(outcome.status == 0);
  const std::string call = std::string(PERFC_BINARY) + " help >/dev/full 2>/dev/null";
  const int status = std::system(call.c_str());
  CHECK(WEXITSTATUS(status) == 3);
}

TEST_CASE("explain: the list, a page") {
  const Outcome list = Run({"explain"}).go();
  CHECK(list.status == 0);
  CHECK(list.out.find("E001  the file is not UTF-8\n") != std::string::npos);
  const Outcome page = Run({"explain", "e001"}).go();
  CHECK(page.status == 0);
  CHECK(page.out.starts_with("# E001: the file is not UTF-8\n"));
}

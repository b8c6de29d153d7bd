// Thousands of hostile texts on their real way: emitted script, exported variable, `eval $pytestCommand` in another
// bash, and a program that shows what has reached it.
#include "compiler/emit/quote.hpp"

#include <doctest/doctest.h>

#include <random>
#include <vector>

#include "build.hpp"
#include "compiler/base/embedded.hpp"
#include "compiler/emit/command_text.hpp"
#include "compiler/emit/run_time.hpp"

namespace perfc::test {
namespace {

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t limit) { return random() % limit; }

// Any bytes but NUL, characters that shells see something in more often than others.
enum class Encoding : unsigned char { any, utf8 };
std::string hostile(Random& random, Encoding encoding = Encoding::any) {
  static const std::vector<std::string> kPieces = {" ",
                                                   "\n",
                                                   "\t",
                                                   "$(touch canary)",
                                                   "`touch canary`",
                                                   "$HOME",
                                                   "${x:-y}",
                                                   "'",
                                                   "\"",
                                                   "\\",
                                                   "*",
                                                   "?",
                                                   "[a-z]",
                                                   "~",
                                                   "!!",
                                                   "&",
                                                   ";",
                                                   "|",
                                                   ">canary",
                                                   "<x",
                                                   "(",
                                                   ")",
                                                   "{a,b}",
                                                   "#",
                                                   "-rf",
                                                   "--opt=v",
                                                   "é",
                                                   "\u2028",
                                                   "“",
                                                   "=",
                                                   "\001",
                                                   "\177",
                                                   "\033[1m",
                                                   "%s",
                                                   "a",
                                                   "b",
                                                   "/",
                                                   ".",
                                                   "::",
                                                   "\r",
                                                   "$'x'",
                                                   "\xff\xfe",
                                                   "\xe3"};
  std::string out;
  const std::size_t count = below(random, 8);
  for (std::size_t i = 0; i < count; ++i) {
    if (below(random, 4) == 0) {
      out += static_cast<char>(1 + below(random, encoding == Encoding::utf8 ? 127 : 255));
    } else {
      out += kPieces[below(random, kPieces.size() - (encoding == Encoding::utf8 ? 2 : 0))];
    }
  }
  return out;
}

std::string joined(const std::vector<std::string>& values) {
  std::string out;
  for (const std::string& value : values) (out += value) += '\0';
  return out;
}

constexpr std::string_view kShow = "#!/bin/sh\nprintf '%s\\0' \"$VALUE\" \"$@\" >>\"$OUT\"\n";

// One script a round: each line exports a command and has a second bash evaluate it, in a folder full of bait for
// globs.
struct Way {
  Folder folder;
  std::string script = "set -eu\ncd \"$(dirname \"$0\")\"\nexport OUT=$PWD/seen\n";
  std::vector<std::string> expected;

  Way() {
    for (const char* bait : {"a", "b", "ab", "x y", "canar"}) (void)folder.write(bait, "");
    (void)folder.write("show", kShow);
    (void)folder.write("run.sh", "eval $pytestCommand\n");
    (void)run(folder, "chmod +x " + folder.path("show"));
  }
  void check(const std::string& locale) {
    const Outcome outcome = run(folder, "LC_ALL=" + locale + " bash " + folder.write("all.sh", script));
    CHECK_MESSAGE(outcome.status == 0, outcome.output);
    CHECK(folder.read("seen") == joined(expected));
    CHECK_FALSE(std::filesystem::exists(folder.path("canary")));
  }
};

std::string export_and_eval(const Pieces& command) {
  return "export pytestCommand=" + script_word(command) + "\nbash run.sh\n";
}

}  // namespace

TEST_CASE("a hostile text arrives at the program that eval starts") {
  for (const char* locale : {"C", "C.UTF-8"}) {
    Way way;
    Random random(20260101);
    for (int round = 0; round < 250; ++round) {
      CommandPlan command{"GEN", {"UCX_TLS"}, {{"VALUE", hostile(random)}}, {}, {"./show"}};
      way.expected.push_back(command.env[0].second.display());
      for (std::size_t i = 0; i < 8; ++i) {
        command.argv.emplace_back(hostile(random));
        way.expected.push_back(command.argv.back().display());
      }
      RunTimeValues values;
      way.script += export_and_eval(command_text(command, values));
    }
    way.check(locale);
  }
}

TEST_CASE("so does a value known only at run time, and a fallback") {
  for (const char* locale : {"C", "C.UTF-8"}) {
    Way way;
    way.script += std::string(embedded_file("runtime/eval_word.sh")) + '\n';
    Random random(7);
    for (int round = 0; round < 100; ++round) {
      const std::string value = hostile(random) + "x";
      const std::string fallback = hostile(random);
      const CommandPlan command{"GEN",
                                {},
                                {{"VALUE", "a b" + Text::env("RUN_TIME")}},
                                {},
                                {"./show", Text::env("RUN_TIME") + "/t t", Text::env("UNSET_ONE", fallback)}};
      RunTimeValues values;
      const Pieces text = command_text(command, values);
      way.script +=
          "RUN_TIME=" + shell_word(value) + '\n' + values.fallbacks() + values.quoted() + export_and_eval(text);
      way.expected.insert(way.expected.end(), {"a b" + value, value + "/t t", fallback});
    }
    way.check(locale);
  }
}

TEST_CASE("a hostile text arrives through the words of a script, which shellcheck and shfmt accept") {
  Way way;
  Random random(99);
  way.script = "#!/bin/bash\nset -eu\ncd \"$(dirname \"$0\")\"\nexport OUT=$PWD/seen\n";
  for (int round = 0; round < 300; ++round) {
    const std::string value = hostile(random, Encoding::utf8);
    const std::string argument = hostile(random, Encoding::utf8);
    way.script += "VALUE=" + shell_word(value) + " ./show a " + shell_word(argument) + '\n';
    way.expected.insert(way.expected.end(), {value, "a", argument});
  }
  way.check("C.UTF-8");
  for (const std::string tool : {"shellcheck", "shfmt -i 2 -d"}) {
    if (!has_program(tool.substr(0, tool.find(' ')))) continue;
    const Outcome outcome = run(way.folder, "LC_ALL=C.UTF-8 " + tool + " " + way.folder.path("all.sh"));
    CHECK_MESSAGE(outcome.status == 0, outcome.output);
  }
}

TEST_CASE("safe words stay as they are") {
  CHECK(eval_word("--junit-xml=/perf/results.xml") == "--junit-xml=/perf/results.xml");
  CHECK(eval_word("^gdr_copy") == "^gdr_copy");
  CHECK(eval_word("") == "''");
  CHECK(eval_word("a b") == "$'a\\040b'");
  CHECK(eval_word("-k '$x'") == "$'-k\\040\\047\\044x\\047'");
  CHECK(eval_word("é") == "$'é'");
  CHECK(eval_word("t.py::f[disagg_upload-case]") == "$'t.py::f\\133disagg_upload-case\\135'");
  CHECK(eval_word("t.py::f[disagg_upload-case]", EvalWord::id) == "t.py::f[disagg_upload-case]");
  CHECK(eval_word("A=b", EvalWord::command) == "$'A=b'");
  CHECK(eval_word("while", EvalWord::command) == "$'while'");
  CHECK(shell_word("a/b=c") == "a/b=c");
  CHECK(shell_word("a b") == "\"a b\"");
  CHECK(shell_word("it's $x\n") == "$'it\\'s $x\\n'");
  CHECK(shell_word("~/x") == "$'~/x'");
}

TEST_CASE("options of a header") {
  CHECK(sbatch_option("--account=perf") == "--account=perf");
  CHECK(sbatch_option("--comment=a b") == "--comment=\"a b\"");
  CHECK(sbatch_option("--comment={\"a\":\"b # c\"}") == "--comment=\"{\\\"a\\\":\\\"b # c\\\"}\"");
  CHECK(sbatch_option("--job-name=a\\b'") == "--job-name=\"a\\\\b'\"");
}

TEST_CASE("pytest ids keep their brackets where nothing else needs quotes") {
  RunTimeValues values;
  Pieces out;
  values.append_eval(out, Text::env("MODULE", "t.py") + "::f[x-case]");
  CHECK(out.size() == 2);
  CHECK(out[1].text == "::f[x-case]");
  out.clear();
  values.append_eval(
      out, Text::env("MODULE", "t.py") + "::" + Text::env("FUNCTION", "f") + "[" + Text::env("PREFIX", "x") + "-case]");
  CHECK(script_word(out) == "\"${word0}::${word1}[${word2}-case]\"");
  out.clear();
  values.append_eval(out, "[no-id]");
  CHECK(out[0].text == "$'\\133no-id\\135'");
  out.clear();
  values.append_eval(out, "t.py::f[a b]");
  CHECK(out[0].text == "$'t.py::f\\133a\\040b\\135'");
}

}  // namespace perfc::test

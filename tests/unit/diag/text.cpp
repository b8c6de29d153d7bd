#include "compiler/diag/text.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

#include "compiler/diag/codes.hpp"

using namespace perfc;

namespace {

struct Fixture {
  Sources sources;
  Diagnostics diags;

  FileId add(std::string text, std::string path = "a.perf") { return sources.add(std::move(path), std::move(text)); }
  // The first place of `what` in the file.
  [[nodiscard]] Span find(FileId file, std::string_view what) const {
    const auto begin = static_cast<std::uint32_t>(sources[file].text.find(what));
    return {file, begin, begin + static_cast<std::uint32_t>(what.size())};
  }
  Diagnostic& error(Span span, std::string text) { return diags.add("E204", Level::error, span, std::move(text)); }
  [[nodiscard]] std::string render() const { return render_text(diags, sources); }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "an error with its line, related places and help") {
  const FileId file = add("topology r1 {\n  cttx 1 : dep(4) {\n  }\n}\n");
  error(find(file, "cttx"), "topology has no field 'cttx'")
      .note(find(file, "r1"), "in this topology")
      .advise("did you mean 'ctx'?");
  CHECK(render() ==
        "a.perf:2:3: error[E204]: topology has no field 'cttx'\n"
        "    2 |   cttx 1 : dep(4) {\n"
        "      |   ^^^^\n"
        "help: did you mean 'ctx'?\n"
        "a.perf:1:10: note: in this topology\n"
        "    1 | topology r1 {\n"
        "      |          --\n"
        "1 error\n");
}

TEST_CASE_FIXTURE(Fixture, "tabs and wide characters keep the caret below the place") {
  const FileId file = add("\tx = \"漢é\" + bad\r\n");
  error(find(file, "bad"), "unknown name 'bad'");
  CHECK(render() ==
        "a.perf:1:13: error[E204]: unknown name 'bad'\n"
        "    1 |     x = \"漢é\" + bad\n"
        "      |                 ^^^\n"
        "1 error\n");
}

TEST_CASE_FIXTURE(Fixture, "a span over several lines shows the first") {
  const FileId file = add("a = [\n  1,\n]\n");
  error({file, 4, 11}, "expected text");
  CHECK(render() ==
        "a.perf:1:5: error[E204]: expected text\n"
        "    1 | a = [\n"
        "      |     ^\n"
        "1 error\n");
}

TEST_CASE_FIXTURE(Fixture, "the end of the file has a place") {
  const FileId file = add("suite s {\n");
  error({file, 10, 10}, "expected '}'");
  CHECK(render() ==
        "a.perf:2:1: error[E204]: expected '}'\n"
        "    2 |\n"
        "      | ^\n"
        "1 error\n");
}

TEST_CASE_FIXTURE(Fixture, "a long line is cut around the place") {
  const FileId file = add(std::string(1000, 'a') + " bad " + std::string(1000, 'b'));
  error(find(file, "bad"), "unknown name 'bad'");
  CHECK(render() ==
        "a.perf:1:1002: error[E204]: unknown name 'bad'\n"
        "    1 | ..." +
            std::string(65, 'a') + " bad " + std::string(130, 'b') +
            "...\n"
            "      |    " +
            std::string(66, ' ') +
            "^^^\n"
            "1 error\n");
}

TEST_CASE_FIXTURE(Fixture, "a line of exactly 200 columns is not cut") {
  const FileId file = add(std::string(197, 'a') + "bad");
  error(find(file, "bad"), "unknown name 'bad'");
  CHECK(render() ==
        "a.perf:1:198: error[E204]: unknown name 'bad'\n"
        "    1 | " +
            std::string(197, 'a') +
            "bad\n"
            "      | " +
            std::string(197, ' ') +
            "^^^\n"
            "1 error\n");
}

TEST_CASE_FIXTURE(Fixture, "a span that is itself too long ends with the cut") {
  const FileId file = add("x = " + std::string(500, 'y') + "\n");
  error({file, 4, 504}, "too long");
  CHECK(render() ==
        "a.perf:1:5: error[E204]: too long\n"
        "    1 | x = " +
            std::string(196, 'y') +
            "...\n"
            "      |     " +
            std::string(196, '^') +
            "\n"
            "1 error\n");
}

TEST_CASE_FIXTURE(Fixture, "by file, then by place; without a place last") {
  const FileId first = add("one two\n", "1.perf");
  const FileId second = add("three\n", "2.perf");
  error({}, "no place");
  error(find(second, "three"), "c");
  error(find(first, "two"), "b");
  diags.add("W1", Level::warning, find(first, "one"), "a");
  CHECK(render() ==
        "1.perf:1:1: warning[W1]: a\n    1 | one two\n      | ^^^\n"
        "1.perf:1:5: error[E204]: b\n    1 | one two\n      |     ^^^\n"
        "2.perf:1:1: error[E204]: c\n    1 | three\n      | ^^^^^\n"
        "error[E204]: no place\n"
        "3 errors, 1 warning\n");
}

TEST_CASE_FIXTURE(Fixture, "an empty source has a place but no line") {
  const FileId file = add("", "big.perf");
  diags.report(codes::too_large, Span{file, 0, 0}, std::size_t{96});
  CHECK(render() == "big.perf:1:1: error[E002]: the file is 96 MiB; inputs over 64 MiB are refused\n1 error\n");
}

TEST_CASE_FIXTURE(Fixture, "at most 50 of each level, unless all are wanted") {
  for (int i = 0; i < 53; ++i) error({}, fmt::format("number {}", i));
  diags.add("W1", Level::warning, {}, "shown all the same");
  const std::string text = render();
  CHECK(text.find("number 49\n") != std::string::npos);
  CHECK(text.find("number 50\n") == std::string::npos);
  CHECK(text.find("shown all the same") != std::string::npos);
  CHECK(text.ends_with("3 more findings not shown; --all shows every one\n53 errors, 1 warning\n"));
  TextOptions all;
  all.limit = 0;
  CHECK(render_text(diags, sources, all).find("number 52\n53 errors") == std::string::npos);
  CHECK(render_text(diags, sources, all).find("number 52\n") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "colour when asked for") {
  const FileId file = add("bad\n");
  error(find(file, "bad"), "no").advise("yes");
  TextOptions options;
  options.color = true;
  options.summary = false;
  CHECK(render_text(diags, sources, options) ==
        "\x1b[1ma.perf:1:1:\x1b[0m \x1b[1;31merror[E204]\x1b[0m: \x1b[1mno\x1b[0m\n"
        "\x1b[34m    1 |\x1b[0m bad\n"
        "\x1b[34m      |\x1b[0m \x1b[1;31m^^^\x1b[0m\n"
        "\x1b[1;32mhelp\x1b[0m: yes\n");
}

TEST_CASE_FIXTURE(Fixture, "a rule is named behind the message") {
  Diagnostic& finding = diags.add("L101", Level::warning, {}, "4 GPUs idle");
  finding.rule = "idle-gpus";
  CHECK(render() == "warning[L101]: 4 GPUs idle [idle-gpus]\n1 warning\n");
}

TEST_CASE_FIXTURE(Fixture, "nothing to say is an empty text") { CHECK(render().empty()); }

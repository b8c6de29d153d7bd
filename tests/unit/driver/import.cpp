// What is imported is a program: it passes `perfc check`, whatever the file held. tests/e2e/clusters.py builds on one.
#include <doctest/doctest.h>

#include <random>

#include "compiler/diag/text.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/import/foreign.hpp"

using namespace perfc;
using namespace perfc::driver;

namespace {

// Nothing where the file is refused.
std::optional<std::string> imported(const std::string& text) {
  Sources sources;
  Diagnostics diags;
  std::optional<std::string> program = import_file(sources, sources.add("clusters.conf", text), diags);
  CHECK(program.has_value() != diags.failed());
  for (const Diagnostic& found : diags.all()) {
    CHECK(found.span.begin <= found.span.end);
    CHECK(found.span.end <= text.size());
  }
  return program;
}

// What `perfc check` says of it.
std::string findings(const std::string& program) {
  MemoryFiles files;
  files.files["clusters.perf"] = program;
  CompileOptions options;
  options.files = {"clusters.perf"};
  const auto compilation = compile(files, options);
  return render_text(compilation->diags, compilation->sources);
}

}  // namespace

TEST_CASE("import: whatever is taken passes check") {
  const std::vector<std::string> pieces = {"[",
                                           "]",
                                           "=",
                                           "\n",
                                           " ",
                                           "#",
                                           ";",
                                           "\"",
                                           "'",
                                           "\\",
                                           "$",
                                           "${x}",
                                           "{",
                                           "}",
                                           "\t",
                                           "/",
                                           ":",
                                           ",",
                                           "-w",
                                           "é",
                                           "gpu:",
                                           "gb200",
                                           "h100",
                                           "in",
                                           "a",
                                           "1",
                                           "true",
                                           "##",
                                           "\r\n",
                                           "[gb200_nvl4]\n",
                                           "[a-b]\n",
                                           "CLUSTER_NAME=",
                                           "CLUSTER_HOST=",
                                           "CLUSTER_USER=",
                                           "CLUSTER_TYPE=ssh\n",
                                           "CLUSTER_WORKDIR=/",
                                           "CLUSTER_PARTITION=",
                                           "CLUSTER_ACCOUNT=",
                                           "CLUSTER_STORAGE=/",
                                           "CLUSTER_LLM_DATA=/",
                                           "DOCKER_IMAGE=",
                                           "MPI_TYPE=pmix\n",
                                           "EXTRA_SRUN_PARAMS=",
                                           "--gres=gpu:",
                                           "--gpus-per-node="};
  std::mt19937 random(1);  // NOLINT(bugprone-random-generator-seed): the same files each time
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  int taken = 0;
  for (int i = 0; i < 4000; ++i) {
    std::string text = i % 4 == 0 ? "" : "[x" + std::to_string(i) + "]\n";
    for (std::size_t left = below(25); left > 0; --left) {
      text += pieces[below(pieces.size())];
      if (below(3) == 0) text += '\n';
    }
    CAPTURE(text);
    const auto program = imported(text);
    if (!program) continue;
    ++taken;
    CAPTURE(*program);
    CHECK(findings(*program) == "");
  }
  CHECK(taken > 300);
}

TEST_CASE("import: any bytes") {
  std::mt19937 random(2);  // NOLINT(bugprone-random-generator-seed): the same files each time
  for (int i = 0; i < 2000; ++i) {
    std::string text(random() % 60, '\0');
    const unsigned mask = i % 2 == 0 ? 0xFFU : 0x7FU;
    for (char& c : text) c = static_cast<char>(random() & mask);
    (void)imported(text);
  }
}

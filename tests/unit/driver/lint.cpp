// How grave findings are, and for whom: command line, perfc.toml, `allow`, and which commands look for what.
#include "compiler/lint/lint.hpp"

#include <doctest/doctest.h>

#include <cerrno>

#include "compiler/diag/text.hpp"
#include "compiler/driver/compile.hpp"

using namespace perfc;
using namespace perfc::driver;

namespace {

using Options = std::map<std::string, std::vector<std::string>, std::less<>>;

// Has one error (context-fits) and one note (cuda-graph-batches).
constexpr std::string_view kLinted = R"(model m { }
topology t {
  model = m
  server { tensor_parallel_size = 4, max_num_tokens = 512, max_batch_size = 4, cuda_graph_config { batch_sizes = [8] } }
  benchmark { }
}
)";

struct LintFixture {
  MemoryFiles files;
  std::vector<std::string> operands = {"sub/a.perf"};

  LintFixture() { files.files["sub/a.perf"] = kLinted; }

  // "error[context-fits] note[...]", in order.
  std::string run(const LintOptions& lint) {
    CompileOptions options;
    options.files = operands;
    options.lint = lint;
    const auto compilation = compile(files, options);
    std::string text;
    for (const Diagnostic& found : compilation->diags.all()) {
      const std::string_view level = lint::name_of(found.level);
      text += (text.empty() ? "" : " ") + std::string(level) + "[" + std::string(found.code) + std::string(found.rule) +
              "]";
    }
    return text;
  }
  std::string check(Options given = {}) {
    Arguments arguments;
    arguments.options = std::move(given);
    return run(lint_options(arguments));
  }
  std::string build() {
    LintOptions options;
    options.scope = LintOptions::Scope::errors;
    return run(options);
  }
};

std::string lint_usage_error(Options given) {
  Arguments arguments;
  arguments.options = std::move(given);
  try {
    static_cast<void>(lint_options(arguments));
  } catch (const UsageError& error) {
    return error.message + (error.help.empty() ? "" : "; " + error.help.front());
  }
  return "none";
}

}  // namespace

TEST_CASE_FIXTURE(LintFixture, "check shows all findings, build the errors as warnings, other commands none") {
  CHECK(check() == "error[context-fits] note[cuda-graph-batches]");
  CHECK(build() == "warning[context-fits]");
  files.files["sub/perfc.toml"] = "[lint]\ncontext-fits = 'error'\n";
  CHECK(build() == "error[context-fits]");
  CHECK(run(LintOptions{}).empty());
}

TEST_CASE_FIXTURE(LintFixture, "the command line sets levels, for a rule rather than for all") {
  CHECK(check({{"warn", {"context-fits", "cuda-graph-batches"}}}) ==
        "warning[context-fits] warning[cuda-graph-batches]");
  CHECK(check({{"forbid", {"cuda-graph-batches"}}}) == "error[context-fits] error[cuda-graph-batches]");
  CHECK(check({{"allow", {"context-fits"}}}) == "note[cuda-graph-batches]");
  CHECK(check({{"allow", {"all"}}}).empty());
  CHECK(check({{"allow", {"all"}}, {"warn", {"context-fits"}}}) == "warning[context-fits]");
  CHECK(check({{"forbid", {"all"}}, {"allow", {"context-fits"}}}) == "error[cuda-graph-batches]");
}

TEST_CASE("rules that there are not, and rules given twice, are wrong usage") {
  CHECK(lint_usage_error({{"warn", {"contextfits"}}}) ==
        "there is no lint rule 'contextfits'; did you mean 'context-fits'?");
  CHECK(lint_usage_error({{"allow", {"zzz"}}}) == "there is no lint rule 'zzz'; perfc explain lists the rules");
  CHECK(lint_usage_error({{"warn", {"context-fits"}}, {"allow", {"context-fits"}}}) ==
        "rule 'context-fits' is given twice");
  CHECK(lint_usage_error({{"warn", {"all"}}, {"forbid", {"all"}}}) == "rule 'all' is given twice");
}

TEST_CASE_FIXTURE(LintFixture, "perfc.toml beside a source sets levels; the command line counts more") {
  files.files["sub/perfc.toml"] = "[lint]\ncontext-fits = 'note'\ncuda-graph-batches = 'off'\n";
  files.files["perfc.toml"] = "[lint]\ncontext-fits = 'error'\n";  // beside no source
  CHECK(check() == "note[context-fits]");
  CHECK(build().empty());
  CHECK(check({{"warn", {"cuda-graph-batches"}}}) == "note[context-fits] warning[cuda-graph-batches]");
  files.files["sub/perfc.toml"] = "[lint]\ncuda-graph-batches = 'error'\ncontext-fits = 'off'\n";
  CHECK(build() == "error[cuda-graph-batches]");
}

TEST_CASE_FIXTURE(LintFixture, "of two perfc.toml the stricter counts") {
  operands.emplace_back("b.perf");
  files.files["b.perf"] = "model other { }\n";
  files.files["sub/perfc.toml"] = "[lint]\ncontext-fits = 'warning'\ncuda-graph-batches = 'off'\n";
  files.files["perfc.toml"] = "[lint]\ncontext-fits = 'note'\n";
  CHECK(check() == "warning[context-fits]");
}

TEST_CASE_FIXTURE(LintFixture, "everything that is wrong in perfc.toml has its place") {
  files.files["sub/perfc.toml"] = "lint = 4\n";
  CHECK(check() == "error[E704] error[context-fits] note[cuda-graph-batches]");
  files.files["sub/perfc.toml"] = "# \xC3\xA4\n[lint]\n\"\xC3\xA4\" = 1\n'context-fits' = 3\n[other]\n";
  CompileOptions options;
  options.files = operands;
  options.lint.scope = LintOptions::Scope::errors;
  const auto compilation = compile(files, options);
  const std::string text = render_text(compilation->diags, compilation->sources);
  CAPTURE(text);
  CHECK(text.find("sub/perfc.toml:3:1: error[E701]: there is no lint rule '\xC3\xA4'") != std::string::npos);
  CHECK(text.find("sub/perfc.toml:4:18: error[E704]: the level of 'context-fits' must be") != std::string::npos);
  CHECK(text.find("sub/perfc.toml:5:2: error[E703]: unknown key 'other' in perfc.toml") != std::string::npos);
}

TEST_CASE("a perfc.toml that cannot be read is the machine's failure") {
  struct Unreadable : MemoryFiles {
    FileText read(const std::string& path) override {
      return path == "perfc.toml" ? FileText{{}, {}, EACCES} : MemoryFiles::read(path);
    }
  } files;
  files.files["a.perf"] = kLinted;
  CompileOptions options;
  options.files = {"a.perf"};
  options.lint.scope = LintOptions::Scope::errors;
  CHECK(compile(files, options)->status() == kMachine);
}

TEST_CASE_FIXTURE(LintFixture, "a budget of GPU hours is a number, and the smallest counts") {
  files.files["sub/perfc.toml"] = "[budget]\ngpu-hours = 0\n";
  CHECK(check({{"allow", {"all"}}}) == "error[E704]");
  files.files["sub/perfc.toml"] = "[budget]\ngpu-hour = 1\n";
  CHECK(check({{"allow", {"all"}}}) == "error[E703]");
  lint::Levels levels;
  levels.limit_gpu_hours(8);
  levels.limit_gpu_hours(9);
  CHECK(levels.gpu_hours() == 8);
}

TEST_CASE_FIXTURE(LintFixture, "an allow silences its rule unless that is forbidden") {
  files.files["sub/a.perf"] = "allow context-fits, \"on purpose\"\n" + std::string(kLinted);
  CHECK(check() == "note[cuda-graph-batches]");
  CHECK(build().empty());
  CHECK(check({{"warn", {"context-fits"}}}) == "note[cuda-graph-batches]");
  CHECK(check({{"forbid", {"context-fits"}}}) == "error[context-fits] note[cuda-graph-batches]");
  // What is not looked for cannot be missing.
  CHECK(check({{"allow", {"context-fits"}}}) == "note[cuda-graph-batches]");
}

TEST_CASE_FIXTURE(LintFixture, "an allow of an imported file may be for others") {
  files.files["sub/a.perf"] = "use \"b.perf\"\n" + std::string(kLinted);
  files.files["sub/b.perf"] = "allow context-fits, \"on purpose\"\nmodel n { }\n";
  CHECK(check() == "error[context-fits] note[cuda-graph-batches]");
}

TEST_CASE_FIXTURE(LintFixture, "a program with errors has no other findings") {
  files.files["sub/a.perf"] = std::string(kLinted) + "model m { }\n";
  CHECK(check() == "error[E205]");
}

TEST_CASE_FIXTURE(LintFixture, "a topology is looked at by itself, under its own name") {
  files.files["sub/a.perf"] = R"(model m { }
topology m_ctx1_gen2_dep8 {
  model = m
  cache_transceiver_config { backend = UCX }
  ctx 1 { tensor_parallel_size = 4 }
  gen 1 { tensor_parallel_size = 4, enable_attention_dp = true, max_seq_len = 1024 }
  benchmark { }
}
)";
  CompileOptions options;
  options.files = operands;
  const auto compilation = compile(files, options);
  REQUIRE_FALSE(compilation->diags.failed());
  REQUIRE(compilation->program->topologies.size() == 1);
  Diagnostics found;
  lint::lint_topology(compilation->program->topologies.front(), {}, found);
  std::string text;
  for (const Diagnostic& each : found.all()) text += std::string(each.rule) + ": " + each.message + "\n";
  CHECK(
      text ==
      "name-matches-topology: the name 'm_ctx1_gen2_dep8' says 'gen2', but there is 1 gen server\n"
      "name-matches-topology: the name 'm_ctx1_gen2_dep8' says 'dep8', but tensor_parallel_size of role 'gen' is 4\n"
      "generation-fits: 1024 tokens of prompt and 1024 of answer do not fit into 'max_seq_len' of role 'gen', which is "
      "1024\n");
}

#include "compiler/plan/suite_context.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/base/ascii.hpp"
#include "compiler/base/repository.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/plan/env_words.hpp"
#include "compiler/plan/sbatch.hpp"
#include "compiler/plan/suite_paths.hpp"

namespace perfc {
namespace {

PytestWords pytest_words(const SuiteContext& context, Text prefix, std::string_view default_configs) {
  const Harness& harness = *context.harness;
  PytestWords result;
  result.prefix = std::move(prefix);
  result.id_begin = harness.module + "::" + harness.function + "[" + result.prefix + "-";
  result.config_dir = harness.config_dir.value_or(context.host.repo + "/" + default_configs);
  result.words = {"pytest",
                  fmt::format("--timeout={}", context.pytest_timeout_s),
                  "--rootdir",
                  context.repo + "/tests/integration/defs",
                  "--test-prefix=" + result.prefix,
                  {},
                  {},
                  "-o",
                  "junit_logging=out-err",
                  {}};
  set_output_words(result.words, Text::work_dir());
  return result;
}

void set_env(SuiteContext& context, Diagnostics& diags) {
  std::vector<std::pair<std::string, Text>> env = {{"LLM_ROOT", context.repo},
                                                   {"LLM_BACKEND_ROOT", context.repo + "/triton_backend"},
                                                   {"LLM_MODELS_ROOT", context.models},
                                                   {"MODEL_CACHE_DIR", context.models}};
  const Env own{context.harness->env, {}, context.harness->origin.at("env")};
  const EnvWords words = env_words(own, diags);
  env.insert(env.end(), words.assignments.begin(), words.assignments.end());
  context.env = std::move(env);
}

// An id is a line of tests.txt and of the lists that pytest reads.
void check_id_parts(const Harness& harness, Diagnostics& diags) {
  const auto check = [&](std::string_view field, const Text& text) {
    const auto broken = [](const std::string& part) { return std::any_of(part.begin(), part.end(), is_control); };
    for (const TextPart& part : text.parts()) {
      if (!broken(part.text) && !broken(part.fallback.value_or(""))) continue;
      diags.report(codes::bad_id, harness.origin.at(field), field).advise("write it as one line of plain text");
      return;
    }
  };
  check("module", harness.module);
  check("function", harness.function);
  check("prefix", harness.prefix.value_or(""));
  check("aggr_prefix", harness.aggr_prefix.value_or(""));
}

void check_readiness(const Harness& harness, Diagnostics& diags) {
  if (!harness.readiness) return;
  const Span place = harness.origin.at("readiness");
  if (harness.contract == Contract::literal_2026_01) {
    diags.report(codes::readiness_ignored, place).advise("leave 'readiness' out, or use contract \"perfc\"");
  }
  const Readiness& readiness = *harness.readiness;
  if (readiness.timeout.ms < 1000) diags.report(codes::too_short, place, "'timeout'", readiness.timeout.ms);
  if (readiness.interval.ms < 1000) diags.report(codes::too_short, place, "'interval'", readiness.interval.ms);
}

}  // namespace

SuiteContext make_context(const Suite& suite, Diagnostics& diags) {
  SuiteContext context;
  context.suite = &suite;
  context.cluster = suite.cluster;
  context.harness = suite.harness;
  const Cluster& cluster = *suite.cluster;
  if (cluster.gpus_per_node < 1) {
    diags
        .report(codes::unstated_field, cluster.origin.at("gpus_per_node"), "cluster", cluster.origin.name,
                "gpus_per_node")
        .advise("write 'gpus_per_node = N' in the cluster");
  }
  if (suite.harness->timeout.ms < 1000) {
    diags.report(codes::too_short, suite.harness->origin.at("timeout"), "'timeout'", suite.harness->timeout.ms);
  }
  check_readiness(*suite.harness, diags);
  context.pytest_timeout_s = whole_seconds(suite.harness->timeout);
  set_paths(context, diags);
  set_env(context, diags);
  set_srun_args(context, diags);
  const Harness& harness = *context.harness;
  check_id_parts(harness, diags);
  const Text aggregated_prefix = harness.aggr_prefix ? *harness.aggr_prefix : harness.prefix.value_or("aggr_upload");
  context.launcher = context.repo + "/tensorrt_llm/llmapi/trtllm-llmapi-launch";
  context.disaggregated = pytest_words(context, harness.prefix.value_or("disagg_upload"), kDisaggregatedConfigs);
  context.aggregated = pytest_words(context, aggregated_prefix, kAggregatedConfigs);
  context.sbatch_disaggregated = sbatch_common(cluster, "disagg_perf_test", harness.contract, diags);
  context.sbatch_aggregated = sbatch_common(cluster, "aggr_perf_test", harness.contract, diags);
  return context;
}

void set_output_words(std::vector<Text>& words, const Text& work_dir) {
  words[kOutputDirWord] = "--output-dir=" + work_dir + "/";
  words[kCsvWord] = "--csv=" + work_dir + "/report.csv";
  words[kJunitWord] = "--junit-xml=" + work_dir + "/results.xml";
}

}  // namespace perfc

// Tests that need the same number of GPUs and belong to the same stage form a block; blocks stand in the order of their
// first tests.
#include "compiler/emit/tests_yaml.hpp"

#include <fmt/core.h>
#include <yaml-cpp/emitter.h>
#include <yaml-cpp/emittermanip.h>

#include <algorithm>
#include <cctype>

#include "compiler/emit/config_printer.hpp"
#include "compiler/emit/run_time.hpp"

namespace perfc {
namespace {

struct Block {
  std::int64_t gpus = 0;
  std::string stage;
  std::vector<const TestPlan*> tests;
};

std::string stage_of(const TestPlan& test) {
  return test.test != nullptr && test.test->stage ? *test.test->stage : std::string();
}

std::vector<Block> blocks(const SuitePlan& suite) {
  std::vector<Block> list;
  for (const TestPlan& test : suite.tests) {
    const std::string stage = stage_of(test);
    auto block = std::find_if(list.begin(), list.end(),
                              [&](const Block& known) { return known.gpus == test.gpus && known.stage == stage; });
    if (block == list.end()) block = list.insert(block, {test.gpus, stage, {}});
    block->tests.push_back(&test);
  }
  return list;
}

std::string line(const TestPlan& test) {
  std::string out = by_default(test.id, test.name);
  if (test.test != nullptr && test.test->isolation) out += " ISOLATION";
  if (test.test != nullptr && test.test->skip) out += " SKIP";
  if (test.timeout_s > 0) out += fmt::format(" TIMEOUT ({})", (test.timeout_s + 59) / 60);
  return out;
}

void emit_condition(YAML::Emitter& out, const Gpu* gpu, const Block& block) {
  out << YAML::Key << "condition" << YAML::Value << YAML::BeginMap;
  out << YAML::Key << "ranges" << YAML::Value << YAML::BeginMap;
  out << YAML::Key << "system_gpu_count" << YAML::Value << YAML::BeginMap;
  out << YAML::Key << "gte" << YAML::Value << block.gpus << YAML::Key << "lte" << YAML::Value << block.gpus;
  out << YAML::EndMap << YAML::EndMap;
  if (gpu != nullptr && !gpu->matches.empty()) {
    out << YAML::Key << "wildcards" << YAML::Value << YAML::BeginMap;
    out << YAML::Key << "gpu" << YAML::Value << YAML::BeginSeq;
    for (const std::string& name : gpu->matches) out << YAML::SingleQuoted << fmt::format("*{}*", name);
    out << YAML::EndSeq << YAML::EndMap;
  }
  out << YAML::Key << "terms" << YAML::Value << YAML::BeginMap;
  if (!block.stage.empty()) out << YAML::Key << "stage" << YAML::Value << block.stage;
  out << YAML::Key << "backend" << YAML::Value << "pytorch" << YAML::EndMap << YAML::EndMap;
}

}  // namespace

std::string emit_tests_yaml(const SuitePlan& suite) {
  const Cluster* cluster = suite.suite->cluster;
  YAML::Emitter out;
  out << YAML::BeginMap << YAML::Key << "version" << YAML::Value << "0.0.1";
  out << YAML::Key << suite.suite->origin.name << YAML::Value << YAML::BeginSeq;
  for (const Block& block : blocks(suite)) {
    out << YAML::BeginMap;
    emit_condition(out, cluster == nullptr ? nullptr : cluster->gpu, block);
    out << YAML::Key << "tests" << YAML::Value << YAML::BeginSeq;
    for (const TestPlan* test : block.tests) write_string(out, line(*test));
    out << YAML::EndSeq << YAML::EndMap;
  }
  out << YAML::EndSeq << YAML::EndMap;
  return std::string(out.c_str(), out.size()) + '\n';
}

}  // namespace perfc

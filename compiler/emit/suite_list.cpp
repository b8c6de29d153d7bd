#include "compiler/emit/suite_list.hpp"

#include <fmt/core.h>

#include <map>
#include <utility>

#include "compiler/emit/run_time.hpp"

namespace perfc {
namespace {

std::string stage_of(const TestPlan& test) {
  return test.test != nullptr && test.test->stage ? *test.test->stage : std::string();
}

Document condition_of(const Gpu* gpu, std::int64_t gpus, const std::string& stage) {
  const Document count = scalar_document(fmt::format("{}", gpus));
  const Document range = map_document({document_entry("gte", count), document_entry("lte", count)});
  std::vector<Document::Entry> kinds = {
      document_entry("ranges", map_document({document_entry("system_gpu_count", range)}))};
  if (gpu != nullptr && !gpu->matches.empty()) {
    std::vector<Document> patterns;
    for (const std::string& name : gpu->matches) {
      patterns.push_back(scalar_document(fmt::format("*{}*", name), ScalarStyle::quoted_single));
    }
    kinds.push_back(
        document_entry("wildcards", map_document({document_entry("gpu", list_document(std::move(patterns)))})));
  }
  std::vector<Document::Entry> terms;
  if (!stage.empty()) terms.push_back(document_entry("stage", text_document(stage)));
  terms.push_back(document_entry("backend", text_document("pytorch")));
  kinds.push_back(document_entry("terms", map_document(std::move(terms))));
  return map_document(std::move(kinds));
}

ListedTest listed(const TestPlan& test) {
  ListedTest result;
  result.id = by_default(test.id, test.name);
  const auto add = [&](TestSuffix::Kind kind) -> TestSuffix& {
    TestSuffix& suffix = result.suffixes.emplace_back();
    suffix.kind = kind;
    return suffix;
  };
  if (test.test != nullptr && test.test->isolation) add(TestSuffix::Kind::isolation);
  if (test.test != nullptr && test.test->skip) add(TestSuffix::Kind::skip);
  if (test.timeout_s > 0) add(TestSuffix::Kind::timeout).minutes = (test.timeout_s + 59) / 60;
  result.raw = to_string(result);
  if (test.test != nullptr) result.span = test.test->span;
  return result;
}

}  // namespace

TestList list_of_suite(const SuitePlan& suite) {
  const Cluster* const cluster = suite.suite->cluster;
  TestList list;
  list.format = ListFormat::program;
  list.name = suite.suite->origin.name;
  list.sections.push_back(document_entry("version", text_document("0.0.1")));
  ListContext& context = list.contexts.emplace_back();
  context.name = list.name;
  context.span = suite.suite->origin.span;
  std::map<std::pair<std::int64_t, std::string>, std::size_t> known;
  for (const TestPlan& test : suite.tests) {
    const std::string stage = stage_of(test);
    const auto [block, fresh] = known.try_emplace({test.gpus, stage}, context.blocks.size());
    if (fresh) {
      context.blocks.emplace_back().condition =
          condition_of(cluster == nullptr ? nullptr : cluster->gpu, test.gpus, stage);
    }
    context.blocks[block->second].tests.push_back(listed(test));
  }
  return list;
}

}  // namespace perfc

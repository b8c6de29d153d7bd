#include "compiler/emit/suite_list.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "compiler/base/mode_by_name.hpp"
#include "compiler/emit/config_printer.hpp"
#include "compiler/emit/config_value.hpp"
#include "compiler/emit/run_time.hpp"

namespace perfc {
namespace {

std::string stage_of(const TestPlan& test) {
  return test.test != nullptr && test.test->stage ? *test.test->stage : std::string();
}

// What the program says beside what follows from cluster and plan: null takes a key away.
void add_written(Document& condition, const std::vector<std::shared_ptr<const Record>>& written) {
  for (const std::shared_ptr<const Record>& record : written) {
    for (const Field& kind : record->fields) {
      if (kind.value.record() == nullptr) continue;
      if (find_mutable(condition, kind.name) == nullptr) put(condition, kind.name, map_node());
      Document& keys = *find_mutable(condition, kind.name);
      for (const Field& key : kind.value.record()->fields) {
        Document* const derived = find_mutable(keys, key.name);
        if (key.value.is_null()) {
          std::erase_if(keys.entries, [&](const Document::Entry& entry) { return entry.key == key.name; });
        } else if (derived != nullptr) {
          *derived = node_of(key.value);
        } else {
          put(keys, key.name, node_of(key.value));
        }
      }
    }
  }
  std::erase_if(condition.entries, [](const Document::Entry& kind) { return kind.value.entries.empty(); });
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

// Whether what is written in place of the plan's own condition has a say in the modes of its tests.
bool names_mode(const Document& condition) {
  const Document* const terms = condition.find("terms");
  return terms != nullptr && (terms->find("test_type") != nullptr || terms->find("nodes") != nullptr);
}

// As it may stand in SKIP (reason): on one line, with its brackets in pairs; what cannot is left out.
std::string skip_reason(std::string reason) {
  std::int64_t depth = 0;
  for (char& c : reason) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    if (c == '(') ++depth;
    if (c == ')' && --depth < 0) return {};
  }
  return depth == 0 ? reason : std::string();
}

// A reader who does not have the configuration goes by the folder, which is named as the suite is, by the terms, and by
// the id: the mode is written where any of them could mislead him.
bool needs_mark(const TestPlan& test, const std::string& id, const std::string& folder, const Document& condition) {
  if (test.mode == Mode::multi_agg || mode_of_key(folder) || names_mode(condition)) return true;
  const TestName name = read_test_name(id);
  if (test.mode == Mode::disagg) return !name.lone_worker().empty() || !disagg_by_name(name);
  return mode_by_name(name) != test.mode;
}

ListedTest listed(const TestPlan& test, const std::string& folder, const Document& condition) {
  ListedTest result;
  result.id = by_default(test.id, test.name);
  const auto add = [&](TestSuffix::Kind kind) -> TestSuffix& {
    TestSuffix& suffix = result.suffixes.emplace_back();
    suffix.kind = kind;
    return suffix;
  };
  if (test.test != nullptr && test.test->isolation) add(TestSuffix::Kind::isolation);
  if (test.test != nullptr && test.test->skip) add(TestSuffix::Kind::skip).text = skip_reason(*test.test->skip);
  if (test.timeout_s > 0) add(TestSuffix::Kind::timeout).minutes = (test.timeout_s + 59) / 60;
  result.raw = to_string(result);
  if (needs_mark(test, result.id, folder, condition)) result.mark = test.mode;
  if (test.test != nullptr) result.span = test.test->span;
  return result;
}

// Tests of one group that run under the same condition share a block.
class BlockFinder {
 public:
  BlockFinder(const Gpu* gpu, std::vector<ListBlock>& blocks) : gpu_(gpu), blocks_(blocks) {}

  std::size_t of(const TestPlan& test) {
    const std::string stage = stage_of(test);
    const std::string group = test.test == nullptr ? std::string() : test.test->group.value_or(std::string());
    const bool more = test.test != nullptr && !test.test->conditions.empty();
    if (more) return by_text(group, test, stage);
    // Printing the condition of each test would take longer than all else.
    const auto [block, fresh] = plain_.try_emplace({group, test.gpus, stage}, 0);
    if (fresh) block->second = by_text(group, test, stage);
    return block->second;
  }

 private:
  std::size_t by_text(const std::string& group, const TestPlan& test, const std::string& stage) {
    Document condition = condition_of(gpu_, test.gpus, stage);
    if (test.test != nullptr) add_written(condition, test.test->conditions);
    const std::string text = condition.entries.empty() ? std::string() : print_yaml(condition.entries);
    const auto [block, fresh] = known_.try_emplace({group, text}, blocks_.size());
    if (fresh) blocks_.emplace_back().condition = std::move(condition);
    return block->second;
  }

  const Gpu* gpu_;
  std::vector<ListBlock>& blocks_;
  std::map<std::tuple<std::string, std::int64_t, std::string>, std::size_t> plain_;  // group, GPUs, stage
  std::map<std::pair<std::string, std::string>, std::size_t> known_;                 // group, condition
};

}  // namespace

TestList list_of_suite(const SuitePlan& suite) {
  const Cluster* const cluster = suite.suite->cluster;
  const Gpu* const gpu = cluster == nullptr ? nullptr : cluster->gpu;
  TestList list;
  list.format = ListFormat::program;
  list.name = suite.suite->origin.name;
  list.sections.push_back(document_entry("version", text_document("0.0.1")));
  ListContext& context = list.contexts.emplace_back();
  context.name = list.name;
  context.span = suite.suite->origin.span;
  BlockFinder blocks(gpu, context.blocks);
  for (const TestPlan& test : suite.tests) {
    ListBlock& block = context.blocks[blocks.of(test)];
    block.tests.push_back(listed(test, list.name, *block.condition));
  }
  return list;
}

}  // namespace perfc

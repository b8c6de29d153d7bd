#include "compiler/import/list_program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_set>
#include <utility>

#include "compiler/base/ascii.hpp"
#include "compiler/base/file_name.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/import/list_case.hpp"
#include "compiler/import/list_condition_source.hpp"
#include "compiler/import/list_left.hpp"

namespace perfc {
namespace {

constexpr std::size_t kLongestSuiteName = 200;  // what is put behind it must fit into a file's name too
constexpr std::int64_t kGuessedGpus = 8;

// As the name of a folder.
std::string suite_name(std::string_view name) {
  std::string result(name.substr(0, kLongestSuiteName));
  for (char& c : result) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '/' || c == '<' || c == '>' || code < 0x20 || code == 0x7F) c = '_';
  }
  if (result.empty() || result == "." || result == "..") return "tests";
  if (result.front() == '-') result.front() = '_';
  return result;
}

std::string word_of(std::string_view name) {
  std::string result;
  for (const char c : name) result += is_letter(c) || is_digit(c) ? c : '_';
  return result.empty() || is_digit(result.front()) ? "_" + result : result;
}

class Names {
 public:
  // The name itself, or one like it that nothing has yet.
  std::string take(const std::string& name) {
    std::string result = name;
    for (int i = 2; !taken_.insert(result).second; ++i) result = fmt::format("{}_{}", name, i);
    return result;
  }

 private:
  std::set<std::string> taken_;
};

class ListProgramMaker {
 public:
  ListProgramMaker(const ListImport& import, Diagnostics& diags) : import_(import), diags_(diags), left_(diags) {
    program_.types = standard_node_types();
  }

  ListProgram run() {
    const bool several = import_.list.format == ListFormat::test_db;
    program_.comments = comments_of_list(import_.list, import_.source);
    for (const ListContext& context : import_.list.contexts) {
      if (several) scope_.clear();
      context_ = several ? &context : nullptr;
      block_ = nullptr;
      for (const ListBlock& block : context.blocks) {
        if (!several || says_something(block)) add_block(context, block);
      }
      if (scope_.empty()) (void)suite_for({});
    }
    if (program_.suites.empty()) (void)suite_for({});
    name_suites();
    left_.report();
    return std::move(program_);
  }

 private:
  // What tests ask of the suite that they stand in.
  struct Need {
    NodeNeed nodes;
    std::optional<CallNeed> call;
    std::vector<std::string> names;

    // False when no suite can hold both.
    bool join(const ListCase& read) {
      if (!nodes.join(read.nodes) || (call && !call->join(read.call))) return false;
      if (!call) call = read.call;
      names.push_back(read.name);
      return true;
    }
  };

  // A suite while it is being filled.
  struct Draft {
    NodeNeed nodes;
    std::optional<CallNeed> call;
    std::unordered_set<std::string> names;
    std::string reason;  // why its tests are not in the first suite of the list
    std::string stage;   // of its first block
    const ListedTest* first = nullptr;
    std::size_t tests = 0;
    std::size_t before = 0;  // the first suite that says the same of the list
  };

  [[nodiscard]] bool says_something(const ListBlock& block) const {
    const auto commented = [&](const auto& lines) {
      const auto found = lines.find(&block);
      return found != lines.end() && !found->second.empty();
    };
    return !block.tests.empty() || block.condition || !block.fields.empty() || commented(program_.comments.blocks) ||
           commented(program_.comments.ends);
  }

  void add_block(const ListContext& context, const ListBlock& block) {
    block_ = &block;
    std::vector<ListCase> cases;
    for (const ListedTest& test : block.tests) {
      cases.push_back(case_of_test(import_, context, block, test, program_.types, diags_));
      if (import_.cluster != nullptr) cases.back().nodes = {};
      if (cases.back().left != ListCase::Left::no) left_.add(test, cases.back());
    }
    const std::optional<std::size_t> together = suite_of_all(cases);
    std::vector<std::pair<std::size_t, std::size_t>> groups;  // of this block: suite, group
    for (std::size_t i = 0; i < cases.size(); ++i) {
      const bool is_test = cases[i].left == ListCase::Left::no;
      Need need = without_tests();
      if (is_test) need = {cases[i].nodes, cases[i].call, {cases[i].name}};
      const std::size_t suite = together ? *together : suite_for(need);
      if (is_test) count(drafts_[suite], block.tests[i]);
      item_in(suite, context, groups).push_back(item(block.tests[i], cases[i]));
    }
    if (groups.empty()) item_in(*together, context, groups);
    for (const auto& [suite, group] : groups) {
      program_.suites[suite].groups[group].last = std::pair(suite, group) == groups.back();
    }
  }

  // A suite that can hold the whole block; nothing when there cannot be one.
  std::optional<std::size_t> suite_of_all(const std::vector<ListCase>& cases) {
    Need all = without_tests();
    std::unordered_set<std::string> names;
    for (const ListCase& read : cases) {
      if (read.left != ListCase::Left::no) continue;
      if (!names.insert(read.name).second || !all.join(read)) return std::nullopt;
    }
    return suite_for(all);
  }

  [[nodiscard]] Need without_tests() const {
    return {import_.cluster != nullptr ? NodeNeed{} : nodes_of_block(*block_, program_.types), std::nullopt, {}};
  }

  std::vector<ListProgram::Item>& item_in(std::size_t suite, const ListContext& context,
                                          std::vector<std::pair<std::size_t, std::size_t>>& groups) {
    std::vector<ListProgram::Group>& all = program_.suites[suite].groups;
    const auto known =
        std::find_if(groups.begin(), groups.end(), [&](const auto& each) { return each.first == suite; });
    if (known != groups.end()) return all[known->second].items;
    all.push_back({&context, block_, groups.empty(), true, {}});
    groups.emplace_back(suite, all.size() - 1);
    return all.back().items;
  }

  ListProgram::Item item(const ListedTest& test, const ListCase& read) {
    ListProgram::Item result;
    result.listed = &test;
    if (read.left != ListCase::Left::no) {
      result.left = left_.words(read);
      return result;
    }
    result.name = read.name;
    result.id = read.id;
    result.mode = read.mode;
    result.timeout_s = read.timeout_s;
    result.topology = topology(read);
    return result;
  }

  std::size_t topology(const ListCase& read) {
    const auto [found, fresh] = topologies_.try_emplace({read.path, read.server}, program_.topologies.size());
    if (fresh) {
      const bool known = !topology_names_.insert(read.name).second;
      std::string name = known ? fmt::format("{}-{}", file_stem(read.path), read.name) : read.name;
      for (int i = 2; known && !topology_names_.insert(name).second; ++i)
        name = fmt::format("{}-{}-{}", file_stem(read.path), read.name, i);
      program_.topologies.push_back({std::move(name), read.path, read.server});
    }
    return found->second;
  }

  // The first suite of this list that can hold such tests.
  std::size_t suite_for(const Need& need) {
    std::string reason;
    for (const std::size_t each : scope_) {
      std::string why = refusal(drafts_[each], need);
      if (why.empty()) return each;
      if (reason.empty()) reason = std::move(why);
    }
    const std::size_t made = program_.suites.size();
    program_.suites.emplace_back().context = context_;
    Draft& draft = drafts_.emplace_back();
    (void)refusal(draft, need);
    draft.reason = std::move(reason);
    draft.stage = block_ == nullptr ? std::string() : condition_source(*block_, {}).stage;
    draft.before = scope_.empty() ? made : scope_.front();
    scope_.push_back(made);
    return made;
  }

  static void count(Draft& draft, const ListedTest& test) {
    if (draft.first == nullptr) draft.first = &test;
    ++draft.tests;
  }

  // Why the suite cannot hold the tests; empty, and it does, when it can.
  static std::string refusal(Draft& draft, const Need& need) {
    NodeNeed both = draft.nodes;
    if (!both.join(need.nodes)) return "their nodes are others";
    if (need.call) {
      CallNeed calls = draft.call.value_or(*need.call);
      if (!calls.join(*need.call)) return "their ids are made otherwise";
      const bool again = std::any_of(need.names.begin(), need.names.end(),
                                     [&](const std::string& name) { return draft.names.contains(name); });
      if (again) return "a suite has each name once";
      draft.call = std::move(calls);
      draft.names.insert(need.names.begin(), need.names.end());
    }
    draft.nodes = both;
    return {};
  }

  void name_suites() {
    Names names;
    for (std::size_t i = 0; i < drafts_.size(); ++i) {
      ListProgram::Suite& suite = program_.suites[i];
      suite.cluster = import_.cluster == nullptr ? cluster(drafts_[i].nodes) : 0;
      suite.harness = harness(drafts_[i]);
      const ListProgram::Suite& first = program_.suites[drafts_[i].before];
      std::string name = suite_name(suite.context == nullptr ? import_.list.name : suite.context->name);
      const bool other_cluster = import_.cluster == nullptr && suite.cluster != first.cluster;
      if (other_cluster) name += "_" + program_.clusters[suite.cluster].name;
      if (!other_cluster && !drafts_[i].stage.empty() && drafts_[i].stage != drafts_[drafts_[i].before].stage)
        name += "_" + drafts_[i].stage;
      suite.name = names.take(name);
      if (drafts_[i].before == i || drafts_[i].first == nullptr) continue;
      diags_.report(codes::list_suite_apart, drafts_[i].first->span, suite.name, drafts_[i].tests,
                    drafts_[i].tests == 1 ? "" : "s", drafts_[i].reason);
    }
  }

  std::size_t cluster(const NodeNeed& need) {
    const bool guessed = need.gpus_per_node == 0;
    const std::int64_t gpus = guessed ? kGuessedGpus : need.gpus_per_node;
    std::vector<ListProgram::Cluster>& all = program_.clusters;
    const auto same = [&](const ListProgram::Cluster& each) {
      return each.type == need.type && each.gpus_per_node == gpus && each.guessed == guessed;
    };
    const auto found = std::find_if(all.begin(), all.end(), same);
    if (found != all.end()) return static_cast<std::size_t>(found - all.begin());
    std::string name = need.type != nullptr ? need.type->module : fmt::format("nodes_of_{}", gpus);
    if (need.type != nullptr && need.type->gpus_per_node != gpus) name += fmt::format("_of_{}", gpus);
    all.push_back({cluster_names_.take(name), need.type, gpus, guessed});
    return all.size() - 1;
  }

  std::optional<std::size_t> harness(const Draft& draft) {
    if (!draft.call || draft.call->standard()) return std::nullopt;
    const CallNeed& call = *draft.call;
    std::vector<ListProgram::Harness>& all = program_.harnesses;
    const ListProgram::Harness made{{},          call.module,      call.function,
                                    call.prefix, call.aggr_prefix, call.mode_in_id.value_or(false)};
    const auto same = [&](const ListProgram::Harness& each) {
      return each.module == made.module && each.function == made.function && each.prefix == made.prefix &&
             each.aggr_prefix == made.aggr_prefix && each.mode_in_id == made.mode_in_id;
    };
    const auto found = std::find_if(all.begin(), all.end(), same);
    if (found != all.end()) return static_cast<std::size_t>(found - all.begin());
    std::string name = "perf_sanity";
    for (const auto& prefix : {call.prefix, call.aggr_prefix}) {
      if (prefix && *prefix != "disagg_upload" && *prefix != "aggr_upload")
        name = prefix->starts_with(name) ? word_of(*prefix) : name + "_" + word_of(*prefix);
    }
    if (made.mode_in_id) name += "_by_mode";
    if (name == "perf_sanity") name = word_of(file_stem(call.module));
    all.push_back(made);
    all.back().name = harness_names_.take(name);
    return all.size() - 1;
  }

  const ListImport& import_;
  Diagnostics& diags_;
  LeftTests left_;
  ListProgram program_;
  std::vector<Draft> drafts_;       // a suite each
  std::vector<std::size_t> scope_;  // the suites of the context, or of the list
  const ListContext* context_ = nullptr;
  const ListBlock* block_ = nullptr;
  std::map<std::pair<std::string, std::string>, std::size_t> topologies_;  // by path and server
  std::set<std::string> topology_names_;
  Names cluster_names_;
  Names harness_names_;
};

}  // namespace

ListProgram program_of_list(const ListImport& import, Diagnostics& diags) {
  return ListProgramMaker(import, diags).run();
}

}  // namespace perfc

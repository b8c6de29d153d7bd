// Makes of a list what is shown: every test with its mode, its time and where it stands.
#include "compiler/driver/list_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "compiler/emit/run_time.hpp"
#include "compiler/emit/suite_list.hpp"

namespace perfc::driver {
namespace {

// Lines of a source in the order of asking: counting each from the start takes too long for long lists.
class LineCounter {
 public:
  explicit LineCounter(std::string_view text) : text_(text) {}
  std::uint32_t line(std::size_t offset) {
    if (offset < at_) *this = LineCounter(text_);
    const std::string_view passed = text_.substr(at_, offset - at_);
    line_ += static_cast<std::uint32_t>(std::count(passed.begin(), passed.end(), '\n'));
    at_ = offset;
    return line_;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
};

void set_timeout(const TestList& list, ListEntry& entry) {
  const auto& stated = list.timeouts_s.at(static_cast<std::size_t>(entry.decision.mode));
  if (const TestSuffix* const suffix = entry.test->find(TestSuffix::Kind::timeout)) {
    entry.timeout_s = suffix->minutes * 60;
    entry.timeout_from = "list";
  } else {
    entry.timeout_s = stated.value_or(default_timeout_s(entry.decision.mode));
    entry.timeout_from = stated ? "execution_config" : "default";
  }
}

// Calls `add` with an entry for each test of the list, without what only its kind of file knows.
template <class Add>
void for_each_test(const TestList& list, Add add) {
  for (const ListContext& context : list.contexts) {
    for (std::size_t block = 0; block < context.blocks.size(); ++block) {
      for (const ListedTest& test : context.blocks[block].tests) {
        ListEntry entry;
        entry.context = &context;
        entry.block = block;
        entry.test = &test;
        entry.name = read_test_name(test.id);
        add(std::move(entry));
      }
    }
  }
}

std::string plan_text(const TestPlan& plan) {
  std::string text =
      fmt::format("plan: {} node{} of {} GPUs;", plan.nodes, plan.nodes == 1 ? "" : "s", plan.gpus_per_node);
  for (const RolePlan& role : plan.roles) {
    text += fmt::format("{} {} {}x{}", &role == &*plan.roles.begin() ? "" : ",", role.role, role.servers,
                        role.gpus_per_server);
  }
  return text;
}

}  // namespace

ListView view_of_list(TestList list, const Source& source, Configurations& configurations, Diagnostics& diags) {
  ListView view{std::move(list), source.path, {}, false};
  LineCounter lines(source.text);
  for_each_test(view.list, [&](ListEntry entry) {
    const Span at = entry.test->span;
    const ListBlock& block = entry.context->blocks[entry.block];
    const ModeQuestion question{view.list, *entry.context, block, *entry.test, entry.name};
    entry.decision = decide_mode(question, configurations, diags);
    const ConfigName config = config_of_test(entry.name, entry.decision.mode, at, configurations);
    entry.config_file = config.file;
    entry.server = config.server;
    entry.line = lines.line(at.begin);
    set_timeout(view.list, entry);
    view.entries.push_back(std::move(entry));
  });
  return view;
}

ListView view_of_suite(const SuitePlan& suite, const std::string& path, const Sources& sources) {
  ListView view{list_of_suite(suite), path, {}, false};
  std::map<std::string, const TestPlan*, std::less<>> plans;
  for (const TestPlan& test : suite.tests) plans.emplace(by_default(test.id, test.name), &test);
  for_each_test(view.list, [&](ListEntry entry) {
    const TestPlan& test = *plans.at(entry.test->id);
    entry.config_file = test.config_name;
    const std::string server = test.config_name + '-';
    if (entry.name.rest.starts_with(server)) entry.server = entry.name.rest.substr(server.size());
    entry.decision = {test.mode, 0, plan_text(test)};
    const Span at = entry.test->span;
    if (at.known()) entry.line = sources.position(at.file, at.begin).line;
    set_timeout(view.list, entry);
    view.entries.push_back(std::move(entry));
  });
  return view;
}

}  // namespace perfc::driver

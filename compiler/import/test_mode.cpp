#include "compiler/import/test_mode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "compiler/base/ascii.hpp"
#include "compiler/base/mode_by_name.hpp"
#include "compiler/base/yaml_scalar.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/import/config_nodes.hpp"
#include "compiler/import/config_tree.hpp"

namespace perfc {
namespace {

struct Facts {
  const ModeQuestion& question;
  Configurations& configurations;
  Diagnostics& diags;

  [[nodiscard]] const TestName& name() const { return question.name; }
  // An entry of the condition's terms; null when there is none.
  [[nodiscard]] const Document* term(std::string_view key) const {
    if (!question.block.condition) return nullptr;
    const Document* const terms = question.block.condition->find("terms");
    return terms == nullptr ? nullptr : terms->find(key);
  }
};

using Answer = std::optional<ModeDecision>;

Answer answer(Mode mode, std::string why) { return ModeDecision{mode, 0, std::move(why)}; }

Answer answer(std::optional<NamedMode> named) {
  return named ? answer(named->mode, "name: " + named->why) : std::nullopt;
}

Answer by_mark(Facts& facts) {
  if (const auto mark = facts.question.test.mark)
    return answer(*mark, fmt::format("marked # mode:{}", to_string(*mark)));
  const std::string& folder = facts.question.list.folder;
  const auto mode = mode_of_key(folder);
  return mode ? answer(*mode, fmt::format("the list lies in {}/", folder)) : std::nullopt;
}

bool says_disagg(const Document& node) {
  if (node.kind == Document::Kind::scalar) return node.text == "disagg";
  return std::any_of(node.items.begin(), node.items.end(), [](const Document& item) { return item.text == "disagg"; });
}

Answer by_test_type(Facts& facts) {
  const Document* const term = facts.term("test_type");
  if (term != nullptr && says_disagg(*term)) return answer(Mode::disagg, "list terms: test_type = disagg");
  for (const Document::Entry& field : facts.question.block.fields) {
    if (field.key == "test_type" && says_disagg(field.value))
      return answer(Mode::disagg, "list block: test_type = disagg");
  }
  return std::nullopt;
}

// --- One worker alone ----------------------------------------------------------------------------------------------

Answer by_nodes(Facts& facts);

Answer by_lone_worker(Facts& facts) {
  const TestName& name = facts.name();
  const std::string_view role = name.lone_worker();
  if (role.empty()) return std::nullopt;
  for (const ConfigName& config : config_names(name)) {
    const auto found = facts.configurations.find(config.file, facts.question.test.span);
    if (!found) continue;
    if (auto mode = mode_of_worker(*found->root, role)) {
      return answer(mode->mode, fmt::format("configuration {}, {}", found->path, mode->why));
    }
  }
  if (auto result = by_nodes(facts)) return result;
  return answer(mode_of_lone_worker(name));
}

// --- The other rules -----------------------------------------------------------------------------------------------

Answer by_disagg_name(Facts& facts) { return answer(disagg_by_name(facts.name())); }

Answer by_nodes(Facts& facts) {
  const Document* const nodes = facts.term("nodes");
  if (nodes == nullptr) return std::nullopt;
  const Document& value = nodes->items.size() == 1 ? nodes->items.front() : *nodes;
  if (is_null(value)) return std::nullopt;
  std::string_view text = value.text;
  const auto number = take_number(text);
  if (!number || !text.empty() || *number < 1) {
    facts.diags.report(codes::list_nodes, nodes->span).advise("write a number: nodes: 2");
    return std::nullopt;
  }
  return answer(*number == 1 ? Mode::single_agg : Mode::multi_agg, fmt::format("list terms: nodes = {}", *number));
}

Answer by_configuration(Facts& facts) {
  if (!facts.name().performance) return std::nullopt;
  for (const ConfigName& config : config_names(facts.name())) {
    const auto found = facts.configurations.find(config.file, facts.question.test.span);
    if (!found || !names_server(*found->root, config.server)) continue;
    const auto mode = mode_of_configuration(*found->root, config.server);
    if (mode) return answer(mode->mode, fmt::format("configuration {}, {}", found->path, mode->why));
  }
  return std::nullopt;
}

Answer by_name_hint(Facts& facts) { return answer(mode_by_hint(facts.name())); }

std::optional<Mode> group_of(const ModeQuestion& question) {
  return question.list.format == ListFormat::grouped ? mode_of_group(question.context.name) : std::nullopt;
}

Answer by_group(Facts& facts) {
  const auto mode = group_of(facts.question);
  return mode ? answer(*mode, fmt::format("group {}", facts.question.context.name)) : std::nullopt;
}

Answer by_default(Facts& facts) {
  return answer(Mode::single_agg,
                facts.name().performance ? "nothing says otherwise" : "not one of the performance tests");
}

// The order of docs/lists.md.
struct Rule {
  int number;
  Answer (*decide)(Facts& facts);
};
constexpr std::array kRules = {
    Rule{1, by_mark},        Rule{2, by_test_type}, Rule{3, by_lone_worker},
    Rule{4, by_disagg_name}, Rule{5, by_nodes},     Rule{6, by_configuration},
    Rule{7, by_name_hint},   Rule{8, by_group},     Rule{9, by_default},
};
constexpr int kGroupRule = 8;

}  // namespace

ConfigName config_of_test(const TestName& name, Mode mode, Span at, Configurations& configurations) {
  const std::vector<ConfigName> readings = config_names(name);
  if (!name.performance || readings.empty()) return {};
  if (readings.size() == 1) return readings.front();
  for (const ConfigName& reading : readings) {
    const auto found = configurations.find(reading.file, at);
    if (found && names_server(*found->root, reading.server)) return reading;
  }
  return mode == Mode::disagg ? ConfigName{name.rest, {}} : readings.front();
}

ModeDecision decide_mode(const ModeQuestion& question, Configurations& configurations, Diagnostics& diags) {
  Facts facts{question, configurations, diags};
  ModeDecision decision;
  for (const Rule& rule : kRules) {
    Answer given = rule.decide(facts);
    if (!given) continue;
    decision = std::move(*given);
    decision.rule = rule.number;
    break;
  }
  const auto group = group_of(question);
  if (group && decision.rule < kGroupRule && *group != decision.mode) {
    diags.report(codes::list_group, question.test.span, to_string(*group), to_string(decision.mode), decision.why)
        .note(question.context.span, "in this group")
        .advise("move the test into the group of its mode");
  }
  return decision;
}

}  // namespace perfc

#include "compiler/import/test_mode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <vector>

#include "compiler/base/ascii.hpp"
#include "compiler/base/yaml_scalar.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/import/config_nodes.hpp"
#include "compiler/import/config_tree.hpp"
#include "compiler/import/node_types.hpp"

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

// --- Numbers in names ----------------------------------------------------------------------------------------------

// The number at the start of `text`, which moves behind it; nothing without digits.
std::optional<std::int64_t> take_number(std::string_view& text) {
  std::int64_t number = 0;
  if (text.empty() || !is_digit(text.front())) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

// What follows each `ctx` that begins a word of the id: "1_dep4_gen1_..." of "r1_ctx1_dep4_gen1_...".
template <class Take>
auto at_word(std::string_view id, std::string_view word, Take take) -> decltype(take(id)) {
  for (std::size_t at = id.find(word); at != std::string_view::npos; at = id.find(word, at + 1)) {
    const bool begins = at == 0 || !(is_letter(id[at - 1]) || is_digit(id[at - 1]));
    if (!begins) continue;
    if (auto result = take(id.substr(at + word.size()))) return result;
  }
  return std::nullopt;
}

// "ctx2" of an id; empty where it has no such word.
std::optional<std::string> counted_word(std::string_view id, std::string_view word) {
  return at_word(id, word, [&](std::string_view rest) -> std::optional<std::string> {
    const auto number = take_number(rest);
    return number ? std::optional(fmt::format("{}{}", word, *number)) : std::nullopt;
  });
}

// The 8 of `gen1_dep8`.
std::optional<std::int64_t> parallel_size(std::string_view id, std::string_view role) {
  return at_word(id, role, [](std::string_view rest) -> std::optional<std::int64_t> {
    if (!take_number(rest) || !rest.starts_with('_')) return std::nullopt;
    rest.remove_prefix(1);
    for (const std::string_view kind : {"dep", "tep", "tp", "pp"}) {
      std::string_view number = rest;
      if (!number.starts_with(kind)) continue;
      number.remove_prefix(kind.size());
      return take_number(number);
    }
    return std::nullopt;
  });
}

// --- One worker alone ----------------------------------------------------------------------------------------------

constexpr std::int64_t kUsualGpusPerNode = 8;

// Without the configuration, the worker's size as the name has it, on the machine that the name begins with.
Answer by_worker_name(const TestName& name, std::string_view role) {
  const auto gpus = parallel_size(name.id, role);
  if (!gpus) return std::nullopt;
  static const std::vector<NodeType> kTypes = standard_node_types();
  const NodeType* const node = node_type_named(kTypes, name.rest.substr(0, name.rest.find_first_of("_-")), {});
  const std::int64_t per_node = node == nullptr ? kUsualGpusPerNode : node->gpus_per_node;
  return answer(
      *gpus > per_node ? Mode::multi_agg : Mode::single_agg,
      fmt::format("name: the {} worker alone, {} GPU{} on {} a node", role, *gpus, *gpus == 1 ? "" : "s", per_node));
}

Answer by_nodes(Facts& facts);

Answer by_lone_worker(Facts& facts) {
  const TestName& name = facts.name();
  if (!name.performance || !name.lone_worker()) return std::nullopt;
  const std::string_view role = name.word == "ctx_only" ? "ctx" : "gen";
  for (const ConfigName& config : config_names(name)) {
    const auto found = facts.configurations.find(config.file, facts.question.test.span);
    if (!found) continue;
    if (auto mode = mode_of_worker(*found->root, role)) {
      return answer(mode->mode, fmt::format("configuration {}, {}", found->path, mode->why));
    }
  }
  if (auto result = by_nodes(facts)) return result;
  if (auto result = by_worker_name(name, role)) return result;
  return answer(Mode::single_agg, fmt::format("name: the {} worker alone", role));
}

// --- The other rules -----------------------------------------------------------------------------------------------

Answer by_disagg_name(Facts& facts) {
  const TestName& name = facts.name();
  if (!name.performance) return std::nullopt;
  if (name.disagg_prefix()) return answer(Mode::disagg, fmt::format("name: prefix {}", name.prefix));
  if (name.id.find("_disagg") != std::string_view::npos) return answer(Mode::disagg, "name: _disagg in it");
  return name.id.ends_with("-disagg") ? answer(Mode::disagg, "name: -disagg at its end") : std::nullopt;
}

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

// `_2_nodes` or `_2nodes`, from two on.
std::optional<std::string> several_nodes(std::string_view id) {
  for (std::size_t at = id.find('_'); at != std::string_view::npos; at = id.find('_', at + 1)) {
    std::string_view rest = id.substr(at + 1);
    const auto number = take_number(rest);
    if (!number || *number < 2) continue;
    if (rest.starts_with("_nodes") || rest.starts_with("nodes")) {
      const std::size_t word = rest.starts_with('_') ? 6 : 5;
      return std::string(id.substr(at + 1, static_cast<std::size_t>(rest.data() - id.data()) - at - 1 + word));
    }
  }
  return std::nullopt;
}

Answer by_name_hint(Facts& facts) {
  const TestName& name = facts.name();
  if (!name.performance) return std::nullopt;
  if (const auto nodes = several_nodes(name.id)) return answer(Mode::multi_agg, "name: " + *nodes);
  for (const std::string_view word : {"multi_node", "multinode"}) {
    if (name.id.find(word) != std::string_view::npos) return answer(Mode::multi_agg, fmt::format("name: {}", word));
  }
  const auto ctx = counted_word(name.id, "ctx");
  const auto gen = counted_word(name.id, "gen");
  return ctx && gen ? answer(Mode::disagg, fmt::format("name: {} and {}", *ctx, *gen)) : std::nullopt;
}

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

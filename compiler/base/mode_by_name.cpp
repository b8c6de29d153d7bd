#include "compiler/base/mode_by_name.hpp"

#include <fmt/format.h>

#include "compiler/base/ascii.hpp"
#include "compiler/base/plural.hpp"

namespace perfc {
namespace {

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

}  // namespace

std::optional<NamedMode> mode_of_lone_worker(const TestName& name) {
  const std::string_view role = name.lone_worker();
  if (role.empty()) return std::nullopt;
  const auto gpus = parallel_size(name.id, role);
  if (!gpus) return NamedMode{Mode::single_agg, fmt::format("the {} worker alone", role)};
  const bool four = name.rest.starts_with("gb200") || name.rest.starts_with("gb300");
  const std::int64_t per_node = four ? 4 : 8;
  return NamedMode{*gpus > per_node ? Mode::multi_agg : Mode::single_agg,
                   fmt::format("the {} worker alone, {} GPU{} on {} a node", role, *gpus, plural(*gpus), per_node)};
}

std::optional<NamedMode> disagg_by_name(const TestName& name) {
  if (!name.performance) return std::nullopt;
  if (name.disagg_prefix()) return NamedMode{Mode::disagg, fmt::format("prefix {}", name.prefix)};
  if (name.id.find("_disagg") != std::string_view::npos) return NamedMode{Mode::disagg, "_disagg in it"};
  if (name.id.ends_with("-disagg")) return NamedMode{Mode::disagg, "-disagg at its end"};
  return std::nullopt;
}

std::optional<NamedMode> mode_by_hint(const TestName& name) {
  if (!name.performance) return std::nullopt;
  if (auto nodes = several_nodes(name.id)) return NamedMode{Mode::multi_agg, std::move(*nodes)};
  for (const std::string_view word : {"multi_node", "multinode"}) {
    if (name.id.find(word) != std::string_view::npos) return NamedMode{Mode::multi_agg, std::string(word)};
  }
  const auto ctx = counted_word(name.id, "ctx");
  const auto gen = counted_word(name.id, "gen");
  if (!ctx || !gen) return std::nullopt;
  return NamedMode{Mode::disagg, fmt::format("{} and {}", *ctx, *gen)};
}

Mode mode_by_name(const TestName& name) {
  for (const auto rule : {mode_of_lone_worker, disagg_by_name, mode_by_hint}) {
    if (const auto named = rule(name)) return named->mode;
  }
  return Mode::single_agg;
}

}  // namespace perfc

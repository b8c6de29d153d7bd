// A name that people give says what is deployed, token by token; dashboards and people believe it.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string>

#include "compiler/base/ascii.hpp"
#include "compiler/lint/facts.hpp"
#include "compiler/lint/findings.hpp"
#include "compiler/lint/name_tokens.hpp"
#include "compiler/plan/names.hpp"

namespace perfc::lint {
namespace {

class NameChecker {
 public:
  NameChecker(const Case& shown, Findings& findings) : shown_(shown), findings_(findings) {}

  void check(const NameToken& token) {
    switch (token.kind) {
      case TokenKind::gpu:
        return check_gpu(token);
      case TokenKind::lengths:
        return check_lengths(token);
      case TokenKind::concurrency:
        return check_concurrency(token);
      case TokenKind::servers:
        return check_servers(token);
      case TokenKind::parallel:
        return check_parallel(token);
      case TokenKind::batch:
        return check_batch(token);
      case TokenKind::slots:
        return check_slots(token);
      case TokenKind::speculation:
        return check_speculation(token);
      case TokenKind::backend:
        return check_backend(token);
    }
  }

 private:
  void contradict(const NameToken& token, const std::string& fact, Span place, const std::string& mend) {
    Diagnostic& found = findings_.report(shown_.name_span,
                                         fmt::format("the name '{}' says '{}', but {}", shown_.name, token.text, fact));
    if (place.known() && place != shown_.name_span) found.note(place, "this decides");
    found.advise(mend.empty() ? "leave it out" : fmt::format("write '{}' in its place, or change the topology", mend));
  }

  // The servers that a token is about: those it stands behind, of what nothing stands in front the gen servers.
  [[nodiscard]] const Role* role_of(const NameToken& token) const {
    const Topology& topology = *shown_.topology;
    const std::optional<Role>& role = !topology.disaggregated() ? topology.server
                                      : token.role == "ctx"     ? topology.ctx
                                                                : topology.gen;
    return role ? &*role : nullptr;
  }

  // Of all tokens behind `gen`, and the aggregated server.
  [[nodiscard]] const Role* answering() const { return role_of({}); }

  void check_gpu(const NameToken& token) {
    const auto& metadata = shown_.topology->metadata;
    const Value* value = metadata ? metadata->at({"supported_gpus"}) : nullptr;
    const List* list = value == nullptr ? nullptr : value->list();
    if (list == nullptr || list->empty()) return;
    std::string known;
    for (const Value& each : *list) {
      const std::string_view name = word(&each).value_or("");
      if (same_letters(name, token.text)) return;
      known += (known.empty() ? "" : ", ") + std::string(name);
    }
    std::string first = known.substr(0, known.find(','));
    std::transform(first.begin(), first.end(), first.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    contradict(token, fmt::format("supported_gpus is {}", known), value->span, first);
  }

  // Several benchmarks are the clients of one server: no one of them is what the name is about.
  [[nodiscard]] const Benchmark* only_load() const {
    return shown_.test != nullptr && shown_.test->loads.size() > 1 ? nullptr : shown_.load;
  }

  void check_lengths(const NameToken& token) {
    const Benchmark* load = only_load();
    const LengthToken lengths = *read_lengths(token.text);
    if (load == nullptr || called(lengths, *load)) return;
    const bool input_fits = length_called(lengths.input, load->input_length);
    contradict(token, fmt::format("requests have {} tokens and answers {}", load->input_length, load->output_length),
               load->origin.at(input_fits ? "output_length" : "input_length"),
               length_token(load->input_length, load->output_length));
  }

  static bool offers(const Benchmark& load, std::int64_t concurrency) {
    return std::find(load.concurrency.begin(), load.concurrency.end(), concurrency) != load.concurrency.end();
  }

  void check_concurrency(const NameToken& token) {
    const Benchmark* load = only_load();
    if (load == nullptr || load->concurrency.empty() || offers(*load, token.number)) return;
    // Or of all gen servers together.
    const std::int64_t servers = shown_.topology->gen ? shown_.topology->gen->servers : 1;
    if (servers > 0 && token.number % servers == 0 && offers(*load, token.number / servers)) return;
    contradict(token, fmt::format("concurrency is {}", fmt::join(load->concurrency, ", ")),
               load->origin.at("concurrency"), fmt::format("con{}", load->concurrency.front()));
  }

  void check_servers(const NameToken& token) {
    if (!shown_.topology->disaggregated()) {
      contradict(token, "the topology has one aggregated server", shown_.topology->server->span, "");
      return;
    }
    const Role* role = role_of(token);
    const std::int64_t servers = role == nullptr ? 0 : role->servers;
    if (servers == token.number) return;
    contradict(token,
               fmt::format("there {} {} {} server{}", servers == 1 ? "is" : "are", servers, token.role,
                           servers == 1 ? "" : "s"),
               role == nullptr ? Span{} : role->servers_span, fmt::format("{}{}", token.role, servers));
  }

  struct Fact {
    std::string text;
    Span place;
  };

  static Fact size_fact(const Role& role, std::string_view option, std::int64_t value) {
    return {fmt::format("{} of role '{}' is {}", option, role.name, value), place_of(role, {option})};
  }

  // The first thing that differs from what one part of a parallel token says.
  static std::optional<Fact> difference(const Role& role, const NameToken& token, std::string_view kind,
                                        std::int64_t size) {
    const bool world = role.world_size && option(role, {"tensor_parallel_size"}) == nullptr;
    const std::int64_t tensor = world ? *role.world_size : role.tensor_parallel_size;
    const std::string_view tensor_name = world ? "world_size" : "tensor_parallel_size";
    if (kind == "cp") {
      if (role.context_parallel_size != size)
        return size_fact(role, "context_parallel_size", role.context_parallel_size);
      return std::nullopt;
    }
    if (kind == "pp") {
      if (role.pipeline_parallel_size != size)
        return size_fact(role, "pipeline_parallel_size", role.pipeline_parallel_size);
      if (token.parts.size() == 1 && tensor != 1) return size_fact(role, tensor_name, tensor);
      return std::nullopt;
    }
    if (tensor != size) return size_fact(role, tensor_name, tensor);
    const auto experts = number(role, {"moe_expert_parallel_size"});
    if (kind != "tp" && experts && *experts != size) return size_fact(role, "moe_expert_parallel_size", *experts);
    const bool attention_dp = is_true(option(role, {"enable_attention_dp"}));
    if (attention_dp == (kind == "dep" || token.attention_dp)) return std::nullopt;
    return Fact{fmt::format("enable_attention_dp of role '{}' is {}", role.name, attention_dp),
                place_of(role, {"enable_attention_dp"})};
  }

  void check_parallel(const NameToken& token) {
    const Role* role = role_of(token);
    if (role == nullptr) return;
    for (const auto& [kind, size] : token.parts) {
      const auto fact = difference(*role, token, kind, size);
      if (!fact) continue;
      contradict(token, fact->text, fact->place, parallel_token(*role));
      return;
    }
  }

  void check_batch(const NameToken& token) {
    const Role* role = role_of(token);
    const auto batch = role == nullptr ? std::nullopt : number(*role, {"max_batch_size"});
    if (!batch || *batch == token.number) return;
    // Names of aggregated servers also call the client's concurrency so.
    if (shown_.topology->server && shown_.load != nullptr && offers(*shown_.load, token.number)) return;
    const Fact fact = size_fact(*role, "max_batch_size", *batch);
    contradict(token, fact.text, fact.place, fmt::format("bs{}", *batch));
  }

  void check_slots(const NameToken& token) {
    const Role* role = answering();
    if (role == nullptr || !role->options) return;
    const std::int64_t slots = balancer_slots(*role->options);
    if (slots == token.number) return;
    const std::string fact = slots == 0 ? fmt::format("role '{}' has no load balancer", role->name)
                                        : fmt::format("the load balancer of role '{}' has {} slots", role->name, slots);
    contradict(token, fact, place_of(*role, {"moe_config", "load_balancer", "num_slots"}),
               fmt::format("eplb{}", slots));
  }

  void check_speculation(const NameToken& token) {
    const Role* role = answering();
    if (role == nullptr || !role->options) return;
    const std::string fact = speculation_token(*role->options);
    // eagle3 is also how the drafter itself is called, whatever it guesses.
    const bool drafter = token.text == "eagle3" && fact.starts_with("eagle");
    // mtp is also how names call the number of guesses of any method.
    const bool guesses = same_letters(token.text.substr(0, 3), "mtp") && token.number == draft_length(*role->options);
    if (fact == token.text || drafter || guesses || (token.number == 0 && draft_length(*role->options) == 0)) return;
    const Span place = place_of(*role, {"speculative_config"});
    const std::string text = fact == "mtp0" ? fmt::format("role '{}' has no speculative_config", role->name)
                                            : fmt::format("role '{}' speculates as '{}' says", role->name, fact);
    contradict(token, text, place, fact);
  }

  void check_backend(const NameToken& token) {
    const Role* role = answering();
    const Path path = {"cache_transceiver_config", "backend"};
    const auto backend = role == nullptr ? std::nullopt : word(option(*role, path));
    if (!backend || same_letters(*backend, token.text)) return;
    contradict(token, fmt::format("the transceiver's backend of role '{}' is {}", role->name, *backend),
               place_of(*role, path), std::string(*backend));
  }

  const Case& shown_;
  Findings& findings_;
};

void check_name_matches(const Case& shown, Findings& findings) {
  NameChecker checker(shown, findings);
  for (const NameToken& token : name_tokens(shown.name)) checker.check(token);
}

}  // namespace

const Rule rules::name_matches_topology = {.name = "name-matches-topology",
                                           .level = Level::warning,
                                           .summary = "each token of a given name is so",
                                           .page = R"(
A name that is derived from the facts cannot lie; one that is given (`as "..."`, a topology named by a string, a
configuration's file) can. Of such a name each token that the field knows is compared: the GPU in front against
`supported_gpus`, `8k1k` against the lengths (an average of 80 % or more of them counts), `con4` against the concurrency
(times the gen servers counts as well),
`ctx1` and `gen2` against the servers, `dep8`, `tep8`, `tp8`, `pp8` behind them against the parallel sizes and attention DP
(on for `dep8`, and where `_adp` follows: `tep8_adp`),
`bs64` against `max_batch_size` (of an aggregated server also against the concurrency), `eplb288` against the slots of the
load balancer, `mtp3`, `eagle3`, `dspark5` against the speculation (`mtp3` is right for three tokens at a time, whatever
guesses them), `ccb-UCX` or `-UCX` against the transceiver. What a name leaves out, and all other words, are free.

## Example that fails

```perf
model m { }
topology "m_1k1k_ctx1_gen1_dep32_bs64_ccb-UCX" {
  model = m
  cache_transceiver_config { backend = UCX }
  ctx 1 { tensor_parallel_size = 4 }
  gen 1 { tensor_parallel_size = 16, enable_attention_dp = true, max_batch_size = 64 }
  benchmark { concurrency = [64] }
}
```

## Mended

```perf
model m { }
topology "m_1k1k_ctx1_gen1_dep16_bs64_ccb-UCX" {
  model = m
  cache_transceiver_config { backend = UCX }
  ctx 1 { tensor_parallel_size = 4 }
  gen 1 { tensor_parallel_size = 16, enable_attention_dp = true, max_batch_size = 64 }
  benchmark { concurrency = [64] }
}
```
)",
                                           .test = check_name_matches};

}  // namespace perfc::lint

#include "compiler/import/list_case.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/base/file_name.hpp"
#include "compiler/base/test_name.hpp"
#include "compiler/base/yaml_scalar.hpp"
#include "compiler/import/config_nodes.hpp"

namespace perfc {
namespace {

constexpr std::string_view kStandardModule = "perf/test_perf_sanity.py";
constexpr std::string_view kStandardFunction = "test_e2e";
constexpr std::string_view kDisaggregated = "disagg_upload";
constexpr std::string_view kAggregated = "aggr_upload";

template <class T>
bool join_values(std::optional<T>& mine, const std::optional<T>& other) {
  if (mine && other && *mine != *other) return false;
  if (other) mine = other;
  return true;
}

const Document* map_in(const Document* map, std::string_view key) {
  const Document* const node = map == nullptr ? nullptr : map->find(key);
  return node != nullptr && node->kind == Document::Kind::mapping ? node : nullptr;
}

std::string_view word_in(const Document* map, std::string_view key) {
  const Document* const node = map == nullptr ? nullptr : map->find(key);
  return node != nullptr && node->kind == Document::Kind::scalar ? std::string_view(node->text) : std::string_view();
}

std::int64_t count_in(const Document* map, std::string_view key) {
  const Document* const node = map == nullptr ? nullptr : map->find(key);
  if (node == nullptr || node->kind != Document::Kind::scalar || resolve(*node) != ScalarKind::integer) return 0;
  return std::clamp<std::int64_t>(yaml_integer(node->text).value_or(0), 0, 1024);
}

// Of a pattern, a name or a list of such, the first that names a node.
const NodeType* type_in(const Document* names, const std::vector<NodeType>& types, std::int64_t gpus) {
  if (names == nullptr) return nullptr;
  const auto wanted = gpus > 0 ? std::optional(gpus) : std::nullopt;
  if (names->kind == Document::Kind::scalar) return node_type_named(types, names->text, wanted);
  for (const Document& item : names->items) {
    if (const NodeType* const type = node_type_named(types, item.text, wanted)) return type;
  }
  return nullptr;
}

const Document* server_in(const Document& root, std::string_view name) {
  const Document* const servers = root.find("server_configs");
  if (servers == nullptr) return nullptr;
  const auto found = std::find_if(servers->items.begin(), servers->items.end(),
                                  [&](const Document& server) { return word_in(&server, "name") == name; });
  return found == servers->items.end() ? nullptr : &*found;
}

// "Grace Blackwell" stands in the names of configurations for what a list calls gb200.
const NodeType* type_of_name(std::string_view name, const std::vector<NodeType>& types, std::int64_t gpus) {
  const auto wanted = gpus > 0 ? std::optional(gpus) : std::nullopt;
  if (const NodeType* const type = node_type_named(types, name, wanted)) return type;
  if (name.find("grace_blackwell") != std::string_view::npos) return node_type_named(types, "gb200", wanted);
  return name.find("blackwell") != std::string_view::npos ? node_type_named(types, "b200", wanted) : nullptr;
}

class CaseReader {
 public:
  CaseReader(const ListImport& import, const ListContext& context, const ListBlock& block, const ListedTest& test,
             const std::vector<NodeType>& types, Diagnostics& diags)
      : import_(import), block_(block), test_(test), types_(types), name_(read_test_name(test.id)) {
    decision_ = decide_mode({import.list, context, block, test, name_}, import.configurations, diags);
  }

  ListCase read() {
    result_.nodes = nodes_of_block(block_, types_);
    read_call();
    if (!name_.performance) {
      result_.left = ListCase::Left::foreign;
      return std::move(result_);
    }
    read_configuration();
    read_timeout();
    const auto refused = import_.refused.find(&test_);
    if (refused != import_.refused.end() && result_.left == ListCase::Left::no) leave(refused->second);
    return std::move(result_);
  }

 private:
  void leave(std::string why) {
    result_.left = ListCase::Left::other;
    result_.why = std::move(why);
  }

  void read_call() {
    result_.id = pytest_path(name_, test_.id);
    const std::size_t colons = result_.id.find("::");
    const std::size_t bracket = std::min(result_.id.find('['), result_.id.size());
    result_.call.module = result_.id.substr(0, colons);
    if (colons < bracket) result_.call.function = result_.id.substr(colons + 2, bracket - colons - 2);
    // Grouped lists may name the file with its suffix; pytest does not.
    constexpr std::string_view kSuffix = ".yaml";
    for (const std::string_view end : {"-", "]"}) {
      const std::size_t at = result_.id.find(std::string(kSuffix) + std::string(end), bracket);
      if (at != std::string::npos) result_.id.erase(at, kSuffix.size());
    }
  }

  void read_configuration() {
    const ConfigName config = config_of_test(name_, decision_.mode, test_.span, import_.configurations);
    if (config.file.empty()) return leave("its id names no configuration");
    const auto found = import_.configurations.find(config.file, test_.span);
    if (!found) {
      result_.left = ListCase::Left::no_configuration;
      result_.why = config.file;
      return;
    }
    result_.path = found->path;
    const Document& root = *found->root;
    if (root.find("server_configs") != nullptr) {
      read_server(root, config);
    } else {
      read_disaggregated(root, config);
    }
  }

  void read_server(const Document& root, const ConfigName& config) {
    if (config.server.empty()) {
      return leave(fmt::format("it names no server of {}, and a test starts one", result_.path));
    }
    const Document* const server = server_in(root, config.server);
    if (server == nullptr) return leave(fmt::format("{} has no server '{}'", result_.path, config.server));
    if (!name_.word.empty()) return leave(fmt::format("an aggregated test is not called '{}'", name_.word));
    result_.server = result_.name = config.server;
    result_.call.aggr_prefix = name_.prefix;
    std::int64_t gpus = count_in(server, "gpus_per_node");
    if (gpus == 0) gpus = count_in(map_in(&root, "hardware"), "gpus_per_node");
    if (result_.nodes.type == nullptr) need_nodes(root, config.file, gpus);
  }

  void read_disaggregated(const Document& root, const ConfigName& config) {
    const bool lone = !name_.lone_worker().empty();
    if (lone && name_.word != "ctx_only") return leave("the language has no test of a gen worker alone");
    if (!lone && name_.word == "ctx_only") return leave("'ctx_only' is the ctx worker alone: aggr_upload-ctx_only-...");
    result_.name = config.file;
    std::string_view mode = word_in(map_in(&root, "benchmark"), "mode");
    if (mode.empty()) mode = "e2e";
    if (!name_.word.empty() && name_.word != mode) result_.mode = name_.word;
    if (lone) {
      result_.call.aggr_prefix = name_.prefix;
    } else {
      result_.call.prefix = name_.prefix;
      result_.call.mode_in_id = !name_.word.empty();
    }
    const std::int64_t gpus = count_in(map_in(&root, "hardware"), "gpus_per_node");
    need_nodes(root, config.file, gpus);
    if (import_.cluster != nullptr && gpus > 0 && gpus != import_.cluster->gpus_per_node) {
      leave(fmt::format("{} is for nodes of {} GPUs, and those of {} have {}", result_.path, gpus,
                        import_.cluster->name, import_.cluster->gpus_per_node));
    }
  }

  void need_nodes(const Document& root, std::string_view file, std::int64_t gpus) {
    NodeNeed& need = result_.nodes;
    if (need.type == nullptr) {
      const Document* const metadata = map_in(&root, "metadata");
      need.type = type_in((metadata == nullptr ? &root : metadata)->find("supported_gpus"), types_, gpus);
    }
    if (need.type == nullptr) need.type = type_of_name(file, types_, gpus);
    need.gpus_per_node = gpus > 0 ? gpus : need.type != nullptr ? need.type->gpus_per_node : 0;
  }

  void read_timeout() {
    const auto& stated = import_.list.timeouts_s.at(static_cast<std::size_t>(decision_.mode));
    const std::int64_t usual = default_timeout_s(decision_.mode);
    const auto planned = import_.planned.find(&test_);
    const bool other_mode = planned != import_.planned.end() && planned->second.mode != decision_.mode;
    if (const TestSuffix* const suffix = test_.find(TestSuffix::Kind::timeout)) {
      result_.timeout_s = suffix->minutes * 60;
    } else if (other_mode || (stated && *stated != usual)) {
      result_.timeout_s = stated.value_or(usual);
    }
  }

  const ListImport& import_;
  const ListBlock& block_;
  const ListedTest& test_;
  const std::vector<NodeType>& types_;
  TestName name_;
  ModeDecision decision_;
  ListCase result_;
};

}  // namespace

bool NodeNeed::join(const NodeNeed& other) {
  const bool other_type = type != nullptr && other.type != nullptr && type != other.type;
  const bool other_count = gpus_per_node > 0 && other.gpus_per_node > 0 && gpus_per_node != other.gpus_per_node;
  if (other_type || other_count) return false;
  if (type == nullptr) type = other.type;
  if (gpus_per_node == 0) gpus_per_node = other.gpus_per_node;
  return true;
}

bool CallNeed::join(const CallNeed& other) {
  CallNeed both = *this;
  if (both.module != other.module || both.function != other.function) return false;
  const bool fits = join_values(both.prefix, other.prefix) && join_values(both.aggr_prefix, other.aggr_prefix) &&
                    join_values(both.mode_in_id, other.mode_in_id);
  if (fits) *this = std::move(both);
  return fits;
}

bool CallNeed::standard() const {
  return module == kStandardModule && function == kStandardFunction &&
         prefix.value_or(std::string(kDisaggregated)) == kDisaggregated &&
         aggr_prefix.value_or(std::string(kAggregated)) == kAggregated && !mode_in_id.value_or(false);
}

NodeNeed nodes_of_block(const ListBlock& block, const std::vector<NodeType>& types) {
  const Document* const wildcards = map_in(block.condition ? &*block.condition : nullptr, "wildcards");
  const NodeType* const type = type_in(wildcards == nullptr ? nullptr : wildcards->find("gpu"), types, 0);
  return {type, type == nullptr ? 0 : type->gpus_per_node};
}

ListCase case_of_test(const ListImport& import, const ListContext& context, const ListBlock& block,
                      const ListedTest& test, const std::vector<NodeType>& types, Diagnostics& diags) {
  return CaseReader(import, context, block, test, types, diags).read();
}

}  // namespace perfc

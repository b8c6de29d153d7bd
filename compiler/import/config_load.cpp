#include "compiler/import/config_load.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "compiler/base/yaml_scalar.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/import/number_words.hpp"

namespace perfc {
namespace {

using syntax::Expr;
using Renames = std::array<std::pair<std::string_view, std::string_view>, 4>;

constexpr Renames kOfDisaggregated = {
    {{"multi_round", "rounds"}, {"benchmark_client", "client"}, {"concurrency_list", "concurrency"}, {"", ""}}};
constexpr Renames kOfClient = {
    {{"iterations", "rounds"}, {"isl", "input_length"}, {"osl", "output_length"}, {"concurrency", "concurrency"}}};

// "1 2 4" as [1, 2, 4]; nothing when a word is no number.
std::optional<std::vector<const Expr*>> numbers(const Document& node, ConfigTree& tree) {
  const auto words = number_words(node.text);
  if (!words) {
    return std::nullopt;
  }
  std::vector<const Expr*> items;
  for (const NumberWord& each : *words) {
    items.push_back(tree.integer(each.number, part_of(node, node.text, each.word)));
  }
  return items;
}

const Expr* concurrency(const Document& node, ConfigTree& tree) {
  if (node.kind == Document::Kind::scalar && resolve(node) == ScalarKind::integer) {
    return tree.list({tree.value(node)}, node.span);
  }
  if (string_of(&node) != nullptr) {
    if (const auto items = numbers(node, tree)) {
      return tree.list(*items, node.span);
    }
  }
  if (node.kind != Document::Kind::sequence) {
    return tree.value(node);
  }
  std::vector<const Expr*> items;
  for (const Document& item : node.items) {
    const auto number = string_of(&item) != nullptr ? numbers(item, tree) : std::nullopt;
    items.push_back(number && number->size() == 1 ? number->front() : tree.value(item));
  }
  return tree.list(items, node.span);
}

struct DatasetKeys {
  const Document::Entry* random = nullptr;  // use_nv_sa_benchmark
  const Document::Entry* ratio = nullptr;
  const Document::Entry* file = nullptr;
};

// What PyYAML gives a float or an int for, and both lengths may be scaled by.
void expect_ratio(const Document::Entry& entry, Diagnostics& diags) {
  const Document& node = entry.value;
  const bool number = kind_of(node) == "a number";
  const double ratio = number ? yaml_floating(node.text) : 0;
  if (is_null(node) || (number && ratio >= 0 && ratio <= 1)) return;
  diags.report(codes::config_kind, node.span, "'" + entry.key + "'", "a number from 0.0 to 1.0",
               number ? std::string_view(node.text) : kind_of(node));
}

// `random(ratio)` or `file("path", ratio)`. What `use_nv_sa_benchmark` does not say, `random_unless_said` does.
const syntax::Statement* dataset(const DatasetKeys& keys, bool random_unless_said, ConfigTree& tree) {
  // Without `use_nv_sa_benchmark` a file says nothing where the data are random, the ratio does.
  const Document::Entry* const file = random_unless_said ? nullptr : keys.file;
  const Document::Entry* const first = keys.random != nullptr ? keys.random : file != nullptr ? file : keys.ratio;
  if (first == nullptr) {
    return nullptr;
  }
  if (keys.random != nullptr && kind_of(keys.random->value) != "a bool") {
    return tree.assign("dataset", keys.random->key_span, tree.value(keys.random->value));
  }
  std::vector<const Expr*> arguments;
  const bool random = keys.random != nullptr ? yaml_boolean(keys.random->value.text) : random_unless_said;
  Span span = first->value.span;
  if (!random) {
    span = keys.file != nullptr ? keys.file->value.span : span;
    arguments.push_back(keys.file != nullptr ? tree.value(keys.file->value) : tree.string("<dataset_file>", span));
  }
  if (keys.ratio != nullptr) {
    expect_ratio(*keys.ratio, tree.diags());
    arguments.push_back(tree.value(keys.ratio->value));
  }
  return tree.assign("dataset", first->key_span, tree.call(random ? "random" : "file", arguments, span));
}

void add_fields(const Document& map, const Renames& renames, ConfigTree& tree, Statements& into) {
  constexpr std::array<std::string_view, 4> kOfDataset = {"use_nv_sa_benchmark", "benchmark_ratio",
                                                          "random_range_ratio", "dataset_file"};
  for (const Document::Entry& entry : map.entries) {
    if (std::find(kOfDataset.begin(), kOfDataset.end(), entry.key) != kOfDataset.end()) {
      continue;
    }
    const auto* const renamed =
        std::find_if(renames.begin(), renames.end(), [&](const auto& pair) { return pair.first == entry.key; });
    const std::string_view name = renamed == renames.end() ? std::string_view(entry.key) : renamed->second;
    if (renamed == renames.end()) {
      into.push_back(tree.entry(entry));
    } else {
      const bool list = name == "concurrency";
      into.push_back(
          tree.assign(name, entry.key_span, list ? concurrency(entry.value, tree) : tree.value(entry.value)));
    }
  }
}

}  // namespace

Statements import_load(const Document& root, const Document& benchmark, ConfigTree& tree) {
  Statements statements;
  expect_text(benchmark, "dataset_file", "'dataset_file'", tree.diags());
  add_fields(benchmark, kOfDisaggregated, tree, statements);
  if (const Document* const sequence = root.find("sequence")) {
    for (const std::string_view key : {"input_length", "output_length"}) {
      const Document::Entry* const length = sequence->find_entry(key);
      if (length != nullptr && benchmark.find(key) == nullptr) {
        statements.push_back(tree.entry(*length));
      }
    }
  }
  DatasetKeys keys{benchmark.find_entry("use_nv_sa_benchmark"), benchmark.find_entry("benchmark_ratio"),
                   benchmark.find_entry("dataset_file")};
  const Document* const environment = root.find("environment");
  if (keys.file == nullptr && environment != nullptr) {
    keys.file = environment->find_entry("dataset_file");
  }
  if (const auto* const statement = dataset(keys, true, tree)) {
    statements.push_back(statement);
  }
  return statements;
}

Statements import_client(const Document& client, ConfigTree& tree) {
  Statements all;
  expect_text(client, "name", "'name' of a client", tree.diags());
  expect_text(client, "dataset_file", "'dataset_file'", tree.diags());
  add_fields(client, kOfClient, tree, all);
  // A client's name belongs to the file; it says nothing of the load.
  std::erase_if(all, [](const syntax::Statement* statement) { return statement->name == "name"; });
  const DatasetKeys keys{client.find_entry("use_nv_sa_benchmark"), client.find_entry("random_range_ratio"),
                         client.find_entry("dataset_file")};
  if (const auto* const statement = dataset(keys, keys.file == nullptr, tree)) {
    all.push_back(statement);
  }
  return all;
}

}  // namespace perfc

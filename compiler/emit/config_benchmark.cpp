#include "compiler/emit/config_benchmark.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <vector>

#include "compiler/base/yaml_scalar.hpp"
#include "compiler/emit/config_value.hpp"
#include "compiler/plan/names.hpp"

namespace perfc {
namespace {

constexpr double kUsualRatio = 0.8;
constexpr std::string_view kNoDataset = "<dataset_file>";
constexpr std::string_view kSeparators = " ,\t\n";

Value value_of(bool value) { return {value, {}}; }
Value value_of(std::int64_t value) { return {value, {}}; }
Value value_of(const Floating& value) { return {value, {}}; }
Value value_of(const std::string& value) { return {Text(value), {}}; }

std::string joined(const std::vector<std::int64_t>& numbers) {
  std::string text;
  for (const std::int64_t number : numbers) {
    if (!text.empty()) text += ' ';
    text += std::to_string(number);
  }
  return text;
}

// The numbers of "1 2 4", 1 or [1, 2]; empty when it is none of them.
std::vector<std::int64_t> numbers_of(const Document& node) {
  std::vector<std::int64_t> numbers;
  if (node.kind == Document::Kind::sequence) {
    for (const Document& item : node.items) numbers.push_back(yaml_integer(item.text).value_or(-1));
    return numbers;
  }
  std::string_view rest = node.text;
  while (true) {
    rest.remove_prefix(std::min(rest.find_first_not_of(kSeparators), rest.size()));
    if (rest.empty()) return numbers;
    const std::string_view word = rest.substr(0, rest.find_first_of(kSeparators));
    std::int64_t number = 0;
    const auto parsed = std::from_chars(word.data(), word.data() + word.size(), number);
    if (parsed.ec != std::errc{} || parsed.ptr != word.data() + word.size()) return {};
    numbers.push_back(number);
    rest.remove_prefix(word.size());
  }
}

Document concurrency_node(const std::vector<std::int64_t>& numbers, const Document* like) {
  if (like != nullptr && like->kind == Document::Kind::sequence) {
    List list;
    for (const std::int64_t number : numbers) list.push_back(value_of(number));
    return node_of({std::make_shared<const List>(std::move(list)), {}}, like);
  }
  const bool was_integer = like != nullptr && resolve(*like) == ScalarKind::integer;
  return was_integer && numbers.size() == 1 ? integer_node(numbers.front()) : string_node(joined(numbers), like);
}

// Writes `value` where `key` stands; adds the key unless what its absence means is the same.
void change(Document& map, std::string_view key, const Value& value, bool usual) {
  if (Document* const node = find_mutable(map, key)) {
    *node = overridden(*node, value);
  } else if (!usual) {
    put(map, key, node_of(value));
  }
}

template <class T>
void change_optional(Document& map, std::string_view key, const std::optional<T>& value) {
  if (value) {
    change(map, key, value_of(*value), false);
  } else {
    std::erase_if(map.entries, [&](const Document::Entry& entry) { return entry.key == key; });
  }
}

void change_length(Document& document, Document& benchmark, std::string_view key, std::int64_t length) {
  Document* const sequence = find_mutable(document, "sequence");
  const bool older = benchmark.find(key) == nullptr && sequence != nullptr && sequence->find(key) != nullptr;
  change(older ? *sequence : benchmark, key, value_of(length), length == 1024);
}

void change_dataset(Document& document, Document& benchmark, const Dataset& dataset) {
  change(benchmark, "use_nv_sa_benchmark", value_of(dataset.random), dataset.random);
  if (dataset.ratio) {
    change(benchmark, "benchmark_ratio", value_of(*dataset.ratio), dataset.ratio->value == kUsualRatio);
  } else {
    change_optional(benchmark, "benchmark_ratio", std::optional<Floating>{});
  }
  // With random data the file's path means nothing and stays; a file that has none was read with a placeholder.
  if (dataset.random || !dataset.path || *dataset.path == kNoDataset) return;
  Document* const environment = find_mutable(document, "environment");
  const bool older = benchmark.find("dataset_file") == nullptr && environment != nullptr &&
                     environment->find("dataset_file") != nullptr;
  change(older ? *environment : benchmark, "dataset_file", value_of(*dataset.path), false);
}

bool is_known(std::string_view key) {
  constexpr std::array<std::string_view, 13> kKnown = {"mode",
                                                       "use_nv_sa_benchmark",
                                                       "benchmark_ratio",
                                                       "dataset_file",
                                                       "multi_round",
                                                       "concurrency_list",
                                                       "input_length",
                                                       "output_length",
                                                       "streaming",
                                                       "benchmark_client",
                                                       "backend",
                                                       "use_chat_template",
                                                       "trust_remote_code"};
  return std::find(std::begin(kKnown), std::end(kKnown), key) != std::end(kKnown);
}

// Keys that the language has no field for belong to the load that the file came with, and go where it goes.
void change_extra(Document& benchmark, const Benchmark& load, const Benchmark* own) {
  for (const Document::Entry& entry : std::vector<Document::Entry>(benchmark.entries)) {
    if (is_known(entry.key)) continue;
    const Value* const value = field_of(load.extra, entry.key);
    if (value != nullptr) {
      change(benchmark, entry.key, *value, false);
    } else if (own != nullptr && field_of(own->extra, entry.key) == nullptr) {
      std::erase_if(benchmark.entries, [&](const Document::Entry& each) { return each.key == entry.key; });
    }
  }
  if (load.extra == nullptr) return;
  for (const Field& field : load.extra->fields) {
    if (benchmark.find(field.name) == nullptr) put(benchmark, field.name, node_of(field.value));
  }
}

// Random data need none; what a file has there all the same stands in the load's `extra`.
Document dataset_file_node(const Benchmark& load) {
  const Value* const unused = load.dataset.random ? field_of(load.extra, "dataset_file") : nullptr;
  if (unused != nullptr) return node_of(*unused);
  return string_node(load.dataset.path.value_or(std::string(kNoDataset)));
}

}  // namespace

Document benchmark_section(const Benchmark& load) {
  Document section = map_node();
  put(section, "mode", string_node(load.mode));
  put(section, "use_nv_sa_benchmark", boolean_node(load.dataset.random));
  if (load.client) put(section, "benchmark_client", string_node(*load.client));
  put(section, "multi_round", integer_node(load.rounds));
  put(section, "benchmark_ratio", node_of(value_of(load.dataset.ratio.value_or(Floating(kUsualRatio)))));
  put(section, "streaming", boolean_node(load.streaming));
  put(section, "concurrency_list", string_node(joined(load.concurrency)));
  put(section, "input_length", integer_node(load.input_length));
  put(section, "output_length", integer_node(load.output_length));
  put(section, "dataset_file", dataset_file_node(load));
  change_optional(section, "backend", load.backend);
  change_optional(section, "use_chat_template", load.use_chat_template);
  change_optional(section, "trust_remote_code", load.trust_remote_code);
  change_extra(section, load, nullptr);
  return section;
}

void change_load(Document& document, const Benchmark& load, const Benchmark* own) {
  Document* const section = find_mutable(document, "benchmark");
  if (section == nullptr || section->kind != Document::Kind::mapping) {
    // A file without the section has the load that its absence means.
    if (&load == own) return;
    if (section != nullptr) {
      *section = benchmark_section(load);
    } else {
      put(document, "benchmark", benchmark_section(load));
    }
    return;
  }
  Document& benchmark = *section;
  change(benchmark, "mode", value_of(load.mode), load.mode == "e2e");
  change(benchmark, "multi_round", value_of(load.rounds), load.rounds == 8);
  change(benchmark, "streaming", value_of(load.streaming), load.streaming);
  if (Document* const list = find_mutable(benchmark, "concurrency_list")) {
    if (numbers_of(*list) != load.concurrency) *list = concurrency_node(load.concurrency, list);
  } else if (load.concurrency != std::vector<std::int64_t>{1}) {
    put(benchmark, "concurrency_list", concurrency_node(load.concurrency, nullptr));
  }
  change_length(document, benchmark, "input_length", load.input_length);
  change_length(document, benchmark, "output_length", load.output_length);
  change_dataset(document, benchmark, load.dataset);
  change_optional(benchmark, "benchmark_client", load.client);
  change_optional(benchmark, "backend", load.backend);
  change_optional(benchmark, "use_chat_template", load.use_chat_template);
  change_optional(benchmark, "trust_remote_code", load.trust_remote_code);
  change_extra(benchmark, load, own);
}

std::string client_name(const Benchmark& load, std::int64_t concurrency) {
  const std::string con = "con" + std::to_string(concurrency);
  if (load.client_name) return load.concurrency.size() == 1 ? *load.client_name : *load.client_name + "_" + con;
  return con + "_iter" + std::to_string(load.rounds) + "_" + length_token(load.input_length, load.output_length);
}

Document client_node(const Benchmark& load, std::int64_t concurrency, const Document* like) {
  Document client = like != nullptr ? *like : map_node();
  const Benchmark usual;
  struct Number {
    std::string_view key;
    std::int64_t value;
    std::int64_t usual;
  };
  const std::array<Number, 4> numbers = {{{"concurrency", concurrency, usual.concurrency.front()},
                                          {"iterations", load.rounds, usual.rounds},
                                          {"isl", load.input_length, usual.input_length},
                                          {"osl", load.output_length, usual.output_length}}};
  // What a file leaves out was read as the usual value.
  const bool same_numbers = std::ranges::all_of(numbers, [&](const Number& number) {
    const Document* const node = client.find(number.key);
    return node != nullptr ? same_value(*node, value_of(number.value))
                           : like != nullptr && number.value == number.usual;
  });
  if (!same_numbers) change(client, "name", value_of(client_name(load, concurrency)), false);
  for (const Number& number : numbers)
    change(client, number.key, value_of(number.value), like != nullptr && number.value == number.usual);
  change_optional(client, "random_range_ratio", load.dataset.ratio);
  if (load.dataset.random) {
    // A data set beside `use_nv_sa_benchmark: true` stays; alone it would turn the random data off.
    if (client.find("use_nv_sa_benchmark") == nullptr)
      change_optional(client, "dataset_file", std::optional<std::string>{});
  }
  if (client.find("use_nv_sa_benchmark") != nullptr)
    change(client, "use_nv_sa_benchmark", value_of(load.dataset.random), false);
  if (like == nullptr || load.backend)
    change_optional(client, "backend", std::optional(load.backend.value_or("openai")));
  if (!load.dataset.random && (like == nullptr || load.dataset.path != kNoDataset))
    change_optional(client, "dataset_file", load.dataset.path);
  // What is usual is written where the load writes it.
  const bool says_streaming =
      like == nullptr && load.origin.fields != nullptr && load.origin.fields->find("streaming") != nullptr;
  change(client, "streaming", value_of(load.streaming), load.streaming && !says_streaming);
  change_optional(client, "use_chat_template", load.use_chat_template);
  change_optional(client, "trust_remote_code", load.trust_remote_code);
  change_optional(client, "client", load.client);
  if (like == nullptr && load.extra != nullptr) {
    for (const Field& field : load.extra->fields) {
      if (client.find(field.name) == nullptr) put(client, field.name, node_of(field.value));
    }
  }
  return client;
}

}  // namespace perfc

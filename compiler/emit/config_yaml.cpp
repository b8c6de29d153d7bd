#include "compiler/emit/config_yaml.hpp"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "compiler/emit/config_printer.hpp"
#include "compiler/emit/config_sections.hpp"
#include "compiler/emit/config_servers.hpp"
#include "compiler/emit/config_value.hpp"
#include "compiler/emit/holed_text.hpp"

namespace perfc {
namespace {

Document document_of(const TestPlan& test, const SuitePlan& suite, Sections which = Sections::all) {
  return test.test->topology->server ? server_file(test, suite) : configuration_of(test, suite, which);
}

// Stands for a concurrency. Should it be one, or a text have it for another reason, with_concurrency() finds out.
constexpr std::int64_t kAnyConcurrency = 8'100'000'000'000'000'007;

// A topology with more kinds of loads is not one that texts to fill would help.
constexpr std::size_t kMostKinds = 16;

// The fields of a load are all that it is made from.
bool differ_in_concurrency_alone(const Record& a, const Record& b) {
  return std::equal(a.fields.begin(), a.fields.end(), b.fields.begin(), b.fields.end(),
                    [](const Field& mine, const Field& theirs) {
                      return mine.name == theirs.name && (mine.name == "concurrency" || mine.value == theirs.value);
                    });
}

std::string print_section(const Document::Entry& entry) { return print_yaml({&entry, 1}); }

}  // namespace

std::string emit_config_yaml(const TestPlan& test, const SuitePlan& suite) {
  return print_configuration(document_of(test, suite));
}

struct ConfigTexts::Cache {
  using Texts = std::map<std::string, std::string, std::less<>>;
  // The texts for a load but its concurrency; nothing where they would not be right.
  struct Kind {
    std::shared_ptr<const Record> load;
    std::optional<HoledText> text;
  };
  struct OfTopology {
    std::size_t tests = 0;
    Texts sections;          // those that do not depend on the load, by name
    std::deque<Kind> kinds;  // a kind stays where it is
  };
  std::mutex mutex;
  std::unordered_map<const Topology*, OfTopology> topologies;  // all from the beginning
  Texts files;                                                 // of aggregated tests, by config_name
};

ConfigTexts::ConfigTexts(const SuitePlan& suite) : suite_(suite), cache_(std::make_unique<Cache>()) {
  for (const TestPlan& test : suite.tests) ++cache_->topologies[test.test->topology].tests;
}
ConfigTexts::~ConfigTexts() = default;

std::string ConfigTexts::of(const TestPlan& test) const {
  const Topology& topology = *test.test->topology;
  if (topology.server) return file_of(test);
  const Benchmark* const load = load_of(*test.test);
  // A document's own way of writing a concurrency depends on its value.
  const bool fills = topology.document == nullptr && load != nullptr && load->concurrency.size() == 1 &&
                     load->origin.fields != nullptr && cache_->topologies.at(&topology).tests >= kWorthFilling;
  return fills ? with_concurrency(test, *load) : sections_of(test);
}

std::string ConfigTexts::with_concurrency(const TestPlan& test, const Benchmark& load) const {
  Cache::OfTopology& known = cache_->topologies.at(test.test->topology);
  const auto find = [&]() -> const Cache::Kind* {
    const auto found = std::find_if(known.kinds.begin(), known.kinds.end(), [&](const Cache::Kind& kind) {
      return differ_in_concurrency_alone(*kind.load, *load.origin.fields);
    });
    return found == known.kinds.end() ? nullptr : &*found;
  };
  std::unique_lock lock(cache_->mutex);
  const Cache::Kind* const kind = find();
  const bool full = known.kinds.size() == kMostKinds;
  lock.unlock();
  if (kind != nullptr && kind->text) return kind->text->filled(std::to_string(load.concurrency.front()));
  std::string wanted = sections_of(test);
  if (kind != nullptr || full) return wanted;
  Benchmark marked_load = load;
  marked_load.concurrency = {kAnyConcurrency};
  Test marked_test = *test.test;
  marked_test.loads = {&marked_load};
  TestPlan marked = test;
  marked.test = &marked_test;
  HoledText text(sections_of(marked), std::to_string(kAnyConcurrency));
  const bool right =
      load.concurrency.front() != kAnyConcurrency && text.filled(std::to_string(load.concurrency.front())) == wanted;
  lock.lock();
  if (find() == nullptr) {
    known.kinds.push_back({load.origin.fields, right ? std::optional(std::move(text)) : std::nullopt});
  }
  return wanted;
}

std::string ConfigTexts::file_of(const TestPlan& test) const {
  if (!shares_file(test, suite_)) return emit_config_yaml(test, suite_);
  const std::scoped_lock lock(cache_->mutex);
  std::string& text = cache_->files[test.config_name];
  if (text.empty()) text = emit_config_yaml(test, suite_);
  return text;
}

std::string ConfigTexts::sections_of(const TestPlan& test) const {
  const Topology& topology = *test.test->topology;
  const Benchmark* const load = load_of(*test.test);
  const Document changing = document_of(test, suite_, Sections::of_load);
  std::vector<std::string> printed(changing.entries.size());
  for (std::size_t i = 0; i < printed.size(); ++i) {
    if (depends_on_load(changing.entries[i].key, topology, load)) printed[i] = print_section(changing.entries[i]);
  }
  const std::scoped_lock lock(cache_->mutex);
  Cache::Texts& known = cache_->topologies.at(&topology).sections;
  const auto missing = [&](const Document::Entry& entry) {
    return !depends_on_load(entry.key, topology, load) && known.find(entry.key) == known.end();
  };
  if (std::any_of(changing.entries.begin(), changing.entries.end(), missing)) {
    for (const Document::Entry& entry : document_of(test, suite_).entries) {
      if (missing(entry)) known[entry.key] = print_section(entry);
    }
  }
  std::string text;
  for (std::size_t i = 0; i < printed.size(); ++i) {
    const std::string& key = changing.entries[i].key;
    text += depends_on_load(key, topology, load) ? printed[i] : known[key];  // empty for a section that is taken away
  }
  return text;
}

}  // namespace perfc

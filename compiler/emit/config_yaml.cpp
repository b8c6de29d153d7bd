#include "compiler/emit/config_yaml.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/emit/config_printer.hpp"
#include "compiler/emit/config_sections.hpp"
#include "compiler/emit/config_servers.hpp"
#include "compiler/emit/config_value.hpp"

namespace perfc {
namespace {

Document document_of(const TestPlan& test, const SuitePlan& suite, Sections which = Sections::all) {
  if (test.test->topology->server) return server_file(test, suite);
  return test.test->topology->document != nullptr ? changed_configuration(test, which)
                                                  : new_configuration(test, suite, which);
}

std::string print_section(const Document::Entry& entry) { return print_yaml({&entry, 1}); }

}  // namespace

std::string emit_config_yaml(const TestPlan& test, const SuitePlan& suite) {
  std::string text;
  for (const Document::Entry& entry : document_of(test, suite).entries) text += print_section(entry);
  return text;
}

struct ConfigTexts::Cache {
  using Texts = std::map<std::string, std::string, std::less<>>;
  std::mutex mutex;
  std::map<const Topology*, Texts> sections;  // those that do not depend on the load, by name
  Texts files;                                // of aggregated tests, by config_name
};

ConfigTexts::ConfigTexts(const SuitePlan& suite) : suite_(suite), cache_(std::make_unique<Cache>()) {}
ConfigTexts::~ConfigTexts() = default;

std::string ConfigTexts::of(const TestPlan& test) const {
  return test.test->topology->server ? file_of(test) : sections_of(test);
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
  Cache::Texts& known = cache_->sections[&topology];
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

#include "compiler/plan/shared_files.hpp"

#include <fmt/format.h>

#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "compiler/diag/codes.hpp"

namespace perfc {
namespace {

// What a topology says of the sections, by path: of a section that is a map its keys, else the section.
using Said = std::map<std::string, std::pair<const Field*, const Topology*>, std::less<>>;

void add_section(Said& said, std::string_view name, const Record* record, const Topology& topology) {
  if (record == nullptr) return;
  for (const Field& field : record->fields) said.try_emplace(fmt::format("{}.{}", name, field.name), &field, &topology);
}

Said sections_of(const Topology& topology) {
  Said said;
  const std::array<std::pair<std::string_view, const Record*>, 5> own = {{{"metadata", topology.metadata.get()},
                                                                          {"slurm", topology.slurm.get()},
                                                                          {"environment", topology.environment.get()},
                                                                          {"profiling", topology.profiling.get()},
                                                                          {"accuracy", topology.accuracy.get()}}};
  for (const auto& [name, record] : own) add_section(said, name, record, topology);
  const Field* const shape =
      topology.origin.fields != nullptr ? topology.origin.fields->find("configuration") : nullptr;
  const Record* const shaped = shape != nullptr ? shape->value.record() : nullptr;
  const Field* const file = shaped != nullptr ? shaped->find("file") : nullptr;
  if (file != nullptr) add_section(said, "configuration.file", file->value.record(), topology);
  for (const auto& records : {topology.sections, topology.extra}) {
    if (records == nullptr) continue;
    for (const Field& field : records->fields) {
      if (const Record* const section = field.value.record()) {
        add_section(said, field.name, section, topology);
      } else {
        said.try_emplace(field.name, &field, &topology);
      }
    }
  }
  return said;
}

void compare(const Said& before, const Said& now, const std::string& file, Diagnostics& diags) {
  for (const auto& [path, said] : now) {
    const auto other = before.find(path);
    if (other == before.end() || other->second.first->value == said.first->value) continue;
    diags.report(codes::sections_differ, said.first->name_span, path, said.second->origin.name, file)
        .note(other->second.first->name_span, fmt::format("what topology '{}' says", other->second.second->origin.name))
        .advise("say the same in both, or give one of them a config_file of its own");
  }
}

}  // namespace

void check_shared_files(const std::vector<TestPlan>& tests, Diagnostics& diags) {
  std::map<std::string, Said, std::less<>> files;
  std::set<std::pair<std::string_view, const Record*>> seen;
  for (const TestPlan& test : tests) {
    const Topology& topology = *test.test->topology;
    if (test.own_configuration() || topology.document != nullptr) continue;
    // Most tests are of few topologies: those that a test changed share the records that it did not change.
    if (!seen.emplace(test.config_name, topology.origin.fields.get()).second) continue;
    const Said said = sections_of(topology);
    Said& file = files[test.config_name];
    compare(file, said, test.config_name, diags);
    file.insert(said.begin(), said.end());
  }
}

}  // namespace perfc

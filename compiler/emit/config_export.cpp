#include "compiler/emit/config_export.hpp"

#include <vector>

#include "compiler/emit/config_printer.hpp"
#include "compiler/emit/config_sections.hpp"
#include "compiler/emit/config_servers.hpp"

namespace perfc {

Document exported_document(std::span<const Exported> topologies) {
  // A suite that tests each of them with its own load is what the sections are made from.
  Suite suite;
  suite.cluster = topologies.front().cluster;
  suite.tests.resize(topologies.size());
  SuitePlan plan;
  plan.suite = &suite;
  plan.tests.resize(topologies.size());
  std::vector<const TestPlan*> tests;
  for (std::size_t i = 0; i < topologies.size(); ++i) {
    suite.tests[i].topology = topologies[i].topology;
    plan.tests[i].test = &suite.tests[i];
    plan.tests[i].name = topologies[i].name;
    plan.tests[i].gpus_per_node = topologies[i].gpus_per_node;
    tests.push_back(&plan.tests[i]);
  }
  const Topology& first = *topologies.front().topology;
  if (first.server) return file_of_servers(tests, plan);
  return configuration_of(*tests.front(), plan);
}

std::string export_configuration(std::span<const Exported> topologies) {
  return print_configuration(exported_document(topologies));
}

}  // namespace perfc

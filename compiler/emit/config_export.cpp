#include "compiler/emit/config_export.hpp"

#include <vector>

#include "compiler/emit/config_printer.hpp"
#include "compiler/emit/config_sections.hpp"
#include "compiler/emit/config_servers.hpp"

namespace perfc {

std::string export_configuration(std::span<const Exported> topologies) {
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
  const Document document = first.server                ? file_of_servers(tests, plan)
                            : first.document != nullptr ? changed_configuration(*tests.front())
                                                        : new_configuration(*tests.front(), plan);
  return print_configuration(document);
}

}  // namespace perfc

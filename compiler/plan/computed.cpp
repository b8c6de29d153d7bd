#include "compiler/plan/computed.hpp"

#include <fmt/format.h>

#include "compiler/diag/codes.hpp"

namespace perfc {
namespace {

std::int64_t servers_of(const TestPlan& plan, std::string_view role) {
  for (const RolePlan& part : plan.roles) {
    if (part.role == role) return part.servers;
  }
  return 0;
}

std::string calculation(const TestPlan& plan) {
  std::string out;
  for (const RolePlan& role : plan.roles) {
    out += fmt::format("{}{} x ceil({} / {})", out.empty() ? "" : " + ", role.servers, role.gpus_per_server,
                       plan.gpus_per_node);
  }
  return out;
}

// What the field would be; empty for one without a value of its own.
std::string value_of(const TestPlan& plan, std::string_view name) {
  if (name == "mode") return std::string(to_string(plan.mode));
  if (name == "nodes") return fmt::format("{} = {}", calculation(plan), plan.nodes);
  if (name == "gpus") return fmt::format("{} nodes x {} = {}", plan.nodes, plan.gpus_per_node, plan.gpus);
  if (name == "gpus_per_node") return fmt::format("{}", plan.gpus_per_node);
  if (name == "num_ctx_servers") return fmt::format("{}", servers_of(plan, "ctx"));
  if (name == "num_gen_servers") return fmt::format("{}", servers_of(plan, "gen"));
  if (name == "id") return plan.id.named(plan.name).display();
  if (name == "tasks") {
    std::int64_t tasks = 0;
    for (const RolePlan& role : plan.roles) tasks += role.servers * role.nodes_per_server * role.tasks_per_node;
    return fmt::format("{}", tasks);
  }
  return {};
}

}  // namespace

void report_computed(const Test& test, const TestPlan* plan, Diagnostics& diags) {
  const auto report = [&](const std::vector<WrittenComputed>& written) {
    for (const WrittenComputed& field : written) {
      const std::string value = plan != nullptr ? value_of(*plan, field.name) : std::string();
      diags.report(codes::computed_field, field.span, field.name, field.source)
          .advise(value.empty() ? "remove it" : fmt::format("remove it: it comes to {}", value))
          .mend_away(field.statement);
    }
  };
  report(test.computed);
  report(test.topology->computed);
}

}  // namespace perfc

#include "compiler/plan/login.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "compiler/base/ssh_address.hpp"
#include "compiler/diag/codes.hpp"

namespace perfc {
namespace {

void check_part(const Cluster& cluster, std::string_view field, const std::optional<std::string>& value,
                std::string_view example, Diagnostics& diags) {
  const Origin& origin = cluster.origin;
  if (!value || value->empty()) {
    const Span type = origin.at("type");
    diags.report(codes::unstated_field, type, "cluster", origin.name, field)
        .advise(fmt::format("a cluster of type ssh is reached by it: write '{} = \"{}\"'", field, example));
    return;
  }
  const std::string reason = ssh_defect(*value);
  if (reason.empty()) return;
  diags.report(codes::bad_login, origin.at(field), field, *value, reason).advise(std::string(kSshAddressHelp));
}

}  // namespace

void check_login(const Cluster& cluster, Diagnostics& diags) {
  if (cluster.type != "ssh") return;
  check_part(cluster, "host", cluster.host, "login.example.org", diags);
  check_part(cluster, "user", cluster.user, "perf", diags);
}

}  // namespace perfc

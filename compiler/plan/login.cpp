#include "compiler/plan/login.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "compiler/diag/codes.hpp"

namespace perfc {
namespace {

// Why the text cannot stand there; empty when it can. Both programs take a dash in front for an option, rsync takes a
// colon for the end of the host, and a shell on the other side is never to see anything else.
std::string defect(std::string_view text) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
  if (text.starts_with('-')) return "it begins with '-'";
  const std::size_t at = text.find_first_not_of(kAllowed);
  if (at == std::string_view::npos) return {};
  std::size_t end = at + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
  return fmt::format("it holds '{}'", text.substr(at, end - at));
}

void check_part(const Cluster& cluster, std::string_view field, const std::optional<std::string>& value,
                std::string_view example, Diagnostics& diags) {
  const Origin& origin = cluster.origin;
  if (!value || value->empty()) {
    const Span type = origin.at("type");
    diags.report(codes::unstated_field, type, "cluster", origin.name, field)
        .advise(fmt::format("a cluster of type ssh is reached by it: write '{} = \"{}\"'", field, example));
    return;
  }
  const std::string reason = defect(*value);
  if (reason.empty()) return;
  diags.report(codes::bad_login, origin.at(field), field, *value, reason)
      .advise("letters, digits, '.', '_' and '-' may stand there; give any other address a name in ~/.ssh/config");
}

}  // namespace

void check_login(const Cluster& cluster, Diagnostics& diags) {
  if (cluster.type != "ssh") return;
  check_part(cluster, "host", cluster.host, "login.example.org", diags);
  check_part(cluster, "user", cluster.user, "perf", diags);
}

}  // namespace perfc

#include "compiler/plan/mounts.hpp"

#include "compiler/diag/codes.hpp"
#include "compiler/plan/paths.hpp"

namespace perfc {
namespace {

// Empty when the mount is well formed.
std::string_view defect(const Text& written, const std::vector<Text>& fields) {
  if (holds(written, ',')) return "holds a comma, at which the next mount would begin";
  if (fields.size() > 3) return "has more than source, target and flags";
  if (fields[0].empty() || (fields.size() > 1 && fields[1].empty())) return "lacks a source or a target";
  if (!may_be_absolute(fields[0])) return "does not begin with an absolute path";
  return {};
}

}  // namespace

void Mounts::add(const Text& written, Span place, Diagnostics& diags) {
  const std::vector<Text> fields = split(written, ':');
  const std::string_view reason = defect(written, fields);
  if (!reason.empty()) {
    diags.report(codes::bad_mount, place, written.display(), reason)
        .advise("write each mount as its own string: \"/host/path:/container/path\"");
    return;
  }
  const Text& target = fields.size() > 1 ? fields[1] : fields[0];
  list_.push_back({without_trailing_slash(fields[0]), without_trailing_slash(target), written});
}

void Mounts::add_own(const Text& path) { list_.push_back({path, path, path + ":" + path}); }

std::optional<Text> Mounts::moved(const Text& path, Text Mount::*from, Text Mount::*to) const {
  const Mount* best = nullptr;
  Text best_rest;
  for (const Mount& mount : list_) {
    Text rest;
    if (!path.under(mount.*from, &rest)) continue;
    if (best != nullptr && known_size(mount.*from) <= known_size(best->*from)) continue;
    best = &mount;
    best_rest = std::move(rest);
  }
  if (best == nullptr) return std::nullopt;
  if (best->*to == Text("/")) return best_rest.empty() ? best->*to : best_rest;
  return best->*to + best_rest;
}

std::optional<Text> Mounts::inside(const Text& path) const { return moved(path, &Mount::source, &Mount::target); }

std::optional<Text> Mounts::outside(const Text& path) const { return moved(path, &Mount::target, &Mount::source); }

Text Mounts::option() const {
  std::vector<Text> written;
  written.reserve(list_.size());
  for (const Mount& mount : list_) written.push_back(mount.written);
  return join(written, ",");
}

}  // namespace perfc

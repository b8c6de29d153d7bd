#include "compiler/diag/order.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <utility>

#include "compiler/diag/codes.hpp"

namespace perfc {
namespace {

// Whether other findings may be there for this one's sake alone.
bool comes_first(const Diagnostic& diagnostic) {
  return diagnostic.level == Level::error &&
         (phase_of(diagnostic) == Phase::text || diagnostic.code == codes::unknown_module.code ||
          diagnostic.code == codes::cyclic_use.code);
}

// Codes of names that nobody knows. Of those that say in what, the same name in another thing counts as the same.
constexpr std::array<std::string_view, 7> kNames = {
    codes::unknown_kind.code,     codes::unknown_declaration.code, codes::unknown_name.code, codes::unknown_module.code,
    codes::unknown_function.code, codes::unknown_type.code,        codes::unknown_rule.code};
constexpr std::array<std::string_view, 2> kNamesInThings = {codes::unknown_field.code, codes::foreign_key.code};

template <class Codes>
bool among(std::string_view code, const Codes& codes) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

// Equal for findings of one cause; empty for a finding that stands for itself.
std::string_view cause(const Diagnostic& diagnostic) {
  const std::string_view message = diagnostic.message;
  if (among(diagnostic.code, kNames)) return message;
  if (among(diagnostic.code, kNamesInThings)) return message.substr(0, message.find('\'', message.find('\'') + 1) + 1);
  return {};
}

}  // namespace

Phase phase_of(const Diagnostic& diagnostic) {
  if (diagnostic.code.size() < 2) return Phase::lint;
  const char kind = diagnostic.code[1];
  if (kind <= '1') return Phase::text;
  return kind <= '3' ? Phase::names : Phase::plan;
}

std::vector<const Diagnostic*> ordered(const Diagnostics& diags) {
  std::vector<const Diagnostic*> result;
  result.reserve(diags.all().size());
  for (const Diagnostic& diagnostic : diags.all()) result.push_back(&diagnostic);
  std::stable_sort(result.begin(), result.end(), [](const Diagnostic* a, const Diagnostic* b) {
    const bool first = comes_first(*a);
    if (first != comes_first(*b)) return first;
    if (a->span.file != b->span.file) return a->span.file < b->span.file;  // kNoFile is the largest
    return a->span.known() && a->span.begin < b->span.begin;
  });
  return result;
}

std::vector<Folded> folded(const std::vector<const Diagnostic*>& findings) {
  std::vector<Folded> result;
  std::map<std::pair<std::string_view, std::string_view>, std::size_t> seen;
  for (const Diagnostic* finding : findings) {
    const std::string_view same = cause(*finding);
    if (!same.empty()) {
      const auto [known, fresh] = seen.try_emplace({finding->code, same}, result.size());
      if (!fresh) {
        result[known->second].more.push_back(finding);
        continue;
      }
    }
    result.push_back({finding, {}});
  }
  return result;
}

std::vector<Folded> unfolded(const std::vector<const Diagnostic*>& findings) {
  std::vector<Folded> result;
  result.reserve(findings.size());
  for (const Diagnostic* finding : findings) result.push_back({finding, {}});
  return result;
}

}  // namespace perfc

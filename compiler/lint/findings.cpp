#include "compiler/lint/findings.hpp"

#include <algorithm>

namespace perfc::lint {
namespace {

std::vector<Span> owners_of(const Case& shown) {
  std::vector<Span> owners = {shown.topology->origin.span};
  if (shown.load != nullptr) owners.push_back(shown.load->origin.span);
  if (shown.topology->model != nullptr) owners.push_back(shown.topology->model->origin.span);
  if (shown.test != nullptr) owners.push_back(shown.test->span);
  if (shown.suite != nullptr) owners.push_back(shown.suite->origin.span);
  if (shown.cluster() != nullptr) owners.push_back(shown.cluster()->origin.span);
  return owners;
}

}  // namespace

Diagnostic& Findings::report(Level level, Span place, std::string message) {
  ++count_;
  silenced_ = Diagnostic{};
  const std::optional<Level> wanted = levels_.level(rule_, std::min(level, most_));
  if (!wanted) return silenced_;
  const bool allowed = allows_.silence(rule_, place, shown_ == nullptr ? owners_ : owners_of(*shown_));
  if (allowed && !levels_.forbidden(rule_)) return silenced_;
  Diagnostic& added = diags_.add({}, *wanted, place, std::move(message));
  added.rule = rule_.name;
  return added;
}

}  // namespace perfc::lint

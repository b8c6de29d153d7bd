// What one rule reports into: knows how grave it is, and whom an `allow` silences.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "compiler/lint/allows.hpp"
#include "compiler/lint/levels.hpp"

namespace perfc::lint {

class Findings {
 public:
  Findings(const Rule& rule, const Levels& levels, Allows& allows, Diagnostics& diags)
      : rule_(rule), levels_(levels), allows_(allows), diags_(diags) {}

  // At the rule's own level, or at a lower one.
  Diagnostic& report(Span place, std::string message) { return report(rule_.level, place, std::move(message)); }
  Diagnostic& report(Level level, Span place, std::string message);

  // Declarations that the next findings are about: an `allow` in one of them counts wherever the finding points.
  void about(std::vector<Span> owners) { owners_ = std::move(owners); }
  // Of a case that outlives them.
  void about(const Case& shown) {
    shown_ = &shown;
    most_ = Level::error;
  }
  // The next findings are no graver than this, until others are spoken of.
  void at_most(Level level) { most_ = level; }

  [[nodiscard]] const Levels& levels() const { return levels_; }
  // So far, also those that nobody sees.
  [[nodiscard]] std::size_t count() const { return count_; }

 private:
  const Rule& rule_;
  const Levels& levels_;
  Allows& allows_;
  Diagnostics& diags_;
  std::vector<Span> owners_;
  const Case* shown_ = nullptr;
  Level most_ = Level::error;
  std::size_t count_ = 0;
  Diagnostic silenced_;  // what is said of a finding that nobody sees
};

}  // namespace perfc::lint

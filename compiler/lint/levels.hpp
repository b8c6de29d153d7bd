// How grave the findings of each rule are for this run: the rule's default, perfc.toml, the command line.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>

#include "compiler/base/source.hpp"
#include "compiler/lint/rule.hpp"

namespace perfc::lint {

enum class Strictness : std::uint8_t { off, note, warning, error, forbid };  // forbid: an error whatever `allow` says

class Levels {
 public:
  void set(const Rule& rule, Strictness strictness) { set_[&rule] = strictness; }
  // Where two files speak of a rule, the stricter counts.
  void raise(const Rule& rule, Strictness strictness);
  // As commands that build look at a program: only what is an error is looked for, and stops them only where perfc.toml
  // makes it one. What a rule calls an error by itself is a warning then: whoever compares perfc with other tools, or
  // tries out what must fail, still gets the scripts.
  void errors_only() { errors_only_ = true; }

  [[nodiscard]] bool runs(const Rule& rule) const;
  [[nodiscard]] bool forbidden(const Rule& rule) const { return of(rule) == Strictness::forbid; }
  // GPU hours that a suite may take; of several budgets the smallest.
  void limit_gpu_hours(std::int64_t hours) { gpu_hours_ = gpu_hours_ ? std::min(*gpu_hours_, hours) : hours; }
  [[nodiscard]] std::optional<std::int64_t> gpu_hours() const { return gpu_hours_; }

  // Of a finding that its rule would report at `level`; nothing when it is not wanted.
  [[nodiscard]] std::optional<Level> level(const Rule& rule, Level level) const;

 private:
  [[nodiscard]] std::optional<Strictness> of(const Rule& rule) const;

  std::map<const Rule*, Strictness> set_;
  bool errors_only_ = false;
  std::optional<std::int64_t> gpu_hours_;
};

// Reads a perfc.toml: the table [lint], `rule = "off|note|warning|error"`, and `gpu-hours = N` in [budget]. What is
// wrong in it is reported at its place.
void read_levels(const Sources& sources, FileId file, Levels& levels, Diagnostics& diags);

}  // namespace perfc::lint

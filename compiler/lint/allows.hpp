// `allow rule, "reason"` in the sources: where it stands, and whether it silenced anything.
#pragma once

#include <span>
#include <vector>

#include "compiler/lint/rule.hpp"

namespace perfc::lint {

struct Allow {
  const Rule* rule = nullptr;
  Span name_span;  // of the rule's name
  Span span;       // of all of it
  Span scope;      // of the declaration or block that it stands in, or of the file
  bool used = false;
};

class Allows {
 public:
  // Reports names that no rule has.
  void collect(const syntax::Tree& tree, Diagnostics& diags);
  // Whether an `allow` of the rule stands around one of these places; all that do are used then.
  bool silence(const Rule& rule, Span place, std::span<const Span> owners);

  [[nodiscard]] std::span<const Allow> all() const { return allows_; }

 private:
  void add(std::string_view name, Span name_span, Span span, Span scope, Diagnostics& diags);
  void collect(const syntax::Body& body, Span scope, Diagnostics& diags);

  std::vector<Allow> allows_;
};

}  // namespace perfc::lint

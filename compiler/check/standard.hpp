// The standard library's engines, worked out once for many checks. Immutable once it is made.
#pragma once

#include <unordered_map>

#include "compiler/check/model.hpp"

namespace perfc {

class StandardEngines {
 public:
  StandardEngines(const Sources& sources, Imports& imports);

  // Null where the declaration is none of the standard library's.
  [[nodiscard]] const schema::RecordType* options(const syntax::Declaration& node) const;
  [[nodiscard]] const check::Engine* types(const schema::RecordType* options) const;

 private:
  CheckInput input_;
  Diagnostics diags_;  // the library is sound, as the tests see to
  check::Context context_;
  std::unordered_map<const syntax::Declaration*, const schema::RecordType*> options_;
};

}  // namespace perfc

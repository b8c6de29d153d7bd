// Places of fields in a checked program.
#include "compiler/program/program.hpp"

namespace perfc {

Span Origin::at(std::string_view field) const {
  const Field* found = fields ? fields->find(field) : nullptr;
  return found != nullptr && found->value.span.known() ? found->value.span : span;
}

}  // namespace perfc

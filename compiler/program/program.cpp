// Places of fields in a checked program.
#include "compiler/program/program.hpp"

namespace perfc {

Span Origin::at(std::string_view field) const {
  const Field* found = fields ? fields->find(field) : nullptr;
  return found != nullptr && found->value.span.known() ? found->value.span : span;
}

Span Origin::at(std::string_view field, std::size_t index) const {
  const Field* const found = fields ? fields->find(field) : nullptr;
  const List* const list = found == nullptr ? nullptr : found->value.list();
  const bool known = list != nullptr && index < list->size() && (*list)[index].span.known();
  return known ? (*list)[index].span : at(field);
}

}  // namespace perfc

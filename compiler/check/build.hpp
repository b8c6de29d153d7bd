// From checked objects to structs of the program, by the rows of the field tables.
#pragma once

#include <vector>

#include "compiler/check/model.hpp"

namespace perfc::check {

template <class T>
void apply_rows(T& object, const Record& fields, const std::vector<schema::Row<T>>& rows) {
  for (const schema::Row<T>& row : rows) {
    const Field* field = row.set != nullptr ? fields.find(row.name) : nullptr;
    if (field != nullptr && field->value.get<const Opaque*>() == nullptr) row.set(object, field->value);
  }
}

// The declaration that a field refers to; null when it was not written or is in error.
Instance* reference_at(Context& context, Object& object, std::string_view field);
void check_requirement(Context& context, const syntax::Expr& condition, const syntax::Expr& message,
                       const Scope& scope);
void check_requirements(Context& context, Object& object);
// Null where the benchmark has no `expect { }`.
std::shared_ptr<const Expectations> build_expectations(Context& context, Object& benchmark);
Origin origin_of(Context& context, Object& object, std::string_view name);

}  // namespace perfc::check

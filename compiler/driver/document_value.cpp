#include "compiler/driver/document_value.hpp"

#include <fmt/format.h>

#include <utility>

#include "compiler/base/yaml_scalar.hpp"
#include "compiler/diag/codes.hpp"

namespace perfc::driver {
namespace {

Value::Data scalar(const Document& document, Diagnostics& diags) {
  switch (resolve(document)) {
    case ScalarKind::null:
      return Null{};
    case ScalarKind::boolean:
      return yaml_boolean(document.text);
    case ScalarKind::integer:
      if (const auto number = yaml_integer(document.text)) return *number;
      diags.report(codes::overflow, document.span, fmt::format("'{}'", document.text));
      return Null{};
    case ScalarKind::floating:
      return Floating(yaml_floating(document.text), document.text);
    case ScalarKind::timestamp:
    case ScalarKind::reserved:
    case ScalarKind::string:
      break;
  }
  return Text(document.text);
}

}  // namespace

Value to_value(const Document& document, Diagnostics& diags) {
  switch (document.kind) {
    case Document::Kind::scalar:
      return {scalar(document, diags), document.span};
    case Document::Kind::sequence: {
      auto list = std::make_shared<List>();
      for (const Document& item : document.items) list->push_back(to_value(item, diags));
      return {std::shared_ptr<const List>(std::move(list)), document.span};
    }
    case Document::Kind::mapping:
      break;
  }
  auto record = std::make_shared<Record>();
  for (const Document::Entry& entry : document.entries) {
    record->fields.push_back({entry.key, to_value(entry.value, diags), entry.key_span});
  }
  return {std::shared_ptr<const Record>(std::move(record)), document.span};
}

}  // namespace perfc::driver

#include "compiler/check/reference.hpp"

#include <fmt/format.h>

#include "compiler/check/model.hpp"

namespace perfc {
namespace {

using check::Context;
using schema::FieldType;
using schema::RecordType;

const RecordType* record_named(Context& context, std::string_view name) {
  if (const RecordType* kind = context.tables.of(name)) return kind;
  check::Module* standard = check::builtin(context);
  if (standard == nullptr) return nullptr;
  check::Entity* trtllm = check::find_entity(context, "schema", "trtllm", standard->scope, {});
  if (trtllm == nullptr) return nullptr;
  const RecordType* options = check::engine_of(context, *trtllm);
  if (name == "trtllm") return options;
  const auto& types = check::engine_types(context, options).types;
  if (name == "topology") return types.topology;
  if (name == "worker") return types.role;
  if (name == "test") return types.test;
  return nullptr;
}

// The type without what only checking needs.
std::string type_words(const FieldType& field) { return field.type != nullptr ? describe(*field.type) : std::string(); }

std::string one_line(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c == '\n' ? ' ' : c;
  return out;
}

void append_field(std::string& out, const FieldType& field) {
  out += fmt::format("  {}\n      {}", field.name, type_words(field));
  if (!field.fallback.empty()) out += fmt::format("; default {}", field.fallback);
  if (!field.computed.empty()) out += fmt::format("; never written, computed from {}", field.computed);
  out += "\n";
  if (!field.doc.empty()) out += fmt::format("      {}\n", one_line(field.doc));
}

void append_record(std::string& out, const RecordType& record) {
  for (const FieldType& field : record.fields) append_field(out, field);
  if (record.also != nullptr) append_record(out, *record.also);
}

std::string page_of_record(std::string_view name, const RecordType& record) {
  std::string out = fmt::format("# {}\n\n", name);
  for (const auto& kind : schema::kinds()) {
    if (kind.name == name) out += fmt::format("{}\n\n", kind.doc);
  }
  append_record(out, record);
  return out;
}

std::string page_of_field(std::string_view name, const FieldType& field) {
  std::string out = fmt::format("# {}\n\n", name);
  if (!field.doc.empty()) out += field.doc + "\n\n";
  out += fmt::format("type: {}\n", type_words(field));
  if (!field.fallback.empty()) out += fmt::format("default: {}\n", field.fallback);
  if (!field.computed.empty()) out += fmt::format("never written: computed from {}\n", field.computed);
  if (const RecordType* inner = field.type != nullptr ? record_of(*field.type) : nullptr) {
    out += "\n";
    append_record(out, *inner);
  }
  return out;
}

}  // namespace

std::optional<std::string> reference_page(std::string_view name, const Sources& sources, Imports& imports) {
  const CheckInput nothing;
  Diagnostics unheard;
  Context context(sources, nothing, imports, unheard);
  std::size_t dot = name.find('.');
  const RecordType* record = record_named(context, name.substr(0, dot));
  if (record == nullptr) return std::nullopt;
  if (dot == std::string_view::npos) return page_of_record(name, *record);
  const FieldType* field = nullptr;
  for (std::string_view rest = name.substr(dot + 1);;) {
    if (record == nullptr) return std::nullopt;
    dot = rest.find('.');
    field = record->find(rest.substr(0, dot));
    if (field == nullptr) return std::nullopt;
    if (dot == std::string_view::npos) return page_of_field(name, *field);
    record = field->type != nullptr ? record_of(*field->type) : nullptr;
    rest.remove_prefix(dot + 1);
  }
}

std::vector<std::string_view> reference_names() {
  std::vector<std::string_view> names = {"test", "trtllm"};
  for (const auto& kind : schema::kinds()) {
    if (kind.name != "schema") names.push_back(kind.name);
  }
  return names;
}

}  // namespace perfc
